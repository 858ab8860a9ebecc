//! The body of an answer, which may be of any length, never end, or be packed once too often.

use std::{
    io::{self, Read},
    time::Duration,
};

use flate2::read::MultiGzDecoder;
use reqwest::blocking;

use super::failure;
use crate::{api::MAX_ANSWER, dispatch::Fault};

/// The longest answer that is read, unpacked: what a backend may say, and the error around it.
const MAX_RESPONSE: u64 = MAX_ANSWER as u64 + (1 << 20);

/// What gzip begins with, and JSON never.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a body. `left` is how much time there is.
pub(super) fn read(
    mut response: blocking::Response,
    left: impl Fn() -> Duration,
    timeout: &str,
) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    let mut buffer = [0; 1 << 14];
    loop {
        if left().is_zero() {
            return Err(Fault::Timeout { seconds: timeout.to_owned() });
        }
        match response.read(&mut buffer) {
            Ok(0) => return Ok(body),
            Ok(n) if body.len() as u64 + n as u64 > MAX_RESPONSE => {
                return Err(Fault::TooLong { limit: MAX_RESPONSE });
            }
            Ok(n) => body.extend_from_slice(&buffer[..n]),
            Err(err) if err.kind() == io::ErrorKind::Interrupted => (),
            Err(err) => return Err(failure::of_body(&err, body.len(), timeout)),
        }
    }
}

/// Unpacks what is gzip still, once, within the same limit. A backend that compresses on a runtime
/// that does so, too, packs its answers twice. Nothing when it is not packed.
pub(super) fn unpack(body: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    if !body.starts_with(&GZIP) {
        return Ok(None);
    }
    let mut inner = Vec::new();
    let broken =
        |why: String| Fault::BadEncoding { why: format!("it is gzipped twice, and {why}") };
    MultiGzDecoder::new(body)
        .take(MAX_RESPONSE + 1)
        .read_to_end(&mut inner)
        .map_err(|err| broken(format!("the inner layer is broken: {err}")))?;
    if inner.len() as u64 > MAX_RESPONSE {
        return Err(Fault::TooLong { limit: MAX_RESPONSE });
    }
    match inner.starts_with(&GZIP) {
        true => Err(broken("once more".to_owned())),
        false => Ok(Some(inner)),
    }
}
