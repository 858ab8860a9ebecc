//! Answers requests of another program: one JSON object on each line, with one line each.

use std::io::{self, BufRead, BufReader, Write};

use crate::{
    cli::{Error, Outcome, Ui},
    wire::Json,
};

/// Reads requests from stdin until it ends, and writes the result of `answer` for each.
pub(super) fn serve(
    ui: &mut Ui,
    mut answer: impl FnMut(&str, &mut Json<'_>),
) -> Result<Outcome, Error> {
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
