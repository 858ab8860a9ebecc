//! `bloqr dispatch`, against backends on loopback sockets.

mod backends;
mod believed;
mod check;
mod guide;
mod hostile;
mod remote;
mod replay;
mod sample;
mod secrets;
pub(crate) mod server;

use std::process::Output;

use crate::support::bloqr;

/// Runs `bloqr dispatch …` with a key: exit code, stdout, stderr.
fn dispatch(args: &[&str]) -> (i32, String, String) {
    read(bloqr().env("BLOQR_API_KEY", backends::KEY).arg("dispatch").args(args).output().unwrap())
}

fn read(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The output without parts that change between runs: ports and times.
fn stable(text: &str, url: &str) -> String {
    let text = text.replace(url, "http://backend");
    let mut stable = String::new();
    for line in text.lines() {
        let mut words: Vec<String> = Vec::new();
        for word in line.split(' ') {
            let is_unit = matches!(word, "µs" | "ms" | "s");
            let number = words.last().is_some_and(|it| it.parse::<f64>().is_ok());
            if is_unit && number {
                words.pop();
                words.push("TIME".to_owned());
            } else {
                words.push(word.to_owned())
            }
        }
        stable += &words.join(" ");
        stable.push('\n');
    }
    stable
}
