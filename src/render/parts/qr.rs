//! The address of a page as a QR code, drawn as one dashed stroke: WeChat needs nothing else to share a page, and nobody
//! else learns of it.
//!
//! QrCodes are the library's. But every step from the bytes of an address to its modules is linear (error correction, order and, as
//! the mask is always the same one, masking): what one bit of an address changes does not depend on the others. So from some
//! dozens of codes on, a code is that of another address of the same length, with the changes of every bit that differs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Quiet zone around the code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// So many codes are encoded each by itself, because learning what a bit changes takes as long as a code.
const FEW: usize = 64;

/// Addresses of more bytes are always encoded.
const LONGEST: usize = 180;

/// The version of the code of the longest one, and the last that tells the length in eight bits: up to here the bits of an address
/// have the same places in all codes of one version.
const LARGEST: usize = 9;

/// Makes the codes of a site.
#[derive(Debug)]
pub struct QrCodes {
    asked: AtomicUsize,
    /// By length, an address that is so long.
    examples: Box<[OnceLock<Option<Example>>]>,
    /// By version, for each bit of an address what it changes.
    changes: [OnceLock<Box<[OnceLock<Line>]>>; LARGEST + 1],
}

#[derive(Debug)]
struct Example {
    address: Box<[u8]>,
    code: Code,
}

#[derive(Debug, Clone)]
struct Code {
    version: usize,
    line: Line,
}

/// The modules along one line through all rows, to and fro, a bit for each; the step from one row to the next is one more, and light.
type Line = Box<[u64]>;

impl Default for QrCodes {
    fn default() -> QrCodes {
        QrCodes {
            asked: AtomicUsize::new(0),
            examples: (0..=LONGEST).map(|_| OnceLock::new()).collect(),
            changes: [const { OnceLock::new() }; LARGEST + 1],
        }
    }
}

impl QrCodes {
    /// An inline `<svg>`; empty when the address is too long for a code.
    pub fn svg(&self, address: &str) -> String {
        let is_one_of_many = self.asked.fetch_add(1, Relaxed) >= FEW && address.len() <= LONGEST;
        let code = if is_one_of_many { self.derive(address.as_bytes()) } else { encode(address.as_bytes()) };
        code.map(|code| draw(&code)).unwrap_or_default()
    }

    fn derive(&self, address: &[u8]) -> Option<Code> {
        let example = self.examples[address.len()]
            .get_or_init(|| encode(address).map(|code| Example { address: address.into(), code }))
            .as_ref()?;
        let mut code = example.code.clone();
        for (at, (byte, other)) in address.iter().zip(&example.address).enumerate() {
            let mut differing = byte ^ other;
            while differing != 0 {
                let change = self.change(example, at, differing.trailing_zeros() as usize);
                code.line.iter_mut().zip(change).for_each(|(modules, change)| *modules ^= change);
                differing &= differing - 1;
            }
        }
        Some(code)
    }

    /// What a bit of the byte `at` changes in codes of the version of `example`.
    fn change(&self, example: &Example, at: usize, bit: usize) -> &[u64] {
        let changes = self.changes[example.code.version].get_or_init(|| (0..LONGEST * 8).map(|_| OnceLock::new()).collect());
        changes[at * 8 + bit].get_or_init(|| {
            let mut address = example.address.clone();
            address[at] ^= 1 << bit;
            let with = encode(&address).map(|code| code.line).unwrap_or_default();
            with.iter().zip(&example.code.line).map(|(with, without)| with ^ without).collect()
        })
    }
}

/// The library's code.
fn encode(address: &[u8]) -> Option<Code> {
    // One mask instead of the best of eight: readers take any, and the search for the best costs most of the encoding.
    let segments = [QrSegment::make_bytes(address)];
    let mask = Some(Mask::new(0));
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, Version::MIN, Version::MAX, mask, false).ok()?;
    Some(Code { version: usize::from(code.version().value()), line: line(&code) })
}

fn line(code: &QrCode) -> Line {
    let size = code.size();
    let row = |y: i32| {
        let modules = (0..size).map(move |step| code.get_module(if y % 2 == 0 { step } else { size - 1 - step }, y));
        modules.chain([false])
    };
    let modules: Vec<bool> = (0..size).flat_map(row).collect();
    let word = |modules: &[bool]| modules.iter().rev().fold(0, |word, module| word << 1 | u64::from(*module));
    modules.chunks(64).map(word).collect()
}

