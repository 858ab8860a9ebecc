use crate::{
    lint::{Targets, cx::Cx, rule::rule},
    syntax::ast::MetadataComment,
};

rule! {
    /// A header of the list whose value blockers cannot read.
    ///
    /// ```adblock
    /// ! Expires: soon
    /// !          ^^^^ `Expires` takes a number of days or hours, such as `4 days`
    /// ```
    ///
    /// ```adblock
    /// ! Title: My list
    /// ! Expires: 12 hours (update frequency)
    /// ```
    "invalid-metadata", Warning
}

pub(in crate::lint) fn check(metadata: &MetadataComment<'_>, cx: &mut Cx<'_>) {
    if !metadata.header.eq_ignore_ascii_case("expires") {
        return;
    }
    let value = metadata.value.text;
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let unit = value[digits..].trim_start().to_ascii_lowercase();
    let is_unit = unit.is_empty() || ["d", "h"].iter().any(|it| unit.starts_with(it));
    if digits == 0 || !is_unit {
        let message = "`Expires` takes a number of days or hours, such as `4 days`";
        cx.report(&RULE, metadata.value.span(), message).ignored_by(Targets::EVERY);
    }
}
