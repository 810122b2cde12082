//! OFD (GB/T 33190), the fixed layout that offices get from their own systems. A page is a list of text objects, each mostly a line.

use super::package::Package;
use super::xml::{Step, walk};
use crate::budget::Budget;

/// What a part of an OFD package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `OFD.xml`, with the properties of the document: see [`of_ofd`](super::properties::of_ofd).
    Properties,
    /// Anything else that is XML, pages among it.
    Content,
}

/// The parts, in the order of their names.
pub fn parts(package: &Package<'_>) -> Vec<(String, Part)> {
    let names = package.names().filter(|name| name.ends_with(".xml"));
    let part = |name: &str| if name.ends_with("OFD.xml") { Part::Properties } else { Part::Content };
    names.map(|name| (name.to_string(), part(name))).collect()
}

/// Reads the text objects of a part.
pub fn text_objects(xml: &str, budget: &Budget, mut take: impl FnMut(&str)) {
    let mut text = String::new();
    walk(xml, budget, |step| match step {
        Step::Open("TextObject", _) => text.clear(),
        Step::Text(piece) => text.push_str(piece),
        Step::Close("TextObject") => {
            take(&text);
            text.clear();
        }
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_object_is_read_whole() {
        let object = |codes: &str| format!("<ofd:TextObject>{codes}</ofd:TextObject>");
        let first = object("<ofd:TextCode>甲</ofd:TextCode><ofd:TextCode>乙</ofd:TextCode>");
        let xml = format!("{first} {}", object("<ofd:TextCode>&lt;丙</ofd:TextCode>"));
        let mut seen = Vec::new();
        text_objects(&xml, &Budget::of(0, u64::MAX), |text| seen.push(text.to_string()));
        assert_eq!(seen, ["甲乙", "<丙"]);
    }
}
