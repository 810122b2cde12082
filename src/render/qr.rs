//! The address of a page as a QR code, drawn as one path of runs: WeChat needs nothing else to share a page, and nobody
//! else learns of it.

use std::fmt::Write;

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
    let mut path = String::with_capacity(2048);
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count() as i32;
            if length > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += length.max(1);
        }
    }
    format!(
        "<svg viewBox=\"0 0 {full} {full}\" role=\"img\" aria-labelledby=\"qr-t\" shape-rendering=\"crispEdges\">\
         <title id=\"qr-t\">本页网址二维码</title><path fill=\"#fff\" d=\"M0 0h{full}v{full}H0z\"/><path d=\"{path}\"/></svg>"
    )
}
