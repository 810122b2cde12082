//! XML as a flat run of what opens, closes and is written. What is damaged ends the run; what came before counts. The end of the budget
//! ends it too.
//!
//! Names: elements and attributes are known by their local names. Prefixes are the writer's choice, and the same element has one
//! namespace in transitional Office Open XML, another in the strict form, a third in older WPS; nothing that is looked for shares its
//! local name with something that must not be.
//!
//! Entities: the five of XML and references to characters are resolved. Those that a document declares itself are left out and never
//! expanded, so neither a billion laughs nor a file from elsewhere can come in by them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::budget::{Budget, KEPT, PASSED};

/// A step through a document. Names have no prefix.
pub enum Step<'s, 'x> {
    /// An element begins.
    Open(&'s str, &'s Attributes<'x>),
    /// An element ends; one that is empty ends at once.
    Close(&'s str),
    /// A piece of text: a reference to a character is a piece of its own.
    Text(&'s str),
}

/// The attributes of an element.
pub struct Attributes<'x>(BytesStart<'x>);

impl Attributes<'_> {
    /// The value of the attribute with that name, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let mut all = all.with_checks(false).filter_map(Result::ok);
        let found = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let raw: &str = &found.value;
        Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_string(), |text| text.into_owned()))
    }

    /// Whether a switch such as `hidden="1"` is on.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
    }
}

/// Walks through a document from its beginning to its end, to its first fault, or to the end of the budget.
pub fn walk(xml: &str, budget: &Budget, mut step: impl FnMut(Step<'_, '_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        if matches!(event, Event::Eof) || !budget.spend(PASSED) {
            break;
        }
        match event {
            Event::Start(start) => {
                let attributes = Attributes(start);
                step(Step::Open(attributes.0.local_name().as_ref(), &attributes));
            }
            Event::Empty(start) => {
                let attributes = Attributes(start);
                step(Step::Open(attributes.0.local_name().as_ref(), &attributes));
                step(Step::Close(attributes.0.local_name().as_ref()));
            }
            Event::End(end) => step(Step::Close(end.local_name().as_ref())),
            Event::Text(text) => step(Step::Text(&text)),
            Event::CData(text) => step(Step::Text(&text)),
            Event::GeneralRef(reference) => {
                let name: String = reference.into_inner().into_owned();
                if let Ok(text) = quick_xml::escape::unescape(&format!("&{name};")) {
                    step(Step::Text(&text));
                }
            }
            _ => {}
        }
    }
}

/// The text of every element of these names, whatever stands within it.
pub fn texts(xml: &str, names: &[&str], budget: &Budget) -> Vec<String> {
    let mut texts = Vec::new();
    walk(xml, budget, |step| match step {
        Step::Open(name, _) if names.contains(&name) && budget.spend(KEPT) => texts.push(String::new()),
        Step::Text(text) => {
            if let Some(last) = texts.last_mut() {
                last.push_str(text);
            }
        }
        _ => {}
    });
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(xml: &str) -> String {
        let mut seen = String::new();
        walk(xml, &Budget::of(0, u64::MAX), |step| match step {
            Step::Open(name, attributes) => {
                seen.push_str(&format!("<{name}{}>", attributes.get("id").map_or(String::new(), |id| format!(" {id}"))));
            }
            Step::Close(name) => seen.push_str(&format!("</{name}>")),
            Step::Text(text) => seen.push_str(text),
        });
        seen
    }

    #[test]
    fn names_are_local_whatever_the_prefix() {
        for xml in ["<w:t r:id=\"1\">甲</w:t>", "<ns0:t id=\"1\">甲</ns0:t>", "<t x:id=\"1\">甲</t>"] {
            assert_eq!(seen(xml), "<t 1>甲</t>");
        }
        assert_eq!(seen("<w:br/>"), "<br></br>");
    }

    #[test]
    fn entities_that_a_document_declares_are_never_expanded() {
        let declared = "<!DOCTYPE a [<!ENTITY x \"甲甲甲\"><!ENTITY y SYSTEM \"file:///etc/passwd\">]>";
        assert_eq!(seen(&format!("{declared}<a id=\"&x;\">&x;&y;&amp;&#x7532;</a>")), "<a &x;>&甲</a>");
    }

    #[test]
    fn what_came_before_the_damage_or_the_end_of_the_budget_counts() {
        assert_eq!(seen("<a>甲<b>乙<"), "<a>甲<b>乙");
        let budget = Budget::of(0, 2 * PASSED);
        let mut steps = 0;
        walk("<a><b><c>", &budget, |_| steps += 1);
        assert!(steps == 2 && budget.take_cut().is_some(), "{steps}");
    }
}
