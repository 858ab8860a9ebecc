//! Several compilations in one request. The host compiles them one by one.

use serde_json::{Map, Value};

use crate::{Endpoint, Fault, MAX_BODY, Problem};

/// The path of batches.
pub const BATCH: &str = "/api/compile/batch";

/// How many compilations one batch can have.
pub const MAX_BATCH: usize = 10;

/// Checks that the body of a batch is `{"requests": [{"id", …}, …]}` with different ids. The other
/// fields of the requests are checked one by one later.
///
/// # Errors
///
/// [`Problem`], which names each field that is wrong.
pub fn check_batch(body: &[u8]) -> Result<(), Problem> {
    let invalid = |pointer: String, detail: String| {
        let faults = vec![Fault { pointer, detail }];
        Problem::invalid(Endpoint::Compile, faults, 0).at(BATCH)
    };
    if body.len() > MAX_BODY {
        return Err(Problem::too_large(Endpoint::Parse, body.len()).at(BATCH));
    }
    let body: Value = serde_json::from_slice(body)
        .map_err(|why| Problem::malformed(Endpoint::Compile, &why).at(BATCH))?;
    let requests = body.get("requests").and_then(Value::as_array);
    let requests: Option<Vec<&Map<String, Value>>> =
        requests.and_then(|it| it.iter().map(Value::as_object).collect());
    let count = requests.as_ref().map_or(0, Vec::len);
    let Some(requests) = requests.filter(|_| (1..=MAX_BATCH).contains(&count)) else {
        let what = format!("expected an array of 1 to {MAX_BATCH} objects");
        return Err(invalid("/requests".to_owned(), what));
    };
    let mut seen = Vec::new();
    for (n, request) in requests.iter().enumerate() {
        let pointer = format!("/requests/{n}/id");
        match request.get("id").and_then(Value::as_str) {
            None | Some("") => {
                return Err(invalid(pointer, "missing: expected a string".to_owned()));
            }
            Some(id) if seen.contains(&id) => {
                return Err(invalid(pointer, "another request has this id".to_owned()));
            }
            Some(id) => seen.push(id),
        }
    }
    Ok(())
}
