//! How a local backend ends: workerd is asked to, and killed when it does not, because it waits for
//! every open socket.

use std::time::Duration;

/// How long workerd may take to end by itself.
const GRACE: Duration = Duration::from_secs(1);

#[cfg(unix)]
pub(super) use self::unix::Ending;

#[cfg(unix)]
mod unix {
    use std::{
        io,
        process::Child,
        sync::{
            Arc, Mutex, PoisonError,
            mpsc::{self, RecvTimeoutError, Sender},
        },
        thread,
    };

    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
        low_level::emulate_default_handler,
    };

    use super::GRACE;

    /// Waits for a signal that ends this program, and passes it on to workerd.
    pub(in super::super) struct Ending {
        /// The signal that came.
        signal: Arc<Mutex<Option<i32>>>,
        /// Is dropped when workerd has ended.
        ended: Sender<()>,
    }

    impl Ending {
        pub(in super::super) fn of(child: &Child) -> io::Result<Ending> {
            let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
            let signal = Arc::new(Mutex::new(None));
            let (ended, has_ended) = mpsc::channel();
            let pid = Pid::from_child(child);
            let came = Arc::clone(&signal);
            thread::spawn(move || {
                let Some(first) = signals.forever().next() else { return };
                *came.lock().unwrap_or_else(PoisonError::into_inner) = Some(first);
                // Errors mean that it has ended.
                _ = kill_process(pid, Signal::TERM);
                if has_ended.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
                    _ = kill_process(pid, Signal::KILL);
                }
            });
            Ok(Ending { signal, ended })
        }

        /// Workerd has ended, and everything is cleaned up: ends this program as the signal does that came.
        pub(in super::super) fn finish(self) {
            drop(self.ended);
            let signal = *self.signal.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(signal) = signal {
                _ = emulate_default_handler(signal);
            }
        }
    }
}

/// There is no workerd on these systems.
#[cfg(not(unix))]
pub(super) struct Ending;

#[cfg(not(unix))]
impl Ending {
    pub(super) fn of(_: &std::process::Child) -> std::io::Result<Ending> {
        _ = GRACE;
        Ok(Ending)
    }

    pub(super) fn finish(self) {}
}
