//! The `slug` of public reports that have none: where each of them stands, from the record of addresses. Written into the report it goes with it
//! wherever its file goes.

use crate::clock;
use crate::disk::site::OpenSite;
use crate::error::Error;
use crate::load::sources::{NothingKnown, Sources};
use crate::model::choices::Choices;
use crate::model::encoding;
use crate::model::path::SourcePath;
use crate::model::remark::Edit;
use crate::model::span::Span;
use crate::permalinks::Known;
use crate::permalinks::entry::{Entry, Marks, State};
use crate::pipeline;
use crate::render::theme::ThemeFacts;

/// For each report of the record that has no `slug`, the line to add.
///
/// # Errors
///
/// When a source cannot be read.
pub(super) fn of(sources: &dyn Sources, site: &OpenSite) -> Result<Vec<(SourcePath, Edit)>, Error> {
    let known = Known::read(site.settings.permalinks.as_deref());
    if known.record().is_empty() {
        return Ok(Vec::new());
    }
    let choices = Choices { now: clock::local(site.config.timezone), drafts: false };
    let planned = pipeline::plan(sources, &site.config, choices, (&NothingKnown, &known), &ThemeFacts::default())?;
    let mut pins = Vec::new();
    for (id, report) in planned.index.in_order_read().filter(|(_, report)| report.slug.is_none()) {
        let Some(address) = planned.plan.report_url(id) else { continue };
        // Of two reports that ask for one address only one has it.
        let marks = Marks::of(&report.metadata.title, report.path.as_str());
        let is_its = |entry: &Entry| entry.state == State::Live && entry.may_be_of(marks);
        let is_live = known.record().get(address).is_some_and(is_its);
        let slug = address.as_str().rsplit('/').next().and_then(|name| name.strip_suffix(".html"));
        let Some(slug) = slug.filter(|_| is_live) else { continue };
        let bytes = sources.read(&report.path)?;
        let Some(text) = encoding::utf8(&bytes) else { continue };
        pins.push((report.path.clone(), behind_line(text, report.dated, slug)));
    }
    Ok(pins)
}

/// A line behind that of the date, which every public report has at the top level of its front matter.
fn behind_line(text: &str, dated: Span, slug: &str) -> Edit {
    let rest = &text[dated.end..];
    let end = dated.end + rest.find('\n').map_or(rest.len(), |feed| feed + 1);
    let ending = if text[..end].ends_with("\r\n") { "\r\n" } else { "\n" };
    Edit { span: Span::new(end, end), replacement: format!("slug = \"{slug}\"{ending}") }
}
