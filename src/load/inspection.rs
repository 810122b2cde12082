//! Looks into attachments: what a spreadsheet, a document or a picture holds beside what readers see at once. Files come from
//! anywhere: whatever is in them, nothing here panics, recurses with them or takes more memory than [`package::LARGEST_PART`] at
//! a time. The bytes that are published are never altered.

mod document;
mod grid;
mod nested;
mod open_formats;
mod package;
mod pdf;
mod photo;
mod properties;
mod signature;
mod slides;
mod spreadsheet;
mod xml;

use encoding_rs::{Encoding, GB18030};

use crate::model::inspection::Inspection;
use crate::model::path::SourcePath;
use grid::{Collector, Row};
use package::{Budget, Package};
use signature::Content;

/// Files beyond this many bytes are not looked into.
pub const LARGEST_FILE: u64 = 64 << 20;

/// Facts about a file of that name.
pub fn inspect(path: &SourcePath, bytes: &[u8]) -> Inspection {
    inspect_at(&path.extension(), bytes, 0, &Budget::default())
}

/// Facts about a file that stands within so many others.
fn inspect_at(extension: &str, bytes: &[u8], level: usize, budget: &Budget) -> Inspection {
    let content = signature::of(bytes);
    let mut collector = Collector::default();
    let disguise = signature::disguise(extension, content);
    let has_position = matches!(content, Content::Picture(_)) && photo::has_position(bytes);
    let unread = match content {
        Content::Pdf => pdf::read(bytes, &mut collector),
        Content::Text | Content::WebPage | Content::RichText => {
            plain(extension, &decoded(bytes), &mut collector);
            None
        }
        Content::EncryptedOffice => Some("文件加了打开密码"),
        Content::OldOffice => Some("旧版 Office、WPS 格式"),
        Content::Archive | Content::OtherPackage => Some("压缩包或其他打包格式"),
        Content::Other => Some("程序不认识这种格式"),
        Content::Picture(_) | Content::Program | Content::Empty => None,
        _ => match Package::open(bytes, budget) {
            Some(mut package) => packed(content, &mut package, level, &mut collector),
            None => Some(DAMAGED),
        },
    };
    let found = collector.into_inspection(Inspection { disguise, has_position, ..Inspection::default() });
    Inspection { unread: unread.map(str::to_string).or(found.unread), ..found }
}

/// Looks into a package, and says why not or not wholly.
fn packed(content: Content, package: &mut Package<'_>, level: usize, collector: &mut Collector) -> Option<&'static str> {
    let unread = match content {
        Content::Zip if level < nested::MOST_LEVELS => nested::archive(package, level, collector),
        Content::Zip => Some("压缩包里又有压缩包"),
        Content::Spreadsheet => office(package, level, collector, spreadsheet::read),
        Content::Document => office(package, level, collector, document::read),
        Content::Presentation => office(package, level, collector, slides::read),
        Content::OpenDocument => office(package, level, collector, open_formats::open_document),
        _ => office(package, level, collector, open_formats::fixed_layout),
    };
    unread.or(package.is_cut.then_some(TOO_MUCH))
}

fn office(
    package: &mut Package<'_>,
    level: usize,
    collector: &mut Collector,
    read: fn(&mut Package<'_>, &mut Collector),
) -> Option<&'static str> {
    read(package, collector);
    properties::read(package, collector);
    if level < nested::MOST_LEVELS {
        nested::embedded(package, level, collector);
    }
    None
}

const DAMAGED: &str = "文件已损坏";
const TOO_MUCH: &str = "内容太多，只查看了前面的部分";

/// Facts about a file that is not read.
pub fn too_large() -> Inspection {
    Inspection { unread: Some("文件太大".to_string()), ..Inspection::default() }
}

fn decoded(bytes: &[u8]) -> String {
    let encoding = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        (None, Ok(_)) => encoding_rs::UTF_8,
        _ => GB18030,
    };
    encoding.decode(bytes).0.into_owned()
}

fn plain(extension: &str, text: &str, collector: &mut Collector) {
    if !matches!(extension, "csv" | "tsv") {
        for (number, line) in text.lines().enumerate() {
            collector.text("正文", || format!("第 {} 行", number + 1), line);
        }
        return;
    }
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', '\t', ';'].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    let rows: Vec<Row> = records(text, separator)
        .into_iter()
        .enumerate()
        .map(|(at, cells)| Row { number: at + 1, is_hidden: false, cells: cells.into_iter().enumerate().collect() })
        .collect();
    collector.grid("表格", &rows, &|_| false);
}

/// Records of a CSV file (RFC 4180). A quote that never ends takes the rest of the file.
fn records(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let Some(record) = records.last_mut() else { break };
        let Some(cell) = record.last_mut() else { break };
        match c {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
            _ if is_quoted => cell.push(c),
            '\n' => records.push(vec![String::new()]),
            '\r' => {}
            _ if c == separator => record.push(String::new()),
            _ => cell.push(c),
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_may_hold_anything() {
        assert_eq!(records("a,\"b,\"\"c\"\"\nd\"\r\ne,f", ','), [vec!["a", "b,\"c\"\nd"], vec!["e", "f"]]);
        assert_eq!(records("\"a", ','), [["a"]]);
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
