//! Places: in the line, on character boundaries, and inside of what they belong to.

use bloqr::{
    source::Span,
    syntax::{
        Rule, SyntaxError,
        ast::{
            AttributeSelector, ConfigParams, CosmeticBody, CosmeticRule, DirectiveParams,
            ModifierList, Node, Nodes, ParameterList, PseudoClassSelector, Selector, SelectorList,
            Text, Value,
        },
    },
};

pub(crate) fn check(line: &str, rule: &Rule<'_>) {
    Places { line }.rule(rule);
}

struct Places<'a> {
    line: &'a str,
}

impl Places<'_> {
    fn whole(&self) -> Span {
        Span::new(0, self.line.len())
    }

    #[track_caller]
    fn span(&self, inner: Span, outer: Span, what: &str) {
        let Places { line } = self;
        let (start, end) = (inner.start as usize, inner.end as usize);
        assert!(start <= end && end <= line.len(), "{what} {inner:?} is not in {line:?}");
        let on_boundaries = line.is_char_boundary(start) && line.is_char_boundary(end);
        assert!(on_boundaries, "{what} {inner:?} cuts a character of {line:?}");
        let nested = outer.start <= inner.start && inner.end <= outer.end;
        assert!(nested, "{what} {inner:?} reaches out of {outer:?} in {line:?}");
    }

    #[track_caller]
    fn text(&self, text: Text<'_>, outer: Span) {
        let Places { line } = self;
        self.span(text.span(), outer, "text");
        let here = &line[text.start as usize..text.span().end as usize];
        assert_eq!(text.text, here, "a text of {line:?} stands elsewhere");
    }

    #[track_caller]
    fn value(&self, value: &Value<'_>, outer: Span) {
        self.span(value.span, outer, "value");
    }

    fn rule(&self, rule: &Rule<'_>) {
        let whole = self.whole();
        match rule {
            Rule::Empty => (),
            Rule::Invalid(error) => self.error(error),
            Rule::Agent(comment) => {
                for agent in &comment.children {
                    self.span(agent.span, whole, "agent");
                    self.text(agent.adblock, agent.span);
                    agent.version.iter().for_each(|it| self.text(*it, agent.span));
                }
            }
            Rule::Hint(comment) => {
                for hint in &comment.children {
                    self.span(hint.span, whole, "hint");
                    self.text(hint.name, hint.span);
                    hint.params.iter().for_each(|it| self.params(it, hint.span));
                }
            }
            Rule::PreProcessor(comment) => {
                self.text(comment.name, whole);
                match &comment.params {
                    None => (),
                    Some(DirectiveParams::Condition(it)) => {
                        let mut nodes = it.nodes();
                        self.span(self.condition(&mut nodes), whole, "condition");
                        assert!(nodes.next().is_none(), "a second condition in {:?}", self.line);
                    }
                    Some(DirectiveParams::List(it)) => self.params(it, whole),
                    Some(DirectiveParams::Value(it)) => self.text(*it, whole),
                }
            }
            Rule::Metadata(comment) => {
                for text in [comment.marker, comment.header, comment.value] {
                    self.text(text, whole);
                }
            }
            Rule::Config(comment) => {
                self.text(comment.marker, whole);
                self.text(comment.command, whole);
                comment.comment.iter().for_each(|it| self.text(*it, whole));
                match &comment.params {
                    None => (),
                    Some(ConfigParams::Config { span, .. }) => self.span(*span, whole, "config"),
                    Some(ConfigParams::List(it)) => self.params(it, whole),
                }
            }
            Rule::Comment(comment) => {
                self.text(comment.marker, whole);
                self.text(comment.text, whole);
            }
            Rule::Network(rule) => {
                self.text(rule.pattern, whole);
                rule.modifiers.iter().for_each(|it| self.modifiers(it, whole));
            }
            Rule::Host(rule) => {
                for text in rule.ip.into_iter().chain(&rule.hostnames).chain(rule.comment) {
                    self.text(text, whole);
                }
            }
            Rule::Cosmetic(rule) => self.cosmetic(rule),
        }
    }

    /// AGTree puts a missing `]` beyond the end; see the field.
    fn error(&self, error: &SyntaxError) {
        let Places { line } = self;
        let span = error.span;
        let is_space = |it: char| it.is_whitespace() || it == '\u{feff}';
        let indent = line.len() - line.trim_start_matches(is_space).len();
        assert!(span.start <= span.end, "error {span:?} in {line:?}");
        assert!(span.end as usize <= line.len() + indent + 1, "error {span:?} in {line:?}");
        self.span(error.span_in(line), self.whole(), "error");
        assert!(!error.message.is_empty(), "{line:?} is refused without a word");
    }

    fn condition(&self, nodes: &mut Nodes<'_, '_>) -> Span {
        match nodes.next().expect("every operation has its operands") {
            Node::Variable(name) => {
                self.text(name, self.whole());
                name.span()
            }
            Node::Not { start } => {
                let operand = self.condition(nodes);
                assert!(start < operand.start, "an operand in {:?}", self.line);
                Span { start, ..operand }
            }
            Node::Parenthesis => self.condition(nodes),
            Node::Binary(_) => {
                let (left, right) = (self.condition(nodes), self.condition(nodes));
                assert!(left.end < right.start, "operands in {:?}", self.line);
                Span { end: right.end, ..left }
            }
        }
    }

    fn params(&self, list: &ParameterList<'_>, outer: Span) {
        self.span(list.span, outer, "parameters");
        list.children.iter().flatten().for_each(|it| self.value(&it, list.span));
    }

    fn modifiers(&self, list: &ModifierList<'_>, outer: Span) {
        self.span(list.span, outer, "modifiers");
        for modifier in &list.children {
            self.span(modifier.span, list.span, "modifier");
            self.text(modifier.name, modifier.span);
            modifier.value.iter().for_each(|it| self.text(*it, modifier.span));
        }
    }

    fn cosmetic(&self, rule: &CosmeticRule<'_>) {
        let whole = self.whole();
        self.span(rule.domains.span, whole, "domains");
        for domain in &rule.domains.children {
            self.text(domain.value, rule.domains.span);
        }
        self.span(rule.separator_span(), whole, "separator");
        let separator = rule.separator_span();
        let here = &self.line[separator.start as usize..separator.end as usize];
        assert_eq!(here, rule.separator.as_str(), "the separator of {:?}", self.line);
        assert!(rule.domains.span.end <= separator.start, "domains in {:?}", self.line);
        let behind = Span { start: separator.end, ..whole };
        self.span(rule.body_span, behind, "body");
        if let Some(list) = &rule.modifiers {
            // uBO's are in the body, which does not include the `^` of an HTML rule.
            let is_in_body = list.span.start > separator.start;
            self.modifiers(list, if is_in_body { behind } else { whole });
        }
        self.body(&rule.body, rule.body_span);
    }

    fn body(&self, body: &CosmeticBody<'_>, outer: Span) {
        match body {
            CosmeticBody::ElementHiding(it) | CosmeticBody::Html(it) | CosmeticBody::Js(it) => {
                self.value(it, outer);
            }
            CosmeticBody::CssInjection(css) => {
                let texts = [&css.declaration_list, &css.media_query_list].into_iter().flatten();
                texts.chain([&css.selector_list]).for_each(|it| self.value(it, outer));
            }
            CosmeticBody::Scriptlet(calls) => calls.iter().for_each(|it| self.params(&it, outer)),
            CosmeticBody::HtmlSelectors(list) => self.selectors(list, outer),
        }
    }

    fn selectors(&self, list: &SelectorList<'_>, outer: Span) {
        self.span(list.span, outer, "selectors");
        for complex in &list.children {
            let span = self.within(complex.span, list.span);
            self.span(span, list.span, "selector");
            complex.children.iter().for_each(|it| self.selector(&it, span));
        }
    }

    /// AGTree counts one more where a body ends in a backslash that escapes nothing.
    fn within(&self, span: Span, outer: Span) -> Span {
        let is_beyond = self.line.contains('\\') && span.end == outer.end + 1;
        Span { end: if is_beyond { outer.end } else { span.end }, ..span }
    }

    fn selector(&self, selector: &Selector<'_>, outer: Span) {
        match selector {
            Selector::Type(it)
            | Selector::Class(it)
            | Selector::Id(it)
            | Selector::Combinator(it) => self.span(self.within(it.span, outer), outer, "value"),
            Selector::Attribute(AttributeSelector { span, name, test }) => {
                self.span(*span, outer, "attribute");
                self.value(name, *span);
                if let Some(test) = test {
                    let values = [&test.operator, &test.value].into_iter().chain(&test.flag);
                    values.for_each(|it| self.value(it, *span));
                }
            }
            Selector::PseudoClass(PseudoClassSelector { span, name, argument }) => {
                let span = self.within(*span, outer);
                self.span(span, outer, "pseudo-class");
                self.span(self.within(name.span, span), span, "name");
                argument.iter().for_each(|it| self.value(it, span));
            }
        }
    }
}
