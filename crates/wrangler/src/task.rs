//! A change to a binding: what to do, and what was done.

use super::{Binding, Form, Scope};

/// The requested change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Turn the binding on.
    Enable,
    /// Like `Enable`, but a block in `unsafe.bindings` is removed, and the binding is turned on in
    /// `worker_loaders`.
    Move,
    /// Turn the binding off: comment its block out, or remove it if comments are not allowed.
    Disable,
    /// Remove the block of the binding.
    Remove,
}

/// One change to one binding.
#[derive(Debug, Clone)]
pub struct Task<'a> {
    /// What to do.
    pub change: Change,
    /// The binding.
    pub binding: Binding,
    /// The scope: the top level or an environment.
    pub scope: &'a Scope,
    /// Use the guide's tables instead of the one that wrangler binds.
    pub guide: bool,
    /// The namespace of a new block in the guide's form of `LOADER`.
    pub namespace: &'a str,
}

impl Change {
    /// Whether the binding is on afterwards.
    pub fn turns_on(self) -> bool {
        matches!(self, Change::Enable | Change::Move)
    }
}

impl Task<'_> {
    /// The form of a new block.
    pub(super) fn form(&self) -> Form {
        if self.guide { Form::of_guide(self.binding) } else { Form::WorkerLoaders }
    }

    /// The forms in which the binding counts as on.
    pub(super) fn forms(&self) -> Vec<Form> {
        match (self.guide, self.change) {
            (true, _) => vec![Form::of_guide(self.binding)],
            (_, Change::Move) => vec![Form::WorkerLoaders],
            _ => Form::BOUND.to_vec(),
        }
    }
}

/// What was done. The lines are lines of the old text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It was already on, at this line.
    AlreadyOn {
        /// The line of its block, from 1.
        line: usize,
    },
    /// A block that was commented out is active again.
    Uncommented {
        /// The line of the block, from 1.
        line: usize,
    },
    /// A new block was written.
    Written,
    /// A new block was written below a block in the guide's form, which does not change.
    WrittenBelow {
        /// The line of the block in the guide's form, from 1.
        line: usize,
    },
    /// The block in `unsafe.bindings` was removed; the binding is on in `worker_loaders`.
    Moved {
        /// The line of the block in `unsafe.bindings`, from 1.
        line: usize,
    },
    /// The block was commented out.
    CommentedOut {
        /// The line of the block, from 1.
        line: usize,
    },
    /// The block was removed.
    Removed {
        /// The line of the block, from 1.
        line: usize,
    },
    /// It was already off. `line` is the commented-out block, if there is one.
    AlreadyOff {
        /// The line of the block, from 1.
        line: Option<usize>,
    },
}

/// A changed text, and what was changed.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The whole new text.
    pub text: String,
    /// The table that declares the binding now.
    pub form: Form,
    /// What was done.
    pub done: Done,
}
