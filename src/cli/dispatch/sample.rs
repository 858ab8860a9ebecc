use std::{
    io::Write,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use super::{Backend, Format, gate::Gate, table};
use crate::{
    api::Endpoint,
    cli::{
        Error, Outcome, Ui,
        client::{self, Client, HeldBack},
        duration::{self, show_micros},
        text::wrap,
    },
    dispatch::{
        Path,
        canary::Canary,
        evidence::IsolateUse,
        report,
        sample::{self, Observation, Samples, Until},
    },
    report::{annotation, visible},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dispatch sample https://api.example.com -n 200 -c 8
  bloqr dispatch sample https://api.example.com --until loader=100% --deadline 5m

With --until, the command repeats rounds of N requests until this share of the answers of a round
took the path: use it to wait for a rollout. Requests that the rate limit refuses are sent again
after the time that the backend gives, and are counted separately.

Exit codes:
  0  every answer is right; with --until, enough answers took the path
  1  a wrong answer, a failure of the backend, or the deadline has passed
  2  the backend could not be asked")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    backend: Backend,

    /// Number of requests in each round
    #[arg(short, long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    number: u32,

    /// Number of requests at the same time
    #[arg(short, long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    concurrency: u16,

    /// Repeat until this share of the answers took this path, for example loader=100%
    #[arg(long, value_name = "PATH=PERCENT")]
    until: Option<Until>,

    /// With --until, give up after this time
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = duration::parse)]
    deadline: Duration,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

/// The pause between two rounds of --until.
const PAUSE: Duration = Duration::from_secs(2);

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let client = Client::new(&args.client, args.backend.url.as_deref(), ui)?;
    let canary = Canary::new(client::random());
    let started = Instant::now();
    let deadline = args.until.map(|_| started + args.deadline);
    let (samples, met) = loop {
        let round = Round { client: &client, canary: &canary, args, deadline };
        let samples = round.run(ui);
        let met = args.until.is_none_or(|it| it.is_met(&samples));
        let is_over = deadline.is_none_or(|it| Instant::now() + PAUSE >= it);
        if met || is_over || is_hopeless(&samples) {
            break (samples, met);
        }
        if let Some(until) = args.until {
            let (n, asked) = (samples.of(Some(until.path)), samples.answers() + samples.failed());
            ui.note(&format!("{n} of {asked} by {}: waiting for {until}", until.path));
        }
        thread::sleep(client::jitter(PAUSE));
    };
    let is_fine = met && samples.wrong == 0 && samples.failed() == 0;
    // A failure of the backend counts as a result.
    let ok = (samples.answers() + samples.findings > 0).then_some(is_fine);
    match args.format {
        Format::Json => {
            let until = args.until.map(|it| (it, met));
            writeln!(ui.out, "{:#}", report::sample(client.url(), &samples, until, ok))?;
        }
        Format::Text => print(client.url(), &samples, args.until, met, ui)?,
        Format::Github => {
            print(client.url(), &samples, args.until, met, ui)?;
            let level = if ok == Some(true) { "notice" } else { "error" };
            let line = verdict(&samples, args.until, met);
            let message = format!("{}: {}", visible(client.url()), visible(&line));
            annotation(&mut ui.out, level, "dispatch", &message)?;
        }
    }
    match ok {
        Some(true) => Ok(Outcome::Clean),
        Some(false) => Ok(Outcome::Findings),
        None => Err(none(&samples)),
    }
}

/// The error when there was no answer: the first reason.
fn none(samples: &Samples) -> Error {
    match samples.faults.values().next() {
        Some((_, says)) => Error::new(visible(says)).hint("run bloqr dispatch check to see more"),
        None => Error::new("too many requests: the rate limit held back every request")
            .hint("try again in a minute, or use a key of a higher tier"),
    }
}

/// Whether waiting cannot help.
fn is_hopeless(samples: &Samples) -> bool {
    ["unauthenticated", "forbidden", "tls"].iter().any(|it| samples.faults.contains_key(it))
}

struct Round<'a> {
    client: &'a Client,
    canary: &'a Canary,
    args: &'a Args,
    deadline: Option<Instant>,
}

/// How often a request that got 429 or 503 is sent again.
const ATTEMPTS: usize = 4;

