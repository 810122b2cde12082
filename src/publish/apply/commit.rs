//! From staged pages to the site that readers meet. First everything that can fail and all bytes, then nothing but names: whether the
//! program is killed or the power goes, there are whole files of the old site or of the new one, and a list that knows them for ours.

#![expect(clippy::disallowed_methods, reason = "a part of the one writer of the output folder")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::way::Way;
use super::{Bytes, Output, Page, Published, TREE, previous_output};
use crate::diagnostics::{ChangeCounts, ChangedFiles};
use crate::disk::plain;
use crate::disk::stamp::Stamp;
use crate::error::Error;
use crate::model::page::STAGING;
use crate::publish::published_file::PublishedFile;
use crate::publish::sha256sums::{self, Entry, FILE, Manifest};

impl Output<'_> {
    /// Puts all staged pages in place, what pages need before the pages and the lists after what they list; then deletes
    /// what nobody wants any more.
    ///
    /// # Errors
    ///
    /// When something is in the way, before anything is changed; and as the system says.
    pub fn commit(self) -> Result<Published, Error> {
        let mut wanted = self.pages();
        let made = wanted.iter().filter(|page| page.is_made).count();
        let manifest = Manifest::of(wanted.iter().map(|page| &page.file));
        let written = wanted.iter().filter(|page| page.bytes != Bytes::Standing).count();
        let unwanted = unwanted(&self.previous.manifest, &manifest);
        let changes = ChangeCounts { made, written, unchanged: wanted.len() - written, deleted: unwanted.len() };
        let mut changed = changed_files(&wanted, &unwanted);
        if manifest != self.previous.manifest {
            changed.written.push(FILE.into());
        }
        let sums = self.change(&wanted, &manifest, unwanted)?;
        self.clear_staging()?;
        wanted.par_iter_mut().try_for_each(|page| self.settle(page))?;
        let list = PublishedFile { state: self.state(FILE)?, path: FILE.into(), sha256: sums, fingerprint: None };
        let place = wanted.partition_point(|page| page.file.path < list.path);
        let mut files = Vec::with_capacity(wanted.len() + 1);
        files.extend(wanted.drain(..place).map(|page| page.file));
        files.push(list);
        files.extend(wanted.drain(..).map(|page| page.file));
        let unknown = if self.previous.is_broken { previous_output::others(&self.root, &manifest) } else { Vec::new() };
        Ok(Published { changes, changed, files, sums, unknown })
    }

    /// Makes the folder what `manifest` says: everything that can fail, and all bytes, before the first file changes its name. The digest
    /// of the list of files.
    fn change(&self, wanted: &[Page], manifest: &Manifest, unwanted: Vec<&Entry>) -> Result<[u8; 32], Error> {
        let mut moves: Vec<(&str, &Path)> = Vec::new();
        for page in wanted {
            if let Bytes::Staged(staged) = &page.bytes {
                moves.push((&page.file.path, staged));
            }
        }
        moves.sort_by_key(|(path, _)| (rank(path), *path));
        if !self.previous.is_new() {
            let staging = self.root.join(STAGING);
            let way = Way { root: &self.root, staging: &staging, before: &self.previous.manifest, after: manifest };
            way.is_clear(moves.iter().map(|(path, _)| *path), unwanted.iter().map(|(path, _)| &**path))?;
        }
        // Old and new files are listed while the change goes on: a run that is cut off can still tell its own.
        let has_news = self.previous.is_new() || moves.iter().any(|(path, _)| !self.previous.manifest.has(path));
        let both = if has_news { Some(self.stage_list(&manifest.and(&unwanted).text())?) } else { None };
        let list = manifest.text();
        let (last, sums) = rayon::join(|| self.stage_last_list(manifest, &list), || sha256sums::sum(list.as_bytes()));
        let last = last?;
        self.make_folders(&moves)?;
        self.write_through(wanted, &both.iter().chain(&last).map(PathBuf::as_path).collect::<Vec<_>>())?;
        let is_changed = both.is_some() || last.is_some() || written_any(wanted);
        if let Some(both) = both {
            self.put_list(&both)?;
        }
        let (in_the_way, later): (Vec<&Entry>, Vec<&Entry>) =
            unwanted.into_iter().partition(|(path, _)| is_in_the_way(path, manifest));
        in_the_way.into_iter().try_for_each(|(path, _)| self.delete(path))?;
        if self.previous.is_new() {
            self.put_tree(wanted)?;
        }
        for of_one_rank in moves.chunk_by(|(a, _), (b, _)| rank(a) == rank(b)) {
            self.put(of_one_rank)?;
        }
        later.into_iter().try_for_each(|(path, _)| self.delete(path))?;
        if let Some(last) = last {
            self.put_list(&last)?;
        }
        if is_changed {
            self.drive.settle(&self.root).map_err(|error| Error::io("写入", &self.root, error))?;
        }
        Ok(sums)
    }

    /// Has all that was staged on the disk before any of it gets its name.
    fn write_through(&self, wanted: &[Page], lists: &[&Path]) -> Result<(), Error> {
        let tree = self.root.join(STAGING).join(TREE);
        let in_tree: Vec<PathBuf> =
            wanted.iter().filter(|page| page.bytes == Bytes::InTree).map(|page| tree.join(&*page.file.path)).collect();
        let staged = wanted.iter().filter_map(|page| match &page.bytes {
            Bytes::Staged(path) => Some(path.as_path()),
            _ => None,
        });
        let files: Vec<&Path> = staged.chain(in_tree.iter().map(PathBuf::as_path)).chain(lists.iter().copied()).collect();
        self.drive.write_through(&files, &self.root).map_err(|error| Error::io("写入", &self.root, error))
    }

    /// Makes the folders of new pages while nothing is changed yet. Where an old file has to go first, they are made later.
    fn make_folders(&self, moves: &[(&str, &Path)]) -> Result<(), Error> {
        let mut made: Vec<PathBuf> = Vec::new();
        for folder in moves.iter().filter_map(|(path, _)| self.root.join(path).parent().map(Path::to_path_buf)) {
            let missing = folder.ancestors().take_while(|folder| fs::symlink_metadata(folder).is_err());
            let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
            for folder in missing.into_iter().rev() {
                match fs::create_dir(&folder) {
                    Ok(()) => made.push(folder),
                    Err(error) if error.kind() == io::ErrorKind::NotADirectory => break,
                    Err(error) => {
                        for made in made.iter().rev() {
                            let _ = fs::remove_dir(made);
                        }
                        return Err(Error::io("新建文件夹", folder, error));
                    }
                }
            }
        }
        Ok(())
    }

    /// Notes how a page was left that is in its place now.
    fn settle(&self, page: &mut Page) -> Result<(), Error> {
        let is_settled = match page.bytes {
            Bytes::Standing => true,
            Bytes::Staged(_) => false,
            // Renaming a folder leaves what is in it alone.
            Bytes::InTree => page.file.path.contains('/'),
        };
        if !is_settled {
            page.file.state = self.state(&page.file.path)?;
        }
        Ok(())
    }

    /// Puts the tree of a new site in place: folders whole, then the pages of the root, which lead into them.
    fn put_tree(&self, wanted: &[Page]) -> Result<(), Error> {
        let in_tree = wanted.iter().filter(|page| page.bytes == Bytes::InTree).map(|page| &*page.file.path);
        let tops: BTreeSet<(bool, u8, &str)> = in_tree
            .map(|path| match path.split_once('/') {
                Some((folder, _)) => (false, 0, folder),
                None => (true, rank(path), path),
            })
            .collect();
        for (_, _, name) in tops {
            let target = self.root.join(name);
            self.drive
                .rename(&self.root.join(STAGING).join(TREE).join(name), &target)
                .map_err(|error| Error::io("写入", &target, error))?;
        }
        Ok(())
    }

    /// Puts pages in place that do not lead to each other, from several threads.
    fn put(&self, moves: &[(&str, &Path)]) -> Result<(), Error> {
        let folders: BTreeSet<PathBuf> =
            moves.iter().filter_map(|(path, _)| self.root.join(path).parent().map(Path::to_path_buf)).collect();
        for folder in folders {
            fs::create_dir_all(&folder).map_err(|error| Error::io("新建文件夹", &folder, error))?;
        }
        moves.par_iter().try_for_each(|(path, staged)| {
            let target = self.root.join(path);
            self.drive.rename(staged, &target).map_err(|error| Error::io("写入", &target, error))
        })
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        let file = self.root.join(path);
        // Somebody has put a folder in the place of our file.
        if fs::symlink_metadata(&file).is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
        match self.drive.delete(&file) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(Error::io("删除", file, error)),
        }
        // Folders that this leaves empty go too; one that is not empty is somebody's and stays.
        let mut folder = file.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn state(&self, path: &str) -> Result<Stamp, Error> {
        let path = self.root.join(path);
        fs::metadata(&path).map(|present| Stamp::of(&present)).map_err(|error| Error::io("读取", path, error))
    }

    fn stage_list(&self, text: &str) -> Result<PathBuf, Error> {
        self.write_staged(text.as_bytes())
    }

    /// The list as it is to be in the end, unless it is so already.
    fn stage_last_list(&self, manifest: &Manifest, text: &str) -> Result<Option<PathBuf>, Error> {
        let is_same = || plain::read(&self.root.join(FILE)).is_ok_and(|present| present == text.as_bytes());
        match *manifest == self.previous.manifest && is_same() {
            true => Ok(None),
            false => self.stage_list(text).map(Some),
        }
    }

    fn put_list(&self, staged: &Path) -> Result<(), Error> {
        let path = self.root.join(FILE);
        self.drive.rename(staged, &path).map_err(|error| Error::io("写入", &path, error))
    }
}

