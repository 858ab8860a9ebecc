//! Makes threads wait while a backend answers 429 or 503. Only one thread sends requests until the
//! backend has answered one, and again after each 429 or 503.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::cli::client::{self, HeldBack, PATIENCE, TRIES};

pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
    /// No thread waits longer than this.
    deadline: Option<Instant>,
}

struct State {
    way: Way,
    /// How often in a row the backend answered 429 or 503.
    times: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Open for all threads.
    Open,
    /// Open for one thread, from this time on.
    Held(Instant),
    /// One thread is sending a request.
    Tried,
    /// Closed for all threads.
    Shut,
}

/// A permit to send a request. Says whether this is the only thread that sends.
pub(super) struct Pass {
    is_trial: bool,
}

impl Gate {
    pub(super) fn new(deadline: Option<Instant>) -> Gate {
        let state = State { way: Way::Held(Instant::now()), times: 0 };
        Gate { state: Mutex::new(state), changed: Condvar::new(), deadline }
    }

    /// Waits until a request may be sent. `None` when no more requests may be sent.
    pub(super) fn enter(&self) -> Option<Pass> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            if self.deadline.is_some_and(|it| now >= it) {
                return None;
            }
            state = match state.way {
                Way::Open => return Some(Pass { is_trial: false }),
                Way::Shut => return None,
                Way::Held(opens) if opens <= now => {
                    state.way = Way::Tried;
                    return Some(Pass { is_trial: true });
                }
                Way::Held(opens) => self.wait(state, opens - now),
                Way::Tried => self.wait(state, Duration::from_secs(1)),
            };
        }
    }

    /// Reports the result of the request.
    pub(super) fn leave(&self, pass: Pass, held_back: Option<HeldBack>) {
        let mut state = self.lock();
        match held_back {
            None if pass.is_trial => (state.way, state.times) = (Way::Open, 0),
            None => (),
            // Requests that were already sent when the first 429 came count only once.
            Some(_) if !pass.is_trial && state.way != Way::Open => (),
            Some(held_back) => {
                state.times += 1;
                let wait = held_back.wait(state.times);
                let now = Instant::now();
                let latest = self.deadline.unwrap_or(now + PATIENCE);
                let opens = now.checked_add(wait + client::jitter(Duration::from_millis(50)));
                let opens = opens.filter(|it| *it <= latest && state.times <= TRIES);
                state.way = opens.map_or(Way::Shut, Way::Held);
            }
        }
        drop(state);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, time: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner).0
    }
}
