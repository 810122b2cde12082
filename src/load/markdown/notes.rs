//! Footnotes: their order, their numbers, the ways from the text to a note and back.

use comrak::nodes::{Node, NodeFootnoteDefinition, NodeValue};

use super::output::Output;
use super::source::SourceMap;
use super::tree::is_top_level;
use crate::model::prose::{Guess, GuessKind};

/// Moves the notes to the end in the order of their numbers, those without a reference last.
pub(super) fn gather<'a>(root: Node<'a>, mut notes: Vec<(String, u32, Node<'a>)>, numbers: &mut [(u32, String)]) {
    numbers.sort_unstable();
    let mut ordered = Vec::with_capacity(notes.len());
    for (_, name) in numbers.iter() {
        if let Some(index) = notes.iter().position(|(own, references, _)| *references > 0 && own == name) {
            ordered.push(notes.remove(index).2);
        }
    }
    ordered.extend(notes.into_iter().map(|(_, _, node)| node));
    for node in ordered {
        // A note inside a note stays where it is.
        let is_note = |above: Node<'_>| matches!(above.data().value, NodeValue::FootnoteDefinition(_));
        if !node.ancestors().skip(1).any(is_note) {
            root.append(node);
        }
    }
}

/// Of notes with one name the first is the note, whatever the parser has chosen; the text of the others stays where it stands. What is
/// wrong with notes goes to `guesses`.
pub(super) fn keep_first<'a>(root: Node<'a>, source: &SourceMap<'_>, guesses: &mut Vec<Guess>) {
    let notes: Vec<Node<'a>> = root.children().filter(|node| note(node).is_some()).collect();
    let mut kept: Vec<(String, Node<'a>)> = Vec::new();
    for node in notes {
        let Some(NodeFootnoteDefinition { name, total_references }) = note(node) else { continue };
        let span = source.line_span(node.data().sourcepos.start.line);
        let folded = name.to_lowercase();
        let Some((_, first)) = kept.iter().find(|(known, _)| *known == folded) else {
            kept.push((folded, node));
            continue;
        };
        guesses.push(Guess { kind: GuessKind::NoteTwice { name: name.clone() }, span });
        if total_references > 0 {
            first.data_mut().value = NodeValue::FootnoteDefinition(NodeFootnoteDefinition { name, total_references });
        }
        let children: Vec<_> = node.children().collect();
        children.into_iter().for_each(|child| node.insert_before(child));
        node.detach();
    }
    for (_, node) in kept {
        if let Some(NodeFootnoteDefinition { name, total_references: 0 }) = note(node) {
            let span = source.line_span(node.data().sourcepos.start.line);
            guesses.push(Guess { kind: GuessKind::NoteUnused { name }, span });
        }
    }
}

fn note(node: Node<'_>) -> Option<NodeFootnoteDefinition> {
    match &node.data().value {
        NodeValue::FootnoteDefinition(note) => Some(note.clone()),
        _ => None,
    }
}

/// The line with a half-width colon, in as many bytes, and the name of the note, where it defines one with a full-width colon.
pub(super) fn with_colon(line: &str) -> Option<(String, &str)> {
    let (name, text) = line.strip_prefix("[^")?.split_once("]：")?;
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '^'));
    is_name.then(|| (format!("[^{name}]:  {text}"), name))
}

impl Output<'_> {
    /// Writes the mark of a note in the text. Only outside of links it is a link itself.
    pub(super) fn note_reference(&mut self, number: u32, occurrence: u32) {
        let id = note_reference_id(number, occurrence);
        if self.raw.in_link() || !self.open_links.is_empty() {
            self.html("<sup class=\"fn\"");
            self.id_attribute(&id);
            self.html(&format!(">{number}</sup>"));
        } else {
            self.html(&format!("<sup class=\"fn\"><a href=\"#fn-{number}\""));
            self.id_attribute(&id);
            self.html(&format!(" aria-label=\"注 {number}\">{number}</a></sup>"));
        }
        self.line_start = false;
    }

    /// Begins a note; the first one opens the section that all of them stand in.
    pub(super) fn enter_note(&mut self, node: Node<'_>) {
        if !is_top_level(node) {
            return;
        }
        if self.notes == 0 {
            self.close_raw_tags();
            self.html("<section class=\"notes\" aria-label=\"注释\">\n<ol>\n");
        }
        self.notes += 1;
        let id = format!("fn-{}", self.notes);
        self.html("<li");
        self.id_attribute(&id);
        self.html(">");
    }

    /// Ends a note, with the ways back to the text unless its last paragraph has them already.
    pub(super) fn leave_note(&mut self, node: Node<'_>, note: &NodeFootnoteDefinition) {
        if !is_top_level(node) {
            return;
        }
        if !node.last_child().is_some_and(|last| matches!(last.data().value, NodeValue::Paragraph)) {
            self.back_links(note);
        }
        self.html("</li>\n");
    }

    /// Writes a link back to each place in the text that refers to the note.
    pub(super) fn back_links(&mut self, note: &NodeFootnoteDefinition) {
        let number = self.notes;
        for occurrence in 1..=note.total_references {
            let id = note_reference_id(number as u32, occurrence);
            let place = if occurrence == 1 { String::new() } else { format!("第 {occurrence} ") };
            self.html(&format!("<a class=\"back\" href=\"#{id}\" aria-label=\"返回正文注 {number} {place}处\">↩</a>"));
        }
    }
}

fn note_reference_id(number: u32, occurrence: u32) -> String {
    if occurrence <= 1 { format!("fr-{number}") } else { format!("fr-{number}-{occurrence}") }
}

#[cfg(test)]
mod tests {
    use crate::load::markdown::parse;
    use crate::load::markdown::tests::html_of;
    use crate::model::markdown_options::MarkdownOptions;

    fn html(source: &str) -> String {
        html_of(&parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() }))
    }

    #[test]
    fn notes_stand_at_the_end_with_ways_back() {
        assert_eq!(
            html("甲[^a]乙[^a]\n\n[^a]: 注。\n\n[^b]: 孤。\n\n尾"),
            concat!(
                "<p>甲<sup class=\"fn\"><a href=\"#fn-1\" id=\"fr-1\" aria-label=\"注 1\">1</a></sup>",
                "乙<sup class=\"fn\"><a href=\"#fn-1\" id=\"fr-1-2\" aria-label=\"注 1\">1</a></sup></p>\n<p>尾</p>\n",
                "<section class=\"notes\" aria-label=\"注释\">\n<ol>\n",
                "<li id=\"fn-1\"><p>注。<a class=\"back\" href=\"#fr-1\" aria-label=\"返回正文注 1 处\">↩</a>",
                "<a class=\"back\" href=\"#fr-1-2\" aria-label=\"返回正文注 1 第 2 处\">↩</a></p>\n</li>\n",
                "<li id=\"fn-2\"><p>孤。</p>\n</li>\n</ol>\n</section>\n",
            )
        );
    }
}
