//! The steps, a file for each. The docs of each step have a list before it and a list after it,
//! which are its test.

mod compress;
mod convert_to_ascii;
mod deduplicate;
mod insert_final_new_line;
mod invert_allow;
mod remove_comments;
mod remove_empty_lines;
mod remove_modifiers;
mod trim_lines;
mod validate;
mod validate_allow_ip;
mod validate_allow_ip_and_public_suffix;
mod validate_allow_public_suffix;

#[cfg(test)]
mod tests;

pub(crate) use self::compress::{Compress, disabled_names};
use crate::{Error, Step, Workers, lines::Lines, log::By, pass::Run};

/// The docs of a step, as a value.
macro_rules! docs {
    ($(#[doc = $doc:expr])+) => {
        pub(crate) const DOCS: &str = concat!($($doc, "\n"),+);
    };
}
pub(crate) use docs;

pub(crate) fn docs_of(step: Step) -> &'static str {
    match step {
        Step::ConvertToAscii => convert_to_ascii::DOCS,
        Step::TrimLines => trim_lines::DOCS,
        Step::RemoveComments => remove_comments::DOCS,
        Step::Compress => compress::DOCS,
        Step::RemoveModifiers => remove_modifiers::DOCS,
        Step::InvertAllow => invert_allow::DOCS,
        Step::Validate => validate::DOCS,
        Step::ValidateAllowIp => validate_allow_ip::DOCS,
        Step::ValidateAllowPublicSuffix => validate_allow_public_suffix::DOCS,
        Step::ValidateAllowIpAndPublicSuffix => validate_allow_ip_and_public_suffix::DOCS,
        Step::Deduplicate => deduplicate::DOCS,
        Step::RemoveEmptyLines => remove_empty_lines::DOCS,
        Step::InsertFinalNewLine => insert_final_new_line::DOCS,
    }
}

/// Applies a step.
pub(crate) fn run<W: Workers>(
    step: Step,
    lines: &mut Lines,
    compress: &Compress<'_>,
    run: &mut Run<'_, W>,
) -> Result<(), Error> {
    run.start(By::Step(step));
    match step {
        Step::ConvertToAscii => run.each(lines, convert_to_ascii::judge)?,
        Step::TrimLines => run.each(lines, trim_lines::judge)?,
        Step::RemoveComments => remove_comments::run(lines, run)?,
        Step::Compress => compress.run(lines, run)?,
        Step::RemoveModifiers => run.each(lines, remove_modifiers::judge)?,
        Step::InvertAllow => run.each(lines, invert_allow::judge)?,
        Step::Deduplicate => deduplicate::run(lines, run)?,
        Step::RemoveEmptyLines => run.each(lines, remove_empty_lines::judge)?,
        Step::InsertFinalNewLine => insert_final_new_line::run(lines, run),
        Step::Validate
        | Step::ValidateAllowIp
        | Step::ValidateAllowPublicSuffix
        | Step::ValidateAllowIpAndPublicSuffix => {
            validate::run(step.allows().unwrap_or_default(), lines, run)?;
        }
    }
    lines.finish_step();
    Ok(())
}
