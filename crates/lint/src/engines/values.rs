//! What engines do with the values of modifiers, but for domains.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// Facts about one engine. Where a version or source is not named, they were measured on what
/// [`Engine::measured`](super::Engine::measured) says.
#[derive(Debug)]
pub(crate) struct Facts {
    /// A value where the modifier takes none.
    pub(crate) unexpected: Outcome,
    /// A value of `match-case`. uBlock Origin asks only that the pattern is a regular expression.
    pub(crate) unexpected_match_case: Outcome,
    /// No value where the modifier needs one, as if it were empty.
    pub(crate) missing: Outcome,
    /// No value of `method`, `redirect`, `redirect-rule`, `removeparam` or `rewrite`.
    pub(crate) missing_action: Outcome,
    /// No value of `ipaddress`. uBlock Origin then looks at no address.
    pub(crate) missing_ipaddress: Outcome,
    /// A `/…/` that JavaScript cannot read.
    pub(crate) bad_regex: Outcome,
    /// A name that nothing has, in `app=`, `stealth=`, `referrerpolicy=` or `removeheader=`.
    pub(crate) unknown_name: Outcome,
    /// A name of a resource that the engine does not have.
    pub(crate) unknown_resource: Outcome,
    /// `csp=` without a directive.
    pub(crate) no_csp_directive: Outcome,
    /// `csp=` with a directive that browsers do not know.
    pub(crate) unknown_csp_directive: Outcome,
    /// `csp=` with `report-uri` or `report-to`.
    pub(crate) csp_report: Outcome,
    /// `permissions=` with a permission or origins that browsers do not know.
    pub(crate) bad_permissions: Outcome,
    /// `removeheader=` with a header that keeps a page safe.
    pub(crate) safety_header: Outcome,
    /// `header=` with a name that no header has.
    pub(crate) bad_header: Outcome,
    /// `header=a:`
    pub(crate) empty_header_value: Outcome,
    /// `cookie=` with options that it does not have.
    pub(crate) bad_cookie: Outcome,
    /// `method=` with a method that HTTP does not have, or an empty one.
    pub(crate) unknown_method: Outcome,
    /// `method=` without any of `get`, `head` and `post`.
    pub(crate) other_methods: Outcome,
    /// `method=` with both negated methods and others.
    pub(crate) mixed_methods: Outcome,
    /// `removeparam=//`
    pub(crate) empty_removeparam_regex: Outcome,
    /// `removeparam=a|b`
    pub(crate) several_params: Outcome,
    /// `removeparam=` with a `~`, a `/…/` or a sign in the name.
    pub(crate) odd_param: Outcome,
    /// `replace=`, `uritransform=` or `urltransform=` that is not `/what/with/`.
    pub(crate) bad_replacement: Outcome,
    /// `jsonprune=` with what is not a path.
    pub(crate) bad_json_path: Outcome,
    /// `urlskip=` of one character.
    pub(crate) short_urlskip: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    unexpected: Refuses,
    unexpected_match_case: Refuses,
    missing: Refuses,
    missing_action: Refuses,
    missing_ipaddress: Refuses,
    bad_regex: Ignores,
    unknown_name: Refuses,
    unknown_resource: Refuses,
    no_csp_directive: Refuses,
    unknown_csp_directive: Refuses,
    csp_report: Refuses,
    bad_permissions: Refuses,
    safety_header: Refuses,
    bad_header: Refuses,
    empty_header_value: Refuses,
    bad_cookie: Refuses,
    unknown_method: Refuses,
    other_methods: Takes,
    mixed_methods: Refuses,
    empty_removeparam_regex: Refuses,
    several_params: Refuses,
    odd_param: Takes,
    bad_replacement: Refuses,
    bad_json_path: Refuses,
    short_urlskip: Takes,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    unexpected: Refuses,
    unexpected_match_case: Ignores,
    missing: Refuses,
    missing_action: Refuses,
    missing_ipaddress: Ignores,
    bad_regex: Refuses,
    unknown_name: Refuses,
    unknown_resource: Ignores,
    no_csp_directive: Refuses,
    unknown_csp_directive: Refuses,
    csp_report: Refuses,
    bad_permissions: Ignores,
    safety_header: Takes,
    bad_header: Ignores,
    empty_header_value: Takes,
    bad_cookie: Ignores,
    unknown_method: Refuses,
    other_methods: Takes,
    mixed_methods: Ignores,
    empty_removeparam_regex: Refuses,
    several_params: Takes,
    odd_param: Takes,
    bad_replacement: Refuses,
    bad_json_path: Takes,
    short_urlskip: Refuses,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    unexpected: Refuses,
    unexpected_match_case: Refuses,
    missing: Refuses,
    missing_action: Refuses,
    missing_ipaddress: Refuses,
    bad_regex: Ignores,
    unknown_name: Refuses,
    unknown_resource: Refuses,
    no_csp_directive: Refuses,
    unknown_csp_directive: Refuses,
    csp_report: Takes,
    bad_permissions: Ignores,
    safety_header: Takes,
    bad_header: Ignores,
    empty_header_value: Takes,
    bad_cookie: Ignores,
    unknown_method: Refuses,
    other_methods: Takes,
    mixed_methods: Takes,
    empty_removeparam_regex: Ignores,
    several_params: Takes,
    odd_param: Takes,
    bad_replacement: Takes,
    bad_json_path: Takes,
    short_urlskip: Takes,
};

pub(super) const BRAVE: Facts = Facts {
    unexpected: Ignores,
    unexpected_match_case: Ignores,
    missing: Ignores,
    missing_action: Refuses,
    missing_ipaddress: Refuses,
    bad_regex: Ignores,
    unknown_name: Refuses,
    unknown_resource: Ignores,
    no_csp_directive: Ignores,
    unknown_csp_directive: Ignores,
    csp_report: Ignores,
    bad_permissions: Ignores,
    safety_header: Takes,
    bad_header: Ignores,
    empty_header_value: Takes,
    bad_cookie: Ignores,
    unknown_method: Ignores,
    other_methods: Refuses,
    mixed_methods: Ignores,
    empty_removeparam_regex: Ignores,
    several_params: Takes,
    odd_param: Refuses,
    bad_replacement: Takes,
    bad_json_path: Takes,
    short_urlskip: Takes,
};
