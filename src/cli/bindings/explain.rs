//! Messages for the refusals of the core.

use crate::{
    cli::{
        Error,
        atomic::TextFile,
        wrangler_file::{invalid, list},
    },
    wrangler::{Form, Refusal, Scope, Task},
};

use super::place;

/// The error that says why the file was not changed.
pub(super) fn refusal(file: &TextFile, task: &Task<'_>, refusal: &Refusal) -> Error {
    let name = task.binding.name();
    let place = place(task.scope);
    let path = file.path.display();
    match refusal {
        Refusal::Invalid(err) => invalid(file, err),
        Refusal::NoEnvironment => {
            let env = task.scope.env().unwrap_or_default();
            Error::new(format!("{path} has no environment `{env}`"))
        }
        Refusal::Duplicate { lines } => Error::new(format!(
            "`{name}` is defined more than once{place}, on lines {}",
            list(lines)
        ))
        .hint("keep one of them: wrangler refuses the file with both"),
        Refusal::Taken { by, line } => {
            Error::new(format!("the name `{name}` is taken{place} by `{by}` on line {line}"))
                .hint("rename one of them: two bindings of a worker cannot have the same name")
        }
        Refusal::WrongShape { form, line } => {
            let message = format!("`{}` on line {line} is not an array of bindings", form.key());
            Error::new(message).hint(format!("write it as {}", spelled(*form, task.scope)))
        }
        Refusal::Scattered { line } => Error::new(format!(
            "the sub-tables of the block on line {line} are not directly below it"
        ))
        .hint("move them directly below it"),
        Refusal::NoWayBack { line } => Error::new(format!(
            "`{name}` on line {line} cannot be commented out in a way that `enable` can undo"
        ))
        .hint("delete it with --remove"),
        Refusal::NoPlace => Error::new(format!(
            "cannot write `{name}`{place} without changing other parts of {path}"
        ))
        .hint(format!("write it by hand: {}", spelled(Form::WorkerLoaders, task.scope))),
    }
}

fn spelled(form: Form, scope: &Scope) -> String {
    let env = scope.env().map(|it| format!("env.{it}.")).unwrap_or_default();
    format!("`[[{env}{}]]`, or in JSON `\"{}\": [{{ … }}]`", form.key(), form.key())
}
