//! What the parts of an Office Open XML package are (ECMA-376 part 2): `[Content_Types].xml` tells the type of each part. Programs name
//! their parts as they like; Word on the web, for one, writes `word/document2.xml`.

use std::collections::BTreeMap;

use super::package::Package;
use super::xml::{Step, walk};
use crate::budget::KEPT;

/// The types that a package declares.
#[derive(Debug, Default)]
pub struct ContentTypes {
    by_part: BTreeMap<String, String>,
    by_extension: BTreeMap<String, String>,
}

impl ContentTypes {
    /// Reads them; there are none in a package of another format.
    pub fn read(package: &mut Package<'_>) -> ContentTypes {
        let xml = package.part("[Content_Types].xml");
        let budget = package.budget;
        let mut types = ContentTypes::default();
        walk(&xml, budget, |step| {
            let Step::Open(name, attributes) = step else { return };
            let (list, key) = match name {
                "Override" => (&mut types.by_part, attributes.get("PartName")),
                "Default" => (&mut types.by_extension, attributes.get("Extension")),
                _ => return,
            };
            if let (Some(key), Some(content_type)) = (key, attributes.get("ContentType"))
                && budget.spend(KEPT)
            {
                list.insert(key.trim_start_matches('/').to_string(), content_type);
            }
        });
        types
    }

    /// The type of a part: its own, or else that of all parts with its extension; empty where there is neither.
    pub fn of(&self, part: &str) -> &str {
        let of_extension = || self.by_extension.get(part.rsplit_once('.')?.1);
        self.by_part.get(part).or_else(of_extension).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;
    use crate::budget::Budget;

    #[test]
    fn a_part_has_its_own_type_or_that_of_its_extension() {
        let xml = "<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                   <Override PartName=\"/word/a.xml\" ContentType=\"main\"/></Types>";
        let bytes = packed(&[("[Content_Types].xml", xml)]);
        let budget = Budget::of_file(bytes.len());
        let types = ContentTypes::read(&mut Package::open(&bytes, &budget).expect("a package"));
        assert_eq!(["word/a.xml", "word/b.xml", "a.png"].map(|part| types.of(part)), ["main", "application/xml", ""]);
    }
}