impl Round<'_> {
    /// Sends the requests from several threads. Only the counts of an answer are stored.
    fn run(&self, ui: &mut Ui) -> Samples {
        let total = self.args.number as usize;
        let threads = usize::from(self.args.concurrency).min(total);
        let next = AtomicUsize::new(0);
        let gate = Gate::new(self.deadline);
        let mut samples = Samples::default();
        let mut progress = ui.counter(total as u64);
        thread::scope(|scope| {
            // Bounded, so that the threads do not get far ahead of the counting.
            let (sender, seen) = mpsc::sync_channel(threads);
            for _ in 0..threads {
                let (sender, next, gate) = (sender.clone(), &next, &gate);
                scope.spawn(move || {
                    while next.fetch_add(1, Ordering::Relaxed) < total {
                        if !self.one(gate, &sender) {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            for (observation, trace) in seen {
                if let Some((request, outcome)) = trace {
                    self.client.trace(&request, &outcome, ui);
                }
                progress.advance(u64::from(!matches!(observation, Observation::Limited { .. })));
                samples.add(observation);
            }
        });
        samples
    }

    /// Sends one request, and repeats it after a 429. Returns whether to continue.
    fn one(&self, gate: &Gate, sender: &mpsc::SyncSender<Seen>) -> bool {
        let request = self.canary.request(Endpoint::Parse, 0);
        for _ in 0..ATTEMPTS {
            let Some(pass) = gate.enter() else { return false };
            let outcome = self.client.ask(&request);
            gate.leave(pass, HeldBack::of(&outcome));
            let observation = sample::observe(&outcome, false);
            let is_limited = matches!(observation, Observation::Limited { .. });
            let trace = self.args.client.verbose.then(|| (request.clone(), outcome));
            if sender.send((observation, trace)).is_err() {
                return false;
            }
            if !is_limited {
                return true;
            }
        }
        true
    }
}

type Seen = (Observation, Option<(crate::dispatch::Request, crate::dispatch::Outcome)>);

fn print(
    url: &str,
    samples: &Samples,
    until: Option<Until>,
    met: bool,
    ui: &mut Ui,
) -> Result<(), Error> {
    let styles = ui.styles();
    let (bold, dim, name) = (styles.bold, styles.dim, styles.name);
    let plain = clap::builder::styling::Style::new();
    writeln!(ui.out, "{bold}{}{bold:#}\n", visible(url))?;
    let answers = samples.answers();
    let rows = samples.paths.iter().map(|(path, micros)| {
        let share = micros.len() as f64 * 100.0 / answers.max(1) as f64;
        let mut micros = micros.clone();
        let mut cells = vec![
            (path.map_or("unknown", Path::as_str).to_owned(), name),
            (micros.len().to_string(), plain),
            (format!("{share:.1} %"), plain),
        ];
        for percent in [50, 90, 99, 100] {
            let value = sample::percentile(&mut micros, percent);
            cells.push((value.map(show_micros).unwrap_or_default(), plain));
        }
        (cells, Vec::new())
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let heading = ["path", "answers", "share", "p50", "p90", "p99", "max"];
        table::print(&mut ui.out, &heading, dim, &rows)?;
        writeln!(ui.out)?;
        histogram(samples, ui)?;
    }
    for (version, count) in &samples.versions {
        let part = |name: &str, it: &Option<String>| {
            it.as_ref().map(|it| format!(" {name} {}", visible(it))).unwrap_or_default()
        };
        let text = part("build", &version.build)
            + &part("core", &version.core)
            + &part("tables", &version.tables);
        writeln!(ui.out, "{dim}version{dim:#}{text}: {count}")?;
    }
    let uses = samples.isolates.iter().map(|(it, count)| match it {
        IsolateUse::Fresh => format!("fresh {count}"),
        IsolateUse::Tenant => format!("tenant {count} (shared by the requests of this key's user)"),
    });
    let uses: Vec<String> = uses.collect();
    if !uses.is_empty() {
        writeln!(ui.out, "{dim}isolates{dim:#} {}", uses.join(", "))?;
    }
    let kinds = samples.kinds.iter().map(|(kind, count)| format!("{} {count}", kind.as_str()));
    let kinds: Vec<String> = kinds.collect();
    if !kinds.is_empty() {
        writeln!(ui.out, "{dim}evidence{dim:#} {}", kinds.join(", "))?;
    }
    if samples.limited > 0 {
        writeln!(ui.out, "{dim}held back by the rate limit (429){dim:#} {}", samples.limited)?;
    }
    let error = styles.error;
    for (count, says) in samples.faults.values() {
        let text = wrap(&format!("failed {count} x {}", visible(says)), 78).replace('\n', "\n  ");
        writeln!(ui.out, "{error}{text}{error:#}")?;
    }
    for says in samples.known.values() {
        writeln!(ui.out, "{dim}*{dim:#} {}", visible(says))?;
    }
    if let Some(why) = samples.stub {
        let text = wrap(&format!("a stub answers: {why}"), 78).replace('\n', "\n  ");
        writeln!(ui.out, "{error}{text}{error:#}")?;
    }
    let is_fine = met && samples.wrong == 0 && samples.failed() == 0 && answers > 0;
    let style = if is_fine { styles.good } else { styles.error };
    writeln!(ui.out, "\n{style}{}{style:#}", verdict(samples, until, met))?;
    Ok(())
}

fn histogram(samples: &Samples, ui: &mut Ui) -> Result<(), Error> {
    const WIDTH: usize = 40;
    let dim = ui.styles().dim;
    let bins = sample::histogram(&samples.latencies());
    let most = bins.iter().map(|it| it.count).max().unwrap_or(1);
    for bin in bins {
        let edges = format!("{} to {}", edge(bin.from), edge(bin.to));
        let bar = "█".repeat((bin.count * WIDTH).div_ceil(most));
        writeln!(ui.out, "{edges:>18}  {dim}{bar}{dim:#} {}", bin.count)?;
    }
    writeln!(ui.out)?;
    Ok(())
}

/// `10 ms` rather than `10.0 ms`
fn edge(micros: u64) -> String {
    show_micros(micros).replace(".0 ", " ")
}

fn verdict(samples: &Samples, until: Option<Until>, met: bool) -> String {
    let (answers, failed) = (samples.answers(), samples.failed());
    let of = match (answers, failed) {
        (1, 0) => "1 answer".to_owned(),
        (n, 0) => format!("{n} answers"),
        (n, failed) => format!("{n} answers, {failed} failures"),
    };
    let right = match samples.wrong {
        _ if answers == 0 => String::new(),
        0 => ", all of them right".to_owned(),
        n => format!(", {n} of them wrong"),
    };
    let waited = match until {
        None => String::new(),
        Some(until) if met => format!("; {until} is reached"),
        Some(until) => format!("; {until} is not reached"),
    };
    of + &right + &waited
}
