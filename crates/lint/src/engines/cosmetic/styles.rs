//! The faults in styles for which engines drop a rule.

/// Each field names a fault; `true` means that the engine drops the whole rule. Other engines pass
/// the style to the browser, which ignores invalid declarations.
#[derive(Debug)]
pub(crate) struct Styles {
    /// `{ }`
    pub(crate) empty: bool,
    /// `{ ; }`
    pub(crate) only_semicolons: bool,
    /// No part of it is a declaration: `{ color }`.
    pub(crate) only_broken: bool,
    /// A bracket or a quote that is never closed.
    pub(crate) unclosed_brackets: bool,
    /// A closing bracket that was never opened.
    pub(crate) unopened_brackets: bool,
    /// `.a { color: red`
    pub(crate) unclosed_block: bool,
    /// `.a { color: red } b`
    pub(crate) text_behind_block: bool,
    /// `.a { .b { color: red } }`
    pub(crate) nested_block: bool,
    /// A `{` anywhere in a style: the last one opens the block.
    pub(crate) second_curly: bool,
    /// `@media (…) { .a { … } }`. Adblock Plus does not support this separator at all.
    pub(crate) media: bool,
    /// `url(`, `image-set(`
    pub(crate) urls: bool,
    /// `image(`, `cross-fade(`
    pub(crate) images: bool,
    /// `/*`
    pub(crate) comments: bool,
    /// `//`
    pub(crate) double_slash: bool,
    /// `\`
    pub(crate) backslash: bool,
    /// The words that a style after `##` or `#?#` can have as values. The other values are then numbers,
    /// with a unit or not, and colors such as `#fff`. `None`: all values are allowed.
    pub(crate) words: Option<&'static [&'static str]>,
    /// `.a{ … }` after `##` or `#?#`: without a space before the `{`, it is read as a selector.
    pub(crate) needs_space: bool,
}

pub(super) const ADGUARD: Styles = Styles {
    empty: true,
    only_semicolons: false,
    only_broken: false,
    unclosed_brackets: true,
    unopened_brackets: true,
    unclosed_block: false,
    text_behind_block: false,
    nested_block: false,
    second_curly: false,
    media: false,
    urls: true,
    images: true,
    comments: true,
    double_slash: false,
    backslash: false,
    words: None,
    needs_space: false,
};

pub(super) const UBLOCK_ORIGIN: Styles = Styles {
    empty: true,
    only_semicolons: true,
    only_broken: true,
    unclosed_brackets: true,
    unopened_brackets: false,
    unclosed_block: true,
    text_behind_block: true,
    nested_block: true,
    second_curly: false,
    media: true,
    urls: true,
    images: false,
    comments: true,
    double_slash: true,
    backslash: true,
    words: None,
    needs_space: false,
};

pub(super) const ADBLOCK_PLUS: Styles = Styles {
    empty: true,
    only_semicolons: true,
    only_broken: false,
    unclosed_brackets: true,
    unopened_brackets: true,
    unclosed_block: true,
    text_behind_block: true,
    nested_block: false,
    second_curly: false,
    media: false,
    urls: true,
    images: false,
    comments: true,
    double_slash: false,
    backslash: true,
    words: Some(WORDS_OF_ADBLOCK_PLUS),
    needs_space: true,
};

pub(super) const BRAVE: Styles = Styles {
    empty: false,
    only_semicolons: false,
    only_broken: false,
    unclosed_brackets: false,
    unopened_brackets: false,
    unclosed_block: true,
    text_behind_block: true,
    nested_block: false,
    second_curly: true,
    media: true,
    urls: true,
    images: false,
    comments: true,
    double_slash: false,
    backslash: true,
    words: None,
    needs_space: false,
};

/// Sorted.
const WORDS_OF_ADBLOCK_PLUS: &[&str] = &[
    "absolute",
    "all",
    "auto",
    "block",
    "both",
    "clip",
    "collapse",
    "contain",
    "currentcolor",
    "dashed",
    "default",
    "dotted",
    "double",
    "element",
    "fit-content",
    "fixed",
    "flex",
    "flow",
    "flow-root",
    "grid",
    "groove",
    "hidden",
    "inherit",
    "initial",
    "inline",
    "inline-block",
    "inline-flex",
    "inline-grid",
    "inline-table",
    "inset",
    "left",
    "list-item",
    "max-content",
    "min-content",
    "none",
    "outset",
    "pointer",
    "relative",
    "revert",
    "revert-layer",
    "ridge",
    "right",
    "ruby",
    "scroll",
    "solid",
    "static",
    "sticky",
    "table",
    "table-row",
    "text",
    "thin",
    "transparent",
    "true",
    "unset",
    "visible",
];
