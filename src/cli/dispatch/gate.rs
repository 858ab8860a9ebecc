//! Holds threads back while a backend does not want to be asked. Until it has answered one request,
//! and again after it held one back, one thread asks alone.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::cli::client::{self, HeldBack, PATIENCE, TRIES};

pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
    /// Nobody waits for longer than until then.
    deadline: Option<Instant>,
}

struct State {
    way: Way,
    /// How often in a row the backend held back.
    times: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// For everybody.
    Open,
    /// For one, from then on.
    Held(Instant),
    /// One is asking.
    Tried,
    /// For nobody any more.
    Shut,
}

/// That a thread may ask, and whether it is the one that asks alone.
pub(super) struct Pass {
    is_trial: bool,
}

impl Gate {
    pub(super) fn new(deadline: Option<Instant>) -> Gate {
        let state = State { way: Way::Held(Instant::now()), times: 0 };
        Gate { state: Mutex::new(state), changed: Condvar::new(), deadline }
    }

    /// Waits until it may be asked; nothing when it is not to be asked any more.
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

    /// Says what came of it.
    pub(super) fn leave(&self, pass: Pass, held_back: Option<HeldBack>) {
        let mut state = self.lock();
        match held_back {
            None if pass.is_trial => (state.way, state.times) = (Way::Open, 0),
            None => (),
            // One of many that were on their way when the first was held back: counted once.
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
