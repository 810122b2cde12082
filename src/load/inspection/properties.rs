//! Properties of documents: who wrote them and where. They are published with the file.

use super::grid::Collector;
use crate::office::package::Package;
use crate::office::properties::{self, Property};
use crate::office::relationships::{self, Target};

/// Names of programs and of machines as they come: nobody is told by them.
const NOBODY: [&str; 20] = [
    "administrator",
    "admin",
    "user",
    "lenovo",
    "dell",
    "hp",
    "asus",
    "acer",
    "pc",
    "windows",
    "microsoft",
    "wps",
    "微软",
    "用户",
    "openpyxl",
    "python-docx",
    "apache poi",
    "un-named",
    "anonymous",
    "(anonymous",
];

/// Looks into the properties of a document of Office Open XML, and at the addresses that its texts and cells lead to.
pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    people(&properties::of_office_open_xml(package), collector);
    for value in properties::custom(package) {
        collector.text("自定义属性", String::new, &value);
    }
    for part in relationships::parts(package) {
        relationships::read(package, &part, |relationship| {
            if let Target::External(address) = relationship.target {
                collector.text("链接", String::new, address.strip_prefix("tel:").unwrap_or(&address));
            }
        });
    }
}

/// Tells whom the properties of a document name.
pub(super) fn people(properties: &[(Property, String)], collector: &mut Collector<'_>) {
    for (property, name) in properties.iter().filter(|(_, name)| is_somebody(name)) {
        let what = label(*property);
        collector.text("文档属性", || what.to_string(), name);
        collector.person(what, name.trim());
    }
}

fn label(property: Property) -> &'static str {
    match property {
        Property::Author => "作者",
        Property::LastModifiedBy => "上次修改者",
        Property::PrintedBy => "打印者",
        Property::Manager => "经理",
        Property::Company => "单位",
        Property::Producer => "制作软件或单位",
    }
}

/// Whether a name is that of a person or an office, as far as can be told.
pub(super) fn is_somebody(text: &str) -> bool {
    let name = text.trim().to_lowercase();
    !name.is_empty() && !NOBODY.iter().any(|nobody| name.starts_with(nobody)) && !name.chars().all(|c| c.is_ascii_digit())
}
