//! Markdown to [`Body`]: one parse, a few passes over the tree that add what Markdown does not know about official
//! documents, one pass that writes. It stands apart from the rest of loading because it needs nothing but the text:
//! no files, no site, no date.

mod allowlist;
mod bare;
mod bars;
mod caption;
mod format;
mod lazy;
mod leads;
mod lines;
mod links;
mod lists;
mod literal;
mod names;
mod notes;
mod open_tags;
mod outline;
mod output;
mod paragraph_line;
mod paragraphs;
mod prose;
mod raw_tags;
mod raw_text;
mod sanitize;
mod signature;
mod source;
mod structure;
mod table;
mod table_shape;
mod tabs;
mod text;
mod tree;
mod unclosed;
mod units;

use std::borrow::Cow;

use comrak::nodes::{ListType, Node, NodeValue};
use comrak::{Arena, Options, parse_document};

use crate::model::body::{Body, Held, Markup, Reference, ReferenceKind, Removed, Substance};
use crate::model::digest::Digest;
use crate::model::markdown_options::{Lines, MarkdownOptions};
use crate::model::prose::{Guess, Prose};
use bars::Bars;
use output::Output;
pub use raw_tags::has_overloaded_tag;
use source::SourceMap;
pub(crate) use tabs::is_row as has_tabbed_parts;
use text::SummaryParagraph;
pub(crate) use text::opening;

/// What is put right in a text may show what else is to be put right, but not for long.
const MAX_PASSES: usize = 5;

/// Parses a report's text. Never fails: every text is Markdown. All spans are byte ranges of `source`.
pub fn parse(source: &str, options: &MarkdownOptions) -> Body {
    parse_text(source, options, None)
}

/// As [`parse`], and appends the text to `prose`. The source begins at byte `offset` of its file.
pub fn parse_with_prose(source: &str, offset: usize, options: &MarkdownOptions, prose: &mut Prose) -> Body {
    parse_text(source, options, Some((offset, prose)))
}

/// Where the plain text goes: place of the source in its file, and what it is appended to.
type ProseTo<'p> = Option<(usize, &'p mut Prose)>;

fn parse_text(source: &str, options: &MarkdownOptions, prose: ProseTo<'_>) -> Body {
    // No page differs by how lines end, and the digest is published as a part of the version of search data: git and editors change
    // line ends, and the same site must come of both.
    let lines = if memchr::memchr(b'\r', source.as_bytes()).is_some() {
        source.replace("\r\n", "\n").into()
    } else {
        Cow::from(source)
    };
    let digest = Digest::of_parts([lines.as_bytes(), &options.code()]);
    Body { digest, ..parse_tree(source, options, prose) }
}

fn parse_tree(source: &str, options: &MarkdownOptions, prose: ProseTo<'_>) -> Body {
    let parser = parser_options();
    let unmasked = source::without_masks(source);
    let (named, names) = names::mask(&unmasked);
    let mut text = source::mask_prose_definitions(&named);
    let mut read = Read::default();
    let mut pass = 0;
    loop {
        let mended = {
            let arena = Arena::with_capacity(256);
            let root = parse_document(&arena, &text, &parser);
            match if pass < MAX_PASSES { mend(root, &text, source, &mut read) } else { None } {
                Some(mended) => mended,
                None => {
                    names.into_iter().for_each(|names| names.restore(root));
                    bare::restore(&arena, root, &text);
                    read.needs_care = output::needs_care(&text);
                    return build(&arena, root, source, read, options, prose);
                }
            }
        };
        text = Cow::Owned(mended);
        pass += 1;
    }
}

/// What is known of a text once it has been parsed.
#[derive(Default)]
struct Read {
    needs_care: bool,
    bars: Bars,
    /// Raw HTML without an end, as far as it was cut off.
    unclosed: Vec<Removed>,
}

/// The text with what the parser has not read as its author evidently meant it; `None` when there is no such thing.
fn mend(root: Node<'_>, text: &str, source: &str, read: &mut Read) -> Option<String> {
    // Raw HTML without an end comes first, because it swallows all that stands behind it. One kind of fault is mended at a time:
    // the text is parsed again after each, and what looked like another fault may be none then.
    if let Some(closed) = unclosed::close(root, text, source, &mut read.unclosed) {
        return Some(closed);
    }
    let indented = indented_prose(root);
    match indented.is_empty() {
        true => bare::mask(root, text).or_else(|| read.bars.mend(root, text)),
        false => Some(source::mask_indentation(text, &indented)),
    }
}

fn parser_options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.cjk_friendly_emphasis = true;
    // Notes that nothing refers to would be dropped otherwise, and with them text.
    options.parse.leave_footnote_definitions = true;
    options
}

/// Lines (first and last) of the top level's code blocks that are indented paragraphs.
fn indented_prose(root: Node<'_>) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    for node in root.children() {
        let data = node.data();
        if let NodeValue::CodeBlock(block) = &data.value
            && !block.fenced
            && source::is_indented_prose(&block.literal)
        {
            lines.push((data.sourcepos.start.line, data.sourcepos.end.line));
        }
    }
    lines
}

