//! Attachments (附件): the files in a report's own folder, and files that a report without a folder links to. Whatever no
//! report takes is returned as unused, so that nobody believes a file published which is not.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::sync::Arc;

use rayon::prelude::*;

use super::inspection::{self, LARGEST_FILE, inspect};
use super::sources::{Examined, FileEntry, KnownReports, Sources};
use super::survey::ReportFile;
use crate::error::Error;
use crate::model::body::{Reference, ReferenceKind};
use crate::model::path::{REPORTS, SourcePath, percent_decode};
use crate::model::report::{Attachment, LoadedReport};

/// Pictures that browsers show, by extension.
pub(crate) const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "jfif"];

/// Bytes that tell what a file is that is too large to be looked into.
const LONGEST_START: u64 = 1 << 20;

/// Whether the extension is one of a picture that browsers show.
pub fn is_picture(path: &SourcePath) -> bool {
    is_shown(path.file_name())
}

/// Whether a file of that name is a picture that browsers show.
pub fn is_shown(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    PICTURES.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// The files of a report's own folder.
pub(super) fn of_bundle(files: &[FileEntry], report: &ReportFile) -> Vec<Attachment> {
    let folder = report.entry.path.parent().unwrap_or_else(|| report.folder.clone());
    let name = |file: &FileEntry| file.path.below(&folder).unwrap_or(file.path.file_name()).to_string();
    files.iter().map(|file| attachment(file, name(file))).collect()
}

/// Not yet looked into: see [`examine`].
fn attachment(file: &FileEntry, name: String) -> Attachment {
    let (size, modified) = (file.size, file.modified);
    let content = Arc::default();
    Attachment { source: file.path.clone(), name, size, modified, pixels: None, in_text: false, content }
}

/// Looks into every attachment, each file once however many reports show it, unless it is known from before.
///
/// # Errors
///
/// When a file that is listed cannot be read.
pub(super) fn examine(
    reports: &mut [Arc<LoadedReport>],
    sources: &dyn Sources,
    known: &dyn KnownReports,
) -> Result<(), Error> {
    let all = reports.iter().flat_map(|report| &report.attachments);
    let files: BTreeMap<&SourcePath, &Attachment> = all.map(|attachment| (&attachment.source, attachment)).collect();
    let files: Vec<FileEntry> = files
        .into_values()
        .map(|file| FileEntry { path: file.source.clone(), size: file.size, modified: file.modified, is_special: false })
        .collect();
    let examined: Result<BTreeMap<SourcePath, Examined>, Error> =
        files.par_iter().map(|file| Ok((file.path.clone(), examined(file, sources, known)?))).collect();
    let examined = examined?;
    let with_files = reports.iter_mut().filter(|report| !report.attachments.is_empty());
    for attachment in with_files.flat_map(|report| &mut Arc::make_mut(report).attachments) {
        if let Some(Examined { pixels, content }) = examined.get(&attachment.source) {
            attachment.pixels = *pixels;
            attachment.content = content.clone();
        }
    }
    Ok(())
}

fn examined(file: &FileEntry, sources: &dyn Sources, known: &dyn KnownReports) -> Result<Examined, Error> {
    if let Some(known) = known.attachment(file) {
        return Ok(known);
    }
    if file.size > LARGEST_FILE {
        let mut start = Vec::new();
        let opened = sources.open(&file.path)?.take(LONGEST_START).read_to_end(&mut start);
        opened.map_err(|error| Error::io("读取", file.path.as_str(), error))?;
        return Ok(Examined { pixels: None, content: Arc::new(inspection::too_large(&file.path, &start)) });
    }
    let bytes = sources.read(&file.path)?;
    let pixels = if is_picture(&file.path) { pixels(&bytes) } else { None };
    Ok(Examined { pixels, content: Arc::new(inspect(&file.path, &bytes)) })
}

/// Width and height of a picture as browsers show it, if its format tells them.
pub fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    Some(if inspection::is_turned(bytes) { (height, width) } else { (width, height) })
}

