//! Text of PDF files, as far as numbers need it. Own and small, because the readers at hand either give up on fonts of Chinese
//! documents or panic on damaged files: streams are found by their words, not by the index of the file, so parts that a later
//! version has covered are read too. Which font a text is in is not followed; each table of characters is tried on each
//! page instead, since no number comes out right by accident. All of it takes from the budget of the attachment.

mod content;
mod font;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::active;
use super::grid::Collector;
use super::properties::is_somebody;
use crate::budget::{Budget, PASSED};
use crate::model::digest::Digest;
use content::{Content, chinese, hex, literal, wide};
use font::Font;

/// Bytes of one stream that are unpacked.
const LARGEST_STREAM: u64 = 16 << 20;
/// Tables of characters that are tried.
const MOST_FONTS: usize = 16;
/// Bytes of a name that are read.
const LONGEST_NAME: usize = 1024;

/// What a document runs or starts when it is opened, by its keys.
const RUNNING: [(&[u8], &str); 3] =
    [(b"/JavaScript", "脚本（JavaScript）"), (b"/Launch", "启动别的程序的动作"), (b"/RichMedia", "会运行的媒体")];

/// Reads the text, and says why not or not wholly.
pub(super) fn read(bytes: &[u8], collector: &mut Collector<'_>) -> Option<&'static str> {
    tell_running(bytes, collector);
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return Some("PDF 有加密设置");
    }
    collector.budget.enter("正文");
    let (mut pages, mut fonts): (Vec<Vec<u8>>, Vec<Font>) = (Vec::new(), Vec::new());
    let mut has_more_fonts = false;
    each_stream(bytes, collector.budget, |stream| {
        if memmem::find(&stream, b"beginbf").is_some() {
            match fonts.len() < MOST_FONTS {
                true => fonts.push(Font::read(&stream, collector.budget)),
                false => has_more_fonts = true,
            }
        } else if memmem::find(&stream, b"BT").is_some()
            && (memmem::find(&stream, b"Tj").is_some() || memmem::find(&stream, b"TJ").is_some())
        {
            pages.push(stream);
        } else {
            tell_running(&stream, collector);
        }
    });
    people(bytes, collector);
    for (number, page) in pages.iter().enumerate() {
        let place = format!("第 {} 段页面内容", number + 1);
        collector.budget.enter(&format!("正文{place}"));
        let page = Content::read(page, collector.budget);
        let mut seen = HashSet::new();
        let ways = [Content::plain, Content::wide, Content::chinese].into_iter().map(|read| read(&page));
        for text in ways.chain(fonts.iter().map(|font| font.read_page(&page))) {
            if !collector.budget.spend(text.len() as u64) {
                break;
            }
            for line in text.lines().filter(|line| !line.is_empty()) {
                if seen.insert(Digest::of(line.as_bytes()).0) {
                    collector.text("正文", || place.clone(), line);
                }
            }
        }
    }
    match () {
        () if pages.is_empty() => Some("PDF 里没有读得出的文字，可能是扫描件"),
        () if has_more_fonts => Some("PDF 的字体太多，有的文字没有查看"),
        () => None,
    }
}

fn tell_running(bytes: &[u8], collector: &mut Collector<'_>) {
    for (key, what) in RUNNING {
        if memmem::find(bytes, key).is_some() {
            collector.active(active::with_script(what));
        }
    }
}

/// Unpacks the streams of a file one after the other.
fn each_stream(bytes: &[u8], budget: &Budget, mut take: impl FnMut(Vec<u8>)) {
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let head_end = at + found;
        let start = head_end + b"stream".len();
        let start = start + bytes[start..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |length| start + length);
        let head = &bytes[head_end.saturating_sub(512).max(at)..head_end];
        // What was said of the object before is not said of this one.
        let head = memmem::rfind(head, b"endobj").map_or(head, |end| &head[end..]);
        if budget.is_spent() || !budget.spend(PASSED) {
            budget.leave_out();
            return;
        }
        if let Some(stream) = unpacked(head, &bytes[start..end], budget) {
            take(stream);
        }
        at = (end + b"endstream".len()).min(bytes.len());
    }
}

/// Who the properties say wrote it.
fn people(bytes: &[u8], collector: &mut Collector<'_>) {
    for at in memmem::find_iter(bytes, b"/Author") {
        if !collector.budget.spend(PASSED) {
            return;
        }
        let rest = &bytes[at + b"/Author".len()..];
        let rest = rest.get(..LONGEST_NAME).unwrap_or(rest).trim_ascii_start();
        let name = match rest.first() {
            Some(b'(') => literal(rest, 1).0,
            Some(b'<') => hex(rest.split(|byte| *byte == b'>').next().unwrap_or_default()),
            _ => continue,
        };
        if !collector.budget.spend(name.len() as u64) {
            return;
        }
        let name = match name.strip_prefix(b"\xfe\xff") {
            Some(units) => wide(units),
            None => chinese(&name),
        };
        if is_somebody(&name) && !name.contains('\u{fffd}') {
            collector.text("文档属性", || "作者".to_string(), &name);
            collector.person("作者", name.trim());
        }
    }
}

