//! Properties of Office documents: who wrote them and where. They are published with the file.

use super::grid::Collector;
use super::package::Package;
use super::xml::{Step, walk};

const NAMES: [(&str, &str); 4] =
    [("creator", "作者"), ("lastModifiedBy", "上次修改者"), ("Manager", "经理"), ("Company", "单位")];
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

pub(super) fn read(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for part in ["docProps/core.xml", "docProps/app.xml"] {
        let mut what = None;
        walk(&package.part(part), package.budget, |step| match step {
            Step::Open(name, _) => what = NAMES.iter().find(|(known, _)| *known == name).map(|(_, chinese)| *chinese),
            Step::Close(_) => what = None,
            Step::Text(text) => {
                if let Some(what) = what.filter(|_| is_somebody(text)) {
                    collector.text("文档属性", || what.to_string(), text);
                    collector.person(what, text.trim());
                }
            }
        });
    }
    walk(&package.part("docProps/custom.xml"), package.budget, |step| {
        if let Step::Text(text) = step {
            collector.text("自定义属性", String::new, text);
        }
    });
    // Addresses that texts and cells lead to.
    for name in package.names().into_iter().filter(|name| name.ends_with(".rels")) {
        walk(&package.part(&name), package.budget, |step| {
            if let Step::Open("Relationship", attributes) = step
                && attributes.get("TargetMode").is_some_and(|mode| mode == "External")
                && let Some(target) = attributes.get("Target")
            {
                collector.text("链接", String::new, target.strip_prefix("tel:").unwrap_or(&target));
            }
        });
    }
}

pub(super) fn is_somebody(text: &str) -> bool {
    let name = text.trim().to_lowercase();
    !name.is_empty() && !NOBODY.iter().any(|nobody| name.starts_with(nobody)) && !name.chars().all(|c| c.is_ascii_digit())
}
