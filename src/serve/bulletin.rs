//! What is shown now: the last site without errors, and what is wrong with the present one. The session posts, connections read
//! and wait. A reader gets all of a state or nothing of it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::problem::Problems;
use super::published::Published;
use super::site::Site;

/// What a preview has to show at one moment. Cheap to copy: everything large in it is shared.
#[derive(Clone)]
pub struct State {
    /// The last site without errors; `None` as long as there was none.
    pub(super) site: Option<Arc<Site>>,
    /// What the last build wrote: shown while there is no site.
    pub(super) published: Option<Arc<Published>>,
    /// Number of the site; it grows, also from one run to the next.
    pub(super) version: u64,
    /// Pages of this number and later differ from the site's in their style sheets alone.
    pub(super) same_but_for_styles: u64,
    /// What keeps the newest change from being shown; empty where nothing does.
    pub(super) problems: Arc<Problems>,
    /// Number of the problems.
    pub(super) notice: u64,
    /// Warnings and hints about the site.
    pub(super) remarks: Arc<Problems>,
}

/// What pages show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// The newest change.
    Newest,
    /// The last site without errors, for the newest change has some.
    Before,
    /// What the last build wrote, for this run has seen no site without errors yet.
    Published,
    /// A list of what is wrong.
    Nothing,
}

impl State {
    /// The style sheets, where a page of that number differs from the site in them alone.
    pub(super) fn styles_since(&self, version: u64) -> Option<Vec<String>> {
        let is_near = (self.same_but_for_styles..self.version).contains(&version);
        self.site.as_ref().filter(|_| is_near).map(|site| site.style_sheets())
    }

    /// What pages show in this state.
    pub fn shown(&self) -> Shown {
        match (&self.site, &self.published) {
            (Some(_), _) if self.problems.is_empty() => Shown::Newest,
            (Some(_), _) => Shown::Before,
            (None, Some(_)) => Shown::Published,
            (None, None) => Shown::Nothing,
        }
    }
}

/// The state of a preview and whoever waits for the next one. The session alone posts; any number of connections read.
pub struct Bulletin {
    state: Mutex<State>,
    changed: Condvar,
}

impl Bulletin {
    /// `first` is the number of the first site: greater than any of an earlier run, so that pages left open notice.
    pub fn new(first: u64, published: Option<Published>) -> Bulletin {
        let state = State {
            site: None,
            published: published.map(Arc::new),
            version: first,
            same_but_for_styles: first,
            problems: Arc::default(),
            notice: 0,
            remarks: Arc::default(),
        };
        Bulletin { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The state as it is.
    pub fn now(&self) -> State {
        self.lock().clone()
    }

    /// Waits until the site or its problems have other numbers than those seen, or until the time is over.
    pub(super) fn wait(&self, version: u64, notice: u64, longest: Duration) -> State {
        let is_old = |state: &mut State| (state.version, state.notice) == (version, notice);
        match self.changed.wait_timeout_while(self.lock(), longest, is_old) {
            Ok((state, _)) => state.clone(),
            Err(poisoned) => poisoned.into_inner().0.clone(),
        }
    }

    /// Shows a site without errors. Returns the one before, for the caller to drop when nobody waits any more.
    pub(super) fn show(&self, site: Arc<Site>, only_styles: bool, remarks: Problems) -> Option<Arc<Site>> {
        let mut state = self.lock();
        state.version += 1;
        state.remarks = Arc::new(remarks);
        if !only_styles || state.site.is_none() {
            state.same_but_for_styles = state.version;
        }
        if !state.problems.is_empty() {
            state.problems = Arc::default();
            state.notice += 1;
        }
        let before = state.site.replace(site);
        drop(state);
        self.changed.notify_all();
        before
    }

    /// Says what is wrong; the site shown stays.
    pub(super) fn warn(&self, problems: Problems) {
        let mut state = self.lock();
        if *state.problems != problems {
            state.problems = Arc::new(problems);
            state.notice += 1;
        }
        drop(state);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A state is replaced in whole, so one that a panic left behind is still a state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
