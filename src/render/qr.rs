//! The address of a page as a QR code, drawn as one stroke a row: WeChat needs nothing else to share a page, and nobody
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
         <path fill=\"#fff\" d=\"M-{QUIET}-{QUIET}.5h{full}v{full}h-{full}z\"/><path stroke=\"#000\" d=\""
    );
    drawing.reserve(4096);
    for y in 0..size {
        draw_row(&mut drawing, &code, y);
    }
    drawing.push_str("\"/></svg>");
    drawing
}

/// Runs of dark modules from left to right. What is light at the ends of a row needs no drawing.
fn draw_row(path: &mut String, code: &QrCode, y: i32) {
    let size = code.size();
    let end_of_run = |from: i32, is_dark: bool| (from..size).find(|x| code.get_module(*x, y) != is_dark).unwrap_or(size);
    let mut x = end_of_run(0, false);
    if x == size {
        return;
    }
    path.push('M');
    push_number(path, x);
    path.push(' ');
    push_number(path, y);
    loop {
        let gap = end_of_run(x, true);
        path.push('h');
        push_number(path, gap - x);
        x = end_of_run(gap, false);
        if x == size {
            return;
        }
        path.push('m');
        push_number(path, x - gap);
        path.push_str(" 0");
    }
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
    fn runs_are_drawn_from_the_quiet_zone_on() {
        let drawing = svg("https://www.example.gov.cn/");
        // The finder pattern in the corner begins with a run of seven.
        assert!(drawing.contains("d=\"M0 0h7m"), "{drawing}");
        let mut path = String::new();
        for number in [0, 7, 10, 41, 100, 185] {
            push_number(&mut path, number);
            path.push(' ');
        }
        assert_eq!(path, "0 7 10 41 100 185 ");
    }
}
