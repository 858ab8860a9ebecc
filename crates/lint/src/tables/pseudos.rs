//! Pseudo-classes and pseudo-elements: CSS's own, and those that blockers have added.

use crate::Targets;

/// What stands between the parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    /// No parentheses at all.
    None,
    Selectors,
    /// `> .a`
    RelativeSelectors,
    /// `2n + 1`, `odd`, `2n of .a`
    Nth,
    /// Any text.
    Text,
    /// Any text, or none.
    Anything,
    /// A text that may stand in quotes.
    Quotable,
    /// The name of an attribute or a class.
    Name,
    /// A word, or several between commas.
    Ident,
    /// A media query.
    Media,
    /// A text, or `/regex/`.
    Pattern,
    /// `color: red`, `color: /regex/`
    Property,
    /// `"name"="value"`
    Attribute,
    Number,
    /// How far up, or a selector.
    Upward,
    /// Declarations, at the end of the selector.
    Style,
    /// Nothing, but in parentheses.
    Empty,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Pseudo {
    pub(crate) name: &'static str,
    pub(crate) argument: Argument,
    pub(crate) who: Targets,
    /// No stylesheet can hold it: a script has to look for the elements.
    pub(crate) procedural: bool,
}

impl Pseudo {
    /// Whether it does something with what was found, rather than look for it.
    pub(crate) fn is_action(&self) -> bool {
        matches!(self.name, "remove" | "remove-attr" | "remove-class" | "style")
    }
}

const EVERY: Targets = Targets::EVERY;
const ADG: Targets = Targets::ADG;
const UBO: Targets = Targets::UBO;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;
const BUT_ADG: Targets = EVERY.without(ADG);
const AB: Targets = ABP.union(BRAVE);
const UB: Targets = UBO.union(BRAVE);
const UAB: Targets = UB.union(ADG);

use Argument::{
    Anything, Attribute, Empty, Ident, Media, Name, None, Nth, Number, Pattern, Property, Quotable,
    RelativeSelectors, Selectors, Style, Text, Upward,
};

const fn css(name: &'static str, argument: Argument, who: Targets) -> Pseudo {
    Pseudo { name, argument, who, procedural: false }
}

const fn own(name: &'static str, argument: Argument, who: Targets) -> Pseudo {
    Pseudo { name, argument, who, procedural: true }
}

pub(crate) fn find(name: &str) -> Option<&'static Pseudo> {
    PSEUDOS.binary_search_by(|it| it.name.cmp(name)).ok().and_then(|at| PSEUDOS.get(at))
}

/// By name.
#[rustfmt::skip]
pub(crate) static PSEUDOS: &[Pseudo] = &[
    own("-abp-contains", Pattern, EVERY),
    css("-abp-has", RelativeSelectors, EVERY),
    own("-abp-properties", Text, ABP),
    css("active", None, EVERY),
    css("any-link", None, BUT_ADG),
    css("autofill", None, BUT_ADG),
    css("blank", None, BUT_ADG),
    css("checked", None, EVERY),
    own("contains", Pattern, UAB),
    css("current", None, BUT_ADG),
    css("default", None, BUT_ADG),
    css("defined", None, BUT_ADG),
    css("dir", Ident, BUT_ADG),
    css("disabled", None, EVERY),
    css("empty", None, EVERY),
    css("enabled", None, EVERY),
    css("first", None, BUT_ADG),
    css("first-child", None, EVERY),
    css("first-of-type", None, EVERY),
    css("focus", None, EVERY),
    css("focus-visible", None, BUT_ADG),
    css("focus-within", None, BUT_ADG),
    css("fullscreen", None, BUT_ADG),
    css("future", None, BUT_ADG),
    css("has", RelativeSelectors, EVERY),
    own("has-text", Pattern, EVERY),
    css("host", None, BUT_ADG),
    css("host-context", Selectors, AB),
    css("hover", None, EVERY),
    own("if", Selectors, UBO),
    own("if-not", Selectors, UBO.union(ADG)),
    css("in-range", None, EVERY),
    css("indeterminate", None, BUT_ADG),
    css("invalid", None, EVERY),
    css("is", Selectors, EVERY),
    css("lang", Ident, EVERY),
    css("last-child", None, EVERY),
    css("last-of-type", None, EVERY),
    css("left", None, BUT_ADG),
    css("link", None, EVERY),
    css("local-link", None, BUT_ADG),
    own("matches-attr", Attribute, UAB),
    own("matches-css", Property, UAB),
    own("matches-css-after", Property, UAB),
    own("matches-css-before", Property, UAB),
    own("matches-media", Media, UBO.union(ADG)),
    own("matches-path", Pattern, UAB),
    own("matches-prop", Attribute, UBO),
    own("matches-property", Attribute, ADG),
    own("min-text-length", Number, UB),
    css("modal", None, BUT_ADG),
    css("not", Selectors, EVERY),
    own("nth-ancestor", Upward, UBO.union(ADG)),
    css("nth-child", Nth, EVERY),
    css("nth-col", Text, AB),
    css("nth-last-child", Nth, EVERY),
    css("nth-last-col", Text, AB),
    css("nth-last-of-type", Nth, EVERY),
    css("nth-of-type", Nth, EVERY),
    css("only-child", None, EVERY),
    css("only-of-type", None, EVERY),
    css("optional", None, EVERY),
    own("others", Empty, UBO),
    css("out-of-range", None, EVERY),
    css("past", None, BUT_ADG),
    css("paused", None, BUT_ADG),
    css("picture-in-picture", None, BUT_ADG),
    css("placeholder-shown", None, BUT_ADG),
    css("playing", None, BUT_ADG),
    css("popover-open", None, BUT_ADG),
    css("read-only", None, EVERY),
    css("read-write", None, EVERY),
    own("remove", Empty, UAB),
    own("remove-attr", Name, UB),
    own("remove-class", Name, UB),
    css("required", None, EVERY),
    css("right", None, BUT_ADG),
    css("root", None, EVERY),
    css("scope", None, BUT_ADG),
    own("shadow", Selectors, UBO),
    css("state", Text, AB),
    own("style", Style, UAB),
    css("target", None, EVERY),
    css("target-within", None, BUT_ADG),
    own("upward", Upward, UAB),
    css("user-invalid", None, BUT_ADG),
    css("user-valid", None, BUT_ADG),
    css("valid", None, EVERY),
    css("visited", None, EVERY),
    own("watch-attr", Anything, UBO),
    own("watch-attrs", Anything, UBO),
    css("where", Selectors, EVERY),
    own("xpath", Quotable, EVERY),
];

/// Those that may be written with two colons; with one, only the first four.
pub(crate) static ELEMENTS: &[&str] = &[
    "after",
    "before",
    "first-letter",
    "first-line",
    "backdrop",
    "cue",
    "cue-region",
    "file-selector-button",
    "grammar-error",
    "marker",
    "part",
    "placeholder",
    "selection",
    "slotted",
    "spelling-error",
    "target-text",
    "view-transition",
];

#[cfg(test)]
mod tests {
    use super::PSEUDOS;

    #[test]
    fn names_are_in_order() {
        assert!(PSEUDOS.is_sorted_by(|a, b| a.name < b.name));
    }
}
