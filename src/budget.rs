//! How much work a file from anywhere may make, with everything in it: bytes that are unpacked, and steps of looking at them. A file of a
//! few kilobytes may hold gigabytes; what is beyond the budget is not looked at, and said to be so. The budget grows with the file, because
//! honest files unpack to about ten times their size, and ends nowhere near for them. It stands apart because the readers of packages
//! (`office`) and the readers of everything else in attachments (`load::inspection`) draw on one and the same.

use std::cell::{Cell, RefCell};

/// Bytes of one part that are read.
pub const LARGEST_PART: u64 = 32 << 20;
/// Bytes of all parts together: what any file may unpack, for each of its bytes as much more, and what none goes beyond.
const LEAST_BYTES: u64 = 64 << 20;
const BYTES_PER_BYTE: u64 = 32;
const MOST_BYTES: u64 = 128 << 20;
/// Steps that any file may take, and for each of its bytes as many more. A step is about the work on one byte of text.
const LEAST_STEPS: u64 = 8 << 20;
const STEPS_PER_BYTE: u64 = 64;

/// Steps for a string, a cell, a row: what it takes to keep it.
pub const KEPT: u64 = 64;
/// Steps for an element or an operator that goes by.
pub const PASSED: u64 = 4;

/// What is left of the work on one file and everything in it. It is shared by reference between all who work on the file.
#[derive(Debug)]
pub struct Budget {
    bytes: Cell<u64>,
    steps: Cell<u64>,
    /// What is looked at now, in the words of whoever reads the file.
    at: RefCell<String>,
    /// What was looked at when something was left out first.
    cut: RefCell<Option<String>>,
}

impl Budget {
    /// The budget of a file of so many bytes.
    pub fn of_file(size: usize) -> Budget {
        let size = size as u64;
        let bytes = LEAST_BYTES.saturating_add(size.saturating_mul(BYTES_PER_BYTE)).min(MOST_BYTES);
        Budget::of(bytes, LEAST_STEPS.saturating_add(size.saturating_mul(STEPS_PER_BYTE)))
    }

    /// A budget of so many bytes to unpack and so many steps.
    pub fn of(bytes: u64, steps: u64) -> Budget {
        Budget { bytes: Cell::new(bytes), steps: Cell::new(steps), at: RefCell::default(), cut: RefCell::default() }
    }

    /// Says what is looked at from now on; `part` is what [`Budget::take_cut`] gives back if the budget ends there.
    pub fn enter(&self, part: &str) {
        part.clone_into(&mut self.at.borrow_mut());
    }

    /// Takes steps; `false` where there are not so many left, and from then on.
    pub fn spend(&self, steps: u64) -> bool {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        if left.is_none() {
            self.leave_out();
        }
        left.is_some()
    }

    /// Bytes that may be unpacked next.
    pub fn allowance(&self) -> u64 {
        LARGEST_PART.min(self.bytes.get())
    }

    /// Counts bytes that were unpacked of the `allowance` that there was.
    pub fn unpacked(&self, bytes: usize, allowance: u64) {
        let bytes = bytes as u64;
        self.bytes.set(self.bytes.get().saturating_sub(bytes));
        if bytes >= allowance {
            self.leave_out();
        }
    }

    /// Notes that something of what is looked at is left out.
    pub fn leave_out(&self) {
        self.cut.borrow_mut().get_or_insert_with(|| self.at.borrow().clone());
    }

    /// Whether nothing more can be looked at.
    pub fn is_spent(&self) -> bool {
        self.steps.get() == 0 || self.bytes.get() == 0
    }

    /// What was left out first since this was asked before; an empty text where nobody said what was looked at.
    pub fn take_cut(&self) -> Option<String> {
        self.cut.borrow_mut().take()
    }

    /// Steps that are left.
    #[cfg(test)]
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_told_once_and_by_its_place() {
        let budget = Budget::of(100, 10);
        budget.enter("甲");
        assert!(budget.spend(10) && budget.take_cut().is_none());
        budget.enter("乙");
        assert!(!budget.spend(1));
        budget.enter("丙");
        assert!(!budget.spend(1) && budget.is_spent());
        assert_eq!(budget.take_cut().as_deref(), Some("乙"));
        assert_eq!(budget.take_cut(), None);
    }
}
