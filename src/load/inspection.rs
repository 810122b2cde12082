//! Looks into attachments: what a spreadsheet, a document or a picture holds beside what readers see at once, and what in it runs. Files
//! come from anywhere: whatever is in them, nothing here panics, recurses with them or takes more than its [`Budget`]. The bytes that are
//! published are never altered. What stands in packages is read by [`office`](crate::office); here it is judged and worded.

mod active;
mod document;
mod grid;
mod markup;
mod nested;
mod ofd;
mod open_document;
mod pdf;
mod photo;
mod plain;
mod presentation;
mod properties;
mod signature;
mod spreadsheet;
mod worksheet;

pub use photo::is_turned;

use crate::budget::Budget;
use crate::model::inspection::Inspection;
use crate::model::path::SourcePath;
use crate::model::privacy::covered;
use crate::office::format::Format;
use crate::office::package::{Member, Package};
use grid::Collector;
use nested::{MOST_LEVELS, Opened};
use signature::Content;

/// Files beyond this many bytes are not looked into.
pub const LARGEST_FILE: u64 = 64 << 20;

/// Facts about a file of that name.
pub fn inspect(path: &SourcePath, bytes: &[u8]) -> Inspection {
    inspect_at(path.file_name(), bytes, 0, &Budget::of_file(bytes.len()))
}

/// Facts about a file that is too large to be read whole; `start` is what it begins with.
pub fn too_large(path: &SourcePath, start: &[u8]) -> Inspection {
    let name = path.file_name();
    let Inspection { mut active, unread, .. } = unopened(name, "文件太大");
    if active.is_empty() && signature::of(start) == Content::Program {
        active.extend(active::by_content("", Content::Program, start));
    }
    Inspection { active, unread, ..Inspection::default() }
}

/// Facts about a file of which only the name is known.
fn unopened(name: &str, why: &str) -> Inspection {
    let budget = Budget::of(0, 0);
    let mut collector = Collector::new(&budget);
    active::by_name(name).into_iter().for_each(|found| collector.active(found));
    collector.unread(None, why);
    collector.into_inspection()
}

/// The extension of a name, in small letters.
fn extension_of(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

/// Facts about a file that stands within so many others.
fn inspect_at(name: &str, bytes: &[u8], level: usize, budget: &Budget) -> Inspection {
    let extension = extension_of(name);
    let content = signature::of(bytes);
    let mut collector = Collector::new(budget);
    budget.enter("");
    let found = active::by_name(name).or_else(|| active::by_content(&extension, content, bytes));
    let is_active = found.as_ref().is_some_and(|found| found.is_direct);
    found.into_iter().for_each(|found| collector.active(found));
    // What runs is told as that, and not once more as something in disguise.
    let disguise = signature::disguise(&extension, content).filter(|_| !is_active);
    collector.known(disguise, matches!(content, Content::Picture(_)) && photo::has_position(bytes));
    let unread = match content {
        Content::Pdf => pdf::read(bytes, &mut collector),
        Content::Text | Content::WebPage | Content::RichText => {
            plain::read(&extension, &plain::decoded(bytes), &mut collector);
            None
        }
        Content::EncryptedOffice => Some("文件加了打开密码"),
        Content::OldOffice => Some("旧版 Office、WPS 格式"),
        Content::Archive => Some(OTHER_PACKAGE),
        Content::Other => Some("程序不认识这种格式"),
        Content::Picture(_) | Content::Program | Content::Empty => None,
        Content::Package(format) => match Package::open(bytes, budget) {
            Some(mut package) => packed(format, &mut package, level, &mut collector),
            None => Some(DAMAGED),
        },
    };
    if let Some(why) = unread.filter(|_| !is_active) {
        collector.unread(None, why);
    }
    if let Some(at) = budget.take_cut() {
        let at = if at.is_empty() { at } else { format!("，{at}起没有看完") };
        collector.unread(None, &format!("{TOO_MUCH}{at}"));
    }
    collector.into_inspection()
}

/// Looks into a package, and says why not.
fn packed(format: Format, package: &mut Package<'_>, level: usize, collector: &mut Collector<'_>) -> Option<&'static str> {
    active::in_parts(package.names()).into_iter().for_each(|found| collector.active(found));
    match format {
        Format::Archive if level < MOST_LEVELS => {
            let members = nested::all(package, collector);
            look_within(package, members, level, collector);
        }
        Format::Archive => return Some("压缩包里又有压缩包"),
        Format::Spreadsheet => office(package, level, collector, spreadsheet::read),
        Format::Document => office(package, level, collector, document::read),
        Format::Presentation => office(package, level, collector, presentation::read),
        Format::OpenDocument => office(package, level, collector, open_document::read),
        Format::Ofd => office(package, level, collector, ofd::read),
        Format::Other => return Some(OTHER_PACKAGE),
    }
    None
}

