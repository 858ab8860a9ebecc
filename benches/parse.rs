//! The parser alone, in process: one rule at a time, each dropped at once, warm, on one core.
//!
//! `BLOQR_BENCH_LIST` names the list; without it, the lists beside the repository are read, or
//! those in it. Prints one line of JSON, in seconds a pass; `compare.sh` sets it beside its peers.

use std::{
    env, fs,
    hint::black_box,
    io::{self, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use bloqr::{
    source,
    syntax::{self, Options},
};
use cpu_time::ProcessTime;

const WARM: usize = 3;
const PASSES: usize = 15;

fn main() -> io::Result<()> {
    let files = files();
    let text = files.iter().map(fs::read_to_string).collect::<io::Result<String>>()?;
    let mut count = 0;
    let mut cpu = Vec::new();
    let mut wall = Vec::new();
    for pass in 0..WARM + PASSES {
        let (cpu_start, wall_start) = (ProcessTime::now(), Instant::now());
        count = parse(&text);
        if pass >= WARM {
            cpu.push(cpu_start.elapsed().as_secs_f64());
            wall.push(wall_start.elapsed().as_secs_f64());
        }
    }
    let line = serde_json::json!({
        "name": "bloqr parse",
        "files": files,
        "bytes": text.len(),
        "count": count,
        "cpu": median(cpu),
        "wall": median(wall),
        "passes": PASSES,
    });
    writeln!(io::stdout(), "{line}")
}

fn parse(text: &str) -> usize {
    let mut count = 0;
    for line in source::lines(text) {
        black_box(syntax::parse(line.text, &Options::LIST));
        count += 1;
    }
    count
}

fn files() -> Vec<PathBuf> {
    if let Some(file) = env::var_os("BLOQR_BENCH_LIST") {
        return vec![file.into()];
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared/lists", "tests/corpus", "examples"]
        .iter()
        .map(|folder| lists(&root.join(folder)))
        .find(|files| !files.is_empty())
        .unwrap_or_default()
}

fn lists(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .collect();
    files.sort();
    files
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