fn written_any(wanted: &[Page]) -> bool {
    wanted.iter().any(|page| page.bytes != Bytes::Standing)
}

/// The files that are to be put in place and to be deleted, by name.
fn changed_files(wanted: &[Page], unwanted: &[&Entry]) -> ChangedFiles {
    let written = wanted.iter().filter(|page| page.bytes != Bytes::Standing);
    ChangedFiles {
        written: written.map(|page| page.file.path.clone()).collect(),
        deleted: unwanted.iter().map(|(path, _)| path.clone()).collect(),
    }
}

/// Files that were published and are not any more.
fn unwanted<'m>(before: &'m Manifest, now: &Manifest) -> Vec<&'m Entry> {
    let mut wanted = now.entries().iter().peekable();
    let mut is_wanted = |path: &Arc<str>| {
        while wanted.next_if(|(wanted, _)| wanted < path).is_some() {}
        wanted.peek().is_some_and(|(wanted, _)| wanted == path)
    };
    before.entries().iter().filter(|(path, _)| !is_wanted(path)).collect()
}

/// Whether an old file and a new one cannot both be there, because one has the name of a folder of the other.
fn is_in_the_way(old: &str, wanted: &Manifest) -> bool {
    wanted.has_folder(old) || old.match_indices('/').any(|(at, _)| wanted.has(&old[..at]))
}