fn office(
    package: &mut Package<'_>,
    level: usize,
    collector: &mut Collector<'_>,
    read: fn(&mut Package<'_>, &mut Collector<'_>),
) {
    read(package, collector);
    package.budget.enter("文档属性");
    properties::read(package, collector);
    if level < MOST_LEVELS {
        let members = nested::carried(package);
        look_within(package, members, level, collector);
    }
}

/// Looks into files of a package as if each were an attachment of its own.
fn look_within(package: &mut Package<'_>, members: Vec<Member>, level: usize, collector: &mut Collector<'_>) {
    let budget = package.budget;
    nested::open(package, members, |name, opened| {
        let inside = match opened {
            Opened::Bytes(bytes) => inspect_at(name, &bytes, level + 1, budget),
            Opened::Not(why) => unopened(name, why),
        };
        collector.absorb(&covered(name), inside);
    });
}

const OTHER_PACKAGE: &str = "压缩包或其他打包格式";
const DAMAGED: &str = "文件已损坏";
const TOO_MUCH: &str = "内容太多，只查看了前面的部分";

#[cfg(test)]
mod tests {
    use super::*;

    fn inspected(name: &str, bytes: &[u8]) -> Inspection {
        inspect(&SourcePath::new(name).expect("a name"), bytes)
    }

    #[test]
    fn what_runs_is_known_by_its_name_and_by_its_content() {
        let mut program = b"MZ".to_vec();
        program.resize(0x3c, 0);
        program.extend([0x40, 0, 0, 0]);
        program.extend(b"PE\0\0");
        let shortcut = b"L\0\0\0\x01\x14\x02\0\0\0";
        let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
        let files: [(&str, &[u8]); 12] = [
            ("a.pdf", &program),
            ("a.html", b"<p>x"),
            ("a.txt", b"<html><script>alert(1)</script>"),
            ("a.xls", b"<!DOCTYPE html><body onload=alert(1)>"),
            ("a.svg", drawing),
            ("a.jpg", drawing),
            ("a.xml", drawing),
            ("a.txt", b"<?php echo 1; ?>"),
            ("a.inc", b"<% Response.Write 1 %>"),
            ("a.doc", shortcut),
            ("a.txt", b"[InternetShortcut]\r\nURL=file://x"),
            ("a", b"#!/bin/sh\n"),
        ];
        for (name, bytes) in files {
            let found = inspected(name, bytes);
            assert!(found.active.iter().any(|active| active.is_direct), "{name} {found:?}");
            assert_eq!(found.disguise, None, "told once: {name}");
        }
        let quiet: [(&str, &[u8]); 5] = [
            ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
            ("a.xml", b"<?xml version=\"1.0\"?><list><script>1</script></list>"),
            ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"),
            ("a.txt", b"if a < b then <script>"),
            ("a.csv", b"MZ,1"),
        ];
        for (name, bytes) in quiet {
            assert_eq!(inspected(name, bytes).active, [], "{name}");
        }
    }

    /// No bytes make it panic: real beginnings followed by anything.
    #[test]
    fn arbitrary_bytes_are_looked_at_calmly() {
        let starts: [&[u8]; 7] = [
            b"PK\x03\x04",
            b"%PDF-1.7 1 0 obj<</Length 9/Filter/FlateDecode>>stream\n",
            b"\xff\xd8\xff\xe1",
            b"RIFF",
            b"\x89PNG\r\n\x1a\n",
            b"MZ",
            b"a,b\n\"",
        ];
        let mut seed = 7_u32;
        for start in starts {
            for length in 0..200 {
                let noise = (0..length).map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    u8::try_from(seed >> 24).unwrap_or_default()
                });
                let bytes: Vec<u8> = start.iter().copied().chain(noise).collect();
                for name in ["a.docx", "a.xlsx", "a.pdf", "a.jpg", "a.csv", "a.txt", "a"] {
                    let _ = inspect(&SourcePath::new(name).expect("a name"), &bytes);
                }
            }
        }
    }
}
