//! XML as a flat run of what opens, closes and is written, namespaces aside. What is damaged ends the run; what came before counts.
//! The end of the budget ends it too.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::budget::{Budget, PASSED};

/// A step through a document. Names have no prefix.
pub(super) enum Step<'s, 'x> {
    Open(&'s str, &'s Attributes<'x>),
    Close(&'s str),
    Text(&'s str),
}

/// The attributes of an element.
pub(super) struct Attributes<'x>(BytesStart<'x>);

impl Attributes<'_> {
    /// The value of the attribute with that name, whatever its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut all = self.0.attributes();
        let mut all = all.with_checks(false).filter_map(Result::ok);
        let found = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let raw: &str = &found.value;
        Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_string(), |text| text.into_owned()))
    }

    /// Whether a switch such as `hidden="1"` or `<vanish/>` is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
    }
}

pub(super) fn walk(xml: &str, budget: &Budget, mut step: impl FnMut(Step<'_, '_>)) {
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
