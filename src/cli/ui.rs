use std::{
    collections::BTreeMap,
    env,
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::builder::styling::{AnsiColor, Style};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{
    Error,
    error::Results,
    safe::{Safe, Sink},
};
use crate::report::visible_lines;

/// When to colour: `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// The two streams and their properties. Only this code writes to them, through `Safe`.
///
/// Results go to `out`, everything else to `err`.
pub struct Ui {
    pub(super) out: Box<dyn Sink>,
    err: Box<dyn Sink>,
    out_is_terminal: bool,
    err_is_terminal: bool,
    out_colors: bool,
    err_colors: bool,
}

impl Ui {
    pub fn stdio() -> Ui {
        let out_is_terminal = io::stdout().is_terminal();
        let err_is_terminal = io::stderr().is_terminal();
        let out = BufWriter::with_capacity(1 << 16, Results(stdout(out_is_terminal)));
        let mut ui = Ui {
            out: Box::new(Safe::new(out)),
            err: Box::new(Safe::new(io::stderr())),
            out_is_terminal,
            err_is_terminal,
            out_colors: false,
            err_colors: false,
        };
        let wanted = colors_wanted();
        ui.color(out_is_terminal && wanted, err_is_terminal && wanted);
        ui
    }

    pub(super) fn set_colors(&mut self, choice: ColorChoice) {
        match choice {
            ColorChoice::Auto => (),
            ColorChoice::Always => self.color(true, true),
            ColorChoice::Never => self.color(false, false),
        }
    }

    fn color(&mut self, out: bool, err: bool) {
        (self.out_colors, self.err_colors) = (out, err);
        self.out.allow_colors(out);
        self.err.allow_colors(err);
    }

    /// The output for a list: on a terminal, control characters are escaped, including those of
    /// colours; a program gets every byte.
    pub(super) fn list_out(&mut self) -> &mut dyn Write {
        if !self.out_is_terminal() {
            return self.out.for_json();
        }
        self.out.allow_colors(false);
        &mut self.out
    }

    /// Whether the results go to a terminal, so that they can be shortened and drawn.
    pub(super) fn out_is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// Whether names on `out` can be links: on a terminal that is known to show them as such.
    pub(super) fn out_has_links(&self) -> bool {
        self.out_is_terminal && self.out_colors && has_links(|it| env::var(it).ok())
    }

    /// Clears the terminal that the results go to.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if self.out_is_terminal {
            // The screen only: what was scrolled away before belongs to the user.
            self.out.for_json().write_all(b"\x1b[H\x1b[2J")?;
        }
        Ok(())
    }

    /// The colours for `out`.
    pub(super) fn styles(&self) -> Styles {
        Styles::new(self.out_colors)
    }

    /// A progress bar of `len` bytes on stderr, for long work. It is not drawn when stderr is not a
    /// terminal, or when the results go to the terminal too.
    pub(super) fn progress(&self, len: Option<u64>) -> Progress {
        let wanted = self.err_is_terminal && !self.out_is_terminal;
        Progress::new(len.filter(|_| wanted), "{bar:30} {bytes} of {total_bytes}, {eta} left")
    }

    /// The same, but also drawn when the results go to the terminal. Print them with
    /// [`Progress::aside`].
    pub(super) fn progress_beside_output(&self, len: u64) -> Progress {
        let len = Some(len).filter(|_| self.err_is_terminal);
        Progress::new(len, "{bar:30} {bytes} of {total_bytes}, {eta} left")
    }

    /// A progress bar that counts to `len` on stderr, for work that prints only at its end.
    pub(super) fn counter(&self, len: u64) -> Progress {
        let len = Some(len).filter(|_| self.err_is_terminal);
        Progress::new(len, "{bar:30} {pos} of {len}, {eta} left")
    }

    /// Bars for work that is done at the same time, on stderr. Nothing is drawn when stderr is not a
    /// terminal.
    pub(super) fn bars(&self) -> Bars {
        Bars::new(self.err_is_terminal)
    }

    /// On a terminal, ends a line that a list leaves open, so that nothing else is written behind it.
    pub(super) fn end_line(&mut self) -> io::Result<()> {
        if !self.out_is_terminal {
            return Ok(());
        }
        if self.out.is_in_line() {
            self.out.write_all(b"\n")?;
        }
        self.out.flush()
    }

    /// Where everything goes that is no result.
    fn err(&mut self) -> &mut dyn Write {
        if self.err_is_terminal {
            // A terminal that is gone is found when the results are written.
            _ = self.end_line();
        }
        &mut self.err
    }

    pub(super) fn error(&mut self, error: &Error) {
        let styles = Styles::new(self.err_colors);
        let (red, dim) = (styles.error, styles.dim);
        // If stderr cannot be written, the exit code still reports the error.
        _ = writeln!(self.err(), "{red}error{red:#}: {}", visible_lines(&error.to_string()));
        if let Some(hint) = &error.hint {
            _ = writeln!(self.err, "  {dim}try{dim:#}: {}", visible_lines(hint));
        }
    }

    /// Prints one line that is neither a result nor a failure.
    pub(super) fn note(&mut self, text: &str) {
        let dim = Styles::new(self.err_colors).dim;
        _ = writeln!(self.err(), "{dim}{}{dim:#}", visible_lines(text));
    }

    pub(super) fn warning(&mut self, text: &str) {
        let yellow = Styles::new(self.err_colors).warning;
        _ = writeln!(self.err(), "{yellow}warning{yellow:#}: {}", visible_lines(text));
    }

    pub(super) fn usage(&mut self, error: &clap::Error) -> ExitCode {
        let (stream, colors) = if error.use_stderr() {
            (&mut self.err, self.err_colors)
        } else {
            (&mut self.out, self.out_colors)
        };
        let text = error.render();
        _ = if colors { write!(stream, "{}", text.ansi()) } else { write!(stream, "{text}") };
        _ = stream.flush();
        ExitCode::from(error.exit_code() as u8)
    }
}

