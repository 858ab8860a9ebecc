//! The core's findings in words.

use crate::{
    cli::{Error, atomic::TextFile, wrangler_file::invalid},
    wrangler::{Form, Problem, Refusal, Scope, Task, Version},
};

use super::place;

/// Why wrangler binds nothing, as the rest of a sentence that names the binding.
pub(super) fn problem(problem: &Problem) -> String {
    match problem {
        Problem::UnknownTable { form, line } => {
            format!("wrangler does not know the table `{}` on line {line} and drops it", form.key())
        }
        Problem::NotInherited { line } => format!(
            "environments inherit no bindings, and it is only at the top level, on line {line}"
        ),
        Problem::Taken { by, line } => {
            format!("the name is taken by `{by}` on line {line}, which is no worker loader")
        }
        Problem::WrongShape { form, line, what } => {
            format!("`{}` on line {line} has the wrong shape: {what}", form.key())
        }
        Problem::Duplicate { lines } => {
            format!("it stands more than once, on lines {}: wrangler refuses the file", list(lines))
        }
        Problem::OldWrangler { installed } => format!(
            "the installed wrangler is {installed}, and `worker_loaders` needs {}",
            Version::FIRST
        ),
    }
}

/// Why the file stays as it is.
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
        Refusal::Duplicate { lines } => {
            Error::new(format!("`{name}` stands more than once{place}, on lines {}", list(lines)))
                .hint("keep one of them: wrangler refuses the file as it is")
        }
        Refusal::Taken { by, line } => {
            Error::new(format!("the name `{name}` is taken{place} by `{by}` on line {line}"))
                .hint("give that another name: a worker has one binding of each name")
        }
        Refusal::WrongShape { form, line } => {
            let message = format!("`{}` on line {line} is no array of bindings", form.key());
            Error::new(message).hint(format!("write it as {}", spelled(*form, task.scope)))
        }
        Refusal::Scattered { line } => {
            Error::new(format!("the sub-tables of the block on line {line} stand apart from it"))
                .hint("move them directly below it")
        }
        Refusal::NoWayBack { line } => Error::new(format!(
            "`{name}` on line {line} cannot be commented out so that it could be found again"
        ))
        .hint("delete it with --remove"),
        Refusal::NoPlace => Error::new(format!(
            "found no way to write `{name}`{place} that leaves the rest of {path} as it is"
        ))
        .hint(format!("write it by hand: {}", spelled(Form::WorkerLoaders, task.scope))),
    }
}

fn spelled(form: Form, scope: &Scope) -> String {
    let env = scope.env().map(|it| format!("env.{it}.")).unwrap_or_default();
    format!("`[[{env}{}]]`, or in JSON `\"{}\": [{{ … }}]`", form.key(), form.key())
}

fn list(lines: &[usize]) -> String {
    let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
    lines.join(" and ")
}

/// Broken at spaces, so that no line is longer.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                *line += " ";
                *line += word;
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
