//! Threads for the work that `bloqr_compile` divides into pieces.

use std::{
    num::NonZero,
    sync::{Mutex, PoisonError},
    thread,
};

use crate::compile::Workers;

/// Uses as many threads as there are cores.
pub(super) struct Threads;

impl Workers for Threads {
    fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
        map(threads, items, work)
    }
}

/// Returns the results of `work`, in the order of the items, from this number of threads.
pub(super) fn map<T: Send, R: Send>(
    threads: usize,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let count = items.len();
    let next = Mutex::new(items.into_iter().enumerate());
    let run = || {
        let mut done = Vec::new();
        loop {
            let item = next.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((index, item)) = item else { return done };
            done.push((index, work(item)));
        }
    };
    let mut results: Vec<Option<R>> = (0..count).map(|_| None).collect();
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done.into_iter().for_each(|(index, result)| results[index] = Some(result));
    });
    results.into_iter().flatten().collect()
}
