//! The address of a page as a QR code, drawn as one dashed stroke: WeChat needs nothing else to share a page, and nobody
//! else learns of it.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// Quiet zone around the code, in modules (ISO/IEC 18004).
const QUIET: i32 = 4;

/// An inline `<svg>`; empty when the address is too long for a code.
pub(super) fn svg(address: &str) -> String {
    // One mask instead of the best of eight: readers take any, and the search for the best costs most of the encoding.
    let segments = QrSegment::make_segments(address);
    let code = QrCode::encode_segments_advanced(
        &segments,
        QrCodeEcc::Medium,
        Version::MIN,
        Version::MAX,
        Some(Mask::new(0)),
        false,
    );
    let Ok(code) = code else { return String::new() };
    let size = code.size();
    let full = size + 2 * QUIET;
    // Rows lie on whole numbers, so that a stroke of one module needs no fractions.
    let mut drawing = format!(
        "<svg viewBox=\"-{QUIET} -{QUIET}.5 {full} {full}\" role=\"img\"><title>本页网址二维码</title>\
         <path fill=\"#fff\" d=\"M-{QUIET}-{QUIET}.5h{full}v{full}h-{full}z\"/><path fill=\"none\" stroke=\"#000\" stroke-dasharray=\""
    );
    drawing.reserve(4096);
    push_dashes(&mut drawing, &code);
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

/// Lengths of dark and light along one line through all rows, to and fro: the shortest way to write a code down. The step from one
/// row to the next is one module long and light.
fn push_dashes(dashes: &mut String, code: &QrCode) {
    let size = code.size();
    let (mut is_dark, mut length) = (true, 0);
    let mut walk = |is_dark_here: bool| {
        if is_dark_here != is_dark {
            push_number(dashes, length);
            dashes.push(' ');
            (is_dark, length) = (is_dark_here, 0);
        }
        length += 1;
    };
    for y in 0..size {
        for step in 0..size {
            walk(code.get_module(if y % 2 == 0 { step } else { size - 1 - step }, y));
        }
        if y + 1 < size {
            walk(false);
        }
    }
    // An odd number of lengths would be taken twice over, dark and light the other way round; the line ends before that.
    push_number(dashes, length);
}

/// Coordinates have at most three digits; formatting machinery would cost more than the code itself.
fn push_number(path: &mut String, number: i32) {
    let digit = |value: i32| char::from(b'0' + u8::try_from(value % 10).unwrap_or(0));
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
        let code = QrCode::encode_text("https://www.example.gov.cn/xxgk/", QrCodeEcc::Medium).expect("short enough");
        let mut dashes = String::new();
        push_dashes(&mut dashes, &code);
        let mut line = Vec::new();
        for (at, length) in dashes.split(' ').enumerate() {
            line.resize(line.len() + length.parse::<usize>().expect("a length"), at % 2 == 0);
        }
        let size = code.size();
        let steps = usize::try_from(size).expect("a size") + 1;
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
    fn runs_are_drawn_from_the_quiet_zone_on() {
        let drawing = svg("https://www.example.gov.cn/");
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
