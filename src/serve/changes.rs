//! What may have changed, and when it is time to look: events as values, with their times, so that waiting can be tested
//! without waiting. An editor saves in several steps and a checkout writes a thousand files; one round is to see them all, and yet
//! a saved report is to be seen at once.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::config;
use crate::load::survey::is_dropping;
use crate::model::path::{REPORTS, SourcePath};
use crate::permalinks;

/// Folders of the look, and of the reports.
pub const FOLDERS: [&str; 4] = [REPORTS, "templates", "assets", "themes"];

/// Silence that ends a save whose last step is not known to be its end.
const QUIET: Duration = Duration::from_millis(8);
/// Silence after a file was closed or renamed into place.
const QUIET_AFTER_END: Duration = Duration::from_millis(3);
/// Longest wait while events keep coming.
const LONGEST: Duration = Duration::from_millis(60);

/// Something that happened to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Something was done to the file, and more may follow: a save has several steps.
    Touched(SourcePath),
    /// Closed after writing, renamed, or gone.
    Ended(SourcePath),
    /// A folder came, went or moved: what is below it may have changed before it was watched.
    Folder(SourcePath),
    /// Events were lost.
    Lost,
}

/// What is to be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dirty {
    /// Files and folders of the site.
    pub paths: BTreeSet<SourcePath>,
    /// Nothing that was known before is to be relied on.
    pub everything: bool,
}

impl Dirty {
    /// All that is known is to be looked at again, because nobody can tell what changed.
    pub fn everything() -> Dirty {
        Dirty { paths: BTreeSet::new(), everything: true }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        !self.everything && self.paths.is_empty()
    }
}

/// Events since the last round.
#[derive(Debug, Default)]
pub struct Gathering {
    dirty: Dirty,
    first: Option<Duration>,
    due: Duration,
}

impl Gathering {
    /// Takes an event that came at `now`, counted from any fixed moment.
    pub fn note(&mut self, happening: Happening, now: Duration) {
        let quiet = match &happening {
            Happening::Ended(_) => QUIET_AFTER_END,
            _ => QUIET,
        };
        match happening {
            Happening::Touched(path) | Happening::Ended(path) | Happening::Folder(path) => {
                if !is_of_site(&path) {
                    return;
                }
                self.dirty.paths.insert(path);
            }
            Happening::Lost => self.dirty.everything = true,
        }
        let first = *self.first.get_or_insert(now);
        self.due = (now + quiet).min(first + LONGEST);
    }

    /// When to begin a round; `None` while nothing happened.
    pub fn due(&self) -> Option<Duration> {
        self.first.map(|_| self.due)
    }

    /// What to look at; the gathering begins anew.
    pub fn take(&mut self) -> Dirty {
        self.first = None;
        std::mem::take(&mut self.dirty)
    }
}

/// Whether the site is made from it: not the output, not what editors and systems leave behind.
fn is_of_site(path: &SourcePath) -> bool {
    let top = path.as_str().split('/').next().unwrap_or_default();
    (matches!(path.as_str(), config::FILE | config::words::FILE | permalinks::FILE) || FOLDERS.contains(&top))
        && !is_dropping(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path")
    }

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_round_waits_until_the_save_is_over_and_no_longer() {
        let mut gathering = Gathering::default();
        assert_eq!(gathering.due(), None);
        gathering.note(Happening::Touched(path("reports/a/x.md")), at(100));
        assert_eq!(gathering.due(), Some(at(108)));
        gathering.note(Happening::Ended(path("reports/a/x.md")), at(101));
        assert_eq!(gathering.due(), Some(at(104)));
        assert_eq!(gathering.take().paths.len(), 1);
        assert_eq!((gathering.due(), gathering.take().is_empty()), (None, true));
    }

    #[test]
    fn events_without_end_do_not_keep_the_page_from_coming() {
        let mut gathering = Gathering::default();
        for moment in 0..200 {
            gathering.note(Happening::Touched(path(&format!("reports/a/{moment}.md"))), at(moment));
        }
        assert_eq!(gathering.due(), Some(at(60)));
    }

    #[test]
    fn what_editors_leave_behind_and_what_is_no_source_wakes_nobody() {
        let mut gathering = Gathering::default();
        for name in [
            "reports/a/.x.md.swp",
            "reports/a/x.md~",
            "reports/a/4913",
            "reports/a/~$x.docx",
            "reports/a/x.md.tmp",
            "output/index.html",
            ".git/index",
            ".gongkai/published.json",
            "README.md",
        ] {
            gathering.note(Happening::Ended(path(name)), at(0));
        }
        assert_eq!(gathering.due(), None);
        gathering.note(Happening::Lost, at(0));
        assert!(gathering.take().everything);
    }
}
