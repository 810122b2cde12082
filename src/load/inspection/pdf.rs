//! Text of PDF files, as far as numbers need it. Own and small, because the readers at hand either give up on fonts of Chinese
//! documents or panic on damaged files: streams are found by their words, not by the index of the file, so parts that a later
//! version has covered are read too. Which font a text is in is not followed; each table of characters is tried on each
//! page instead, since no number comes out right by accident.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::grid::Collector;
use super::properties::is_somebody;

/// Bytes of one stream, and of all, that are unpacked.
const LARGEST_STREAM: u64 = 16 << 20;
const LARGEST_WHOLE: u64 = 64 << 20;
/// Tables of characters that are tried.
const MOST_FONTS: usize = 16;

/// Codes of characters → text.
type Font = BTreeMap<u16, String>;

pub(super) fn read(bytes: &[u8], collector: &mut Collector) -> Option<&'static str> {
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return Some("PDF 有加密设置");
    }
    let mut left = LARGEST_WHOLE;
    let (mut pages, mut fonts): (Vec<Vec<u8>>, Vec<Font>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let head_end = at + found;
        let start = head_end + b"stream".len();
        let start = start + bytes[start..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |length| start + length);
        let head = &bytes[head_end.saturating_sub(512).max(at)..head_end];
        // What was said of the object before is not said of this one.
        let head = memmem::rfind(head, b"endobj").map_or(head, |end| &head[end..]);
        if let Some(stream) = unpacked(head, &bytes[start..end], &mut left) {
            if memmem::find(&stream, b"beginbf").is_some() {
                fonts.push(font(&stream));
            } else if memmem::find(&stream, b"BT").is_some()
                && (memmem::find(&stream, b"Tj").is_some() || memmem::find(&stream, b"TJ").is_some())
            {
                pages.push(stream);
            }
        }
        at = (end + b"endstream".len()).min(bytes.len());
    }
    fonts.truncate(MOST_FONTS);
    people(bytes, collector);
    for (number, page) in pages.iter().enumerate() {
        let strings = strings(page);
        let mut seen = BTreeSet::new();
        let ways = [plain(&strings), joined(&strings, wide), joined(&strings, chinese)];
        for text in ways.into_iter().chain(fonts.iter().map(|font| mapped(&strings, font))) {
            for line in text.lines().filter(|line| !line.is_empty()) {
                if seen.insert(line.to_string()) {
                    collector.text("正文", || format!("第 {} 段页面内容", number + 1), line);
                }
            }
        }
    }
    match () {
        () if left == 0 => Some("内容太多，只查看了前面的部分"),
        () if pages.is_empty() => Some("PDF 里没有读得出的文字，可能是扫描件"),
        () => None,
    }
}

