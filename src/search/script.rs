//! The form of every file of search data: a script that hands its data to the page's own script, whichever of the two runs first.

use memchr::memmem;

use crate::render::PageBuffer;

/// What stands before and behind the name of a script and its data.
const SCRIPT: [&str; 3] = ["(self.gkSearch=self.gkSearch||[]).push([\"", "\",", "]);\n"];

/// A script that hands the pieces of `data` over, whether the page's own script runs before or after it.
pub(super) fn deliver<'d>(buffer: &mut PageBuffer<'_>, name: &str, data: impl IntoIterator<Item = &'d [u8]>) {
    begin(buffer, name);
    data.into_iter().for_each(|part| buffer.out.extend_from_slice(part));
    end(buffer);
}

/// Such a script up to its data.
pub(super) fn begin(buffer: &mut PageBuffer<'_>, name: &str) {
    [SCRIPT[0], name, SCRIPT[1]].iter().for_each(|part| buffer.out.extend_from_slice(part.as_bytes()));
}

pub(super) fn end(buffer: &mut PageBuffer<'_>) {
    buffer.out.extend_from_slice(SCRIPT[2].as_bytes());
}

/// The data of a script.
pub(super) fn delivered(script: &[u8]) -> Option<&[u8]> {
    let call = script.strip_prefix(SCRIPT[0].as_bytes())?.strip_suffix(SCRIPT[2].as_bytes())?;
    let start = memmem::find(call, SCRIPT[1].as_bytes())? + SCRIPT[1].len();
    Some(&call[start..])
}
