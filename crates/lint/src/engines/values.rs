//! What engines do with the values of modifiers, except for domains.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// A value of a modifier that takes none.
    pub(crate) unexpected: Outcome,
    /// A value of `match-case`. uBlock Origin requires only that the pattern is a regular
    /// expression.
    pub(crate) unexpected_match_case: Outcome,
    /// No value of a modifier that needs one, as if it were empty.
    pub(crate) missing: Outcome,
    /// No value of `method`, `redirect`, `redirect-rule`, `removeparam` or `rewrite`.
    pub(crate) missing_action: Outcome,
    /// No value of `replace`.
    pub(crate) missing_replacement: Outcome,
    /// No value of `ipaddress`. uBlock Origin then checks no IP address.
    pub(crate) missing_ipaddress: Outcome,
    /// `ipaddress=192.0.2.0/24`, `ipaddress=192.0.2.1|192.0.2.2`: it is compared with a whole address.
    pub(crate) odd_ipaddress: Outcome,
    /// A `/…/` that JavaScript cannot read, in `replace=`, `urltransform=` or `ipaddress=`.
    pub(crate) bad_regex: Outcome,
    /// The same in `removeparam=`, `header=` or `cookie=`. uBlock Origin compiles it only when it
    /// handles a request.
    pub(crate) bad_late_regex: Outcome,
    /// A name that does not exist, in `app=`, `stealth=` or `referrerpolicy=`.
    pub(crate) unknown_name: Outcome,
    /// `removeheader=` with a name that no header can have.
    pub(crate) bad_removed_header: Outcome,
    /// A name of a resource that the engine does not have.
    pub(crate) unknown_resource: Outcome,
    /// `rewrite=` without `domain=`, or with a pattern that starts neither with `||` nor with `*`.
    /// (`~third-party` is enough behind `||`.)
    pub(crate) open_rewrite: Outcome,
    /// `csp=` without a directive.
    pub(crate) no_csp_directive: Outcome,
    /// `csp=` with a directive that browsers do not know.
    pub(crate) unknown_csp_directive: Outcome,
    /// `csp=` with `report-uri` or `report-to`.
    pub(crate) csp_report: Outcome,
    /// `csp=` with `base-uri`, `referrer` or `upgrade-insecure-requests`.
    pub(crate) csp_of_page: Outcome,
    /// `csp=` with `report-` anywhere else.
    pub(crate) report_in_csp: Outcome,
    /// `permissions=` with a permission or origins that browsers do not know.
    pub(crate) bad_permissions: Outcome,
    /// `permissions=` with `report-to`.
    pub(crate) permissions_report: Outcome,
    /// `removeheader=` with a header that protects a page.
    pub(crate) safety_header: Outcome,
    /// `header=` with a name that no header can have.
    pub(crate) bad_header: Outcome,
    /// `header==a`
    pub(crate) nameless_header: Outcome,
    /// `addheader=` without a name and a value, or with a header that a rule must not add.
    pub(crate) bad_added_header: Outcome,
    /// `header=a:`
    pub(crate) empty_header_value: Outcome,
    /// `header=a=/b/`
    pub(crate) regex_of_header: Outcome,
    /// `cookie=` with an option that does not exist.
    pub(crate) unknown_cookie_option: Outcome,
    /// `cookie=` with a value that the option does not accept, or with a name that no cookie can
    /// have.
    pub(crate) bad_cookie: Outcome,
    /// `method=` with a method that HTTP does not define, or an empty one.
    pub(crate) unknown_method: Outcome,
    /// `method=` without any of `get`, `head` and `post`.
    pub(crate) other_methods: Outcome,
    /// `method=` with negated and other methods.
    pub(crate) mixed_methods: Outcome,
    /// `removeparam=//`
    pub(crate) empty_removeparam_regex: Outcome,
    /// `removeparam=a|b`
    pub(crate) several_params: Outcome,
    /// `removeparam=|a`: the start of a name.
    pub(crate) param_start: Outcome,
    /// `removeparam=` with a `~`, a `/…/` or a special character in the name.
    pub(crate) odd_param: Outcome,
    /// `removeparam=/a/g`: flags other than `i`.
    pub(crate) param_flags: Outcome,
    /// `removeparam=utm_*`: the `*` is a character of the name.
    pub(crate) param_wildcard: Outcome,
    /// `replace=`, `uritransform=` or `urltransform=` that does not start with `/what/`.
    pub(crate) bad_replacement: Outcome,
    /// The same, when the text to find or the replacement is missing: `/what/`, `//with/`.
    pub(crate) half_replacement: Outcome,
    /// `replace=json:…`, `replace=jsonl:…`
    pub(crate) json_replacement: Outcome,
    /// `jsonprune=` with a value that is not a path.
    pub(crate) bad_json_path: Outcome,
    /// `urlskip=` of one character.
    pub(crate) short_urlskip: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    unexpected: Ignores,
    unexpected_match_case: Ignores,
    missing: Refuses,
    missing_action: Refuses,
    missing_replacement: Ignores,
    missing_ipaddress: Refuses,
    odd_ipaddress: Refuses,
    bad_regex: Refuses,
    bad_late_regex: Refuses,
    unknown_name: Refuses,
    bad_removed_header: Ignores,
    unknown_resource: Refuses,
    open_rewrite: Takes,
    no_csp_directive: Ignores,
    unknown_csp_directive: Ignores,
    csp_report: Refuses,
    csp_of_page: Takes,
    report_in_csp: Refuses,
    bad_permissions: Ignores,
    permissions_report: Ignores,
    safety_header: Ignores,
    bad_header: Ignores,
    nameless_header: Ignores,
    bad_added_header: Takes,
    empty_header_value: Refuses,
    regex_of_header: Takes,
    unknown_cookie_option: Refuses,
    bad_cookie: Ignores,
    unknown_method: Refuses,
    other_methods: Takes,
    mixed_methods: Refuses,
    empty_removeparam_regex: Ignores,
    several_params: Refuses,
    param_start: Refuses,
    odd_param: Takes,
    param_flags: Takes,
    param_wildcard: Ignores,
    bad_replacement: Refuses,
    half_replacement: Ignores,
    json_replacement: Refuses,
    bad_json_path: Refuses,
    short_urlskip: Takes,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    unexpected: Refuses,
    unexpected_match_case: Ignores,
    missing: Refuses,
    missing_action: Refuses,
    missing_replacement: Refuses,
    missing_ipaddress: Ignores,
    odd_ipaddress: Ignores,
    bad_regex: Refuses,
    bad_late_regex: Ignores,
    unknown_name: Refuses,
    bad_removed_header: Refuses,
    unknown_resource: Ignores,
    open_rewrite: Takes,
    no_csp_directive: Ignores,
    unknown_csp_directive: Ignores,
    csp_report: Refuses,
    csp_of_page: Takes,
    report_in_csp: Takes,
    bad_permissions: Ignores,
    permissions_report: Refuses,
    safety_header: Takes,
    bad_header: Ignores,
    nameless_header: Ignores,
    bad_added_header: Takes,
    empty_header_value: Takes,
    regex_of_header: Takes,
    unknown_cookie_option: Refuses,
    bad_cookie: Ignores,
    unknown_method: Ignores,
    other_methods: Takes,
    mixed_methods: Ignores,
    empty_removeparam_regex: Ignores,
    several_params: Ignores,
    param_start: Takes,
    odd_param: Takes,
    param_flags: Ignores,
    param_wildcard: Ignores,
    bad_replacement: Refuses,
    half_replacement: Refuses,
    json_replacement: Takes,
    bad_json_path: Takes,
    short_urlskip: Refuses,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    unexpected: Ignores,
    unexpected_match_case: Ignores,
    missing: Refuses,
    missing_action: Refuses,
    missing_replacement: Refuses,
    missing_ipaddress: Refuses,
    odd_ipaddress: Refuses,
    bad_regex: Ignores,
    bad_late_regex: Ignores,
    unknown_name: Refuses,
    bad_removed_header: Refuses,
    unknown_resource: Refuses,
    open_rewrite: Refuses,
    no_csp_directive: Ignores,
    unknown_csp_directive: Ignores,
    csp_report: Refuses,
    csp_of_page: Refuses,
    report_in_csp: Takes,
    bad_permissions: Ignores,
    permissions_report: Ignores,
    safety_header: Takes,
    bad_header: Takes,
    nameless_header: Refuses,
    bad_added_header: Refuses,
    empty_header_value: Takes,
    regex_of_header: Refuses,
    unknown_cookie_option: Ignores,
    bad_cookie: Ignores,
    unknown_method: Refuses,
    other_methods: Takes,
    mixed_methods: Takes,
    empty_removeparam_regex: Ignores,
    several_params: Takes,
    param_start: Refuses,
    odd_param: Takes,
    param_flags: Takes,
    param_wildcard: Ignores,
    bad_replacement: Takes,
    half_replacement: Takes,
    json_replacement: Takes,
    bad_json_path: Takes,
    short_urlskip: Takes,
};

