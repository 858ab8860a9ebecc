//! Hears what the desk tells, on a thread of its own, for as long as the command runs.

use std::{
    sync::{Arc, mpsc::SyncSender},
    thread,
    time::Duration,
};

use crate::{
    cli::client::{self, Client, Event},
    dispatch::Fault,
};

pub(super) enum Heard {
    /// The stream is open.
    Connected,
    Event(Event),
    /// The stream is closed, and is opened again soon.
    Lost(Option<Fault>),
    /// The backend does not let us listen, and will not.
    Refused(Fault),
}

/// The first pause before the next try, and the longest one.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

pub(super) fn start(client: Arc<Client>, path: String, sender: SyncSender<Heard>) {
    thread::spawn(move || {
        // It ends when nobody hears it any more.
        _ = listen(&client, &path, &sender);
    });
}

fn listen(client: &Client, path: &str, sender: &SyncSender<Heard>) -> Option<()> {
    let (shortest, longest) = PAUSES;
    let mut pause = shortest;
    let mut last = String::new();
    loop {
        let lost = match client.events(path, &last) {
            Err(fault) if is_final(&fault) => {
                return sender.send(Heard::Refused(fault)).ok();
            }
            Err(fault) => Some(fault),
            Ok(mut events) => {
                sender.send(Heard::Connected).ok()?;
                loop {
                    match events.next() {
                        Ok(Some(event)) => {
                            pause = shortest;
                            last.clone_from(&event.id);
                            sender.send(Heard::Event(event)).ok()?;
                        }
                        Ok(None) => break None,
                        Err(fault) => break Some(fault),
                    }
                }
            }
        };
        sender.send(Heard::Lost(lost)).ok()?;
        thread::sleep(client::jitter(pause));
        pause = (pause * 2).min(longest);
    }
}

/// Whether the next try would get the same answer.
fn is_final(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Unauthenticated { .. }
            | Fault::Forbidden { .. }
            | Fault::NotFound { .. }
            | Fault::Redirect { .. }
            | Fault::Tls { .. }
    )
}
