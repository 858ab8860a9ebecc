//! Applies the steps of a compilation to one text.

use crate::{Endpoint, Fault, Problem, compile, list, request::TransformRequest};
use bloqr_compile::{Alone, Error, Filters, Options, PatternPlace, transform};
use bloqr_wire::Json;

/// The name of the text in places.
const NAME: &str = "text";

/// `POST /api/transform`
///
/// # Errors
///
/// The text is too long, or a pattern cannot be used.
pub(super) fn write(json: &mut Json<'_>, request: TransformRequest) -> Result<(), Problem> {
    let TransformRequest { steps, exclusions, inclusions, text, explain } = request;
    compile::check_size(Endpoint::Transform, [text.as_str()].into_iter(), explain)?;
    let filters = Filters { exclusions, inclusions, ..Filters::default() };
    let options = Options { logs: explain, ..Options::default() };
    let done = transform(NAME, text, &steps, &filters, &options, &Alone).map_err(|error| {
        let fault = match error {
            Error::Filter { pattern: Some(PatternPlace::Key(path)), error } => {
                Fault { pointer: compile::pointer(&path), detail: error.to_string() }
            }
            other => Fault { pointer: String::new(), detail: other.to_string() },
        };
        Problem::invalid(Endpoint::Transform, vec![fault], 0)
    })?;
    list::open(json, &done);
    list::stats(json, &done, &[]);
    if explain {
        list::removed(json, &done);
    }
    json.raw("}");
    Ok(())
}
