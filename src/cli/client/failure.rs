//! Turns errors of reqwest into our own. reqwest's errors are chains of errors of five libraries.

use std::{error::Error, io};

use crate::dispatch::Fault;

/// An error before the first byte of an answer.
pub(super) fn of_request(err: &reqwest::Error, origin: &str, timeout: &str) -> Fault {
    let host = origin.split_once("://").map_or(origin, |it| it.1).to_owned();
    let refused = |it: &io::Error| it.kind() == io::ErrorKind::ConnectionRefused;
    if let Some(why) = tls(err) {
        return Fault::Tls { host, why };
    }
    match err {
        _ if err.is_dns() => {
            let name = host.rsplit_once(':').filter(|it| it.1.parse::<u16>().is_ok());
            Fault::Dns { host: name.map_or(host.as_str(), |it| it.0).to_owned() }
        }
        _ if chain(err).filter_map(io_error).any(refused) => Fault::Refused { host },
        _ if err.is_timeout() && err.is_connect() => Fault::ConnectTimeout { host },
        _ if err.is_timeout() => Fault::Timeout { seconds: timeout.to_owned() },
        _ if err.is_connect() => Fault::Unreachable { host, why: last(err) },
        _ => Fault::Broken { why: last(err) },
    }
}

/// An error while the body was read, after `bytes` bytes.
pub(super) fn of_body(err: &io::Error, bytes: usize, timeout: &str) -> Fault {
    let inner = err.get_ref().map(|it| it as &(dyn Error + 'static));
    let request = inner.and_then(|it| it.downcast_ref::<reqwest::Error>());
    let is_timeout =
        err.kind() == io::ErrorKind::TimedOut || request.is_some_and(reqwest::Error::is_timeout);
    let why = inner.map_or_else(|| err.to_string(), last);
    // The decoder reports invalid data; all other errors come from the connection.
    let causes = inner.into_iter().flat_map(chain).filter_map(io_error).map(io::Error::kind);
    let mut kinds = causes.chain([err.kind()]);
    let is_bad_data =
        kinds.any(|it| matches!(it, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput));
    if is_timeout {
        Fault::Timeout { seconds: timeout.to_owned() }
    } else if is_bad_data {
        Fault::BadEncoding { why }
    } else {
        Fault::Broken { why: format!("after {bytes} bytes of the answer: {why}") }
    }
}

fn tls(err: &reqwest::Error) -> Option<String> {
    chain(err).find_map(|it| it.downcast_ref::<rustls::Error>()).map(ToString::to_string)
}

fn io_error<'a>(err: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    err.downcast_ref::<io::Error>()
}

/// An error and all its causes. An I/O error can contain another error that is not its `source`.
fn chain<'a>(err: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(err), |outer: &&'a (dyn Error + 'static)| {
        let outer: &'a (dyn Error + 'static) = *outer;
        let inner = io_error(outer).and_then(io::Error::get_ref);
        inner.map(|it| it as &(dyn Error + 'static)).or_else(|| outer.source())
    })
}

/// The message of the first cause. The errors above it only repeat the URL.
fn last(err: &(dyn Error + 'static)) -> String {
    chain(err).last().map(ToString::to_string).unwrap_or_default()
}
