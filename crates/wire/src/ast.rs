//! AGTree's JSON of a rule, keys in AGTree's order, offsets in UTF-16 code units.

use crate::json::{Json, is_plain};
use bloqr_syntax::{
    Rule, SyntaxError,
    ast::{
        Agent, AgentComment, AttributeSelector, ComplexSelector, ConfigComment, ConfigParams,
        CosmeticBody, CosmeticRule, CssInjection, DirectiveParams, Domain, Hint, HintComment,
        HostRule, Modifier, ModifierList, NetworkRule, Node, Nodes, ParameterList,
        PreProcessorComment, Selector, SelectorList, Syntax, Text, Value,
    },
    source::{Line, Newline, Span, Utf16},
};

/// Optional parts of the JSON of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// `isLocIncluded`: `start` and `end`.
    pub locations: bool,
    /// `includeRaws`: the text of the rule.
    pub raws: bool,
}

impl Options {
    /// Everything: AGTree's defaults.
    pub const ALL: Options = Options { locations: true, raws: true };

    /// Sets [`Options::locations`].
    #[must_use]
    pub const fn with_locations(self, locations: bool) -> Options {
        Options { locations, ..self }
    }

    /// Sets [`Options::raws`].
    #[must_use]
    pub const fn with_raws(self, raws: bool) -> Options {
        Options { raws, ..self }
    }
}

/// Writes the node of one line. `base` is where the line starts in the text that offsets count
/// from, in UTF-16 code units. `extra` is JSON that is written first in the object, such as
/// `"file":"x",`.
pub fn write(
    json: &mut Json<'_>,
    rule: &Rule<'_>,
    line: Line<'_>,
    base: u64,
    options: Options,
    extra: &str,
) {
    let mut writer = Writer {
        json,
        line,
        base,
        options,
        units: Utf16::new(line.text),
        plain: is_plain(line.text),
    };
    writer.json.raw("{");
    writer.json.raw(extra);
    writer.rule(rule);
    writer.json.raw("}");
}

struct Writer<'j, 'd, 'a> {
    json: &'j mut Json<'d>,
    line: Line<'a>,
    base: u64,
    options: Options,
    units: Utf16<'a>,
    /// Whether no character of the line must be escaped.
    plain: bool,
}

/// The list of a node's children, comma-separated.
macro_rules! children {
    ($self:ident, $items:expr, $write:expr) => {{
        $self.json.raw("\"children\":[");
        for (n, item) in $items.iter().enumerate() {
            if n > 0 {
                $self.json.raw(",");
            }
            $write($self, item);
        }
        $self.json.raw("]");
    }};
}

