//! Presentations (.pptx): slides, hidden ones too, what the speaker is to say, and comments.

use super::budget::Budget;
use super::document;
use super::grid::Collector;
use super::package::Package;
use super::spreadsheet::texts;
use super::xml::{Step, walk};

pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for name in package.names() {
        let Some((folder, file)) = name.strip_prefix("ppt/").and_then(|rest| rest.split_once('/')) else { continue };
        let Some(number) = file.strip_suffix(".xml").map(|file| file.trim_start_matches(|c: char| c.is_ascii_alphabetic()))
        else {
            continue;
        };
        match folder {
            "slides" => {
                let xml = package.part(&name);
                let is_hidden = is_hidden(&xml, package.budget);
                collector.hidden("隐藏的幻灯片", usize::from(is_hidden));
                let hidden = if is_hidden { "（隐藏）" } else { "" };
                document::text_of(&xml, &format!("第 {number} 张幻灯片{hidden}"), collector);
            }
            "notesSlides" => {
                let xml = package.part(&name);
                let is_written =
                    texts(&xml, &["t"], package.budget).iter().any(|text| text.chars().any(char::is_alphabetic));
                collector.hidden("幻灯片的备注", usize::from(is_written));
                document::text_of(&xml, &format!("备注 {number}"), collector);
            }
            "comments" => {
                let comments = texts(&package.part(&name), &["text", "t"], package.budget);
                collector.hidden("批注", comments.len());
                comments.iter().for_each(|text| collector.text("批注", String::new, text));
            }
            _ => {}
        }
    }
}

fn is_hidden(xml: &str, budget: &Budget) -> bool {
    let mut is_hidden = false;
    walk(xml, budget, |step| {
        if let Step::Open("sld", attributes) = step {
            is_hidden = attributes.get("show").is_some_and(|shown| matches!(shown.as_str(), "0" | "false"));
        }
    });
    is_hidden
}