/// Who the properties say wrote it.
fn people(bytes: &[u8], collector: &mut Collector) {
    for at in memmem::find_iter(bytes, b"/Author") {
        let rest = bytes[at + b"/Author".len()..].trim_ascii_start();
        let name = match rest.first() {
            Some(b'(') => literal(rest, 1).0,
            Some(b'<') => hex(rest.split(|byte| *byte == b'>').next().unwrap_or_default()),
            _ => continue,
        };
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

fn unpacked(head: &[u8], stream: &[u8], left: &mut u64) -> Option<Vec<u8>> {
    if memmem::find(head, b"/Image").is_some() {
        return None;
    }
    let most = LARGEST_STREAM.min(*left);
    let has = |filter: &[u8]| memmem::find(head, filter).is_some();
    // Filters that turn bytes into letters stand around the others.
    let stream = match () {
        () if has(b"ASCII85Decode") || has(b"/A85") => Cow::Owned(base_85(stream)),
        () if has(b"ASCIIHexDecode") || has(b"/AHx") => Cow::Owned(hex(stream)),
        () => Cow::Borrowed(stream),
    };
    let mut bytes = Vec::new();
    if has(b"FlateDecode") || has(b"/Fl ") || has(b"/Fl]") {
        // What came before the damage counts.
        let _ = ZlibDecoder::new(&*stream).take(most).read_to_end(&mut bytes);
    } else {
        bytes.extend(stream.iter().take(usize::try_from(most).unwrap_or(usize::MAX)));
    }
    *left -= bytes.len() as u64;
    Some(bytes)
}

/// Five letters for four bytes, `z` for four zeros, up to `~>`.
fn base_85(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let mut give = |group: &[u8]| {
        let value = (0..5).fold(0_u32, |value, at| {
            value.wrapping_mul(85).wrapping_add(u32::from(group.get(at).map_or(84, |letter| letter - b'!')))
        });
        bytes.extend(value.to_be_bytes().iter().take(group.len().saturating_sub(1)));
    };
    for letter in text.iter().take_while(|letter| **letter != b'~') {
        match letter {
            b'z' if group.is_empty() => give(b"!!!!!"),
            b'!'..=b'u' => group.push(*letter),
            _ => continue,
        }
        if group.len() == 5 {
            give(&group);
            group.clear();
        }
    }
    if !group.is_empty() {
        give(&group);
    }
    bytes
}

/// What a page writes: strings, and where a line ends.
enum Piece {
    String(Vec<u8>),
    LineEnd,
}

/// Goes through the operators of a page.
fn strings(page: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    let mut line = f64::NAN;
    let mut at = 0;
    while let Some(byte) = page.get(at) {
        match byte {
            b'(' => {
                let (string, end) = literal(page, at + 1);
                pieces.push(Piece::String(string));
                at = end;
            }
            b'<' if page.get(at + 1) != Some(&b'<') => {
                let end = page[at..].iter().position(|byte| *byte == b'>').map_or(page.len(), |length| at + length);
                pieces.push(Piece::String(hex(&page[at..end])));
                at = end + 1;
            }
            b'0'..=b'9' | b'-' | b'+' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'*' | b'\'' | b'"' | b'/' => {
                let is_part = |byte: &u8| !byte.is_ascii_whitespace() && !b"()<>[]{}/%".contains(byte);
                let length = page[at + 1..].iter().take_while(|byte| is_part(byte)).count() + 1;
                let word = std::str::from_utf8(&page[at..at + length]).unwrap_or_default();
                at += length;
                match (word, numbers.as_slice()) {
                    ("Td" | "TD", [.., _, down]) if *down != 0.0 => pieces.push(Piece::LineEnd),
                    ("Tm", [.., height]) if *height != line => {
                        line = *height;
                        pieces.push(Piece::LineEnd);
                    }
                    ("T*" | "'" | "\"", _) => pieces.push(Piece::LineEnd),
                    _ => {}
                }
                match word.parse() {
                    Ok(number) => numbers.push(number),
                    Err(_) => numbers.clear(),
                }
            }
            _ => at += 1,
        }
    }
    pieces
}

/// A string in brackets from byte `at` on, and where it ends.
fn literal(page: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let (mut string, mut depth) = (Vec::new(), 1);
    while let Some(byte) = page.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let octal: Vec<u8> =
                    page[at..].iter().take(3).copied().take_while(|byte| matches!(byte, b'0'..=b'7')).collect();
                if octal.is_empty() {
                    string.extend(page.get(at).map(|byte| match byte {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        other => *other,
                    }));
                    at += 1;
                } else {
                    let value = octal.iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                    string.push(u8::try_from(value & 0xff).unwrap_or_default());
                    at += octal.len();
                }
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        string.push(*byte);
    }
    (string, at)
}

fn hex(text: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        text.iter().filter_map(|byte| char::from(*byte).to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

fn joined(pieces: &[Piece], read: impl Fn(&[u8]) -> String) -> String {
    let text = |piece: &Piece| match piece {
        Piece::String(bytes) => read(bytes),
        Piece::LineEnd => "\n".to_string(),
    };
    pieces.iter().map(text).collect()
}

fn plain(pieces: &[Piece]) -> String {
    joined(pieces, |bytes| bytes.iter().map(|byte| char::from(*byte)).collect())
}

/// Characters of two bytes, as fonts of Chinese (UniGB-UCS2-H, UniGB-UTF16-H) have them.
fn wide(bytes: &[u8]) -> String {
    encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
}

/// The other way of such fonts (GBK-EUC-H).
fn chinese(bytes: &[u8]) -> String {
    encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

/// Codes of two bytes; a font whose codes have one byte has only small ones.
fn mapped(pieces: &[Piece], font: &Font) -> String {
    let is_short = font.keys().all(|code| *code < 0x100);
    joined(pieces, |bytes| {
        let wide = |pair: &[u8]| u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]);
        let narrow = || bytes.iter().filter_map(|byte| font.get(&u16::from(*byte))).map(String::as_str).collect::<String>();
        let pairs = bytes.chunks(2).filter_map(|pair| font.get(&wide(pair))).map(String::as_str).collect::<String>();
        if pairs.is_empty() && is_short { narrow() } else { pairs }
    })
}

/// The table from codes to characters (ToUnicode).
fn font(stream: &[u8]) -> Font {
    let text = String::from_utf8_lossy(stream);
    let mut font = Font::new();
    for (kind, size) in [("char", 2), ("range", 3)] {
        for section in text.split(&format!("beginbf{kind}")).skip(1) {
            let section = section.split(&format!("endbf{kind}")).next().unwrap_or_default();
            let codes: Vec<Vec<u8>> =
                section.split('<').skip(1).map(|code| hex(code.split('>').next().unwrap_or_default().as_bytes())).collect();
            for entry in codes.chunks_exact(size) {
                let (first, last) = (code(&entry[0]), code(&entry[size - 2]));
                let Some(start) = utf16(&entry[size - 1]) else { continue };
                for (step, code) in (first..=last.max(first)).enumerate() {
                    let character = u32::try_from(step).ok().and_then(|step| char::from_u32(u32::from(start) + step));
                    font.extend(character.map(|character| (code, character.to_string())));
                }
            }
        }
    }
    font
}

fn code(bytes: &[u8]) -> u16 {
    bytes.iter().take(2).fold(0, |code, byte| code << 8 | u16::from(*byte))
}

fn utf16(bytes: &[u8]) -> Option<char> {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::inspection::Inspection;

    fn seen(content: &str) -> Vec<u32> {
        let file = format!("%PDF-1.4\n1 0 obj<</Length 1>>stream\n{content}\nendstream endobj");
        let mut collector = Collector::default();
        assert_eq!(read(file.as_bytes(), &mut collector), None);
        collector.into_inspection(Inspection::default()).private.iter().map(|found| found.count).collect()
    }

    #[test]
    fn numbers_are_read_through_pieces_and_tables_of_characters() {
        assert_eq!(seen("BT (Tel 154) Tj [(0000) -20 (1234)] TJ ET"), [1]);
        assert_eq!(seen("BT 0 0 Td (1540000) Tj 0 -12 Td (1234) Tj ET"), [0; 0]);
        let table =
            "BT <0002060501010101020304 > Tj ET\nendstream 2 0 obj<<>>stream\nbeginbfrange <01> <09> <0030> endbfrange";
        assert_eq!(seen(table).len(), 0);
        let table = "BT <000200060005000100010001000100020003000400050> Tj ET\nendstream 2 0 obj<<>>stream\n1 beginbfrange <0001> <000a> <0030> endbfrange";
        assert_eq!(seen(table), [1]);
    }
}
