//! Documents of the open formats: OpenDocument (.odt, .ods, .odp) and OFD (GB/T 33190), which offices get from their own systems.

use super::budget::Budget;
use super::grid::Collector;
use super::open_tables::Text;
use super::package::Package;
use super::properties::is_somebody;
use super::xml::{Step, walk};

/// Elements with names of people, and what they are.
const PEOPLE: [(&str, &str); 5] = [
    ("initial-creator", "作者"),
    ("creator", "上次修改者"),
    ("printed-by", "打印者"),
    ("Author", "作者"),
    ("Creator", "制作软件或单位"),
];

pub(super) fn open_document(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for part in ["content.xml", "styles.xml"] {
        let xml = package.part(part);
        collector.budget.enter("正文");
        let mut text = Text::default();
        walk(&xml, package.budget, |step| text.step(step, collector));
        text.end(collector);
    }
    people(&package.part("meta.xml"), collector);
}

pub(super) fn fixed_layout(package: &mut Package<'_>, collector: &mut Collector<'_>) {
    for name in package.names().into_iter().filter(|name| name.ends_with(".xml")) {
        let xml = package.part(&name);
        if name.ends_with("OFD.xml") {
            people(&xml, collector);
        } else {
            collector.budget.enter("正文");
            let mut line = String::new();
            walk(&xml, package.budget, |step| match step {
                Step::Open("TextObject", _) => line.clear(),
                Step::Text(text) => line.push_str(text),
                Step::Close("TextObject") => collector.text("正文", String::new, &std::mem::take(&mut line)),
                _ => {}
            });
        }
    }
}

fn people(xml: &str, collector: &mut Collector<'_>) {
    for (element, what) in PEOPLE {
        for name in texts_within(xml, element, collector.budget).iter().filter(|name| is_somebody(name)) {
            collector.text("文档属性", || what.to_string(), name);
            collector.person(what, name.trim());
        }
    }
}

/// The text right inside every element of that name.
fn texts_within(xml: &str, element: &str, budget: &Budget) -> Vec<String> {
    let (mut found, mut is_inside) = (Vec::new(), false);
    walk(xml, budget, |step| match step {
        Step::Open(name, _) => is_inside = name == element,
        Step::Close(_) => is_inside = false,
        Step::Text(text) if is_inside => found.push(text.to_string()),
        Step::Text(_) => {}
    });
    found
}
