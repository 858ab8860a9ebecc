//! The tree as whole numbers, for a host that has the text: JavaScript makes AGTree's nodes of them, faster
//! than it could read JSON. Offsets are in UTF-16 code units of the text.
//!
//! A rule is a record: `[size, head, start, end, …]`. `size` counts all its words. In the head are the
//! type of the rule (4 bits), the line ending (3 bits: none, LF, CRLF, CR, form feed), the syntax (2 bits),
//! and flags. What follows depends on the type: the comments of the functions below say it.
//!
//! - A **text** is `start, end` when it stands there as it is. If not, `start` is inverted (`!start`, which is
//!   negative), and after `end` come the number of code units and the units.
//! - A **list** is `count, start, end`, then the items.
//!
//! `js/src/nodes.js` reads this; both change together.

use bloqr_syntax::{
    Rule,
    ast::{
        Agent, Condition, ConfigComment, ConfigParams, CosmeticBody, CosmeticRule, CssInjection,
        DirectiveParams, HostRule, Modifier, ModifierList, Node, Nodes, Operator, ParameterList,
        PreProcessorComment, Selector, SelectorList, Text, Value,
    },
    source::{Line, Newline, Span, Utf16},
};

/// Bits of the head of a record.
mod flag {
    /// An exception: `@@`, `#@#`.
    pub(super) const EXCEPTION: u32 = 1 << 9;
    /// The first optional part is there: modifiers, the address of a hosts line.
    pub(super) const FIRST: u32 = 1 << 10;
    /// The second one: declarations, a comment.
    pub(super) const SECOND: u32 = 1 << 11;
    /// The third one: a media query.
    pub(super) const THIRD: u32 = 1 << 12;
    /// `remove` of a CSS injection.
    pub(super) const REMOVE: u32 = 1 << 13;
    /// Which of several forms (2 bits).
    pub(super) const FORM: u32 = 14;
    /// Which separator (4 bits), in the order of [`Separator`](bloqr_syntax::ast::Separator).
    pub(super) const SEPARATOR: u32 = 16;
}

/// A parameter that is empty.
const NOTHING: u32 = 1 << 31;

/// Collects records.
#[derive(Debug, Default)]
pub struct Flat {
    words: Vec<u32>,
}

impl Flat {
    /// The records, one after the other.
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// Forgets the records, and keeps the memory for others.
    pub fn clear(&mut self) {
        self.words.clear();
    }

    /// Adds the record of a line, and returns the length of the line without its line ending. `base` is where
    /// the line starts in its text. Both are in UTF-16 code units, and have 31 bits: no text may be longer.
    pub fn write(&mut self, rule: &Rule<'_>, line: Line<'_>, base: u32) -> u32 {
        let at = self.words.len();
        let newline = match line.newline {
            None => 0,
            Some(Newline::Lf) => 1,
            Some(Newline::Crlf) => 2,
            Some(Newline::Cr) => 3,
            Some(Newline::FormFeed) => 4,
        };
        let head = rule.rule_type() as u32 | newline << 4 | (rule.syntax() as u32) << 7;
        let units = Utf16::new(line.text);
        let end = base + units.units(line.text.len() as u32);
        self.words.extend([0, 0, base, end]);
        let mut writer = Writer { words: &mut self.words, line: line.text, base, units };
        let flags = writer.rule(rule);
        self.words[at] = (self.words.len() - at) as u32;
        self.words[at + 1] = head | flags;
        end - base
    }
}

struct Writer<'w, 'a> {
    words: &'w mut Vec<u32>,
    line: &'a str,
    base: u32,
    units: Utf16<'a>,
}

/// The flag, if it holds.
fn when(holds: bool, flag: u32) -> u32 {
    if holds { flag } else { 0 }
}

impl Writer<'_, '_> {
    #[inline]
    fn word(&mut self, word: u32) {
        self.words.push(word);
    }

    #[inline]
    fn offset(&self, at: u32) -> u32 {
        self.base + self.units.units(at)
    }

    #[inline]
    fn span(&mut self, span: Span) {
        let words = [self.offset(span.start), self.offset(span.end)];
        self.words.extend(words);
    }

    /// The text and the place that it is from.
    #[inline]
    fn leaf(&mut self, text: &str, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        // Nearly every text is a piece of the line itself.
        let place = self.line.as_ptr().wrapping_add(start);
        let is_piece = text.as_ptr() == place && start + text.len() == end;
        if is_piece || self.line.get(start..end) == Some(text) {
            return self.span(span);
        }
        let words = [!self.offset(span.start), self.offset(span.end)];
        self.words.extend(words);
        self.string(text);
    }

    /// A string that does not stand in the line: the number of code units, and the units.
    #[cold]
    fn string(&mut self, text: &str) {
        let at = self.words.len();
        self.word(0);
        self.words.extend(text.encode_utf16().map(u32::from));
        self.words[at] = (self.words.len() - at - 1) as u32;
    }

    /// A text that is a piece of the line.
    #[inline]
    fn text(&mut self, text: Text<'_>) {
        self.leaf(text.text, text.span());
    }