/// Assets and files first, then reports, then the pages that lead to them.
fn rank(path: &str) -> u8 {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_list = name == "index.html" || name.starts_with("index_") || name.starts_with("mulu") || !path.contains('/');
    match () {
        () if path.starts_with("assets/") => 0,
        () if !name.ends_with(".html") && !name.ends_with(".xml") && !name.ends_with(".json") => 1,
        () if is_list || !name.ends_with(".html") => 3,
        () => 2,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::sync::Mutex;

    use super::super::drive::{Drive, System};
    use super::super::{Output, PreviousOutput};
    use super::*;
    use crate::model::path::UrlPath;
    use crate::render::Sink;

    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Call {
        Write(PathBuf),
        WriteThrough(Vec<PathBuf>),
        Rename(PathBuf, PathBuf),
        Delete(PathBuf),
        Settle,
    }

    /// Writes down what is done.
    #[derive(Debug)]
    struct Recorder(System, Arc<Mutex<Vec<Call>>>);

    impl Recorder {
        fn note(&self, call: Call) {
            self.1.lock().expect("no panic").push(call);
        }
    }

    impl Drive for Recorder {
        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
            self.note(Call::Write(path.to_path_buf()));
            self.0.write(path, bytes)
        }

        fn write_through(&self, files: &[&Path], root: &Path) -> io::Result<()> {
            self.note(Call::WriteThrough(files.iter().map(|path| path.to_path_buf()).collect()));
            self.0.write_through(files, root)
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.note(Call::Rename(from.to_path_buf(), to.to_path_buf()));
            self.0.rename(from, to)
        }

        fn delete(&self, path: &Path) -> io::Result<()> {
            self.note(Call::Delete(path.to_path_buf()));
            self.0.delete(path)
        }

        fn settle(&self, root: &Path) -> io::Result<()> {
            self.note(Call::Settle);
            self.0.settle(root)
        }
    }

    /// Pages of every site, and others.
    fn publish(root: &Path, round: &str, others: &[&str]) -> Vec<Call> {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let before = PreviousOutput::read(root, &[], false).expect("ours or new");
        let recorder = Recorder(System { sync: true }, calls.clone());
        let output = Output::with_drive(root, before, Box::new(recorder)).expect("an output folder");
        for path in ["404.html", "index.html", "api/categories.json"].iter().chain(others) {
            let url = UrlPath::new(path).expect("an address");
            output.take(&url, format!("{round}{path}").as_bytes(), None).expect("staged");
        }
        output.commit().expect("published");
        Arc::into_inner(calls).expect("no other").into_inner().expect("no panic")
    }

    /// After a power cut a file whose bytes were not written through may be empty, whatever name it has by then.
    #[track_caller]
    fn outlasts_a_power_cut(root: &Path, calls: &[Call]) {
        let names = |call: &Call| matches!(call, Call::Rename(..) | Call::Delete(_));
        let first = calls.iter().position(names).expect("a change");
        let last = calls.iter().rposition(names).expect("a change");
        let through: Vec<&PathBuf> = calls[..first]
            .iter()
            .filter_map(|call| if let Call::WriteThrough(files) = call { Some(files) } else { None })
            .flatten()
            .collect();
        for call in calls {
            if let Call::Write(path) = call {
                assert!(through.contains(&path), "{} is not written through", path.display());
            }
        }
        assert!(calls[first..].iter().all(|call| !matches!(call, Call::Write(_))), "all bytes come before the first name");
        let list = root.join(FILE);
        assert!(matches!(&calls[last], Call::Rename(_, to) if *to == list), "the list comes last: {:?}", calls[last]);
        assert_eq!(calls[last + 1..], [Call::Settle]);
    }

    fn folder(name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    #[test]
    fn a_change_outlasts_a_power_cut_at_any_moment() {
        let root = folder("commit-power");
        let first = publish(&root, "1", &["a/b.html", "a/c.html"]);
        outlasts_a_power_cut(&root, &first);
        assert!(matches!(&first[..], [.., Call::Rename(..), Call::Settle]));
        let edit = publish(&root, "2", &["a/b.html", "d/e.html"]);
        outlasts_a_power_cut(&root, &edit);
        let list = root.join(FILE);
        let renames: Vec<&PathBuf> =
            edit.iter().filter_map(|call| if let Call::Rename(_, to) = call { Some(to) } else { None }).collect();
        assert_eq!(renames.first(), Some(&&list), "new files are listed before they are there");
        assert!(edit.contains(&Call::Delete(root.join("a/c.html"))));
        let fewer = publish(&root, "2", &["a/b.html"]);
        outlasts_a_power_cut(&root, &fewer);
        publish(&root, "2", &["a/b.html", "d/e.html"]);
        let again = publish(&root, "2", &["a/b.html", "d/e.html"]);
        assert!(again.iter().all(|call| matches!(call, Call::WriteThrough(files) if files.is_empty())), "{again:?}");
        let _ = fs::remove_dir_all(root);
    }
}