pub(super) const BRAVE: Facts = Facts {
    unexpected: Ignores,
    unexpected_match_case: Ignores,
    missing: Ignores,
    missing_action: Refuses,
    missing_replacement: Ignores,
    missing_ipaddress: Refuses,
    odd_ipaddress: Refuses,
    bad_regex: Ignores,
    bad_late_regex: Ignores,
    unknown_name: Refuses,
    bad_removed_header: Refuses,
    unknown_resource: Ignores,
    open_rewrite: Takes,
    no_csp_directive: Ignores,
    unknown_csp_directive: Ignores,
    csp_report: Ignores,
    csp_of_page: Takes,
    report_in_csp: Takes,
    bad_permissions: Ignores,
    permissions_report: Ignores,
    safety_header: Takes,
    bad_header: Ignores,
    nameless_header: Ignores,
    bad_added_header: Takes,
    empty_header_value: Takes,
    regex_of_header: Takes,
    unknown_cookie_option: Ignores,
    bad_cookie: Ignores,
    unknown_method: Ignores,
    other_methods: Refuses,
    mixed_methods: Ignores,
    empty_removeparam_regex: Ignores,
    several_params: Takes,
    param_start: Refuses,
    odd_param: Refuses,
    param_flags: Takes,
    param_wildcard: Ignores,
    bad_replacement: Takes,
    half_replacement: Takes,
    json_replacement: Takes,
    bad_json_path: Takes,
    short_urlskip: Takes,
};
