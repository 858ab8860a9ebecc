//! How engines read selectors, and the faults for which they drop a rule.

use crate::engines::Outcome::{self, Ignores, Refuses, Takes};

/// A field that names a fault says that the engine drops the whole rule for it. Otherwise the
/// engine keeps the rule, which matches nothing, or something else than it says.
#[derive(Debug)]
pub(crate) struct Selectors {
    /// It parses selectors. An engine that does not parse them checks only brackets, comments and
    /// the names of pseudo-classes, and passes the rest to the browser, which ignores invalid
    /// selectors.
    pub(crate) parses: bool,
    /// It accepts any text as the argument of `:is(…)`, `:has(…)` and similar pseudo-classes. It
    /// reads the argument of `:not(…)`.
    pub(crate) reads_arguments_as_text: bool,
    /// It reads the selector in `:upward(…)`.
    pub(crate) reads_upward: bool,
    /// Inside of another pseudo-class it reads its own ones, such as `:has-text()`, as CSS.
    pub(crate) nested_own_are_css: bool,
    /// It runs a script for a `:has()` in a `:has()`, which browsers do not support.
    pub(crate) runs_nested_has: bool,
    /// It runs a script for `[-abp-contains="…"]` and similar attributes after `#?#`.
    pub(crate) runs_older_attributes: bool,
    /// The same after `##`.
    pub(crate) older_attributes_behind_hashes: Outcome,
    /// It accepts any name as a pseudo-class of CSS, except for `refused_names`.
    pub(crate) takes_any_name: bool,
    /// The pseudo-classes of other engines that it knows and refuses.
    pub(crate) refused_names: &'static [&'static str],
    /// A bracket or a quote that is not closed, or not opened.
    pub(crate) unclosed_brackets: bool,
    /// The same in a text to look for: `:contains([)`.
    pub(crate) unclosed_in_text: bool,
    /// `/* … */`
    pub(crate) comments: bool,
    /// `/*` without an end.
    pub(crate) unclosed_comment: bool,
    /// `.a,`, `:upward(.a,)`
    pub(crate) trailing_comma: Outcome,
    /// `:not(.a,)`
    pub(crate) trailing_comma_inside: bool,
    /// `:is(> .a)`, `:where(> .a)`: their lists are forgiving. All engines that parse selectors
    /// drop a rule with it in another list.
    pub(crate) first_combinator_in_is: bool,
    /// `:not(> .a:has-text(b))`, which needs a script. Without one, all engines that parse
    /// selectors drop the rule.
    pub(crate) first_combinator_in_scripted_not: Outcome,
    /// `:has(.a > )`
    pub(crate) last_combinator_inside: bool,
    /// `.a > > .b`
    pub(crate) two_combinators: bool,
    /// `[a]b`, which others read as `b[a]`.
    pub(crate) type_behind_brackets: bool,
    /// `#-1`, an id that starts with a dash and is not an identifier.
    pub(crate) dash_in_id: bool,
    /// `a|b`, because no list can declare the namespace `a`.
    pub(crate) namespaces: bool,
    /// Several selectors, when one of them needs a script.
    pub(crate) several_scripted: bool,
    /// A selector in `:is()` or a similar pseudo-class that needs a script.
    pub(crate) scripted_inside: bool,
    /// A pseudo-element in a selector that needs a script.
    pub(crate) scripted_element: bool,
}

pub(super) const ADGUARD: Selectors = Selectors {
    parses: false,
    reads_arguments_as_text: false,
    reads_upward: false,
    nested_own_are_css: false,
    runs_nested_has: false,
    runs_older_attributes: false,
    older_attributes_behind_hashes: Takes,
    takes_any_name: false,
    refused_names: &[],
    unclosed_brackets: true,
    unclosed_in_text: false,
    comments: true,
    unclosed_comment: true,
    trailing_comma: Ignores,
    trailing_comma_inside: false,
    first_combinator_in_is: false,
    first_combinator_in_scripted_not: Ignores,
    last_combinator_inside: false,
    two_combinators: false,
    type_behind_brackets: false,
    dash_in_id: false,
    namespaces: false,
    several_scripted: false,
    scripted_inside: false,
    scripted_element: false,
};

pub(super) const UBLOCK_ORIGIN: Selectors = Selectors {
    parses: true,
    reads_arguments_as_text: false,
    reads_upward: true,
    nested_own_are_css: false,
    runs_nested_has: true,
    runs_older_attributes: true,
    older_attributes_behind_hashes: Ignores,
    takes_any_name: false,
    refused_names: &[],
    unclosed_brackets: true,
    unclosed_in_text: true,
    comments: false,
    unclosed_comment: false,
    trailing_comma: Takes,
    trailing_comma_inside: true,
    first_combinator_in_is: false,
    first_combinator_in_scripted_not: Takes,
    last_combinator_inside: false,
    two_combinators: false,
    type_behind_brackets: false,
    dash_in_id: false,
    namespaces: false,
    several_scripted: false,
    scripted_inside: true,
    scripted_element: true,
};

pub(super) const ADBLOCK_PLUS: Selectors = Selectors {
    parses: true,
    reads_arguments_as_text: false,
    reads_upward: true,
    nested_own_are_css: false,
    runs_nested_has: false,
    runs_older_attributes: false,
    older_attributes_behind_hashes: Ignores,
    takes_any_name: false,
    refused_names: &[],
    unclosed_brackets: true,
    unclosed_in_text: true,
    comments: false,
    unclosed_comment: false,
    trailing_comma: Refuses,
    trailing_comma_inside: true,
    first_combinator_in_is: true,
    first_combinator_in_scripted_not: Refuses,
    last_combinator_inside: true,
    two_combinators: true,
    type_behind_brackets: true,
    dash_in_id: true,
    namespaces: false,
    several_scripted: false,
    scripted_inside: false,
    scripted_element: false,
};

pub(super) const BRAVE: Selectors = Selectors {
    parses: true,
    reads_arguments_as_text: true,
    reads_upward: false,
    nested_own_are_css: true,
    runs_nested_has: false,
    runs_older_attributes: false,
    older_attributes_behind_hashes: Ignores,
    takes_any_name: true,
    refused_names: &["if", "if-not", "nth-ancestor", "-abp-properties", "matches-property"],
    unclosed_brackets: true,
    unclosed_in_text: true,
    comments: false,
    unclosed_comment: true,
    trailing_comma: Refuses,
    trailing_comma_inside: true,
    first_combinator_in_is: true,
    first_combinator_in_scripted_not: Refuses,
    last_combinator_inside: true,
    two_combinators: true,
    type_behind_brackets: true,
    dash_in_id: true,
    namespaces: true,
    several_scripted: true,
    scripted_inside: false,
    scripted_element: false,
};
