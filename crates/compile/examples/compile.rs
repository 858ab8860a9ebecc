//! Compiles a list of two sources, prints it, and says why a rule is not in it.
#![allow(clippy::print_stdout, reason = "a program, not the core")]

use bloqr_compile::{Alone, Config, Error, Options, Unread, compile, load};

const CONFIG: &str = r#"{
    "name": "Two lists",
    "sources": [
        {"source": "hosts.txt", "transformations": ["RemoveComments"]},
        {"source": "rules.txt", "exclusions": ["*.org^"]}
    ],
    "transformations": ["Compress", "Validate"]
}"#;

fn main() -> Result<(), Error> {
    let config = Config::from_json(CONFIG)?;
    let mut files = |name: &str| match name {
        "hosts.txt" => Ok("# ads\n0.0.0.0 ads.example.com\n".to_owned()),
        "rules.txt" => Ok("||example.com^\n||a.example.org^\n".to_owned()),
        _ => Err(Unread::Missing),
    };
    let sources = load(&config, &Default::default(), &mut files)?;
    let options = Options { logs: true, ..Options::default() };
    let compiled = compile(&config, sources, &options, &Alone)?;
    println!("{}", compiled.text());
    println!("{}", compiled.explain_in_words(&compiled.explain("ads.example.com")));
    Ok(())
}
