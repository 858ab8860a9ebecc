//! `bloqr --version --verbose`: what a bug report needs.

use std::{
    env::{self, consts},
    ffi::OsString,
    path::{MAIN_SEPARATOR, Path},
};

use super::{Error, Ui, validate, workerd};

/// Whether arguments that ask for the version ask for all of this.
pub(super) fn is_for_report(args: &[OsString]) -> bool {
    args.iter().any(|it| it == "--verbose")
}

/// Prints it. Paths in the home directory start with `~`, and of variables only the names are shown.
pub(super) fn report(ui: &mut Ui) -> Result<(), Error> {
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let mut environment: Vec<String> = env::vars_os()
        .filter_map(|it| it.0.into_string().ok())
        .filter(|it| it.starts_with("BLOQR_") || it.starts_with("CODEGEN_"))
        .collect();
    environment.sort_unstable();
    let or_none =
        |items: Vec<String>| if items.is_empty() { "none".to_owned() } else { items.join(", ") };
    let configuration = match validate::config_files() {
        Ok(files) => or_none(files.iter().map(|it| shown(it)).collect()),
        Err(error) => format!("cannot be read: {}", without_home(&error.to_string())),
    };
    let rows = [
        ("commit", option_env!("BLOQR_COMMIT").unwrap_or("unknown").to_owned()),
        ("platform", platform()),
        ("build", build.to_owned()),
        ("workerd", workerd()),
        ("configuration", configuration),
        ("variables", or_none(environment)),
    ];
    writeln!(ui.out, "bloqr {}", env!("CARGO_PKG_VERSION"))?;
    for (name, value) in rows {
        writeln!(ui.out, "{name:<14} {value}")?;
    }
    Ok(())
}

/// The machine that the binary is for: `x86_64 linux musl`.
fn platform() -> String {
    let libc = if cfg!(target_env = "musl") {
        " musl"
    } else if cfg!(target_env = "gnu") {
        " gnu"
    } else if cfg!(target_env = "msvc") {
        " msvc"
    } else {
        ""
    };
    format!("{} {}{libc}", consts::ARCH, consts::OS)
}

fn workerd() -> String {
    let named = match workerd::named() {
        Ok(named) => named,
        Err(error) => return without_home(&error.to_string()),
    };
    let here = env::current_dir().unwrap_or_default();
    let found = named.or_else(|| workerd::packaged(&here)).or_else(workerd::on_path);
    found.map_or_else(|| "not found".to_owned(), |it| shown(&it))
}

fn shown(path: &Path) -> String {
    without_home(&path.display().to_string())
}

/// A text with `~` for the home directory, which often has the name of the user.
fn without_home(text: &str) -> String {
    let home = env::home_dir().unwrap_or_default().display().to_string();
    let home = home.trim_end_matches(MAIN_SEPARATOR);
    if home.is_empty() {
        return text.to_owned();
    }
    text.replace(&format!("{home}{MAIN_SEPARATOR}"), &format!("~{MAIN_SEPARATOR}"))
}
