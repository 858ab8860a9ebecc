//! Turns one binding on or off in one scope. The edited text is parsed again and compared with the
//! expected result before it is returned.

use serde_json::Value;

use super::{
    BYTE_ORDER_MARK, Binding, Config, Form, Scope, Syntax, comment,
    comment::Enclosure,
    lex, lines,
    node::Node,
    place::Extent,
    refusal::Refusal,
    status,
    task::{Change, Done, Edit, Task},
    write,
};

/// The text with the requested change. Nothing outside the block is changed.
///
/// # Errors
///
/// [`Refusal`]: why the text cannot be changed.
pub fn edit(text: &str, syntax: Syntax, task: &Task<'_>) -> Result<Edit, Refusal> {
    let config = Config::parse(text, syntax).map_err(Refusal::Invalid)?;
    if task.change.turns_on() && !config.has(task.scope) {
        return Err(Refusal::NoEnvironment);
    }
    config.check_inheritance(task.scope, &config)?;
    config.check_shape(task)?;
    let edit = match task.change {
        Change::Enable => config.enable(task),
        Change::Move => config.move_to_worker_loaders(task),
        Change::Disable if config.syntax == Syntax::Json => config.remove(task),
        Change::Disable => config.disable(task),
        Change::Remove => config.remove(task),
    }?;
    let new = Config::parse(&edit.text, syntax).map_err(Refusal::Invalid)?;
    config.check_inheritance(task.scope, &new)?;
    let mark = if text.starts_with(BYTE_ORDER_MARK) { "\u{feff}" } else { "" };
    Ok(Edit { text: format!("{mark}{}", edit.text), ..edit })
}

