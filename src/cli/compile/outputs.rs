//! The outputs of a compilation, and their formats.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Args, settings::Settings};
use crate::{
    cli::{
        Error, Ui,
        atomic::{self, FileId, NewFile, cannot_write},
    },
    compile::{Compiled, Format, FormatReport},
};

/// An output.
pub(super) struct Output {
    /// The output as the user wrote it.
    pub(super) name: String,
    /// `None` for stdout.
    path: Option<PathBuf>,
    pub(super) format: Format,
}

pub(super) struct Done {
    pub(super) report: FormatReport,
    /// Whether the existing file is different.
    pub(super) differs: bool,
}

pub(super) fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.map(Format::name);
    PossibleValuesParser::new(names).try_map(|it| it.parse::<Format>().map_err(|_| "no format"))
}

/// The outputs that the arguments name; stdout if there are none.
pub(super) fn of(args: &Args) -> Result<Vec<Output>, Error> {
    let mut outputs = Vec::new();
    for text in &args.outputs {
        let named = text
            .split_once('=')
            .and_then(|(format, path)| format.parse::<Format>().ok().map(|format| (format, path)));
        if named.is_none()
            && let Some((format, path)) = text.split_once('=')
            && format.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        {
            let known = Format::ALL.map(Format::name).join(", ");
            return Err(Error::new(format!("--output {text}: there is no format `{format}`"))
                .hint(format!(
                    "it is one of {known}; for a file of that name write ./{format}={path}"
                )));
        }
        let (format, path) = named.unwrap_or((args.format, text));
        if path.is_empty() {
            return Err(Error::new(format!("--output {text} does not name a file"))
                .hint("write it as hosts=hosts.txt"));
        }
        let path = (path != "-").then(|| PathBuf::from(path));
        let name = path.as_ref().map_or("<stdout>".to_owned(), |it| it.display().to_string());
        outputs.push(Output { name, path, format });
    }
    if outputs.is_empty() {
        outputs.push(Output { name: "<stdout>".to_owned(), path: None, format: args.format });
    }
    Ok(outputs)
}

/// Refuses what cannot be written, before anything is read.
pub(super) fn try_places(outputs: &[Output], args: &Args) -> Result<(), Error> {
    let paths = outputs.iter().filter_map(|it| it.path.as_deref());
    paths.chain(args.report.as_deref()).try_for_each(NewFile::check)
}

/// Refuses to write over what is read, and to write two lists to one place.
pub(super) fn refuse_inputs(
    outputs: &[Output],
    args: &Args,
    settings: &Settings,
    files: &[PathBuf],
) -> Result<(), Error> {
    let mut seen: Vec<PathBuf> = Vec::new();
    let lists = outputs.iter().map(|it| ("--output", it.path.as_deref(), it.name.as_str()));
    let report = args.report.as_deref().map(|it| ("--report", Some(it), ""));
    for (option, path, name) in lists.chain(report) {
        let place = atomic::place_of(path.unwrap_or(Path::new("/dev/stdout")));
        if seen.contains(&place) {
            let name = path.map_or(name.to_owned(), |it| it.display().to_string());
            return Err(Error::new(format!("{name} would be written twice"))
                .hint("name another file for one of the outputs"));
        }
        seen.push(place);
        let Some(path) = path else { continue };
        let Some(id) = FileId::of(path) else { continue };
        let is_same = |it: &&Path| FileId::of(it).as_ref() == Some(&id);
        let configuration = settings.file.as_deref();
        let mut inputs = files.iter().map(PathBuf::as_path).chain(configuration);
        if let Some(input) = inputs.find(is_same) {
            let (path, input) = (path.display(), input.display());
            return Err(Error::new(format!(
                "{option} {path} would replace {input}, which is read"
            ))
            .hint(format!("name another file for {option}")));
        }
    }
    Ok(())
}

impl Output {
    pub(super) fn write(&self, list: &Compiled, ui: &mut Ui) -> Result<Done, Error> {
        let report = match &self.path {
            None => {
                let mut out = BufWriter::with_capacity(1 << 16, ui.list_out());
                let report = list.write_as(self.format, |it| out.write_all(it.as_bytes()))?;
                out.flush()?;
                report
            }
            Some(path) => {
                let mut out = BufWriter::with_capacity(1 << 16, NewFile::create(path)?);
                let report = list.write_as(self.format, |it| out.write_all(it.as_bytes()));
                let report = report.map_err(|err| cannot_write(path, err))?;
                let file = out.into_inner().map_err(|err| cannot_write(path, err.into_error()))?;
                file.finish()?;
                report
            }
        };
        Ok(Done { report, differs: false })
    }

    /// Writes a list that is already a text.
    pub(super) fn write_text(&self, text: &str, ui: &mut Ui) -> Result<(), Error> {
        match &self.path {
            None => {
                let out = ui.list_out();
                out.write_all(text.as_bytes())?;
                out.flush()?;
            }
            Some(path) => {
                let mut file = NewFile::create(path)?;
                file.write_all(text.as_bytes()).map_err(|err| cannot_write(path, err))?;
                file.finish()?;
            }
        }
        Ok(())
    }

    /// Compares with the existing file, except for the lines of the header that change each time.
    pub(super) fn check(&self, list: &Compiled, ui: &mut Ui) -> Result<Done, Error> {
        let Some(path) = &self.path else {
            return Err(
                Error::new("--check needs files to compare with").hint("name them with --output")
            );
        };
        let mut new = String::new();
        let report = list.write_as(self.format, |it| {
            new.push_str(it);
            Ok::<(), Error>(())
        })?;
        let old = match fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(err) if err.kind() == io::ErrorKind::NotFound => String::new(),
            Err(err) => return Err(Error::read(path, err)),
        };
        let differs = !lasting(&old).eq(lasting(&new));
        if differs {
            ui.note(&format!("{} is out of date", path.display()));
        }
        Ok(Done { report, differs })
    }
}

/// The lines of a list, without the time and the tool.
fn lasting(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|line| {
        let text = line.trim_start_matches(['!', '#', ';']);
        text.len() == line.len()
            || !text.starts_with(" Last modified: ") && !text.starts_with(" Compiled by ")
    })
}
