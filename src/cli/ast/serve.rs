use std::io::{self, BufRead, BufReader, Write};

use crate::{
    cli::{Error, Outcome, Ui},
    wire::{Json, serve::answer},
};

/// Answer parse requests from another program, one JSON object per line
#[derive(clap::Args)]
#[command(after_help = "\
A request names a rule or a whole list, and may override AGTree's options:
  {\"id\": \"1\", \"kind\": \"rule\", \"input\": \"||ads.example^\", \"options\": {\"tolerant\": true}}
An answer is one line, in the order of the requests:
  {\"id\": \"1\", \"ast\": {…}}  or  {\"id\": \"1\", \"error\": \"…\", \"start\": 0, \"end\": 7}

Example:
  echo '{\"id\":1,\"input\":\"##.ad\"}' | bloqr ast serve")]
pub(in crate::cli) struct Args {}

pub(super) fn run(Args {}: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut requests = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut request = Vec::new();
    let mut buffer = Vec::new();
    loop {
        request.clear();
        let read = requests.read_until(b'\n', &mut request);
        if read.map_err(|err| Error::new("cannot read stdin").caused_by(err))? == 0 {
            return Ok(Outcome::Clean);
        }
        let text = String::from_utf8_lossy(&request);
        if !text.trim().is_empty() {
            buffer.clear();
            let mut json = Json::on(buffer);
            answer(text.trim(), &mut json);
            buffer = json.finish();
            ui.out.for_json().write_all(&buffer)?;
        }
        // A client that waits for an answer gets it at once; with many requests, answers are
        // written in large pieces.
        if requests.buffer().is_empty() {
            ui.out.flush()?;
        }
    }
}
