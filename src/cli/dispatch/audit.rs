use std::{
    io::Write,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use super::{Backend, Format, table};
use crate::{
    api::Endpoint,
    cli::{
        Error, Outcome, Ui,
        client::{self, Client, TRIES},
        text::wrap,
    },
    dispatch::{
        self, Exchange,
        audit::{self, Connection, Flood, Row, State},
        canary::Canary,
        report,
    },
    report::{annotation, visible},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr dispatch audit https://api.example.com
  bloqr dispatch audit --profile staging --allow-rate-limit --format json

Exit codes:
  0  no control failed
  1  a control failed
  2  the backend could not be asked")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    backend: Backend,

    /// Also test the rate limit; this uses it up for a minute
    #[arg(long)]
    allow_rate_limit: bool,

    /// Send at most this many requests to test the rate limit
    #[arg(long, value_name = "N", default_value_t = 700, requires = "allow_rate_limit")]
    rate_limit_requests: u32,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    #[command(flatten)]
    client: client::Args,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let client = Client::new(&args.client, args.backend.url.as_deref(), ui)?;
    let probes = audit::probes(client::random());
    let mut progress = ui.counter(probes.len() as u64);
    let mut seen = Vec::new();
    for probe in probes {
        let outcome = client.ask_patiently(&probe.request, ui);
        match outcome {
            // The first request shows whether the backend can be reached.
            Err(fault) if seen.is_empty() => return Err(fault.into()),
            // The other requests would get the same answer.
            Ok(exchange) if is_away(&exchange, &client) => {
                return Err(dispatch::read(&exchange)
                    .err()
                    .map_or_else(|| Error::new("the backend is not available"), Error::from));
            }
            outcome => seen.push((probe, outcome)),
        }
        progress.advance(1);
    }
    drop(progress);
    let flood = args.allow_rate_limit.then(|| flood(&client, args, ui));
    let connection = Connection {
        is_tls: client.is_tls(),
        is_loopback: client.is_loopback(),
        has_key: client.has_key(),
    };
    let rows = audit::judge(&seen, flood.as_ref(), connection);
    let failed = rows.iter().filter(|it| it.state == State::Fail).count();
    match args.format {
        Format::Json => writeln!(ui.out, "{:#}", report::audit(client.url(), &rows, failed == 0))?,
        Format::Text => print(client.url(), &rows, args.client.verbose, ui)?,
        Format::Github => {
            print(client.url(), &rows, args.client.verbose, ui)?;
            for row in rows.iter().filter(|it| it.state == State::Fail) {
                let shown = row.shown_by.join(", ");
                let message =
                    format!("{}: {} ({shown})", visible(client.url()), visible(&row.says));
                annotation(&mut ui.out, "error", row.title, &message)?;
            }
        }
    }
    Ok(if failed == 0 { Outcome::Clean } else { Outcome::Findings })
}

/// Whether the backend answered 429 or 503 again and again.
fn is_away(exchange: &Exchange, client: &Client) -> bool {
    matches!(exchange.response.status, 429 | 503) && client.held_back() > TRIES + 1
}

/// Requests at the same time. The limit is per minute, so requests to a slow backend must overlap.
const FLOODING: usize = 8;

/// Sends requests until the backend answers 429.
fn flood(client: &Client, args: &Args, ui: &mut Ui) -> Flood {
    let request = Canary::new(client::random()).request(Endpoint::Parse, 0);
    let most = args.rate_limit_requests as usize;
    let mut progress = ui.counter(most as u64);
    let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, asked) = mpsc::sync_channel(FLOODING);
    thread::scope(|scope| {
        for _ in 0..FLOODING.min(most) {
            let (sender, next, is_over, request) = (sender.clone(), &next, &is_over, &request);
            scope.spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed) + 1;
                    if n > most || sender.send((n, client.ask(request))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut limited = None;
        for (n, outcome) in asked {
            progress.advance(1);
            // Wait for requests that were already sent when the first 429 came.
            let is_limited =
                outcome.as_ref().map_or(true, |it| matches!(it.response.status, 429 | 503));
            if is_limited && limited.is_none() {
                is_over.store(true, Ordering::Relaxed);
                limited = Some((n, outcome));
            }
        }
        match limited {
            Some((requests, outcome)) => Flood { requests, limited: Some(outcome) },
            None => Flood { requests: most, limited: None },
        }
    })
}

fn print(url: &str, rows: &[Row], is_verbose: bool, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (bold, dim) = (styles.bold, styles.dim);
    writeln!(ui.out, "{bold}{}{bold:#}", visible(url))?;
    let mut controls: Vec<&str> = Vec::new();
    for row in rows {
        if !controls.contains(&row.control) {
            controls.push(row.control);
        }
    }
    let heading = ["", ""];
    for control in controls {
        writeln!(ui.out, "\n{bold}{control}{bold:#}")?;
        let of_control = rows.iter().filter(|it| it.control == control);
        let cells = of_control.map(|row| {
            let style = match row.state {
                State::Pass => styles.good,
                State::Fail => styles.error,
                State::NotObservable => styles.dim,
            };
            let mark = match row.state {
                State::Pass => "pass",
                State::Fail => "FAIL",
                State::NotObservable => "-",
            };
            let plain = clap::builder::styling::Style::new();
            let mut below = vec![wrap(&visible(&row.says), 72)];
            if row.state == State::Fail || is_verbose {
                below.extend(row.shown_by.iter().map(|it| wrap(&visible(it), 72)));
            }
            let below = below.iter().map(|it| format!("    {}", it.replace('\n', "\n      ")));
            (vec![(format!("  {mark:4}"), style), (row.title.to_owned(), plain)], below.collect())
        });
        let cells: Vec<_> = cells.collect();
        table::rows(&mut ui.out, &heading, dim, &cells)?;
    }
    let count = |state| rows.iter().filter(|it| it.state == state).count();
    let (passed, failed, unseen) =
        (count(State::Pass), count(State::Fail), count(State::NotObservable));
    let style = if failed > 0 { styles.error } else { styles.good };
    writeln!(
        ui.out,
        "\n{style}{failed} failed, {passed} passed{style:#}, {unseen} cannot be seen from outside"
    )?;
    Ok(())
}
