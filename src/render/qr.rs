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
    let mut path = String::with_capacity(4096);
    for y in 0..size {
        path.push('M');
        push_number(&mut path, QUIET);
        path.push(' ');
        push_number(&mut path, y + QUIET);
        path.push_str(".5");
        let mut x = 0;
        while x < size {
            let is_dark = code.get_module(x, y);
            let mut end = x + 1;
            while end < size && code.get_module(end, y) == is_dark {
                end += 1;
            }
            if is_dark || end < size {
                path.push_str(if is_dark { "h" } else { "m" });
                push_number(&mut path, end - x);
                path.push_str(if is_dark { "" } else { " 0" });
            }
            x = end;
        }
    }
    format!(
        "<svg viewBox=\"0 0 {full} {full}\" role=\"img\" aria-labelledby=\"qr-t\" shape-rendering=\"crispEdges\">\
         <title id=\"qr-t\">本页网址二维码</title><path fill=\"#fff\" d=\"M0 0h{full}v{full}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    )
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
        assert!(drawing.contains("d=\"M4 4.5h7m"), "{drawing}");
        let mut path = String::new();
        for number in [0, 7, 10, 41, 100, 185] {
            push_number(&mut path, number);
            path.push(' ');
        }
        assert_eq!(path, "0 7 10 41 100 185 ");
    }
}
