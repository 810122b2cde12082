//! A small reader of pages on html5gum: elements with attributes, text and ancestors, found by a few kinds of selectors. It
//! does not correct mis-nested tags as a browser would: it lists them as faults, because our pages have none.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

const VOID: [&str; 10] = ["meta", "link", "br", "hr", "img", "input", "wbr", "col", "source", "base"];
/// Elements without an end tag inside `<svg>` are written `<path …/>`.
const FOREIGN: [&str; 5] = ["svg", "path", "rect", "g", "title"];

#[derive(Debug, Default)]
pub struct Html {
    pub elements: Vec<Element>,
    /// Errors of the tokenizer, and tags that do not match.
    pub faults: Vec<String>,
}

#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// All text inside, as written.
    pub text: String,
    /// Indices of the elements around it, outermost first.
    pub ancestors: Vec<usize>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The text as people read it: runs of white space are one space.
    pub fn words(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn matches(&self, selector: &str) -> bool {
        let (selector, attribute) = match selector.split_once('[') {
            Some((selector, attribute)) => (selector, Some(attribute.trim_end_matches(']'))),
            None => (selector, None),
        };
        let attribute_fits = attribute.is_none_or(|attribute| match attribute.split_once('=') {
            Some((name, value)) => self.attributes.get(name).is_some_and(|found| found == value),
            None => self.attributes.contains_key(attribute),
        });
        let (name, rest) = selector.split_at(selector.find(['.', '#']).unwrap_or(selector.len()));
        let name_fits = ["", "*", self.name.as_str()].contains(&name);
        let rest_fits = match rest.split_at_checked(1) {
            Some((".", class)) => self.attribute("class").split_whitespace().any(|found| found == class),
            Some(("#", id)) => self.attribute("id") == id,
            _ => true,
        };
        attribute_fits && name_fits && rest_fits
    }
}

impl Html {
    pub fn parse(text: &str) -> Html {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut html = Html::default();
        let mut open: Vec<usize> = Vec::new();
        for token in Tokenizer::new_with_emitter(text, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = string(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (string(name), string(value))).collect();
                    let is_closed = VOID.contains(&name.as_str()) || (tag.self_closing && FOREIGN.contains(&name.as_str()));
                    let element = Element { name, attributes, text: String::new(), ancestors: open.clone() };
                    html.elements.push(element);
                    if !is_closed {
                        open.push(html.elements.len() - 1);
                    }
                }
                Token::EndTag(tag) => html.close(&mut open, &string(&tag.name)),
                Token::String(text) => {
                    let text = string(&text);
                    open.iter().for_each(|at| html.elements[*at].text.push_str(&text));
                }
                Token::Error(error) => html.faults.push(format!("{} at byte {}", error.value, error.span.start)),
                Token::Comment(_) | Token::Doctype(_) => {}
            }
        }
        html.faults.extend(open.iter().map(|at| format!("<{}> is never closed", html.elements[*at].name)));
        html
    }

    fn close(&mut self, open: &mut Vec<usize>, name: &str) {
        match open.last() {
            Some(last) if self.elements[*last].name == name => {
                open.pop();
            }
            _ => self.faults.push(format!("</{name}> closes nothing")),
        }
    }

    /// Elements that fit a selector of names, `.class`, `#id` and `[attribute=value]`, a space meaning “inside”.
    pub fn all(&self, selector: &str) -> Vec<&Element> {
        let steps: Vec<&str> = selector.split(' ').collect();
        let (last, around) = steps.split_last().expect("a selector");
        self.elements.iter().filter(|element| element.matches(last) && self.is_inside(element, around)).collect()
    }

    fn is_inside(&self, element: &Element, around: &[&str]) -> bool {
        let mut wanted = around.iter().rev().peekable();
        for at in element.ancestors.iter().rev() {
            if wanted.peek().is_some_and(|step| self.elements[*at].matches(step)) {
                wanted.next();
            }
        }
        wanted.peek().is_none()
    }

    /// The only element that fits.
    #[track_caller]
    pub fn one(&self, selector: &str) -> &Element {
        match self.all(selector).as_slice() {
            [element] => element,
            found => panic!("{} elements fit `{selector}`", found.len()),
        }
    }

    pub fn has(&self, selector: &str) -> bool {
        !self.all(selector).is_empty()
    }

    /// The words of every element that fits.
    pub fn words(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|element| element.words()).collect()
    }

    /// The value of an attribute of every element that fits.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector).iter().map(|element| element.attribute(name).to_string()).collect()
    }

    /// `content` of a `<meta>`, if it is there.
    pub fn meta(&self, name: &str) -> Option<&str> {
        let tag = self.elements.iter().find(|element| element.name == "meta" && element.attribute("name") == name);
        tag.map(|tag| tag.attribute("content"))
    }

    pub fn ids(&self) -> BTreeSet<&str> {
        self.elements.iter().map(|element| element.attribute("id")).filter(|id| !id.is_empty()).collect()
    }

    /// Every address in the page, with the element and attribute that has it.
    pub fn links(&self) -> Vec<(&Element, &str)> {
        let addresses = ["href", "src", "action"];
        let of = |element| addresses.iter().filter_map(move |name| Element::given(element, name));
        self.elements.iter().flat_map(|element| of(element).map(move |address| (element, address))).collect()
    }
}

impl Element {
    fn given<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
        element.attributes.get(name).map(String::as_str)
    }
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