/// The text with all tasks done, and what was done for each. If one task fails, none is done.
///
/// Bindings are turned off in reverse order. So turning all of them on again undoes it step by step.
///
/// # Errors
///
/// The [`Refusal`], and the index of its task, from 0.
pub fn edit_all(
    text: &str,
    syntax: Syntax,
    tasks: &[Task<'_>],
) -> Result<Vec<Edit>, (usize, Refusal)> {
    let mut text = text.to_owned();
    let mut edits: Vec<Option<Edit>> = vec![None; tasks.len()];
    let (on, off): (Vec<_>, Vec<_>) =
        tasks.iter().enumerate().partition(|(_, it)| it.change.turns_on());
    for (index, task) in on.into_iter().chain(off.into_iter().rev()) {
        let edit = edit(&text, syntax, task).map_err(|refusal| (index, refusal))?;
        text.clone_from(&edit.text);
        edits[index] = Some(edit);
    }
    Ok(edits.into_iter().flatten().map(|it| Edit { text: text.clone(), ..it }).collect())
}

impl Config<'_> {
    fn check_shape(&self, task: &Task<'_>) -> Result<(), Refusal> {
        let live = |form| self.live(task.binding, task.scope, form);
        let bound = Form::BOUND.map(live).concat();
        if bound.len() > 1 && (task.change != Change::Move || live(Form::WorkerLoaders).len() > 1) {
            let lines = bound.iter().map(|it| self.line(it.at)).collect();
            return Err(Refusal::Duplicate { lines });
        }
        for form in [Form::WorkerLoaders, Form::of_guide(task.binding)] {
            // The shape of the guide's table matters only when we write into it.
            let matters = form == task.form() || form == Form::WorkerLoaders;
            let wrong = status::wrong_shape(self, task.binding, task.scope, form);
            if let (Some((line, _)), true) = (wrong, matters) {
                return Err(Refusal::WrongShape { form, line });
            }
            let live = live(form);
            if live.len() > 1 && (matters || !task.change.turns_on()) {
                let lines = live.iter().map(|it| self.line(it.at)).collect();
                return Err(Refusal::Duplicate { lines });
            }
        }
        Ok(())
    }

    /// An environment must use the same `previews` in both: its own, or those of the top level.
    fn check_inheritance(&self, scope: &Scope, new: &Config<'_>) -> Result<(), Refusal> {
        let inherits = self.inherits(scope) || new.inherits(scope);
        match self.root.key("previews").filter(|_| inherits) {
            Some(it) => Err(Refusal::InheritedPreviews { line: self.line(it.at) }),
            None => Ok(()),
        }
    }

    fn same(&self, form: Form, done: Done) -> Edit {
        Edit { text: self.text.to_owned(), form, done }
    }

    fn enable(&self, task: &Task<'_>) -> Result<Edit, Refusal> {
        for form in task.forms() {
            if let [block] = self.live(task.binding, task.scope, form).as_slice() {
                return Ok(self.same(form, Done::AlreadyOn { line: self.line(block.at) }));
            }
        }
        let taken = status::taken(self, task.binding, task.scope);
        if let Some((by, line)) = taken.filter(|_| !task.guide) {
            return Err(Refusal::Taken { binding: task.binding, by, line });
        }
        self.uncomment_or_write(task)
    }

    fn uncomment_or_write(&self, task: &Task<'_>) -> Result<Edit, Refusal> {
        let mut commented: Vec<comment::Commented> = Vec::new();
        for form in task.forms() {
            // Prefer the last block.
            commented.extend(self.commented(task.binding, task.scope, form).into_iter().rev());
        }
        // Prefer what this command wrote.
        commented.sort_by_key(|it| (it.enclosure != Enclosure::Above, !it.tight));
        let back = commented.iter().map(|it| {
            (it.form, it.restore(self), Done::Uncommented { line: self.line(it.span.start) })
        });
        let form = task.form();
        let fields = form.fields(task.binding, task.namespace);
        let new = write::candidates(self, task.binding, task.scope, form, &fields);
        let new = new.into_iter().map(|it| match it.below {
            Some(line) => (form, it.splices, Done::WrittenBelow { line }),
            None => (form, it.splices, Done::Written),
        });
        for (form, splices, done) in back.chain(new) {
            let mut text = lines::apply(self.text, splices);
            if matches!(done, Done::Uncommented { .. }) {
                text = self.still_off(text, task, form);
            }
            if self.differs_only_in(&text, task, form, 1) {
                return Ok(Edit { text, form, done });
            }
        }
        Err(Refusal::NoPlace)
    }

    fn move_to_worker_loaders(&self, task: &Task<'_>) -> Result<Edit, Refusal> {
        let form = Form::UnsafeBindings;
        let live = self.live(task.binding, task.scope, form);
        let Some(block) = live.first() else { return self.enable(task) };
        let line = self.line(block.at);
        let removed = Extent::of(self, block, task.scope, form)?.remove(self);
        let has_comment = removed.iter().any(|it| {
            let tokens = lex::tokens(&self.text[it.span.clone()], self.syntax);
            tokens.iter().any(|it| it.kind.is_comment())
        });
        if has_comment || block.entries().len() > form.fields(task.binding, "").len() {
            return Err(Refusal::CannotMove { line });
        }
        let without = lines::apply(self.text, removed);
        if !self.differs_only_in(&without, task, form, 0) {
            return Err(Refusal::NoPlace);
        }
        let Edit { text, .. } = edit(&without, self.syntax, task)?;
        Ok(Edit { text, form: Form::WorkerLoaders, done: Done::Moved { line } })
    }

    fn disable(&self, task: &Task<'_>) -> Result<Edit, Refusal> {
        let (form, block) = match self.to_disable(task) {
            Ok(target) => target,
            Err(line) => return Ok(self.same(task.form(), Done::AlreadyOff { line })),
        };
        let line = self.line(block.at);
        let extent = Extent::of(self, block, task.scope, form)?;
        let ways = extent.comment_out(self).into_iter().map(|it| lines::apply(self.text, it));
        for text in self.with_the_other(task, form).into_iter().chain(ways) {
            if !self.differs_only_in(&text, task, form, 0) {
                continue;
            }
            let back = Task { change: Change::Enable, guide: !form.is_bound(), ..*task };
            let new = Config::parse(&text, self.syntax).map_err(Refusal::Invalid)?;
            if new.uncomment_or_write(&back).is_ok_and(|it| it.text == self.text) {
                return Ok(Edit { text, form, done: Done::CommentedOut { line } });
            }
        }
        Err(Refusal::NoWayBack { line })
    }

    /// The block to comment out, or the line where it is already commented out. The form that
    /// wrangler binds comes first; the guide's block is disabled only when there is no other.
    fn to_disable(&self, task: &Task<'_>) -> Result<(Form, &Node), Option<usize>> {
        for forms in [task.forms(), vec![Form::of_guide(task.binding)]] {
            for form in &forms {
                if let Some(block) = self.live(task.binding, task.scope, *form).first() {
                    return Ok((*form, block));
                }
            }
            for form in forms {
                if let Some(it) = self.commented(task.binding, task.scope, form).last() {
                    return Err(Some(self.line(it.span.start)));
                }
            }
        }
        Err(None)
    }

    /// The blocks to change: with the guide's form, only its blocks; otherwise the blocks that
    /// wrangler binds, commented out or not, and the guide's blocks that are on.
    fn remove(&self, task: &Task<'_>) -> Result<Edit, Refusal> {
        let own = task.forms();
        let guide = Some(Form::of_guide(task.binding)).filter(|it| !own.contains(it));
        for form in own.iter().copied().chain(guide) {
            let live = self.live(task.binding, task.scope, form);
            let commented = self.commented(task.binding, task.scope, form);
            let (line, text) = if let Some(block) = live.first() {
                let extent = Extent::of(self, block, task.scope, form)?;
                (self.line(block.at), lines::apply(self.text, extent.remove(self)))
            } else if let (Some(it), true) = (commented.last(), own.contains(&form)) {
                (self.line(it.span.start), self.without_commented(it, task, form)?)
            } else {
                continue;
            };
            if !self.differs_only_in(&text, task, form, 0) {
                return Err(Refusal::NoPlace);
            }
            let text = edit(&text, self.syntax, &Task { change: Change::Remove, ..*task })?.text;
            return Ok(Edit { text, form, done: Done::Removed { line } });
        }
        Ok(self.same(task.form(), Done::AlreadyOff { line: None }))
    }

    /// The text without a commented-out block. If the block contains the other binding too, that
    /// stays.
    fn without_commented(
        &self,
        block: &comment::Commented,
        task: &Task<'_>,
        form: Form,
    ) -> Result<String, Refusal> {
        let mut others = Binding::ALL.into_iter().filter(|it| *it != task.binding);
        let shared = others
            .any(|it| self.commented(it, task.scope, form).iter().any(|it| it.span == block.span));
        if !shared {
            return Ok(lines::apply(self.text, block.remove(self)));
        }
        let back = lines::apply(self.text, block.restore(self));
        let gone = edit(&back, self.syntax, &Task { change: Change::Remove, ..task.clone() })?;
        Ok(self.still_off(gone.text, task, form))
    }

    /// Both bindings can be commented out in one property. When the property is restored for one of
    /// them, the other one is commented out again, inside the property.
    fn still_off(&self, text: String, task: &Task<'_>, form: Form) -> String {
        let off = |text: &str, binding| {
            let new = Config::parse(text, self.syntax).ok()?;
            let came = self.live(binding, task.scope, form).is_empty()
                && !new.live(binding, task.scope, form).is_empty();
            let guide = !form.is_bound();
            let task = Task { change: Change::Disable, binding, guide, ..*task };
            if came { edit(text, self.syntax, &task).ok().map(|it| it.text) } else { None }
        };
        let others = Binding::ALL.into_iter().filter(|it| *it != task.binding);
        others.fold(text, |text, binding| off(&text, binding).unwrap_or(text))
    }

    /// Removes the whole property in JSONC together with its last block, including commented-out
    /// blocks inside it, so that nothing is left of a property that only contained the bindings.
    fn with_the_other(&self, task: &Task<'_>, form: Form) -> Vec<String> {
        let back = |binding: Binding| {
            let commented = self.commented(binding, task.scope, form);
            let [commented] = commented.as_slice() else { return None };
            let text = lines::apply(self.text, commented.restore(self));
            let both = Config::parse(&text, self.syntax).ok()?;
            let extent = Extent::whole_property(&both, task.scope, form)?;
            let ways = extent.comment_out(&both).into_iter();
            Some(ways.map(|it| lines::apply(both.text, it)).collect::<Vec<_>>())
        };
        let others = Binding::ALL.into_iter().filter(|it| *it != task.binding);
        match self.syntax {
            Syntax::Toml => Vec::new(),
            Syntax::Jsonc | Syntax::Json => others.filter_map(back).flatten().collect(),
        }
    }

    fn commented(&self, binding: Binding, scope: &Scope, form: Form) -> Vec<comment::Commented> {
        let mut found = comment::find(self, binding);
        found.retain(|it| it.scope == *scope && it.form == form);
        found
    }

    /// Whether the new text has `blocks` such blocks and is equal in everything else.
    fn differs_only_in(&self, text: &str, task: &Task<'_>, form: Form, blocks: usize) -> bool {
        let Ok(new) = Config::parse(text, self.syntax) else { return false };
        let there = new.live(task.binding, task.scope, form);
        there.len() == blocks && self.model_without(task, form) == new.model_without(task, form)
    }

    /// The configuration without the block. An empty array or environment counts as missing.
    fn model_without(&self, task: &Task<'_>, form: Form) -> Value {
        let mut model = self.root.model();
        prune(&mut model, &task.scope.path_to(form), &|block| {
            form.declares(task.binding, |key| block.get(key).and_then(Value::as_str))
        });
        model
    }
}

/// Removes the elements from the array at the path, and parents that become empty.
fn prune(value: &mut Value, path: &[&str], drop: &dyn Fn(&Value) -> bool) {
    let Some((first, rest)) = path.split_first() else {
        _ = value.as_array_mut().map(|it| it.retain(|it| !drop(it)));
        return;
    };
    let Some(table) = value.as_object_mut() else { return };
    let Some(inner) = table.get_mut(*first) else { return };
    prune(inner, rest, drop);
    let empty = inner.as_object().is_some_and(|it| it.is_empty())
        || inner.as_array().is_some_and(|it| it.is_empty());
    if empty {
        table.shift_remove(*first);
    }
}
