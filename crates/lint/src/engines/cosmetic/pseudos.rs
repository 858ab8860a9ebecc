//! The faults in pseudo-classes and pseudo-elements for which engines drop a rule.

/// Each field names a fault; `true` means that the engine drops the whole rule. The table of
/// pseudo-classes says which names an engine knows.
#[derive(Debug)]
pub(crate) struct Pseudos {
    /// `:foo`, which is in no table.
    pub(crate) unknown: bool,
    /// `:-foo`, which can be a browser's own pseudo-class.
    pub(crate) unknown_with_dash: bool,
    /// `:-webkit-foo`, a browser's own pseudo-class.
    pub(crate) vendors: bool,
    /// `:HOVER`
    pub(crate) capitals: bool,
    /// An unknown name, or a name in capitals, in a rule that filters HTML.
    pub(crate) names_in_html: bool,
    /// `:-abp-has()` after another separator than `#?#`.
    pub(crate) abp_without_extended: bool,
    /// `:contains()` after another separator than `#?#`.
    pub(crate) contains_without_extended: bool,
    /// `:hover(a)`
    pub(crate) needless_argument: bool,
    /// `:host(a)`, `:current(a)`, `:current()`, which browsers support.
    pub(crate) argument_of_host: bool,
    /// `:host()`
    pub(crate) empty_host: bool,
    /// `:has`
    pub(crate) missing_argument: bool,
    /// `:-abp-has`
    pub(crate) missing_abp_argument: bool,
    /// `:style`
    pub(crate) missing_style: bool,
    /// `:is()`, `:where()`: both match nothing. All engines that parse selectors drop a rule with
    /// another empty selector list.
    pub(crate) empty_is: bool,
    /// `::foo`
    pub(crate) unknown_element: bool,
    /// `:before`, `:after`
    pub(crate) one_colon: bool,
    /// `:first-letter`, `:first-line`
    pub(crate) one_colon_of_text: bool,
    /// `::before(a)`
    pub(crate) needless_element_argument: bool,
    /// `::part(a)`, which browsers support.
    pub(crate) element_argument: bool,
    /// `::part`
    pub(crate) missing_element_argument: bool,
    /// `:has(::before)`
    pub(crate) element_in_has: bool,
    /// `:not(::before)`
    pub(crate) element_inside: bool,
    /// `::before.a`
    pub(crate) compound_behind_element: bool,
    /// `::before:hover`, `::before > a`
    pub(crate) all_behind_element: bool,
}

pub(super) const ADGUARD: Pseudos = Pseudos {
    unknown: true,
    unknown_with_dash: true,
    vendors: true,
    capitals: true,
    names_in_html: false,
    abp_without_extended: false,
    contains_without_extended: false,
    needless_argument: false,
    argument_of_host: false,
    empty_host: false,
    missing_argument: false,
    missing_abp_argument: false,
    missing_style: false,
    empty_is: false,
    unknown_element: false,
    one_colon: false,
    one_colon_of_text: true,
    needless_element_argument: false,
    element_argument: false,
    missing_element_argument: false,
    element_in_has: false,
    element_inside: false,
    compound_behind_element: false,
    all_behind_element: false,
};

pub(super) const UBLOCK_ORIGIN: Pseudos = Pseudos {
    unknown: true,
    unknown_with_dash: false,
    vendors: false,
    capitals: true,
    names_in_html: true,
    abp_without_extended: true,
    contains_without_extended: false,
    needless_argument: true,
    argument_of_host: true,
    empty_host: true,
    missing_argument: true,
    missing_abp_argument: false,
    missing_style: true,
    empty_is: true,
    unknown_element: true,
    one_colon: true,
    one_colon_of_text: true,
    needless_element_argument: true,
    element_argument: true,
    missing_element_argument: true,
    element_in_has: true,
    element_inside: false,
    compound_behind_element: false,
    all_behind_element: false,
};

pub(super) const ADBLOCK_PLUS: Pseudos = Pseudos {
    unknown: true,
    unknown_with_dash: true,
    vendors: false,
    capitals: false,
    names_in_html: true,
    abp_without_extended: false,
    contains_without_extended: false,
    needless_argument: true,
    argument_of_host: false,
    empty_host: false,
    missing_argument: true,
    missing_abp_argument: true,
    missing_style: true,
    empty_is: false,
    unknown_element: true,
    one_colon: false,
    one_colon_of_text: false,
    needless_element_argument: true,
    element_argument: false,
    missing_element_argument: true,
    element_in_has: true,
    element_inside: true,
    compound_behind_element: true,
    all_behind_element: false,
};

pub(super) const BRAVE: Pseudos = Pseudos {
    unknown: false,
    unknown_with_dash: false,
    vendors: false,
    capitals: false,
    names_in_html: true,
    abp_without_extended: true,
    contains_without_extended: true,
    needless_argument: false,
    argument_of_host: false,
    empty_host: true,
    missing_argument: false,
    missing_abp_argument: false,
    missing_style: true,
    empty_is: false,
    unknown_element: false,
    one_colon: false,
    one_colon_of_text: false,
    needless_element_argument: false,
    element_argument: false,
    missing_element_argument: false,
    element_in_has: false,
    element_inside: true,
    compound_behind_element: true,
    all_behind_element: true,
};
