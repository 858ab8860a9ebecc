//! The worker's files as modules, with the names that other files import.

use std::{fs, path::Path};

use ignore::WalkBuilder;

use super::config::{Content, Module};
use crate::{cli::Error, wrangler::Worker};

/// What isolates run.
pub(super) const ISOLATE: &str = "dynamic-workers/isolate.js";

/// Says whether sources of private networks are fetched.
pub(super) const PRIVATE: &str = "sources/private.ts";

/// All TypeScript files in the worker's folder, what isolates run as text, and the core, which is
/// copied next to the configuration. The `replaced` modules, by name, have another text.
pub(super) fn collect(
    home: &Path,
    worker: &Worker,
    replaced: &[(&str, &str)],
    beside: &Path,
) -> Result<Vec<Module>, Error> {
    let main = worker.main.as_deref().unwrap_or_default();
    if !home.join(main).is_file() || !home.join(ISOLATE).is_file() {
        let home = home.display();
        return Err(Error::new(format!("{home} does not contain the backend's worker"))
            .hint("give its configuration: --config worker/wrangler.toml"));
    }
    let text = |name: &str, path: &Path| match replaced.iter().find(|it| it.0 == name) {
        Some((_, text)) => Ok((*text).to_owned()),
        None => read(path),
    };
    let assets = worker.assets.as_ref().map(|it| home.join(it));
    let mut modules = Vec::new();
    for file in WalkBuilder::new(home)
        .standard_filters(false)
        .hidden(true)
        .filter_entry(move |it| {
            it.file_name() != "node_modules" && assets.as_deref() != Some(it.path())
        })
        .build()
    {
        let file = file.map_err(|err| Error::new("cannot read the worker").caused_by(err))?;
        let name = file.path().strip_prefix(home).unwrap_or(file.path()).to_string_lossy();
        if name.ends_with(".ts") && !name.ends_with(".d.ts") {
            let content = Content::Code(text(&name, file.path())?);
            modules.push(Module { content, name: name.into() });
        } else if name.ends_with(".js") {
            // With `?text` a file is imported as text: wrangler.toml has the rule.
            let code = text(&name, file.path())?;
            // The worker itself runs them, too, but for this one, of which `--fault` makes no module.
            if name != ISOLATE {
                let content = Content::Code(code.clone());
                modules.push(Module { content, name: name.clone().into() });
            }
            modules.push(Module { name: format!("{name}?text"), content: Content::Text(code) });
        }
    }
    // The first one is the worker's entry.
    modules.sort_by_key(|it| (it.name != main, it.name.clone()));
    let wasm = home.join("core.wasm");
    fs::copy(&wasm, beside.join("core.wasm")).map_err(|err| {
        let build = home.join("build-wasm.sh");
        Error::read(&wasm, err).hint(format!("run {} to build it", build.display()))
    })?;
    modules.push(Module { name: "core.wasm".to_owned(), content: Content::Wasm("core.wasm") });
    Ok(modules)
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|err| Error::read(path, err))
}
