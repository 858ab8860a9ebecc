//! `adblock-rust-bench FILE WARM PASSES`: Brave's `parse_filters` on a whole list. Prints one line
//! of JSON, in seconds a pass, as the other benches do.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use adblock::lists::{ParseOptions, parse_filters};
use cpu_time::ProcessTime;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().collect();
    let [_, file, warm, passes] = args.as_slice() else {
        return Err("usage: adblock-rust-bench FILE WARM PASSES".into());
    };
    let (warm, passes) = (warm.parse::<usize>()?, passes.parse::<usize>()?);
    let text = fs::read_to_string(file)?;
    let mut count = 0;
    let mut cpu = Vec::new();
    let mut wall = Vec::new();
    for pass in 0..warm + passes {
        let (cpu_start, wall_start) = (ProcessTime::now(), Instant::now());
        let (network, cosmetic) = parse_filters(text.lines(), false, ParseOptions::default());
        count = network.len() + cosmetic.len();
        // Freeing what was made belongs to the work.
        drop(black_box((network, cosmetic)));
        if pass >= warm {
            cpu.push(cpu_start.elapsed().as_secs_f64());
            wall.push(wall_start.elapsed().as_secs_f64());
        }
    }
    let line = serde_json::json!({
        "name": "adblock-rust parse_filters",
        "count": count,
        "cpu": median(cpu),
        "wall": median(wall),
        "passes": passes,
    });
    println!("{line}");
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
