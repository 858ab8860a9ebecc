//! The errors for what the core refuses: the core says why, this adds the binding and what to do.

use crate::{
    cli::{Error, atomic::TextFile, wrangler_file::invalid},
    wrangler::{Form, Refusal, Scope, Task},
};

use super::place;

/// The error that says why the file was not changed.
pub(super) fn refusal(file: &TextFile, task: &Task<'_>, refusal: &Refusal) -> Error {
    let verb = if task.change.turns_on() { "on" } else { "off" };
    let (name, place, slug) = (task.binding.name(), place(task.scope), task.binding.slug());
    let hint = match refusal {
        Refusal::Invalid(err) => return invalid(file, err),
        Refusal::NoEnvironment => "add the environment to the file first".to_owned(),
        Refusal::Duplicate { .. } => "keep one of them".to_owned(),
        Refusal::Taken { .. } => {
            "rename one of them: two bindings of a worker cannot have the same name".to_owned()
        }
        Refusal::WrongShape { form, .. } => format!("write it as {}", spelled(*form, task.scope)),
        Refusal::Scattered { .. } => "move them directly below it".to_owned(),
        Refusal::NoWayBack { .. } => "delete it with --remove".to_owned(),
        Refusal::InheritedPreviews { .. } => {
            "leave out --env to change the `previews` of the top level".to_owned()
        }
        Refusal::CannotMove { .. } => format!(
            "comment it out with `bloqr bindings disable {slug}`, then run this command again"
        ),
        Refusal::NoPlace => {
            format!("write it by hand: {}", spelled(Form::WorkerLoaders, task.scope))
        }
    };
    let path = file.path.display();
    Error::new(format!("cannot turn `{name}` {verb}{place} in {path}: {refusal}")).hint(hint)
}

/// The header of a block in TOML, and its key in JSON.
fn spelled(form: Form, scope: &Scope) -> String {
    let env = scope.env().map(|it| format!("env.{it}.")).unwrap_or_default();
    let previews = if scope.is_previews() { "previews." } else { "" };
    let key = form.key();
    let last = key.rsplit('.').next().unwrap_or(key);
    format!("`[[{env}{previews}{key}]]`, or in JSON `\"{last}\": [{{ … }}]`")
}
