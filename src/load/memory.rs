//! A site that was never on a disk: the [`Sources`] of sites that are made up, for trying themes out and for measuring. Previews
//! have sources of their own, because theirs change.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{FileEntry, Sources};
use crate::error::Error;
use crate::model::path::{REPORTS, SourcePath};

/// Files below `reports/` in memory.
#[derive(Debug)]
pub struct Memory {
    texts: BTreeMap<SourcePath, Vec<u8>>,
    files: Vec<FileEntry>,
    folders: Vec<SourcePath>,
}

impl Memory {
    /// A site of these files, by path from its folder. The folders are those that the paths name; times are 0, which is
    /// never trusted.
    pub fn new(texts: BTreeMap<SourcePath, Vec<u8>>) -> Memory {
        let entry = |(path, bytes): (&SourcePath, &Vec<u8>)| {
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            FileEntry { path: path.clone(), size, modified: 0, is_special: false }
        };
        let above = texts.keys().flat_map(|path| std::iter::successors(path.parent(), SourcePath::parent));
        let folders: BTreeSet<SourcePath> = above.filter(|folder| folder.as_str() != REPORTS).collect();
        Memory { files: texts.iter().map(entry).collect(), folders: folders.into_iter().collect(), texts }
    }
}

impl Sources for Memory {
    fn files(&self) -> &[FileEntry] {
        &self.files
    }

    fn folders(&self) -> &[SourcePath] {
        &self.folders
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Error> {
        self.texts.get(path).cloned().ok_or_else(|| Error::Usage(format!("没有 {path}")))
    }
}
