use crate::{
    cli::{Error, Outcome, Ui, ndjson},
    wire::serve::answer,
};

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
    ndjson::serve(ui, answer)
}