/// Gives loose files to the reports that link to them, marks pictures shown in a text, and returns the files that nobody
/// uses.
pub(super) fn attach(reports: &mut [Arc<LoadedReport>], loose: &[FileEntry]) -> Vec<SourcePath> {
    let mut used: BTreeSet<SourcePath> = BTreeSet::new();
    let mut composed = None;
    for report in reports.iter_mut() {
        let local = |reference: &Reference| Some((local_target(report, &reference.target)?, reference.kind));
        let targets: Vec<(SourcePath, ReferenceKind)> = report.body.references.iter().filter_map(local).collect();
        if targets.is_empty() && report.attachments.is_empty() {
            continue;
        }
        let report = Arc::make_mut(report);
        let sources = report.attachments.iter().enumerate().map(|(at, file)| (file.source.composed(), at));
        let mut known: HashMap<String, usize> = sources.collect();
        let mut names = Names::of(&report.attachments);
        for (target, kind) in targets {
            // What browsers do not show stays an attachment, so that readers can fetch it.
            let is_image = kind == ReferenceKind::Image && is_picture(&target);
            if let Some(at) = known.get(&target.composed()) {
                report.attachments[*at].in_text |= is_image;
                continue;
            }
            let found = loose.binary_search_by(|file| file.path.cmp(&target)).ok().or_else(|| {
                let composed = composed.get_or_insert_with(|| by_composed_name(loose));
                composed.get(&target.composed()).copied()
            });
            let found = found.map(|at| &loose[at]);
            let Some(file) = found.filter(|file| !file.is_special && file.path.extension() != "md") else { continue };
            let name = names.free(file.path.file_name());
            let mut attachment = attachment(file, name);
            attachment.in_text = is_image;
            known.insert(target.composed(), report.attachments.len());
            report.attachments.push(attachment);
            used.insert(file.path.clone());
        }
        report.attachments.sort_by_cached_key(|file| (natural(&file.name), file.name.clone()));
    }
    loose.iter().map(|file| file.path.clone()).filter(|path| !used.contains(path)).collect()
}

/// Places of files by the composed form of their names, where that may differ from how they are written.
fn by_composed_name(files: &[FileEntry]) -> BTreeMap<String, usize> {
    let named = files.iter().enumerate().filter(|(_, file)| !file.path.as_str().is_ascii());
    named.map(|(at, file)| (file.path.composed(), at)).collect()
}

/// The names of a report's attachments, whatever their letter case: two files of one name from different folders must not become one.
struct Names {
    taken: HashSet<String>,
    /// The number that a further file of this name is given.
    next: HashMap<String, usize>,
}

impl Names {
    fn of(attachments: &[Attachment]) -> Names {
        let taken = attachments.iter().map(|file| file.name.to_ascii_lowercase()).collect();
        Names { taken, next: HashMap::new() }
    }

    /// Takes the name, with a number where it is taken already.
    fn free(&mut self, name: &str) -> String {
        let mut candidate = name.to_string();
        let next = self.next.entry(name.to_ascii_lowercase()).or_insert(2);
        while !self.taken.insert(candidate.to_ascii_lowercase()) {
            candidate = match name.rsplit_once('.') {
                Some((stem, extension)) => format!("{stem}-{next}.{extension}"),
                None => format!("{name}-{next}"),
            };
            *next += 1;
        }
        candidate
    }
}

/// The source file that a link of a report names, if it is a path into the site's sources.
pub fn local_target(report: &LoadedReport, target: &str) -> Option<SourcePath> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with("//") || path.split('/').next().is_some_and(|part| part.contains(':')) {
        return None;
    }
    let path = percent_decode(path);
    match path.strip_prefix('/') {
        Some(from_root) => SourcePath::new(&format!("{REPORTS}/{from_root}")),
        None => report.base().join(&path),
    }
}

/// A key that sorts `附件2` before `附件10`.
fn natural(name: &str) -> Vec<(u64, String)> {
    let mut key = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let text_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(text_end);
        let number_end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, after) = after.split_at(number_end);
        if !text.is_empty() {
            key.push((0, text.to_string()));
        }
        if !number.is_empty() {
            key.push((number.parse().unwrap_or(u64::MAX).saturating_add(1), String::new()));
        }
        rest = after;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{Names, natural};

    #[test]
    fn numbers_in_names_sort_by_value() {
        let mut names = ["附件10.pdf", "附件2.pdf", "附件1.pdf", "a.pdf"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a.pdf", "附件1.pdf", "附件2.pdf", "附件10.pdf"]);
    }

    #[test]
    fn files_of_one_name_get_numbers_in_their_order() {
        let mut names = Names::of(&[]);
        let given: Vec<String> =
            ["表.csv", "表-2.csv", "表.CSV", "表.csv", "无"].iter().map(|name| names.free(name)).collect();
        assert_eq!(given, ["表.csv", "表-2.csv", "表-3.CSV", "表-4.csv", "无"]);
    }
}
