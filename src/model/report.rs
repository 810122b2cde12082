//! A report (文章) at its two stages: [`LoadedReport`] as read, faults and all; [`CheckedReport`], which only `check::gate`
//! can make, and only from a report that nothing speaks against. Pages are planned from the second alone.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::allowance::LineAllowance;
use super::body::Body;
use super::date::PublishDate;
use super::digest::Digest;
use super::fault::Fault;
use super::inspection::Inspection;
use super::metadata::{DraftMetadata, Metadata};
use super::path::SourcePath;
use super::remark::Remark;
use super::span::{Located, Span};

/// As read. What is told by where its file is, and by what the cache says beside it, is not kept with it from build to build.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedReport {
    /// The `.md` file.
    #[serde(skip)]
    pub path: SourcePath,
    /// The folder of its category.
    #[serde(skip)]
    pub folder: SourcePath,
    /// Whether it is `index.md` in a folder of its own, with its attachments beside it.
    pub is_bundle: bool,
    /// Whether its name, or that of a folder above it, holds it back.
    #[serde(skip)]
    pub is_set_aside: bool,
    /// Whether its category is off, by its own file or by that of one above it.
    #[serde(skip)]
    pub is_off: bool,
    /// The front matter as written.
    pub draft: DraftMetadata,
    /// The text, which the page and the cache share.
    pub body: Arc<Body>,
    /// Where the body begins in the file: added to every span of the body.
    pub body_offset: usize,
    /// Digest of the file's bytes, by which the file is known again.
    #[serde(skip)]
    pub digest: Digest,
    /// What rules over text said of it when it was read, in no order that counts.
    pub remarks: Vec<Remark>,
    /// Comments in the text that allow something at one place.
    pub line_allows: Vec<LineAllowance>,
    /// The files published with it: all that lie in the folder of a bundle, and files elsewhere that the text leads to. In the order
    /// of their names, numbers in these counted.
    #[serde(skip)]
    pub attachments: Vec<Attachment>,
    /// What was wrong with the front matter and the text; rules of `check` word it.
    #[serde(skip)]
    pub faults: Vec<Fault>,
}

impl LoadedReport {
    /// The folder that relative links start from.
    pub fn base(&self) -> SourcePath {
        self.path.parent().unwrap_or_else(|| self.folder.clone())
    }

    /// Whether it is not meant for readers now: it says so itself, or its name or its category does.
    pub fn is_draft(&self) -> bool {
        self.says_draft() || self.is_set_aside || self.is_off
    }

    /// `draft = true`.
    pub fn says_draft(&self) -> bool {
        self.draft.draft.as_ref().is_some_and(|draft| draft.value)
    }

    /// The name that the address is made from: of the file, or of the report's own folder.
    pub fn own_name(&self) -> &str {
        own_name(&self.path, self.is_bundle)
    }
}

fn own_name(path: &SourcePath, is_bundle: bool) -> &str {
    match path.as_str().rsplit('/').nth(1) {
        Some(folder) if is_bundle => folder,
        _ => path.stem(),
    }
}

/// A file published with a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// The file beside the report.
    pub source: SourcePath,
    /// Its path below the report's folder, with `/`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// When the file was last written, as the listing of the files says.
    pub modified: u64,
    /// Width and height in pixels, for pictures that browsers show.
    pub pixels: Option<(u32, u32)>,
    /// Shown in the text as a picture, so not listed under 附件.
    pub in_text: bool,
    /// What looking into it has found.
    #[serde(skip)]
    pub content: Arc<Inspection>,
}

/// Complete and free of blocking findings.
#[derive(Debug, Clone)]
pub struct CheckedReport {
    /// The `.md` file, which links of other reports name.
    pub path: SourcePath,
    /// The folder of its category, which decides where its address lies.
    pub folder: SourcePath,
    /// Whether it is `index.md` in a folder of its own, with its attachments beside it.
    pub is_bundle: bool,
    /// Its front matter, complete.
    pub metadata: Metadata,
    /// Whether it is on the site, and why not if it is not.
    pub status: Status,
    /// Last part of the address, without `.html`, where the author gives one; `plan::report_addresses` decides.
    pub slug: Option<Located<String>>,
    /// Where its date is written.
    pub dated: Span,
    /// Further categories that list it, as folders.
    pub also_in: Vec<SourcePath>,
    /// Old addresses as written, each with its place.
    pub aliases: Vec<Located<String>>,
    /// Reports that belong to it, as source files that exist; whether they are shown is decided by the plan.
    pub related: Vec<SourcePath>,
    /// The policies that it interprets, as source files that exist.
    pub interprets: Vec<SourcePath>,
    /// The text, shared with [`LoadedReport::body`].
    pub body: Arc<Body>,
    /// The files published with it, as in [`LoadedReport::attachments`].
    pub attachments: Vec<Attachment>,
}

impl CheckedReport {
    /// As [`LoadedReport::own_name`].
    pub fn own_name(&self) -> &str {
        own_name(&self.path, self.is_bundle)
    }
}

/// Whether a report is on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Status {
    /// Its day has come and nothing holds it back.
    Published,
    /// Held back, but shown because `--drafts` asks for it.
    Preview(HoldReason),
    /// Not on the site; the account says so and why.
    Held(HoldReason),
}

impl Status {
    /// Whether the site that is being built has a page of it.
    pub fn is_shown(self) -> bool {
        !matches!(self, Status::Held(_))
    }
}

/// Why a report is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum HoldReason {
    /// `draft = true`.
    Draft,
    /// Its name begins with `_`, or it lies in a folder of drafts.
    SetAside,
    /// Its category is off, or one above it.
    ColumnOff,
    /// Its date is still to come; it appears with the first build on that day, or from the given time of that day on.
    Scheduled(PublishDate),
}

impl HoldReason {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            HoldReason::Draft => "draft",
            HoldReason::SetAside => "set-aside",
            HoldReason::ColumnOff => "column-off",
            HoldReason::Scheduled(_) => "scheduled",
        }
    }

    /// The same name for one that was written down; whatever it was, if it is none of ours.
    pub fn name_of(written: &str) -> &'static str {
        ["draft", "set-aside", "column-off"].into_iter().find(|name| *name == written).unwrap_or("scheduled")
    }
}
