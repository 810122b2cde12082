//! Presentations (.pptx): slides, what the speaker is to say, and comments. The text of a slide or a note is read by
//! [`document::read`](super::document::read).

use super::package::Package;
use super::xml::{Step, texts, walk};
use crate::budget::Budget;

/// A part of a presentation that holds text.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name in the package.
    pub name: String,
    /// The number in the name of its file, which is that of the slide as long as nobody has moved it.
    pub number: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a part of a presentation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A slide.
    Slide,
    /// What the speaker is to say.
    Notes,
    /// What people wrote beside a slide: see [`comments`].
    Comments,
}

/// The parts that hold text, in the order of their names.
pub fn parts(package: &Package<'_>) -> Vec<Part> {
    let part = |name: &str| {
        let (folder, file) = name.strip_prefix("ppt/")?.split_once('/')?;
        let number = file.strip_suffix(".xml")?.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let kind = match folder {
            "slides" => Kind::Slide,
            "notesSlides" => Kind::Notes,
            "comments" => Kind::Comments,
            _ => return None,
        };
        Some(Part { name: name.to_string(), number: number.to_string(), kind })
    };
    package.names().filter_map(part).collect()
}

/// Whether a slide is not shown.
pub fn is_hidden(xml: &str, budget: &Budget) -> bool {
    let mut is_hidden = false;
    walk(xml, budget, |step| {
        if let Step::Open("sld", attributes) = step {
            is_hidden = attributes.get("show").is_some_and(|shown| matches!(shown.as_str(), "0" | "false"));
        }
    });
    is_hidden
}

/// The text of each comment in a part of comments, of old and of new programs.
pub fn comments(xml: &str, budget: &Budget) -> Vec<String> {
    texts(xml, &["text", "t"], budget)
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;

    #[test]
    fn parts_are_known_by_their_folder() {
        let names = ["ppt/comments/comment1.xml", "ppt/notesSlides/notesSlide2.xml", "ppt/slides/slide12.xml"];
        let others = ["ppt/slides/_rels/slide12.xml.rels", "ppt/presentation.xml", "ppt/media/a.png"];
        let bytes = packed(&names.iter().chain(&others).map(|name| (*name, "")).collect::<Vec<_>>());
        let budget = Budget::of_file(bytes.len());
        let found = parts(&Package::open(&bytes, &budget).expect("a package"));
        let part = |at: usize, number: &str, kind| Part { name: names[at].to_string(), number: number.to_string(), kind };
        assert_eq!(found, [part(0, "1", Kind::Comments), part(1, "2", Kind::Notes), part(2, "12", Kind::Slide)]);
    }
}