fn draw(code: &Code) -> String {
    let size = code.version * 4 + 17;
    let full = size + 2 * QUIET;
    // Rows lie on whole numbers, so that a stroke of one module needs no fractions.
    let mut drawing = format!(
        "<svg viewBox=\"-{QUIET} -{QUIET}.5 {full} {full}\" role=\"img\"><title>本页网址二维码</title>\
         <path fill=\"#fff\" d=\"M-{QUIET}-{QUIET}.5h{full}v{full}h-{full}z\"/><path fill=\"none\" stroke=\"#000\" stroke-dasharray=\""
    );
    // Twice the modules is more than lengths and blanks take, because most are longer than one.
    drawing.reserve(2 * size * size + 8 * size);
    push_dashes(&mut drawing, &code.line, size * (size + 1) - 1);
    drawing.push_str("\" d=\"M0 0");
    for y in 0..size {
        if y > 0 {
            drawing.push('V');
            push_number(&mut drawing, y);
        }
        drawing.push('H');
        push_number(&mut drawing, if y % 2 == 0 { size } else { 0 });
    }
    drawing.push_str("\"/></svg>");
    drawing
}

/// Each with what stands after it.
const DIGITS: &str = "0 1 2 3 4 5 6 7 8 9 ";

/// Lengths of dark and light along the line, `end` modules long: the shortest way to write a code down.
fn push_dashes(dashes: &mut String, line: &[u64], end: usize) {
    let (mut before, mut from) = (1, 0);
    for (at, word) in line.iter().enumerate() {
        // A bit for every module that is other than the one before it.
        let mut changes = word ^ (word << 1 | before);
        while changes != 0 {
            let to = at * 64 + changes.trailing_zeros() as usize;
            if to >= end {
                break;
            }
            match to - from {
                // Nearly all of them.
                length @ ..10 => dashes.push_str(&DIGITS[2 * length..][..2]),
                length => {
                    push_number(dashes, length);
                    dashes.push(' ');
                }
            }
            from = to;
            changes &= changes - 1;
        }
        before = word >> 63;
    }
    // An odd number of lengths would be taken twice over, dark and light the other way round; the line ends before that.
    push_number(dashes, end - from);
}

/// Coordinates have at most three digits; formatting machinery would cost more than the code itself.
fn push_number(path: &mut String, number: usize) {
    let digit = |value: usize| char::from(b'0' + (value % 10) as u8);
    if number >= 100 {
        path.push(digit(number / 100));
    }
    if number >= 10 {
        path.push(digit(number / 10));
    }
    path.push(digit(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_are_the_modules() {
        let address = "https://www.example.gov.cn/xxgk/";
        let code = QrCode::encode_text(address, QrCodeEcc::Medium).expect("short enough");
        let size = code.size();
        let steps = usize::try_from(size).expect("a size") + 1;
        let mut dashes = String::new();
        push_dashes(&mut dashes, &line(&code), steps * (steps - 1) - 1);
        let mut line = Vec::new();
        for (at, length) in dashes.split(' ').enumerate() {
            line.resize(line.len() + length.parse::<usize>().expect("a length"), at % 2 == 0);
        }
        for (y, row) in (0..size).zip(line.chunks(steps)) {
            let mut modules: Vec<bool> = (0..size).map(|x| code.get_module(x, y)).collect();
            if y % 2 == 1 {
                modules.reverse();
            }
            assert_eq!(row[..steps - 1], modules, "row {y}");
            assert_ne!(row.get(steps - 1), Some(&true), "the step after row {y}");
        }
    }

    #[test]
    fn a_derived_code_is_the_one_that_the_library_makes() {
        let codes = QrCodes::default();
        // Any bytes: a small generator stands for the addresses of a large site. The second of a length is derived from the first.
        let mut state = 1_u64;
        let mut byte = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        for length in [1, 17, 17, 64, 64, 84, 84, 85, 85, LONGEST, LONGEST, LONGEST] {
            let address: Vec<u8> = (0..length).map(|_| byte()).collect();
            let (derived, encoded) = (codes.derive(&address).expect("a code"), encode(&address).expect("a code"));
            assert_eq!((derived.version, derived.line), (encoded.version, encoded.line), "{length} bytes");
            assert!(encoded.version <= LARGEST);
        }
    }

    #[test]
    fn the_same_address_has_the_same_code_among_few_and_many() {
        let codes = QrCodes::default();
        let address = |number: usize| format!("https://www.example.gov.cn/xxgk/2024-{number:03}.html");
        let few: Vec<String> = (0..FEW).map(|number| codes.svg(&address(number))).collect();
        let many: Vec<String> = (0..FEW).map(|number| codes.svg(&address(number))).collect();
        assert_eq!(few, many);
        let long = "https://www.example.gov.cn/".repeat(8);
        assert_eq!(codes.svg(&long), QrCodes::default().svg(&long));
    }

    #[test]
    fn an_address_that_no_code_holds_has_none() {
        assert_eq!(QrCodes::default().svg(&"长".repeat(2000)), "");
    }

    #[test]
    fn runs_are_drawn_from_the_quiet_zone_on() {
        let drawing = QrCodes::default().svg("https://www.example.gov.cn/");
        // The finder pattern in the corner begins with a run of seven.
        assert!(drawing.contains("dasharray=\"7 "), "{drawing}");
        let mut path = String::new();
        for number in [0, 7, 10, 41, 100, 185] {
            push_number(&mut path, number);
            path.push(' ');
        }
        assert_eq!(path, "0 7 10 41 100 185 ");
    }
}
