//! Comments for the linter: `! bloqr-disable-next-line short-rule -- it is meant`, and AGLint's.

use serde_json::Value;

use crate::{
    Level, Remark, Rule, RuleOptions,
    diagnostic::Severity,
    options::{Lists, Value as OptionValue},
};
use bloqr_syntax::{self as syntax, Options, Rule as Syntax, ast::ConfigParams, source::Span};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comment {
    /// The position of the command.
    pub(super) span: Span,
    pub(super) order: Order,
    /// The text after `bloqr-` or `aglint-`.
    pub(super) word: String,
    /// The names of rules. Without any, all rules are meant.
    pub(super) names: Vec<Name>,
    /// Whether the comment has more names than are read.
    pub(super) is_cut: bool,
}

impl Comment {
    /// The options that it sets.
    pub(super) fn options(&self) -> Option<RuleOptions> {
        let mut set = self.names.iter().filter_map(|it| it.options.as_deref());
        let mut options = set.next()?.clone();
        set.for_each(|more| options.merge(more, Lists::Replaced));
        Some(options)
    }

    /// How many names are read: several times as many as there are rules.
    pub(super) const MOST_NAMES: usize = 200;

    fn new(span: Span, order: Order, word: &str, names: impl Iterator<Item = Name>) -> Comment {
        let mut names: Vec<Name> = names.take(Comment::MOST_NAMES + 1).collect();
        let is_cut = names.len() > Comment::MOST_NAMES;
        names.truncate(Comment::MOST_NAMES);
        Comment { span, order, word: word.to_owned(), names, is_cut }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Order {
    Disable,
    Enable,
    DisableNextLine,
    EnableNextLine,
    /// Sets a level for each name.
    Set,
    /// An unknown word. AGLint ignores it, and so do we if the comment is AGLint's.
    Unknown,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub(super) span: Span,
    pub(super) text: String,
    /// The level of [`Order::Set`]; `None` when it is invalid.
    pub(super) level: Option<Level>,
    /// The options that it sets, if any.
    pub(super) options: Option<Box<RuleOptions>>,
    /// The first option that cannot be set, and why.
    pub(super) wrong: Option<(Span, String)>,
}

impl Name {
    fn plain(text: &str, span: Span) -> Name {
        Name { span, text: text.to_owned(), level: None, options: None, wrong: None }
    }

    /// Reads the options after a severity.
    fn set_options(&mut self, line: &str, options: &Value) {
        if self.rules().next().is_none() {
            return;
        }
        let Value::Object(options) = options else {
            let message = format!("the options of `{}` must be an object", self.text);
            self.wrong.get_or_insert((self.span, message));
            return;
        };
        for (name, value) in options {
            let Err(message) = self.set_option(name, value) else { continue };
            if self.wrong.is_none() {
                let at = line[self.span.end as usize..].find(name.as_str());
                let start = at.map(|it| self.span.end as usize + it);
                let span = start.map_or(self.span, |it| Span::new(it, it + name.len()));
                self.wrong = Some((span, message));
            }
        }
    }

    fn set_option(&mut self, name: &str, value: &Value) -> Result<(), String> {
        let found = self.rules().find_map(|rule| rule.option(name).map(|it| (rule, it)));
        let Some((rule, option)) = found else {
            return Err(format!("a comment cannot set the option `{name}` of `{}`", self.text));
        };
        let value = OptionValue::from_json(value, 0);
        option.kind.check(&value, name).map_err(|it| it.message)?;
        let options = self.options.get_or_insert_default();
        options.set(rule, option, &value).map_err(|it| it.message)
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        Rule::named(&self.text)
    }
}

const ORDERS: [(&str, Order); 4] = [
    ("disable", Order::Disable),
    ("enable", Order::Enable),
    ("disable-next-line", Order::DisableNextLine),
    ("enable-next-line", Order::EnableNextLine),
];

pub(super) fn parse(remark: &Remark) -> Option<Comment> {
    match syntax::parse(&remark.text, &Options::LIST) {
        Syntax::Config(it) => {
            let span = it.command.span();
            if &*it.command == "aglint" {
                let Some(ConfigParams::Config { value, .. }) = &it.params else { return None };
                let value = value.to_map();
                let names = value.iter().map(|(key, value)| setting(&remark.text, key, value));
                return Some(Comment::new(span, Order::Set, "", names));
            }
            let list = match &it.params {
                Some(ConfigParams::List(list)) => Some(list),
                _ => None,
            };
            let names = list.into_iter().flat_map(|it| it.children.iter().flatten());
            let word = it.command.strip_prefix("aglint-")?;
            Some(Comment::new(span, order(word)?, word, names.map(|it| Name::plain(&it, it.span))))
        }
        Syntax::Comment(it) => parse_ours(it.text.text, it.text.start as usize),
        _ => None,
    }
}

/// `text` is the comment after its marker; it starts at byte `base` of the line.
fn parse_ours(text: &str, base: usize) -> Option<Comment> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let end = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
    let word = rest[..end].strip_prefix("bloqr-")?;
    let span = Span::new(base + start, base + start + end);
    let order = order(word).unwrap_or(Order::Unknown);
    // The text after `--` is for people.
    let list = rest.find("--").filter(|at| *at > end).map_or(&rest[end..], |at| &rest[end..at]);
    let mut at = base + start + end;
    let names = list.split([',', ' ', '\t']).filter_map(|part| {
        let span = Span::new(at, at + part.len());
        at += part.len() + 1;
        (!part.is_empty()).then(|| Name::plain(part, span))
    });
    Some(Comment::new(span, order, word, names))
}

fn order(word: &str) -> Option<Order> {
    ORDERS.iter().find(|it| it.0 == word).map(|it| it.1)
}

/// The names of the orders, for suggestions.
pub(super) fn orders() -> impl Iterator<Item = &'static str> {
    ORDERS.iter().map(|it| it.0)
}

/// A member of AGLint's JSON5: `"rule": severity` or `"rule": [severity, options]`.
fn setting(line: &str, key: &str, value: &Value) -> Name {
    let start = line.find(key).unwrap_or(0);
    let end = if start == 0 { line.len() } else { start + key.len() };
    let mut name = Name::plain(key, Span::new(start, end));
    let severity = match value {
        Value::Array(items) => {
            items.iter().skip(1).for_each(|it| name.set_options(line, it));
            items.first()
        }
        _ => Some(value),
    };
    name.level = severity.and_then(level);
    name
}

fn level(value: &Value) -> Option<Level> {
    match (value.as_str(), value.as_f64()) {
        (Some("off"), _) => Some(Level::Off),
        (Some("warn"), _) => Some(Level::On(Severity::Warning)),
        (Some("error" | "fatal"), _) => Some(Level::On(Severity::Error)),
        (_, Some(0.0)) => Some(Level::Off),
        (_, Some(1.0)) => Some(Level::On(Severity::Warning)),
        (_, Some(2.0 | 3.0)) => Some(Level::On(Severity::Error)),
        _ => None,
    }
}
