//! The connections that are open. There is room for a fixed number of them, and who says nothing has no right to a place that
//! somebody else asks for: when all are taken, the one that has been silent longest goes.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Connections at one time.
const MOST: usize = 256;

/// The connections that are open, so that a new one can make an idle one give way.
#[derive(Default)]
pub(super) struct Connections(Mutex<Open>);

#[derive(Default)]
struct Open {
    /// Each by its number, with the moment since which it is silent: `None` while it is being answered.
    places: BTreeMap<u64, (Arc<TcpStream>, Option<u64>)>,
    /// Counts connections and silences; it orders them without a clock.
    moment: u64,
}

/// A connection's place, which is free again when this is dropped.
pub(super) struct Place {
    connections: Arc<Connections>,
    number: u64,
}

impl Connections {
    /// A place for the connection; `None` when all others are being answered.
    pub(super) fn admit(self: &Arc<Self>, stream: &Arc<TcpStream>) -> Option<Place> {
        let mut open = self.lock();
        if open.places.len() >= MOST {
            let silent = open.places.iter().filter_map(|(number, (_, since))| Some(((*since)?, *number)));
            let (_, oldest) = silent.min()?;
            if let Some((stream, _)) = open.places.remove(&oldest) {
                // Its thread reads an end, and ends. It may have gone by itself.
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        open.moment += 1;
        let number = open.moment;
        open.places.insert(number, (stream.clone(), Some(number)));
        Some(Place { connections: self.clone(), number })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Every change to the list is whole, so one that a panic left behind is still a list.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// From now on the other side is waited for.
    pub(super) fn is_silent(&self) {
        let mut open = self.connections.lock();
        open.moment += 1;
        let moment = open.moment;
        self.note(&mut open, Some(moment));
    }

    /// A request has arrived and is being answered.
    pub(super) fn is_answered(&self) {
        self.note(&mut self.connections.lock(), None);
    }

    fn note(&self, open: &mut Open, since: Option<u64>) {
        if let Some((_, silent)) = open.places.get_mut(&self.number) {
            *silent = since;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.lock().places.remove(&self.number);
    }
}
