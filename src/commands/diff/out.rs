//! Where `gongkai diff --out` may write. The name is typed by hand, so a slip must cost nothing: no source, no published file and nothing else
//! that somebody wrote is overwritten, only an answer that `diff` itself wrote before.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::super::build::source_folder;
use super::super::in_memory::OUTPUT;
use super::super::seal;
use super::{html, json, words};
use crate::config;
use crate::disk::plain;
use crate::disk::site::resolved;
use crate::error::Error;
use crate::permalinks;

/// Folders beside those of the sources in which every file counts: what is in them is published, or was handed out.
const FOLDERS: [&str; 2] = [seal::FOLDER, OUTPUT];
/// Files beside those folders that change the site, even where they are not there yet.
const FILES: [&str; 3] = [config::FILE, config::words::FILE, permalinks::FILE];

/// The file for the answer; `compared` is the published folder.
///
/// # Errors
///
/// When the file would be a part of the site, when it is there and no answer of `diff`, and when it cannot be read.
pub(super) fn writable(out: PathBuf, site: &Path, compared: &Path) -> Result<PathBuf, Error> {
    let refused = |why: &str| Err(Error::Usage(format!("{} {why}\n  处理：写到别处，如 变化.html", out.display())));
    let (file, site) = (resolved(&out), resolved(site));
    if file.starts_with(resolved(compared)) {
        return refused("在网站的文件夹里，会随网站一起公开");
    }
    let other = || FOLDERS.into_iter().find(|folder| file.starts_with(site.join(folder)));
    if let Some(folder) = source_folder(&file, &site).or_else(other) {
        return refused(&format!("在 {folder} 文件夹里，那里放着网站的文件"));
    }
    if FILES.iter().any(|name| file == site.join(name)) {
        return refused("是网站的设置或网址记录，不能写成别的");
    }
    match is_answer(&out) {
        Ok(true) => Ok(out),
        Ok(false) => refused("已经有了，不是 gongkai diff 写的，没有覆盖它"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(out),
        Err(error) => Err(Error::io("读取", &out, error)),
    }
}

/// Whether the file is an earlier answer, in whatever format.
fn is_answer(file: &Path) -> io::Result<bool> {
    let starts = [html::BEGINNING, json::BEGINNING, words::BEGINNING];
    let longest = starts.iter().map(|start| start.len()).max().unwrap_or(0);
    let mut beginning = Vec::with_capacity(longest);
    plain::open(file)?.take(longest as u64).read_to_end(&mut beginning)?;
    Ok(starts.iter().any(|start| beginning.starts_with(start.as_bytes())))
}
