//! Faults of one file while it is read. Apart, because a file may have a hundred thousand of them, and each is to be compared with
//! a few alone.

use crate::model::fault::{Fault, FaultKind};
use crate::model::span::Span;

/// Faults of a file so far.
#[derive(Default)]
pub(super) struct Collected {
    /// In the order in which they were met.
    pub(super) all: Vec<Fault>,
    /// Where the parser stumbled. Few, while keys that nobody knows may be a hundred thousand.
    pub(super) stumbles: Vec<Span>,
}

/// Places where the parser stumbled that are kept in mind; in a file with more of them one slip may be told twice.
const MOST_STUMBLES: usize = 1_000;

impl Collected {
    /// Notes a fault.
    pub(super) fn push(&mut self, fault: Fault) {
        let is_syntax = matches!(fault.kind, FaultKind::MalformedToml { .. } | FaultKind::MalformedDate { .. });
        self.stumbles.extend(fault.span.filter(|_| is_syntax && self.stumbles.len() < MOST_STUMBLES));
        self.all.push(fault);
    }

    /// Whether the value there is one that the parser put in place of what it could not read.
    pub(super) fn is_made_up(&self, span: Span) -> bool {
        self.stumbles.iter().any(|stumble| stumble.start <= span.end && span.start <= stumble.end)
    }
}
