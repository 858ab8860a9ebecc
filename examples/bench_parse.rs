use bloqr::{source::lines, syntax::{Options, parse}};
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut best = f64::MAX;
    for _ in 0..30 {
        let t = Instant::now();
        let mut n = 0usize;
        for line in lines(&text) { let r = parse(line.text, &Options::default()); n += r.rule_type() as usize; std::hint::black_box(&r); }
        std::hint::black_box(n);
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("{:.2} ms", best * 1e3);
}
