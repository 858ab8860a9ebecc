//! Prints which path an answer of a backend took, from its headers and body.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a program, not the core")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use bloqr_dispatch::{Exchange, Path, Request, Response, evidence};

fn main() {
    let request = Request::post("/api/ast/parse", r#"{ "rules": ["||ads.example^"] }"#);
    let header = ("X-Bloqr-Dispatch".to_owned(), Path::Loader.to_string());
    let response = Response { status: 200, headers: vec![header], ..Response::default() };
    let evidence = evidence::weigh(&Exchange { request, response, had_key: false });
    println!("{}", evidence.says);
}