fn build<'a>(
    arena: &'a Arena<'a>,
    root: Node<'a>,
    source: &str,
    mut read: Read,
    options: &MarkdownOptions,
    prose: ProseTo<'_>,
) -> Body {
    let source = SourceMap::new(source);
    notes::keep_first(root, &source, &mut read.bars.guesses);
    let Prepared { mut tables, pictures, definitions, mut numbers, has_title, has_breaks } = prepare(arena, root, &source);
    // Before notes go to the end: a line behind a note that is no part of it stays where it stands.
    if options.lines == Lines::Auto && has_breaks {
        paragraphs::separate_nested(arena, &source, root);
    }
    if !definitions.is_empty() {
        notes::gather(root, definitions, &mut numbers);
    }
    // Captions and sign-offs are whole lines: they are looked for below, when this has cut paragraphs into lines.
    structure::arrange(arena, root, &source, options.lines, has_title);
    for picture in pictures {
        caption::attach_to_picture(picture);
    }
    tables.extend(root.children().filter(|node| matches!(node.data().value, NodeValue::Table(_))));
    for table in tables {
        caption::attach(arena, table);
    }
    signature::mark(arena, root);
    if let Some((offset, prose)) = prose {
        prose::collect(root, &source, offset, prose);
        let in_file = |guess: Guess| Guess { span: guess.span.shifted(offset), ..guess };
        prose.guesses.extend(read.bars.guesses.into_iter().map(in_file));
    }
    if options.run_in_leads {
        leads::wrap_leads(arena, root);
    }
    let mut out = Output::new(source, read.needs_care);
    out.body.removed = read.unclosed;
    format::write(root, &mut out);
    finish(out)
}

/// What later steps ask of a tree, found on the way through it.
struct Prepared<'a> {
    tables: Vec<Node<'a>>,
    pictures: Vec<Node<'a>>,
    /// Notes with their names and the number of their references.
    definitions: Vec<(String, u32, Node<'a>)>,
    /// Numbers of the notes that are referred to, with their names.
    numbers: Vec<(u32, String)>,
    /// The text has a title of its own (`# …`), which all other headings stand below.
    has_title: bool,
    /// Some paragraph has more than one line.
    has_breaks: bool,
}

/// Mends what the parser sees differently from Chinese authors. Returns what it passed.
fn prepare<'a>(arena: &'a Arena<'a>, root: Node<'a>, source: &SourceMap<'_>) -> Prepared<'a> {
    let mut tables = Vec::new();
    let mut pictures = Vec::new();
    let mut emphasis = Vec::new();
    let mut headings = Vec::new();
    let mut links = Vec::new();
    let mut lists = Vec::new();
    let mut definitions = Vec::new();
    let mut numbers = Vec::new();
    let mut code = Vec::new();
    let mut has_h1 = false;
    let mut has_breaks = false;
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Table(_) => tables.push(node),
            NodeValue::Image(_) => pictures.push(node),
            NodeValue::Emph | NodeValue::Strong | NodeValue::Strikethrough => emphasis.push(node),
            NodeValue::List(list) if list.list_type == ListType::Ordered => lists.push(node),
            NodeValue::Link(_) => links.push(node),
            NodeValue::CodeBlock(block) if !block.fenced => code.push(node),
            NodeValue::FootnoteDefinition(note) => definitions.push((note.name.clone(), note.total_references, node)),
            NodeValue::FootnoteReference(note) if note.ref_num == 1 => numbers.push((note.ix, note.name.clone())),
            NodeValue::SoftBreak | NodeValue::LineBreak => has_breaks = true,
            NodeValue::Heading(heading) => {
                has_h1 |= heading.level == 1;
                headings.push(node);
            }
            _ => {}
        }
    }
    // The title of the page is the only h1.
    for node in headings.iter().filter(|_| has_h1) {
        if let NodeValue::Heading(heading) = &mut node.data_mut().value {
            heading.level += 1;
        }
    }
    for table in &tables {
        bars::settle(arena, source, table);
    }
    for node in emphasis {
        literal::restore(arena, source, node);
    }
    for list in lists {
        lists::split_restart(arena, source, list);
        lists::count(list);
    }
    has_breaks |= !code.is_empty();
    for block in code {
        uncover_paragraph(arena, block);
    }
    for link in links {
        bare::trim(arena, source, link);
    }
    Prepared { tables, pictures, definitions, numbers, has_title: has_h1, has_breaks }
}

/// An indented paragraph inside a list or a quotation: its lines cannot be masked, because there the indentation says
/// what it belongs to. It becomes plain text.
fn uncover_paragraph<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let place = node.data().sourcepos;
    let literal = match &node.data().value {
        NodeValue::CodeBlock(block) if source::is_indented_prose(&block.literal) => block.literal.clone(),
        _ => return,
    };
    node.data_mut().value = NodeValue::Paragraph;
    for (index, line) in literal.lines().enumerate() {
        if index > 0 {
            node.append(tree::new_node(arena, NodeValue::SoftBreak, place));
        }
        node.append(tree::new_node(arena, NodeValue::Text(line.to_owned().into()), place));
    }
}

