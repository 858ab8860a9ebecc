//! Why a configuration was not changed.

use std::{error, fmt};

use super::{Binding, Form, Invalid};

/// Why the text was not changed. The lines are lines of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The text is not a valid configuration.
    Invalid(Invalid),
    /// There is no such environment.
    NoEnvironment,
    /// The binding is declared more than once.
    Duplicate {
        /// The lines of its blocks, from 1.
        lines: Vec<usize>,
    },
    /// Another binding has the same name.
    Taken {
        /// The binding whose name is taken.
        binding: Binding,
        /// The kind of the other binding: `kv_namespaces`.
        by: String,
        /// The line of the other binding, from 1.
        line: usize,
    },
    /// The value of the key is not an array of tables that name their binding.
    WrongShape {
        /// The table that the key stands for.
        form: Form,
        /// The line of the key, from 1.
        line: usize,
    },
    /// The block's sub-tables are not directly below it.
    Scattered {
        /// The line of the block, from 1.
        line: usize,
    },
    /// If the block were commented out, it could not be found again.
    NoWayBack {
        /// The line of the block, from 1.
        line: usize,
    },
    /// The environment has no `previews` and uses those of the top level. `previews` of its own
    /// would replace all of them.
    InheritedPreviews {
        /// The line of the `previews` of the top level, from 1.
        line: usize,
    },
    /// The block in `unsafe.bindings` has more than `worker_loaders` can have: other keys, or
    /// comments.
    CannotMove {
        /// The line of the block, from 1.
        line: usize,
    },
    /// No way to write it has the expected result.
    NoPlace,
}

/// One line, without the names of the file and the binding; the lines are counted from 1.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Invalid(invalid) => invalid.fmt(f),
            Refusal::NoEnvironment => f.write_str("the configuration has no such environment"),
            Refusal::Duplicate { lines } => {
                let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
                write!(f, "it is defined more than once, on lines {}", lines.join(" and "))
            }
            Refusal::Taken { binding, by, line } => {
                write!(f, "the name `{}` is taken by `{by}` on line {line}", binding.name())
            }
            Refusal::WrongShape { form, line } => {
                write!(f, "`{}` on line {line} is not an array of bindings", form.key())
            }
            Refusal::Scattered { line } => {
                write!(f, "the sub-tables of its block on line {line} are not directly below it")
            }
            Refusal::NoWayBack { line } => write!(
                f,
                "its block on line {line} cannot be commented out in a way that can be undone"
            ),
            Refusal::InheritedPreviews { line } => write!(
                f,
                "the environment uses the `previews` of the top level, on line {line}, and \
                 `previews` of its own would replace all of them"
            ),
            Refusal::CannotMove { line } => write!(
                f,
                "its block on line {line} has comments or keys that `worker_loaders` cannot have"
            ),
            Refusal::NoPlace => {
                f.write_str("it cannot be written without a change to other parts of the file")
            }
        }
    }
}

impl error::Error for Refusal {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Refusal::Invalid(invalid) => Some(invalid),
            _ => None,
        }
    }
}
