//! Readers of document packages: Office Open XML (.docx, .xlsx, .pptx, what WPS saves as such), OpenDocument (.odt, .ods, .odp) and OFD
//! (GB/T 33190). They say what stands in a file and know nothing of what it is read for: no rule, no private data, no wording. Inspection
//! of attachments (`load::inspection`) looks through them for what should not be published; whatever else reads such files stands on the
//! same readers, so that both see the same text.
//!
//! Two floors. [`package`] opens the zip and [`xml`] walks through a part of it; [`content_types`] and [`relationships`] say what the
//! parts are and how they hang together, [`format`](mod@format) what the whole is. Above them stands a reader for each kind of document. It yields events or
//! values in the order of the file, one part at a time, and never keeps a tree: a part of a few kilobytes may unpack to millions of
//! elements.
//!
//! Files come from anywhere. Whatever is in them, nothing here panics, recurses with them or takes more than its
//! [`Budget`](crate::budget::Budget); what is damaged is read as far as it goes.

pub mod content_types;
pub mod document;
pub mod format;
pub mod ofd;
pub mod open_document;
pub mod package;
pub mod presentation;
pub mod properties;
pub mod relationships;
pub mod spreadsheet;
pub mod table;
pub mod xml;