fn finish(out: Output<'_>) -> Body {
    let Output { mut body, mut markup, prose, .. } = out;
    let paragraphs = prose
        .iter()
        .map(|(range, labelled)| SummaryParagraph { text: body.text.get(range.clone()).unwrap_or(""), labelled: *labelled });
    body.summary = text::summarise(paragraphs).into();
    body.text.truncate(body.text.trim_end().len());
    body.substance = substance(&body, &markup);
    // A copy, because the allocator would leave most of the room that was reserved with the text for as long as it lives.
    markup.html = markup.html.as_str().to_owned();
    markup.headings.shrink_to_fit();
    body.markup = Held::new(markup);
    body
}

/// What there is to see in a body.
fn substance(body: &Body, markup: &Markup) -> Substance {
    let is_picture = |reference: &Reference| reference.kind == ReferenceKind::Image;
    if !body.summary.is_empty() || body.references.iter().any(is_picture) {
        return Substance::Full;
    }
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    // `三、工期：2024年3月至12月` is a title and says something.
    if markup.headings.iter().any(|heading| heading.text.contains('：')) {
        return Substance::Full;
    }
    let in_headings: usize = markup.headings.iter().map(|heading| letters(heading.number) + letters(heading.text)).sum();
    match letters(&body.text) {
        0 => Substance::Nothing,
        all if all == in_headings => Substance::Headings,
        _ => Substance::Full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The HTML of a body that was just parsed.
    pub(super) fn html_of(body: &Body) -> String {
        body.markup.get().expect("just parsed").html.clone()
    }

    fn body(source: &str) -> Body {
        parse(source, &MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() })
    }

    #[test]
    fn indented_documents_are_no_programs() {
        let body = body("    一、总结\n\n    2023年，**玉塘**街道。\n\n\t（一）党建\n\n正文\n\n    let x = 1;\n");
        assert_eq!(
            html_of(&body),
            concat!(
                "<h2 id=\"s1\"><span class=\"no\">一、</span>总结</h2>\n<p>2023年，<strong>玉塘</strong>街道。</p>\n",
                "<h3 id=\"s1-1\"><span class=\"no\">（一）</span>党建</h3>\n<p>正文</p>\n",
                "<pre><code>let x = 1;\n</code></pre>\n",
            )
        );
    }

    #[test]
    fn indented_prose_in_a_list_is_a_paragraph() {
        let html = html_of(&body("- 甲\n\n      一、缩进\n      文字\n"));
        assert_eq!(html, "<ul>\n<li><p>甲</p>\n<p>一、缩进</p>\n<p>文字</p>\n</li>\n</ul>\n");
    }

    #[test]
    fn text_is_what_readers_see() {
        let body = body("一、总结\n\n甲**乙**，\n丙[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- 丁\n\n[^1]: 戊");
        assert_eq!(body.text, "一、总结\n甲乙，丙\na\tb\n1\t2\n丁\n戊");
    }

    #[test]
    fn a_remark_in_brackets_is_no_link_definition() {
        let source = "[注]:数据为初步核算数，\n尾[乙](x)\n\n[a]: 附件.pdf\n\n[a]与[^1]\n\n[^1]: 脚注";
        let body = body(source);
        assert!(
            html_of(&body).starts_with("<p>[注]:数据为初步核算数，尾<a href=\"\">乙</a></p>\n<p><a href=\"\">a</a>与<sup"),
            "{}",
            html_of(&body)
        );
        assert!(body.text.starts_with("[注]:数据为初步核算数，尾乙\na与\n脚注"));
        assert_eq!(&source[body.references[0].span.start..body.references[0].span.end], "[乙](x)");
        assert_eq!(body.references[1].target, "附件.pdf");
    }

    #[test]
    fn every_id_is_listed() {
        let body = body("一、总结\n\n甲[^1]\n\n表1 乙\n\n| a |\n|---|\n\n[^1]: 丙");
        assert!(body.ids.iter().eq(["s1", "fr-1", "t1", "fn-1"]));
    }

    #[test]
    fn summary_skips_salutations_headings_and_tables() {
        let source =
            "**文号：**光玉办〔2024〕5号\n\n各位代表：\n\n一、总结\n\n今年工作很好。\n\n| 甲。 |\n|---|\n\n明年更好。";
        assert_eq!(&*body(source).summary, "今年工作很好。明年更好。");
        assert_eq!(&*body("| 甲。 |\n|---|").summary, "");
    }

    #[test]
    fn no_text_is_too_strange() {
        for source in ["", "\n", "\u{0}", "\r", "　", "> ", "[^1]: ", "|\n|-|", "<", "</", "<!--", "一、\n---"] {
            let first = body(source);
            assert_eq!(html_of(&first), html_of(&body(source)));
        }
        assert_eq!(html_of(&body("甲\u{0}乙")), "<p>甲\u{fffd}乙</p>\n");
        body(&"> ".repeat(20_000));
        body(&"<div>\n\n".repeat(5_000));
    }
}
