//! Presentations (.pptx): slides, hidden ones too, what the speaker is to say, and comments.

use super::document::text_of;
use super::grid::Collector;
use crate::budget::Budget;
use crate::office::document::{self, Event};
use crate::office::package::Package;
use crate::office::presentation::{self, Kind};

/// Looks into a presentation.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for part in presentation::parts(package) {
        let xml = package.part(&part.name);
        let number = part.number;
        match part.kind {
            Kind::Slide => {
                let is_hidden = presentation::is_hidden(&xml, package.budget);
                collector.hidden("隐藏的幻灯片", usize::from(is_hidden));
                let hidden = if is_hidden { "（隐藏）" } else { "" };
                text_of(&xml, &format!("第 {number} 张幻灯片{hidden}"), collector);
            }
            Kind::Notes => {
                collector.hidden("幻灯片的备注", usize::from(has_words(&xml, package.budget)));
                text_of(&xml, &format!("备注 {number}"), collector);
            }
            Kind::Comments => {
                let comments = presentation::comments(&xml, package.budget);
                collector.hidden("批注", comments.len());
                comments.iter().for_each(|text| collector.text("批注", String::new, text));
            }
        }
    }
}

/// Whether more is written than the number of the page, which every note has.
fn has_words(xml: &str, budget: &Budget) -> bool {
    let mut has_words = false;
    document::read(xml, budget, |event| {
        if let Event::Text(text, _) = event {
            has_words |= text.chars().any(char::is_alphabetic);
        }
    });
    has_words
}