impl Writer<'_, '_, '_> {
    fn rule(&mut self, rule: &Rule<'_>) {
        match rule {
            Rule::Empty => self.flat("EmptyRule", "Empty", Syntax::Common, |_| ()),
            Rule::Invalid(error) => self.invalid(error),
            Rule::Agent(it) => self.agent_comment(it),
            Rule::Hint(it) => self.hint_comment(it),
            Rule::PreProcessor(it) => self.pre_processor(it),
            Rule::Metadata(it) => {
                self.flat("MetadataCommentRule", "Comment", Syntax::Common, |w| {
                    w.json.raw(",\"marker\":");
                    w.text(it.marker);
                    w.json.raw(",\"header\":");
                    w.text(it.header);
                    w.json.raw(",\"value\":");
                    w.text(it.value);
                });
            }
            Rule::Config(it) => self.config(it),
            Rule::Comment(it) => {
                self.json.raw(
                    "\"category\":\"Comment\",\"type\":\"CommentRule\",\"syntax\":\"Common\",\"marker\":",
                );
                self.text(it.marker);
                self.json.raw(",\"text\":");
                self.text(it.text);
                self.raws();
                self.line_location();
            }
            Rule::Network(it) => self.network(it),
            Rule::Host(it) => self.host(it),
            Rule::Cosmetic(it) => self.cosmetic(it),
        }
    }

    /// A rule whose keys come in the usual order: head, fields, raws, location.
    fn flat(&mut self, name: &str, category: &str, syntax: Syntax, fields: impl FnOnce(&mut Self)) {
        self.json.raw("\"type\":\"");
        self.json.raw(name);
        self.json.raw("\",\"category\":\"");
        self.json.raw(category);
        self.json.raw("\",\"syntax\":\"");
        self.json.raw(syntax.as_str());
        self.json.raw("\"");
        fields(self);
        self.raws();
        self.line_location();
    }

    // Leaves

    /// The inside of a string.
    #[inline]
    fn inside(&mut self, text: &str) {
        if self.plain { self.json.plain(text) } else { self.json.escaped(text) }
    }

    fn string(&mut self, text: &str) {
        self.json.raw("\"");
        self.inside(text);
        self.json.raw("\"");
    }

    /// `,"start":0,"end":1`
    #[inline]
    fn location(&mut self, span: Span) {
        if self.options.locations {
            let at = |at| self.base + u64::from(self.units.units(at));
            self.json.location(at(span.start), at(span.end));
        }
    }

    fn line_location(&mut self) {
        self.location(Span::new(0, self.line.text.len()));
    }

    fn raws(&mut self) {
        // AGTree adds the raws of a line that ends in a newline even when `includeRaws` is off.
        if self.options.raws || self.line.newline.is_some() {
            self.json.raw(",\"raws\":{\"text\":\"");
            self.inside(self.line.text);
            self.json.raw(match self.line.newline {
                Some(Newline::Lf) => "\",\"nl\":\"lf\"}",
                Some(Newline::Crlf) => "\",\"nl\":\"crlf\"}",
                Some(Newline::Cr) => "\",\"nl\":\"cr\"}",
                Some(Newline::FormFeed) | None => "\"}",
            });
        }
    }

    #[inline]
    fn leaf(&mut self, text: &str, span: Span) {
        self.json.raw("{\"type\":\"Value\",\"value\":\"");
        self.inside(text);
        self.json.raw("\"");
        self.location(span);
        self.json.raw("}");
    }

    fn text(&mut self, text: Text<'_>) {
        self.leaf(text.text, text.span());
    }

    fn value(&mut self, value: &Value<'_>) {
        self.leaf(&value.text, value.span);
    }

    /// A node that contains only a text.
    fn named(&mut self, name: &str, value: &Value<'_>) {
        self.json.raw("{\"type\":\"");
        self.json.raw(name);
        self.json.raw("\",\"value\":");
        self.string(&value.text);
        self.location(value.span);
        self.json.raw("}");
    }

    fn exception(&mut self, exception: bool) {
        self.json.raw(",\"exception\":");
        self.json.bool(exception);
    }

    fn parameter_list(&mut self, list: &ParameterList<'_>) {
        self.json.raw("{\"type\":\"ParameterList\",");
        children!(self, list.children, |w: &mut Self, it: Option<Value<'_>>| match it {
            Some(value) => w.value(&value),
            None => {
                w.json.raw("null");
                w.json.hand_over_when_full();
            }
        });
        self.location(list.span);
        self.json.raw("}");
        // Snippets can consist only of semicolons.
        self.json.hand_over_when_full();
    }

    // Comments

    fn invalid(&mut self, error: &SyntaxError) {
        self.json.raw(
            "\"type\":\"InvalidRule\",\"category\":\"Invalid\",\"syntax\":\"Common\",\"raw\":",
        );
        self.string(self.line.text);
        self.json.raw(",\"error\":{\"type\":\"InvalidRuleError\",\"name\":\"");
        self.json.raw(error.class.as_str());
        self.json.raw("\",\"message\":");
        self.json.string(&error.message);
        if error.class.has_place() {
            // AGTree writes the location of an error even when `isLocIncluded` is off.
            let all = Options { locations: true, ..self.options };
            let asked = std::mem::replace(&mut self.options, all);
            self.location(error.span);
            self.options = asked;
        }
        self.json.raw("}");
        self.raws();
        self.line_location();
    }

    fn agent_comment(&mut self, comment: &AgentComment<'_>) {
        self.json
            .raw("\"type\":\"AgentCommentRule\",\"syntax\":\"Common\",\"category\":\"Comment\",");
        children!(self, comment.children, |w: &mut Self, it: Agent<'_>| {
            w.json.raw("{\"type\":\"Agent\",\"adblock\":");
            w.text(it.adblock);
            w.json.raw(",\"syntax\":\"");
            w.json.raw(it.syntax.as_str());
            w.json.raw("\"");
            if let Some(version) = it.version {
                w.json.raw(",\"version\":");
                w.text(version);
            }
            w.location(it.span);
            w.json.raw("}");
        });
        self.raws();
        self.line_location();
    }

    fn hint_comment(&mut self, comment: &HintComment<'_>) {
        self.flat("HintCommentRule", "Comment", Syntax::AdGuard, |w| {
            w.json.raw(",");
            children!(w, comment.children, |w: &mut Self, it: Hint<'_>| {
                w.json.raw("{\"type\":\"Hint\",\"name\":");
                w.text(it.name);
                if let Some(params) = &it.params {
                    w.json.raw(",\"params\":");
                    w.parameter_list(params);
                }
                w.location(it.span);
                w.json.raw("}");
            });
        });
    }

    fn pre_processor(&mut self, comment: &PreProcessorComment<'_>) {
        self.flat("PreProcessorCommentRule", "Comment", comment.syntax(), |w| {
            w.json.raw(",\"name\":");
            w.text(comment.name);
            match &comment.params {
                None => return,
                Some(_) => w.json.raw(",\"params\":"),
            }
            match &comment.params {
                None => (),
                Some(DirectiveParams::Condition(it)) => _ = w.condition(&mut it.nodes()),
                Some(DirectiveParams::List(it)) => w.parameter_list(it),
                Some(DirectiveParams::Value(it)) => w.text(*it),
            }
        });
    }

    /// Writes the next node with its children, and returns its span. The depth is at most
    /// [`Condition::MAX_DEPTH`](bloqr_syntax::ast::Condition::MAX_DEPTH), so recursion is safe.
    fn condition(&mut self, nodes: &mut Nodes<'_, '_>) -> Span {
        let span = match nodes.next() {
            None => return Span::new(0, 0),
            Some(Node::Variable(name)) => {
                self.json.raw("{\"type\":\"Variable\",\"name\":");
                self.string(&name);
                name.span()
            }
            Some(Node::Not { start }) => {
                self.json.raw("{\"type\":\"Operator\",\"operator\":\"!\",\"left\":");
                Span { start, ..self.condition(nodes) }
            }
            Some(Node::Binary(operator)) => {
                self.json.raw("{\"type\":\"Operator\",\"operator\":\"");
                self.json.raw(operator.as_str());
                self.json.raw("\",\"left\":");
                let left = self.condition(nodes);
                self.json.raw(",\"right\":");
                Span { end: self.condition(nodes).end, ..left }
            }
            Some(Node::Parenthesis) => {
                self.json.raw("{\"type\":\"Parenthesis\",\"expression\":");
                self.condition(nodes)
            }
        };
        self.location(span);
        self.json.raw("}");
        span
    }

    fn config(&mut self, comment: &ConfigComment<'_>) {
        self.flat("ConfigCommentRule", "Comment", Syntax::Common, |w| {
            w.json.raw(",\"marker\":");
            w.text(comment.marker);
            w.json.raw(",\"command\":");
            w.text(comment.command);
            match &comment.params {
                None => (),
                Some(ConfigParams::Config { span, value }) => {
                    w.json.raw(",\"params\":{\"type\":\"ConfigNode\",\"value\":");
                    w.json.shown(value);
                    w.location(*span);
                    w.json.raw("}");
                }
                Some(ConfigParams::List(list)) => {
                    w.json.raw(",\"params\":");
                    w.parameter_list(list);
                }
            }
            if let Some(text) = comment.comment {
                w.json.raw(",\"comment\":");
                w.text(text);
            }
        });
    }

    // Network rules

    fn network(&mut self, rule: &NetworkRule<'_>) {
        self.json.raw(
            "\"type\":\"NetworkRule\",\"category\":\"Network\",\"syntax\":\"Common\",\"exception\":",
        );
        self.json.bool(rule.exception);
        self.json.raw(",\"pattern\":");
        self.text(rule.pattern);
        if let Some(modifiers) = &rule.modifiers {
            self.json.raw(",\"modifiers\":");
            self.modifier_list(modifiers);
        }
        self.raws();
        self.line_location();
    }

    fn modifier_list(&mut self, list: &ModifierList<'_>) {
        self.json.raw("{\"type\":\"ModifierList\",");
        children!(self, list.children, |w: &mut Self, it: Modifier<'_>| {
            w.json.raw("{\"type\":\"Modifier\",\"name\":");
            w.text(it.name);
            if let Some(value) = it.value {
                w.json.raw(",\"value\":");
                w.text(value);
            }
            w.exception(it.exception);
            w.location(it.span);
            w.json.raw("}");
        });
        self.location(list.span);
        self.json.raw("}");
    }

    /// AGTree gives host rules no location; ours have one.
    fn host(&mut self, rule: &HostRule<'_>) {
        self.json
            .raw("\"category\":\"Network\",\"type\":\"HostRule\",\"syntax\":\"Common\",\"ip\":");
        match rule.ip {
            Some(ip) => self.text(ip),
            None => self.json.raw("{\"type\":\"Value\",\"value\":\"0.0.0.0\"}"),
        }
        self.json.raw(",\"hostnames\":{\"type\":\"HostnameList\",");
        let mut whole: Option<Span> = None;
        children!(self, rule.hostnames, |w: &mut Self, it: Text<'_>| {
            w.text(it);
            whole.get_or_insert(it.span()).end = it.span().end;
        });
        if let Some(whole) = whole {
            self.location(whole);
        }
        self.json.raw("}");
        if let Some(comment) = rule.comment {
            self.json.raw(",\"comment\":");
            self.text(comment);
        }
        self.raws();
        self.line_location();
    }

    // Cosmetic rules

    fn cosmetic(&mut self, rule: &CosmeticRule<'_>) {
        self.json.raw("\"category\":\"Cosmetic\",\"exception\":");
        self.json.bool(rule.exception());
        if let Some(modifiers) = &rule.modifiers {
            self.json.raw(",\"modifiers\":");
            self.modifier_list(modifiers);
        }
        self.json.raw(",\"domains\":{\"type\":\"DomainList\",\"separator\":\",\",");
        children!(self, rule.domains.children, |w: &mut Self, it: Domain<'_>| {
            w.json.raw("{\"type\":\"Domain\",\"value\":");
            w.string(&it.value);
            w.exception(it.exception);
            w.location(it.value.span());
            w.json.raw("}");
        });
        self.location(rule.domains.span);
        self.json.raw("},\"separator\":");
        self.leaf(rule.separator.as_str(), rule.separator_span());
        self.raws();
        self.line_location();
        self.json.raw(",\"syntax\":\"");
        self.json.raw(rule.syntax.as_str());
        self.json.raw("\",\"type\":\"");
        self.json.raw(rule.body.rule_type().as_str());
        self.json.raw("\",\"body\":");
        self.body(rule);
    }

    fn body(&mut self, rule: &CosmeticRule<'_>) {
        match &rule.body {
            CosmeticBody::ElementHiding(selectors) => {
                self.json.raw("{\"type\":\"ElementHidingRuleBody\",\"selectorList\":");
                self.value(selectors);
            }
            CosmeticBody::CssInjection(it) => self.css_injection(it),
            CosmeticBody::Scriptlet(calls) => {
                self.json.raw("{\"type\":\"ScriptletInjectionRuleBody\",");
                children!(self, calls, |w: &mut Self, it: ParameterList<'_>| w.parameter_list(&it));
            }
            CosmeticBody::HtmlSelectors(list) => {
                self.json.raw("{\"type\":\"HtmlFilteringRuleBody\",\"selectorList\":");
                self.selector_list(list);
            }
            CosmeticBody::Html(value) | CosmeticBody::Js(value) => return self.value(value),
        }
        self.location(rule.body_span);
        self.json.raw("}");
    }

    fn css_injection(&mut self, body: &CssInjection<'_>) {
        self.json.raw("{\"type\":\"CssInjectionRuleBody\",\"selectorList\":");
        self.value(&body.selector_list);
        self.json.raw(",\"declarationList\":");
        match &body.declaration_list {
            Some(declarations) => self.value(declarations),
            None => self.json.raw("{\"type\":\"Value\",\"value\":\"\"}"),
        }
        if let Some(media) = &body.media_query_list {
            self.json.raw(",\"mediaQueryList\":");
            self.value(media);
        }
        self.json.raw(",\"remove\":");
        self.json.bool(body.remove);
    }

    fn selector_list(&mut self, list: &SelectorList<'_>) {
        self.json.raw("{\"type\":\"SelectorList\",");
        children!(self, list.children, |w: &mut Self, it: ComplexSelector<'_>| {
            w.json.raw("{\"type\":\"ComplexSelector\",");
            children!(w, it.children, |w: &mut Self, it: Selector<'_>| w.selector(&it));
            w.location(it.span);
            w.json.raw("}");
        });
        self.location(list.span);
        self.json.raw("}");
    }

    fn selector(&mut self, selector: &Selector<'_>) {
        match selector {
            Selector::Type(it) => self.named("TypeSelector", it),
            Selector::Class(it) => self.named("ClassSelector", it),
            Selector::Id(it) => self.named("IdSelector", it),
            Selector::Combinator(it) => self.named("SelectorCombinator", it),
            Selector::Attribute(it) => self.attribute(it),
            Selector::PseudoClass(it) => {
                self.json.raw("{\"type\":\"PseudoClassSelector\",\"name\":");
                self.value(&it.name);
                if let Some(argument) = &it.argument {
                    self.json.raw(",\"argument\":");
                    self.value(argument);
                }
                self.location(it.span);
                self.json.raw("}");
            }
        }
    }

    fn attribute(&mut self, selector: &AttributeSelector<'_>) {
        self.json.raw("{\"type\":\"AttributeSelector\",\"name\":");
        self.value(&selector.name);
        if let Some(test) = &selector.test {
            self.json.raw(",\"operator\":");
            self.value(&test.operator);
            self.json.raw(",\"value\":");
            self.value(&test.value);
            if let Some(flag) = &test.flag {
                self.json.raw(",\"flag\":");
                self.value(flag);
            }
        }
        self.location(selector.span);
        self.json.raw("}");
    }
}