/// `io::Stdout` searches all output for newlines. Without a terminal, that only costs time.
fn stdout(is_terminal: bool) -> Box<dyn Write + Send> {
    #[cfg(unix)]
    let file = {
        use std::os::fd::AsFd;
        io::stdout().as_fd().try_clone_to_owned().map(File::from)
    };
    #[cfg(windows)]
    let file = {
        use std::os::windows::io::AsHandle;
        io::stdout().as_handle().try_clone_to_owned().map(File::from)
    };
    match file {
        Ok(file) if !is_terminal => Box::new(file),
        _ => Box::new(io::stdout()),
    }
}

/// A progress bar. It is cleared when it is dropped.
pub(super) struct Progress {
    /// The total, in bytes or in counted things. Without it, nothing is drawn.
    len: Option<u64>,
    template: &'static str,
    since: Instant,
    done: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Work that takes less time than this shows no bar.
    const PATIENCE: Duration = Duration::from_millis(500);

    fn new(len: Option<u64>, template: &'static str) -> Progress {
        Progress { len, template, since: Instant::now(), done: 0, bar: None }
    }

    /// For work that is not shown.
    pub(super) fn none() -> Progress {
        Progress::new(None, "")
    }

    /// Hides the bar while `print` runs, which must print whole lines.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    pub(super) fn advance(&mut self, more: u64) {
        self.done += more;
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        } else if self.since.elapsed() > Progress::PATIENCE {
            self.bar = self.len.take().map(|len| {
                let style = ProgressStyle::with_template(self.template);
                let target = ProgressDrawTarget::stderr_with_hz(10);
                ProgressBar::with_draw_target(Some(len), target)
                    .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            });
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Work that is done at the same time, a bar each. All are cleared at the end.
pub(super) struct Bars {
    bars: MultiProgress,
    all: BTreeMap<usize, Bar>,
    last_drawn: Instant,
}

struct Bar {
    name: String,
    since: Instant,
    /// Bytes that are there, and how many there will be, if that is known.
    bytes: (u64, Option<u64>),
    drawn: Option<ProgressBar>,
}

impl Bar {
    fn show(&self, drawn: &ProgressBar) {
        let (done, len) = self.bytes;
        let template = match len {
            Some(_) => "{bar:20} {bytes:>10} of {total_bytes:<10} {wide_msg}",
            None => "{spinner:<20} {bytes:>10} {elapsed:>13} {wide_msg}",
        };
        // With the style first: each of these draws.
        if let Ok(style) = ProgressStyle::with_template(template) {
            drawn.set_style(style);
        }
        if let Some(len) = len {
            drawn.set_length(len.max(done));
        }
        drawn.set_position(done);
    }
}

impl Bars {
    /// How often bars are drawn, so how often at least [`Bars::draw`] should be called.
    pub(super) const PACE: Duration = Duration::from_millis(100);

    fn new(wanted: bool) -> Bars {
        let target = if wanted {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        Bars {
            bars: MultiProgress::with_draw_target(target),
            all: BTreeMap::new(),
            last_drawn: Instant::now(),
        }
    }

    pub(super) fn start(&mut self, index: usize, name: &str) {
        let name = visible_lines(name).into_owned();
        let bar = Bar { name, since: Instant::now(), bytes: (0, None), drawn: None };
        self.all.insert(index, bar);
    }

    /// So many bytes of the work are done, of so many.
    pub(super) fn set(&mut self, index: usize, done: u64, len: Option<u64>) {
        if let Some(bar) = self.all.get_mut(&index) {
            bar.bytes = (done, len);
        }
    }

    pub(super) fn finish(&mut self, index: usize) {
        if let Some(bar) = self.all.remove(&index).and_then(|it| it.drawn) {
            bar.finish_and_clear();
            self.bars.remove(&bar);
        }
    }

    /// Draws a bar for what takes long.
    pub(super) fn draw(&mut self) {
        if self.bars.is_hidden() || self.last_drawn.elapsed() < Bars::PACE {
            return;
        }
        self.last_drawn = Instant::now();
        for bar in self.all.values_mut() {
            if bar.drawn.is_none() && bar.since.elapsed() > Progress::PATIENCE {
                // It is drawn as soon as it is added, so all must be said before.
                let drawn = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
                    .with_message(bar.name.clone())
                    .with_elapsed(bar.since.elapsed());
                bar.show(&drawn);
                bar.drawn = Some(self.bars.add(drawn));
            }
            if let Some(drawn) = &bar.drawn {
                bar.show(drawn);
                drawn.tick();
            }
        }
    }

    /// Hides the bars while `print` runs, which must print whole lines.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bars.suspend(print)
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        for bar in self.all.values().filter_map(|it| it.drawn.as_ref()) {
            bar.finish_and_clear();
        }
        _ = self.bars.clear();
    }
}

/// <https://no-color.org>: set and not empty means none.
fn colors_wanted() -> bool {
    env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
        && env::var_os("TERM").is_none_or(|it| it != "dumb")
}

/// Whether a terminal with these variables shows links (OSC 8). Most terminals do; some print the
/// address instead, so only those count that are known.
fn has_links(variable: impl Fn(&str) -> Option<String>) -> bool {
    const PROGRAMS: [&str; 7] =
        ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "WarpTerminal"];
    const TERMINALS: [&str; 6] = ["kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"];
    let is = |name: &str, known: &[&str]| {
        variable(name).is_some_and(|it| known.iter().any(|known| it.contains(known)))
    };
    let vte = variable("VTE_VERSION").and_then(|it| it.parse::<u32>().ok());
    is("TERM_PROGRAM", &PROGRAMS)
        || is("TERM", &TERMINALS)
        || vte.is_some_and(|it| it >= 5000)
        || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].iter().any(|it| variable(it).is_some())
}

/// The colours, by meaning. Without colours every style is empty and prints nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Styles {
    pub(super) error: Style,
    pub(super) warning: Style,
    pub(super) good: Style,
    pub(super) name: Style,
    pub(super) literal: Style,
    pub(super) dim: Style,
    pub(super) bold: Style,
}

impl Styles {
    fn new(colors: bool) -> Styles {
        if !colors {
            return Styles::default();
        }
        Styles {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            good: AnsiColor::Green.on_default(),
            name: AnsiColor::Cyan.on_default(),
            literal: AnsiColor::Green.on_default(),
            dim: Style::new().dimmed(),
            bold: Style::new().bold(),
        }
    }
}
