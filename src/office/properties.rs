//! Properties of a document: who wrote it and where. Office Open XML, OpenDocument and OFD have each their own names for them, and the
//! same name for different things: `creator` is who began a .docx and who last changed an .odt.

use super::package::Package;
use super::xml::{Step, walk};
use crate::budget::{Budget, KEPT};

/// Something that a document says of its making.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// Who began it.
    Author,
    /// Who saved it last.
    LastModifiedBy,
    /// Who printed it last.
    PrintedBy,
    /// The manager of the author.
    Manager,
    /// Where the author works.
    Company,
    /// The program or the office that made it.
    Producer,
}

/// Properties with their values.
pub type Properties = Vec<(Property, String)>;

/// Elements that hold properties.
type Names = &'static [(&'static str, Property)];

const OFFICE_OPEN_XML: Names = &[
    ("creator", Property::Author),
    ("lastModifiedBy", Property::LastModifiedBy),
    ("Manager", Property::Manager),
    ("Company", Property::Company),
];
const OPEN_DOCUMENT: Names =
    &[("initial-creator", Property::Author), ("creator", Property::LastModifiedBy), ("printed-by", Property::PrintedBy)];
const OFD: Names = &[("Author", Property::Author), ("Creator", Property::Producer)];

/// Those of Office Open XML, in the order of the file.
pub fn of_office_open_xml(package: &mut Package<'_>) -> Properties {
    let mut properties = Properties::new();
    for part in ["docProps/core.xml", "docProps/app.xml"] {
        properties.extend(named(&package.part(part), OFFICE_OPEN_XML, package.budget));
    }
    properties
}

/// Values of the properties that the author made up (`docProps/custom.xml`).
pub fn custom(package: &mut Package<'_>) -> Vec<String> {
    let mut values = Vec::new();
    each_text(&package.part("docProps/custom.xml"), package.budget, |_, value| values.push(value));
    values
}

/// Those of OpenDocument, by what they are.
pub fn of_open_document(package: &mut Package<'_>) -> Properties {
    let mut properties = named(&package.part("meta.xml"), OPEN_DOCUMENT, package.budget);
    properties.sort_by_key(|(property, _)| *property);
    properties
}

/// Those in an `OFD.xml`, by what they are.
pub fn of_ofd(xml: &str, budget: &Budget) -> Properties {
    let mut properties = named(xml, OFD, budget);
    properties.sort_by_key(|(property, _)| *property);
    properties
}

fn named(xml: &str, names: Names, budget: &Budget) -> Properties {
    let mut properties = Properties::new();
    each_text(xml, budget, |element, value| {
        let known = names.iter().find(|(name, _)| *name == element);
        properties.extend(known.map(|(_, property)| (*property, value)));
    });
    properties
}

/// Each run of text between two tags, with the element that opened right before it; its name is empty where another one ended there.
fn each_text(xml: &str, budget: &Budget, mut take: impl FnMut(&str, String)) {
    let (mut element, mut text) = (String::new(), String::new());
    let mut end_of_text = |element: &str, text: &mut String| {
        if !text.trim().is_empty() && budget.spend(KEPT) {
            take(element, std::mem::take(text));
        }
        text.clear();
    };
    walk(xml, budget, |step| match step {
        Step::Text(piece) => text.push_str(piece),
        Step::Open(name, _) => {
            end_of_text(&element, &mut text);
            name.clone_into(&mut element);
        }
        Step::Close(_) => {
            end_of_text(&element, &mut text);
            element.clear();
        }
    });
    end_of_text(&element, &mut text);
}

#[cfg(test)]
mod tests {
    use super::super::package::packed;
    use super::*;

    #[test]
    fn the_same_name_means_different_things_in_each_format() {
        let core = "<p xmlns:dc=\"x\"><dc:creator>甲</dc:creator><lastModifiedBy>乙</lastModifiedBy></p>";
        let meta = "<m><dc:creator>丙</dc:creator><meta:initial-creator>丁</meta:initial-creator></m>";
        let bytes = packed(&[("docProps/core.xml", core), ("meta.xml", meta)]);
        let budget = Budget::of_file(bytes.len());
        let mut package = Package::open(&bytes, &budget).expect("a package");
        let told = |property, name: &str| (property, name.to_string());
        let office = [told(Property::Author, "甲"), told(Property::LastModifiedBy, "乙")];
        assert_eq!(of_office_open_xml(&mut package), office);
        let open = [told(Property::Author, "丁"), told(Property::LastModifiedBy, "丙")];
        assert_eq!(of_open_document(&mut package), open);
        let ofd = "<i><Creator>某系统</Creator><Author>戊</Author></i>";
        assert_eq!(of_ofd(ofd, &budget), [told(Property::Author, "戊"), told(Property::Producer, "某系统")]);
    }

    #[test]
    fn a_value_is_whole_whatever_it_refers_to() {
        let custom_properties = "<p>\n<property name=\"x\"><vt:lpwstr>甲&amp;&#x4e59;</vt:lpwstr></property>\n</p>";
        let bytes = packed(&[("docProps/custom.xml", custom_properties)]);
        let budget = Budget::of_file(bytes.len());
        assert_eq!(custom(&mut Package::open(&bytes, &budget).expect("a package")), ["甲&乙"]);
    }
}
