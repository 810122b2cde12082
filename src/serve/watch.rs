//! What the system tells of changes, and a look at everything from time to time for what it did not tell. Only the folders that a
//! site is made from are watched, never `output/`. Where the system cannot watch so many folders, the look alone remains, more often.

#![expect(clippy::disallowed_methods, reason = "events are told from each other by time and by what the disk holds now")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::changes::{Dirty, FOLDERS, Gathering, Happening};
use crate::model::path::SourcePath;

/// Between looks at everything while events come; and after a folder moved, whose files may have changed unwatched.
const SWEEP: Duration = Duration::from_secs(5);
const SWEEP_SOON: Duration = Duration::from_millis(150);
/// Between looks when there are no events.
const SWEEP_ALONE: Duration = Duration::from_secs(1);
/// A look takes at most one part in so many of the time.
const SHARE: u32 = 60;

enum Message {
    Event(Event),
    Failed(notify::Error),
    Stop,
}

/// Ends the watch from elsewhere.
pub struct Stop(Sender<Message>);

impl Stop {
    /// Makes [`Watch::wait`] return `None`.
    pub fn stop(&self) {
        // Nobody waits any more: the program is ending by itself.
        let _ = self.0.send(Message::Stop);
    }
}

/// Events of the file system and the time of the next look at everything.
pub struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    gathering: Gathering,
    start: Instant,
    next_sweep: Instant,
    /// What the user should know, once.
    note: Option<String>,
}

impl Watch {
    /// Watches the site in `root`, which is absolute and free of links.
    pub fn begin(root: &Path) -> Watch {
        let (sender, messages) = channel();
        let start = Instant::now();
        let mut watch = Watch {
            root: root.to_path_buf(),
            watcher: None,
            sender: sender.clone(),
            messages,
            gathering: Gathering::default(),
            start,
            next_sweep: start + SWEEP,
            note: None,
        };
        let handler = move |result: notify::Result<Event>| {
            let message = match result {
                // Reading makes events too, which are no changes: without this the reads of a round would begin the next one.
                Ok(Event { kind: EventKind::Access(kind), .. }) if kind != AccessKind::Close(AccessMode::Write) => return,
                Ok(event) => Message::Event(event),
                Err(error) => Message::Failed(error),
            };
            // Nobody waits any more: the program is ending.
            let _ = sender.send(message);
        };
        match notify::recommended_watcher(handler) {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => watch.give_up(&error),
        }
        watch.watch(Path::new(""), RecursiveMode::NonRecursive);
        for folder in FOLDERS {
            watch.watch(Path::new(folder), RecursiveMode::Recursive);
        }
        watch
    }

    /// A handle by which another thread ends the watch.
    pub fn stop(&self) -> Stop {
        Stop(self.sender.clone())
    }

    /// Something to tell the user, once.
    pub fn take_note(&mut self) -> Option<String> {
        self.note.take()
    }

    /// Says how long the last look at everything took.
    pub fn swept(&mut self, cost: Duration) {
        let usual = if self.watcher.is_some() { SWEEP } else { SWEEP_ALONE };
        self.next_sweep = Instant::now() + usual.max(cost * SHARE);
    }

    /// Has everything looked at again soon.
    pub fn sweep_soon(&mut self) {
        self.next_sweep = self.next_sweep.min(Instant::now() + SWEEP_SOON);
    }

    /// Waits for the next change, or for the time to look at everything; `None` when it is time to stop.
    pub fn wait(&mut self) -> Option<Dirty> {
        loop {
            let due = self.gathering.due().map(|due| self.start + due);
            let wake = due.unwrap_or(self.next_sweep);
            match self.messages.recv_timeout(wake.saturating_duration_since(Instant::now())) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(Message::Event(event)) => self.take(&event),
                Ok(Message::Failed(error)) => self.failed(&error),
                Err(RecvTimeoutError::Timeout) if due.is_some() => return Some(self.gathering.take()),
                Err(RecvTimeoutError::Timeout) => {
                    self.swept(Duration::ZERO);
                    return Some(Dirty::everything());
                }
            }
        }
    }

    fn take(&mut self, event: &Event) {
        let now = self.start.elapsed();
        if event.need_rescan() {
            self.gathering.note(Happening::Lost, now);
        }
        for path in &event.paths {
            let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
            let Some(inside) = inside.and_then(SourcePath::new) else {
                // No file of a site can have this name; a look at everything finds out what happened.
                self.sweep_soon();
                continue;
            };
            let is_folder = path.symlink_metadata().is_ok_and(|found| found.is_dir());
            if is_folder || !path.exists() {
                if FOLDERS.contains(&inside.as_str()) {
                    // The folder was replaced: the watch is still on the old one, of which nothing more will be told.
                    self.watch(Path::new(inside.as_str()), RecursiveMode::Recursive);
                }
                self.sweep_soon();
            }
            let is_end =
                matches!(event.kind, EventKind::Access(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            let happening = match (is_folder, is_end) {
                (true, _) => Happening::Folder(inside),
                (false, true) => Happening::Ended(inside),
                (false, false) => Happening::Touched(inside),
            };
            self.gathering.note(happening, now);
        }
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) {
        let path = if folder.as_os_str().is_empty() { self.root.clone() } else { self.root.join(folder) };
        let Some(watcher) = &mut self.watcher else { return };
        if !path.is_dir() {
            return;
        }
        // An error says that the folder was not watched yet, which is what this is for: a folder must not be watched twice.
        let _ = watcher.unwatch(&path);
        if let Err(error) = watcher.watch(&path, mode) {
            self.failed(&error);
        }
    }

    /// A folder may have gone before it could be watched; only a limit of the system ends the watching.
    fn failed(&mut self, error: &notify::Error) {
        if is_limit(error) {
            self.give_up(error);
        }
        self.gathering.note(Happening::Lost, self.start.elapsed());
    }

    /// Goes on without events.
    fn give_up(&mut self, error: &notify::Error) {
        self.watcher = None;
        self.note = Some(match is_limit(error) {
            true => "系统允许监视的文件夹数目已用完，改为每隔一会儿查看一遍，更新会慢一些\n  \
                     处理：增大系统参数 fs.inotify.max_user_watches 和 fs.inotify.max_user_instances，\
                     如 `sudo sysctl fs.inotify.max_user_watches=524288`"
                .to_string(),
            false => format!("系统不能监视文件的变化（{error}），改为每隔一会儿查看一遍，更新会慢一些"),
        });
        self.sweep_soon();
    }
}

/// `EMFILE` of Linux: the user has as many watchers as the system grants.
const TOO_MANY_OPEN: i32 = 24;
/// `ENOSPC` of Linux: the user watches as many folders as the system grants.
const NO_SPACE_LEFT: i32 = 28;

/// Whether no more folders can be watched: the system's words for it are "too many open files" and "no space left".
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(TOO_MANY_OPEN | NO_SPACE_LEFT)),
        _ => false,
    }
}