    fn value(&mut self, value: &Value<'_>) {
        self.leaf(&value.text, value.span);
    }

    /// A list, without a place of its own.
    fn items<T>(&mut self, items: impl Iterator<Item = T>, write: impl FnMut(&mut Self, T)) {
        let at = self.words.len();
        self.word(0);
        self.counted(at, items, write);
    }

    fn list<T>(
        &mut self,
        span: Span,
        items: impl Iterator<Item = T>,
        write: impl FnMut(&mut Self, T),
    ) {
        let at = self.words.len();
        self.word(0);
        self.span(span);
        self.counted(at, items, write);
    }

    /// The items of a list, whose count goes into the word `at`.
    fn counted<T>(
        &mut self,
        at: usize,
        items: impl Iterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let mut count = 0;
        for item in items {
            write(self, item);
            count += 1;
        }
        self.words[at] = count;
    }

    /// Writes the parts of a rule, and returns its flags.
    fn rule(&mut self, rule: &Rule<'_>) -> u32 {
        match rule {
            Rule::Empty => 0,
            // The class is the form. The place of the error, and the message as a string.
            Rule::Invalid(error) => {
                self.span(error.span);
                self.string(&error.message);
                (error.class as u32) << flag::FORM
            }
            // Items: `syntax, or with 4 when there is a version`, start, end, name, version.
            Rule::Agent(it) => {
                self.items(it.children.iter(), |w, it: Agent<'_>| {
                    w.word(it.syntax as u32 | when(it.version.is_some(), 4));
                    w.span(it.span);
                    w.text(it.adblock);
                    it.version.into_iter().for_each(|it| w.text(it));
                });
                0
            }
            // Items: whether there are parameters, start, end, name, parameters.
            Rule::Hint(it) => {
                self.items(it.children.iter(), |w, it| {
                    w.word(it.params.is_some().into());
                    w.span(it.span);
                    w.text(it.name);
                    it.params.iter().for_each(|it| w.parameter_list(it));
                });
                0
            }
            Rule::PreProcessor(it) => self.pre_processor(it),
            Rule::Metadata(it) => {
                [it.marker, it.header, it.value].into_iter().for_each(|it| self.text(it));
                0
            }
            Rule::Config(it) => self.config(it),
            Rule::Comment(it) => {
                self.text(it.marker);
                self.text(it.text);
                0
            }
            // The pattern, and modifiers if FIRST.
            Rule::Network(it) => {
                self.text(it.pattern);
                it.modifiers.iter().for_each(|it| self.modifier_list(it));
                when(it.exception, flag::EXCEPTION) | when(it.modifiers.is_some(), flag::FIRST)
            }
            Rule::Host(it) => self.host(it),
            Rule::Cosmetic(it) => self.cosmetic(it),
        }
    }

    /// The address if FIRST, a list of names, the comment if SECOND. Without names, the list starts and ends at
    /// the start of the line.
    fn host(&mut self, rule: &HostRule<'_>) -> u32 {
        rule.ip.into_iter().for_each(|it| self.text(it));
        let at = self.words.len();
        let mut whole: Option<Span> = None;
        self.list(Span::new(0, 0), rule.hostnames.iter(), |w, it: Text<'_>| {
            w.text(it);
            whole.get_or_insert(it.span()).end = it.span().end;
        });
        if let Some(whole) = whole {
            self.words[at + 1] = self.offset(whole.start);
            self.words[at + 2] = self.offset(whole.end);
        }
        rule.comment.into_iter().for_each(|it| self.text(it));
        when(rule.ip.is_some(), flag::FIRST) | when(rule.comment.is_some(), flag::SECOND)
    }

    /// Items: 1 for an exception and 2 for a value, start, end, name, value.
    fn modifier_list(&mut self, list: &ModifierList<'_>) {
        self.list(list.span, list.children.iter(), |w, it: Modifier<'_>| {
            w.word(u32::from(it.exception) | when(it.value.is_some(), 2));
            w.span(it.span);
            w.text(it.name);
            it.value.into_iter().for_each(|it| w.text(it));
        });
    }

    /// Items: texts, or one word for an empty parameter.
    fn parameter_list(&mut self, list: &ParameterList<'_>) {
        self.list(list.span, list.children.iter(), |w, it| match it {
            Some(it) => w.value(&it),
            None => w.word(NOTHING),
        });
    }

    /// Modifiers if FIRST; the list of domains, each with 1 for an exception; the start of the separator; the
    /// place of the body, and the body.
    fn cosmetic(&mut self, rule: &CosmeticRule<'_>) -> u32 {
        rule.modifiers.iter().for_each(|it| self.modifier_list(it));
        self.list(rule.domains.span, rule.domains.children.iter(), |w, it| {
            w.word(it.exception.into());
            w.text(it.value);
        });
        let start = self.offset(rule.separator_start);
        self.word(start);
        self.span(rule.body_span);
        when(rule.exception(), flag::EXCEPTION)
            | when(rule.modifiers.is_some(), flag::FIRST)
            | (rule.separator as u32) << flag::SEPARATOR
            | self.body(&rule.body)
    }

    /// A text, a list of calls, or (form 1) selectors.
    fn body(&mut self, body: &CosmeticBody<'_>) -> u32 {
        match body {
            CosmeticBody::ElementHiding(it) | CosmeticBody::Html(it) | CosmeticBody::Js(it) => {
                self.value(it);
                0
            }
            CosmeticBody::CssInjection(it) => self.css_injection(it),
            CosmeticBody::Scriptlet(calls) => {
                self.items(calls.iter(), |w, it: ParameterList<'_>| w.parameter_list(&it));
                0
            }
            CosmeticBody::HtmlSelectors(it) => {
                self.selector_list(it);
                1 << flag::FORM
            }
        }
    }

    /// The selectors, declarations if SECOND, a media query if THIRD.
    fn css_injection(&mut self, body: &CssInjection<'_>) -> u32 {
        let CssInjection { selector_list, declaration_list, media_query_list, remove } = body;
        self.value(selector_list);
        declaration_list.iter().chain(media_query_list).for_each(|it| self.value(it));
        when(declaration_list.is_some(), flag::SECOND)
            | when(media_query_list.is_some(), flag::THIRD)
            | when(*remove, flag::REMOVE)
    }

    fn selector_list(&mut self, list: &SelectorList<'_>) {
        self.list(list.span, list.children.iter(), |w, it| {
            w.list(it.span, it.children.iter(), |w, it| w.selector(&it));
        });
    }

    /// The kind: 0 type, 1 class, 2 id, 3 combinator, 4 attribute, 5 pseudo-class. The last two have a bit 8 for
    /// a condition or an argument, and 16 for a flag.
    fn selector(&mut self, selector: &Selector<'_>) {
        let (kind, value) = match selector {
            Selector::Type(it) => (0, it),
            Selector::Class(it) => (1, it),
            Selector::Id(it) => (2, it),
            Selector::Combinator(it) => (3, it),
            Selector::Attribute(it) => {
                let flag = it.test.as_ref().and_then(|it| it.flag.as_ref());
                self.word(4 | when(it.test.is_some(), 8) | when(flag.is_some(), 16));
                self.span(it.span);
                self.value(&it.name);
                if let Some(test) = &it.test {
                    self.value(&test.operator);
                    self.value(&test.value);
                }
                flag.into_iter().for_each(|it| self.value(it));
                return;
            }
            Selector::PseudoClass(it) => {
                self.word(5 | when(it.argument.is_some(), 8));
                self.span(it.span);
                self.value(&it.name);
                it.argument.iter().for_each(|it| self.value(it));
                return;
            }
        };
        self.word(kind);
        self.value(value);
    }

    /// The name; form 1: a condition, 2: parameters, 3: a text.
    fn pre_processor(&mut self, comment: &PreProcessorComment<'_>) -> u32 {
        self.text(comment.name);
        let form = match &comment.params {
            None => 0,
            Some(DirectiveParams::Condition(it)) => {
                self.condition(it);
                1
            }
            Some(DirectiveParams::List(it)) => {
                self.parameter_list(it);
                2
            }
            Some(DirectiveParams::Value(it)) => {
                self.text(*it);
                3
            }
        };
        form << flag::FORM
    }

    /// Nodes, parents first: 0 and a name, 1 and the start of a `!`, 2 `&&`, 3 `||`, 4 a `!` between two
    /// operands, 5 parentheses, 6 nothing.
    fn condition(&mut self, condition: &Condition<'_>) {
        let mut nodes = condition.nodes();
        self.node(&mut nodes);
    }

    /// The depth is at most [`Condition::MAX_DEPTH`], so recursion is safe.
    fn node(&mut self, nodes: &mut Nodes<'_, '_>) {
        match nodes.next() {
            None => self.word(6),
            Some(Node::Variable(name)) => {
                self.word(0);
                self.text(name);
            }
            Some(Node::Not { start }) => {
                let start = self.offset(start);
                self.words.extend([1, start]);
                self.node(nodes);
            }
            Some(Node::Binary(operator)) => {
                self.word(match operator {
                    Operator::And => 2,
                    Operator::Or => 3,
                    Operator::Not => 4,
                });
                self.node(nodes);
                self.node(nodes);
            }
            Some(Node::Parenthesis) => {
                self.word(5);
                self.node(nodes);
            }
        }
    }

    /// The marker, the command; form 1: start, end and the JSON of a value, 2: parameters; the comment if SECOND.
    fn config(&mut self, comment: &ConfigComment<'_>) -> u32 {
        self.text(comment.marker);
        self.text(comment.command);
        let form = match &comment.params {
            None => 0,
            Some(ConfigParams::Config { span, value }) => {
                self.span(*span);
                self.string(&value.to_string());
                1
            }
            Some(ConfigParams::List(list)) => {
                self.parameter_list(list);
                2
            }
        };
        comment.comment.into_iter().for_each(|it| self.text(it));
        form << flag::FORM | when(comment.comment.is_some(), flag::SECOND)
    }
}
