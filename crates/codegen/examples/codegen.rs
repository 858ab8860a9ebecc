//! Shows what is sent to a model, and what is taken from its answer.
#![allow(clippy::print_stdout, reason = "a program, not the core")]

use bloqr_codegen::{Completion, Failure, Request};

fn main() {
    let request = Request::new("some-model", "sort the rules", "type Transform = …")
        .with_sample(["||ads.example^", "example.com##.ad"]);
    println!("{}", request.to_json());
    match source(ANSWER) {
        Ok(source) => println!("{source}"),
        Err(why) => println!("{}: {why}", why.kind()),
    }
}

fn source(answer: &[u8]) -> Result<String, Failure> {
    let mut completion = Completion::new("the key");
    completion.push(answer)?;
    completion.finish()
}

const ANSWER: &[u8] = br#"{"choices": [{"message": {"content":
  "Here it is:\n```js\nexport const transform = (rules) => rules.toSorted()\n```"}}]}"#;