fn unpacked(head: &[u8], stream: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    if memmem::find(head, b"/Image").is_some() {
        return None;
    }
    let most = LARGEST_STREAM.min(budget.allowance());
    let limit = usize::try_from(most).unwrap_or(usize::MAX);
    let has = |filter: &[u8]| memmem::find(head, filter).is_some();
    // Filters that turn bytes into letters stand around the others.
    let stream = match () {
        () if has(b"ASCII85Decode") || has(b"/A85") => Cow::Owned(base_85(stream, limit)),
        () if has(b"ASCIIHexDecode") || has(b"/AHx") => Cow::Owned(hex(stream)),
        () => Cow::Borrowed(stream),
    };
    let mut bytes = Vec::new();
    if has(b"FlateDecode") || has(b"/Fl ") || has(b"/Fl]") {
        // What came before the damage counts.
        let _ = ZlibDecoder::new(&*stream).take(most).read_to_end(&mut bytes);
    } else {
        bytes.extend(stream.iter().take(limit));
    }
    budget.unpacked(bytes.len(), most);
    Some(bytes)
}

/// Five letters for four bytes, `z` for four zeros, up to `~>` and `most` bytes.
fn base_85(text: &[u8], most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let give = |bytes: &mut Vec<u8>, group: &[u8]| {
        let value = (0..5).fold(0_u32, |value, at| {
            value.wrapping_mul(85).wrapping_add(u32::from(group.get(at).map_or(84, |letter| letter - b'!')))
        });
        bytes.extend(value.to_be_bytes().iter().take(group.len().saturating_sub(1)));
    };
    for letter in text.iter().take_while(|letter| **letter != b'~') {
        if bytes.len() >= most {
            break;
        }
        match letter {
            b'z' if group.is_empty() => give(&mut bytes, b"!!!!!"),
            b'!'..=b'u' => group.push(*letter),
            _ => continue,
        }
        if group.len() == 5 {
            give(&mut bytes, &group);
            group.clear();
        }
    }
    if !group.is_empty() {
        give(&mut bytes, &group);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(content: &str) -> Vec<u32> {
        let file = format!("%PDF-1.4\n1 0 obj<</Length 1>>stream\n{content}\nendstream endobj");
        let budget = Budget::of_file(file.len());
        let mut collector = Collector::new(&budget);
        assert_eq!(read(file.as_bytes(), &mut collector), None);
        collector.into_inspection().private.iter().map(|found| found.count).collect()
    }

    #[test]
    fn numbers_are_read_through_pieces_and_tables_of_characters() {
        assert_eq!(seen("BT (Tel 154) Tj [(0000) -20 (1234)] TJ ET"), [1]);
        assert_eq!(seen("BT 0 0 Td (1540000) Tj 0 -12 Td (1234) Tj ET"), [0; 0]);
        // Word writes such dictionaries between the parts of a tagged text.
        assert_eq!(seen("BT (Tel 154) Tj EMC /Span <</MCID 1>> BDC (00001234) Tj ET"), [1]);
        let table =
            "BT <0002060501010101020304 > Tj ET\nendstream 2 0 obj<<>>stream\nbeginbfrange <01> <09> <0030> endbfrange";
        assert_eq!(seen(table).len(), 0);
        let table = "BT <000200060005000100010001000100020003000400050> Tj ET\nendstream 2 0 obj<<>>stream\n1 beginbfrange <0001> <000a> <0030> endbfrange";
        assert_eq!(seen(table), [1]);
    }

    /// What a file of these bytes brings, and the steps that it takes.
    fn looked_at(file: &[u8]) -> (crate::model::inspection::Inspection, u64) {
        let budget = Budget::of(u64::MAX, u64::MAX);
        let mut collector = Collector::new(&budget);
        read(file, &mut collector);
        (collector.into_inspection(), u64::MAX - budget.steps())
    }

    #[test]
    fn names_that_never_end_take_steps_in_proportion() {
        for start in ["/Author(", "/Author<"] {
            let steps = |count: usize| looked_at(start.repeat(count).as_bytes()).1;
            let (once, twice) = (steps(1_000), steps(2_000));
            assert!(twice < 2 * once + 2 * once / 10, "{start} {once} {twice}");
        }
    }

    #[test]
    fn scripts_and_programs_that_a_document_starts_are_told() {
        let told = |object: &str| looked_at(format!("%PDF-1.4\n1 0 obj<<{object}>>endobj").as_bytes()).0.active.len();
        assert_eq!(told("/S/JavaScript/JS(app.alert(1))"), 1);
        assert_eq!(told("/S/Launch/F(cmd.exe)"), 1);
        assert_eq!(told("/Title(JavaScript)"), 0);
    }
}
