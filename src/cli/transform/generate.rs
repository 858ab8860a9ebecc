//! `--generate`: a model writes a script. It is tried in the sandbox on an empty list and printed, and
//! never applied by itself.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::script;
use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{NewFile, cannot_write},
        client::ModelServer,
        sandbox::{Failure, Sandbox},
    },
    codegen::{MAX_SAMPLE, MAX_WISH, Request},
    report::visible,
    usercode::{CONTRACT, Job},
};

#[derive(clap::Args)]
#[command(next_help_heading = "Scripts")]
pub(super) struct Wish {
    /// Ask a language model to write a script that does this, and print the script
    #[arg(long, value_name = "WISH", conflicts_with = "script")]
    generate: Option<String>,

    /// Send the first 20 rules of the list to the model too; without this option, nothing of it is sent
    #[arg(long, requires = "generate")]
    sample: bool,
}

/// The model is asked again, once, with the error that its script gave.
const TRIES: usize = 2;

impl Wish {
    pub(super) fn text(&self) -> Option<&str> {
        self.generate.as_deref()
    }
}

/// Prints a script for the wish, or writes it to `output`.
pub(super) fn run(
    wish: &str,
    args: &Wish,
    inputs: &[PathBuf],
    output: Option<&Path>,
    ui: &mut Ui,
) -> Result<Outcome, Error> {
    if wish.trim().is_empty() || wish.len() > MAX_WISH {
        return Err(Error::new(format!("--generate takes a text of 1 to {MAX_WISH} bytes"))
            .hint("say in one or two sentences what the script has to do"));
    }
    let sample = match (args.sample, inputs) {
        (false, []) => String::new(),
        (true, [list]) => script::read(list)?.text().to_owned(),
        (true, _) => {
            return Err(Error::new("--sample needs one list")
                .hint("name the list whose first rules the model may see"));
        }
        (false, _) => {
            return Err(Error::new("--generate changes no list").hint(
                "leave out the list, or add --sample to send its first 20 rules to the model",
            ));
        }
    };
    if let Some(path) = output
        && NewFile::replaces(path)?
    {
        return Err(Error::new(format!(
            "--output {} has a text, which would be lost",
            path.display()
        ))
        .hint("name a new file: no model writes the same script again"));
    }
    let server = ModelServer::from_env()?;
    let mut sandbox = Sandbox::open()?;
    let mut request = Request::new(server.model(), wish, CONTRACT);
    if args.sample {
        let rules: Vec<&str> = sample.lines().filter(|it| !it.starts_with('!')).collect();
        ui.note(&format!(
            "{} rules of the list are sent to the model",
            rules.len().min(MAX_SAMPLE)
        ));
        request = request.with_sample(rules);
    }
    let mut last: Option<(String, String)> = None;
    for _ in 0..TRIES {
        let request = match &last {
            None => request.clone(),
            Some((source, error)) => request.clone().with_error(source, error),
        };
        let mut progress = ui.progress(None);
        let mut received = 0;
        let source = server.ask(&request, |now| {
            progress.advance(now.saturating_sub(received) as u64);
            received = now;
        });
        drop(progress);
        let source = source?;
        match try_out(&source, &mut sandbox)? {
            None => return print(&source, server.model(), output, ui),
            Some(error) => {
                ui.note(&format!("the script does not run: {}", visible(&error)));
                last = Some((source, error));
            }
        }
    }
    Err(Error::new("the model wrote no script that runs")
        .hint("say the wish in other words, or try another model"))
}

/// Why a script does not run, if so: whether it can be loaded, and run on an empty list.
fn try_out(source: &str, sandbox: &mut Sandbox) -> Result<Option<String>, Error> {
    let refusal = match Job::new(source, "", &[]) {
        Ok(job) => match sandbox.run(&job) {
            Ok(_) => return Ok(None),
            Err(Failure::Failed(error)) => return Err(error),
            Err(Failure::Refused(refusal)) => *refusal,
        },
        Err(refusal) => refusal,
    };
    let place = refusal.at.map(|it| format!(" (line {})", it.line)).unwrap_or_default();
    Ok(Some(format!("{}{place}", refusal.detail)))
}

fn print(source: &str, model: &str, output: Option<&Path>, ui: &mut Ui) -> Result<Outcome, Error> {
    let source = format!("{}\n", source.trim_end());
    let sha256 = Job::new(&source, "", &[]).map(|it| it.sha256()).unwrap_or_default();
    let name = match output {
        None => {
            ui.list_out().write_all(source.as_bytes())?;
            ui.out.flush()?;
            "fix.js".to_owned()
        }
        Some(path) => {
            let cannot = |err| cannot_write(path, err);
            let mut file = NewFile::create(path)?;
            file.write_all(source.as_bytes()).map_err(cannot)?;
            file.finish()?;
            path.display().to_string()
        }
    };
    ui.note(&format!("written by {}, sha256 {sha256}", visible(model)));
    ui.note(&format!(
        "read it, then see what it would change: bloqr transform --script {name} list.txt"
    ));
    Ok(Outcome::Clean)
}
