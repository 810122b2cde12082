//! Texts that nobody here wrote: nine real government work reports. Whatever is in them is on their pages, in order. They are
//! not part of the repository, so stories that need them are ignored unless they are asked for: `cargo test --test it -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::html::Html;
use crate::support::site::Site;

/// A folder of texts beside the repository, or where `GONGKAI_SHARED` says.
#[track_caller]
pub fn shared(name: &str) -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("GONGKAI_SHARED").map_or_else(beside, PathBuf::from).join(name);
    assert!(folder.is_dir(), "there is no {}", folder.display());
    folder
}

/// The characters that must not be lost. Markdown gives a meaning to some signs; these texts use none of them so.
pub fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

/// Zero-width characters show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Half-width brackets of official numbering are shown full-width.
pub fn same_width(text: &str) -> String {
    text.replace('(', "（").replace(')', "）")
}

/// The text of a page's body in order, notes and marks of the theme aside.
pub fn prose(page: &Html) -> String {
    solid(&page.one(".prose").text)
}

#[track_caller]
pub fn assert_same_text(name: &str, expected: &str, actual: &str) {
    if expected == actual {
        return;
    }
    let (expected, actual): (Vec<char>, Vec<char>) = (expected.chars().collect(), actual.chars().collect());
    let at = expected.iter().zip(&actual).position(|(a, b)| a != b).unwrap_or(expected.len().min(actual.len()));
    let around =
        |text: &[char]| text[at.saturating_sub(15).min(text.len())..(at + 25).min(text.len())].iter().collect::<String>();
    panic!(
        "{name}: from character {at} of {} on\n  written: {}\n  shown:   {}",
        expected.len(),
        around(&expected),
        around(&actual)
    );
}

#[test]
#[ignore = "needs the texts beside the repository: cargo test --test it -- --ignored"]
fn every_character_of_nine_real_reports_is_on_their_pages() {
    let folder = shared("corpus");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the texts").map(|entry| entry.expect("a text").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert_eq!(files.len(), 9);
    let site = Site::bare();
    let mut texts = Vec::new();
    for file in &files {
        let year = file.file_stem().expect("a year").to_string_lossy().into_owned();
        let text = fs::read_to_string(file).expect("UTF-8");
        let (title, body) = text.split_once('\n').expect("a title");
        // Each line of the transcription is a paragraph.
        let body = body.lines().map(|line| line.trim()).collect::<Vec<_>>().join("\n\n");
        let matter = format!("title = \"{}\"\ndate = {year}-03-05\nslug = \"r{year}\"", title.trim());
        site.report(&format!("政府工作报告/{year}"), &matter, &body);
        texts.push((year, title.trim().to_string(), body));
    }
    site.build(&[]).succeeds();
    for (year, title, body) in texts {
        let page = site.page(&format!("zfgzbg/r{year}.html"));
        assert_eq!(page.one("h1").words(), title.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_same_text(&year, &same_width(&solid(&body)), &same_width(&prose(&page)));
    }
}
