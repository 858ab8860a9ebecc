//! The faults in arguments of pseudo-classes for which engines drop a rule.

/// Each field names a fault; `true` means that the engine drops the whole rule.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// `:contains()`
    pub(crate) empty: bool,
    /// `:matches-path()`
    pub(crate) empty_path: bool,
    /// `:contains(/*)`
    pub(crate) unclosed_comment: bool,
    /// `:contains("a" b)`
    pub(crate) text_behind_quote: bool,
    /// `:remove-class("a")`, `:remove-class(/a/)`
    pub(crate) quoted_name: bool,
    /// `:lang("a")`
    pub(crate) quoted_word: bool,
    /// `:matches-media(a b:c)`
    pub(crate) media_query: bool,
    /// `:min-text-length(a)`, `:upward(0)`
    pub(crate) number: bool,
    /// `:upward(".a")`
    pub(crate) quoted_selector: bool,
    /// `:upward(:has-text(a))`
    pub(crate) scripted_selector: bool,
    /// `:nth-child(2 of .a)`
    pub(crate) of_in_nth: bool,
    /// `:matches-css(color)`
    pub(crate) property_without_colon: bool,
    /// `:matches-css(color: /(/)`
    pub(crate) regex_in_property: bool,
    /// `:matches-attr(="a")`
    pub(crate) attribute_without_name: bool,
    /// `:remove(a)`, `:others(a)`
    pub(crate) needless_argument: bool,
}

pub(super) const ADGUARD: Arguments = Arguments {
    empty: false,
    empty_path: true,
    unclosed_comment: false,
    text_behind_quote: false,
    quoted_name: false,
    quoted_word: false,
    media_query: false,
    number: false,
    quoted_selector: false,
    scripted_selector: false,
    of_in_nth: false,
    property_without_colon: false,
    regex_in_property: false,
    attribute_without_name: false,
    needless_argument: false,
};

pub(super) const UBLOCK_ORIGIN: Arguments = Arguments {
    empty: true,
    empty_path: true,
    unclosed_comment: true,
    text_behind_quote: true,
    quoted_name: false,
    quoted_word: true,
    media_query: true,
    number: true,
    quoted_selector: true,
    scripted_selector: true,
    of_in_nth: true,
    property_without_colon: true,
    regex_in_property: true,
    attribute_without_name: true,
    needless_argument: true,
};

pub(super) const ADBLOCK_PLUS: Arguments = Arguments {
    empty: true,
    empty_path: true,
    unclosed_comment: false,
    text_behind_quote: false,
    quoted_name: false,
    quoted_word: false,
    media_query: true,
    number: false,
    quoted_selector: true,
    scripted_selector: false,
    of_in_nth: false,
    property_without_colon: false,
    regex_in_property: false,
    attribute_without_name: false,
    needless_argument: false,
};

pub(super) const BRAVE: Arguments = Arguments {
    empty: false,
    empty_path: false,
    unclosed_comment: true,
    text_behind_quote: false,
    quoted_name: true,
    quoted_word: false,
    media_query: false,
    number: false,
    quoted_selector: false,
    scripted_selector: false,
    of_in_nth: true,
    property_without_colon: false,
    regex_in_property: false,
    attribute_without_name: false,
    needless_argument: true,
};
