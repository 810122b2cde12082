//! Parts of pages that many pages have, made once: entries of lists, what stands around the content, QR codes. Each is made from inputs of
//! pages and from its arguments alone, so it is the same for whichever page asks first.

pub mod entries;
mod fragment;
pub mod qr;
pub mod surround;

use super::theme::Theme;
use entries::Entries;
use qr::QrCodes;
use surround::Surround;

/// The parts of one site, made when a page first asks for one.
pub struct Parts {
    pub entries: Entries,
    pub surround: Surround,
    pub codes: QrCodes,
}

impl Parts {
    /// Of a site with so many reports; nothing made yet.
    pub fn new(reports: usize) -> Parts {
        Parts { entries: Entries::new(reports), surround: Surround::default(), codes: QrCodes::default() }
    }
}

/// What a page is made with, beside its inputs.
#[derive(Clone, Copy)]
pub struct Tools<'m> {
    pub theme: &'m Theme,
    pub parts: &'m Parts,
}
