//! The rules, a file each; the page beside a rule explains it, and its examples are tests. What several rules would word or
//! decide in the same way stands here.

pub(crate) mod active_file;
pub(crate) mod active_part;
pub(crate) mod address_taken;
pub(crate) mod alias_conflict;
pub(crate) mod ambiguous_category;
pub(crate) mod backdated;
pub(crate) mod bank_card_number;
pub(crate) mod blank_report;
pub(crate) mod broken_numbering;
pub(crate) mod contradictory_validity;
pub(crate) mod control_character;
pub(crate) mod copied_file;
pub(crate) mod dangling_reference;
pub(crate) mod dead_anchor;
pub(crate) mod dead_link;
pub(crate) mod description_repeats_name;
pub(crate) mod discouraged_wording;
pub(crate) mod disguised_file;
pub(crate) mod document_author;
pub(crate) mod duplicate_index_number;
pub(crate) mod duplicate_report;
pub(crate) mod duplicate_url;
pub(crate) mod empty_category;
pub(crate) mod external_image;
pub(crate) mod forbidden_wording;
pub(crate) mod full_width_figure;
pub(crate) mod half_width_punctuation;
pub(crate) mod heading_jump;
pub(crate) mod hidden_content;
pub(crate) mod hidden_link;
pub(crate) mod highlight_not_in_text;
pub(crate) mod home_address;
pub(crate) mod identity_number;
pub(crate) mod image_without_alt;
pub(crate) mod implausible_date;
pub(crate) mod insecure_link;
pub(crate) mod invalid_category_slug;
pub(crate) mod invalid_slug;
pub(crate) mod invalid_value;
pub(crate) mod invisible_character;
pub(crate) mod invisible_name;
pub(crate) mod large_file;
pub(crate) mod late_annual_report;
pub(crate) mod late_interpretation;
pub(crate) mod late_publication;
pub(crate) mod lone_caption;
pub(crate) mod look_alike_character;
pub(crate) mod look_alike_mark;
pub(crate) mod lost_address;
pub(crate) mod lost_character;
pub(crate) mod malformed_date;
pub(crate) mod malformed_document_number;
pub(crate) mod malformed_index_number;
pub(crate) mod malformed_numbering;
pub(crate) mod malformed_range;
pub(crate) mod malformed_site_code;
pub(crate) mod malformed_table;
pub(crate) mod malformed_toml;
pub(crate) mod misplaced_index;
pub(crate) mod missing_attachment;
pub(crate) mod missing_catalog_field;
pub(crate) mod missing_category_field;
pub(crate) mod missing_date;
pub(crate) mod missing_fence;
pub(crate) mod missing_policy_field;
pub(crate) mod missing_site_field;
pub(crate) mod missing_title;
pub(crate) mod misused_comment;
pub(crate) mod mixed_numbering;
pub(crate) mod mobile_number;
pub(crate) mod moved_address;
pub(crate) mod name_variant;
pub(crate) mod near_miss_fence;
pub(crate) mod nested_mark;
pub(crate) mod non_government_link;
pub(crate) mod nonexistent_date;
pub(crate) mod not_utf8;
pub(crate) mod outdated_generator;
pub(crate) mod page_furniture;
pub(crate) mod part_exceeds_total;
pub(crate) mod passport_number;
pub(crate) mod personal_table;
pub(crate) mod photo_position;
pub(crate) mod placeholder_site_field;
pub(crate) mod placeholder_value;
pub(crate) mod possible_rename;
pub(crate) mod private_character;
pub(crate) mod record_behind;
pub(crate) mod reference_cycle;
pub(crate) mod removed_html;
pub(crate) mod repeated_paragraph;
pub(crate) mod repeated_punctuation;
pub(crate) mod repeated_title;
pub(crate) mod repeated_word;
pub(crate) mod republished;
pub(crate) mod sample_content;
pub(crate) mod site_word;
pub(crate) mod skipped_numbering_level;
pub(crate) mod space_in_date;
pub(crate) mod stale_category;
pub(crate) mod stale_home;
pub(crate) mod stale_site;
pub(crate) mod stray_markup;
pub(crate) mod stray_space;
pub(crate) mod stray_tab;
pub(crate) mod table_without_header;
pub(crate) mod title_breaks_mismatch;
pub(crate) mod title_year_mismatch;
pub(crate) mod total_mismatch;
pub(crate) mod uncategorized_report;
pub(crate) mod unclosed_html;
pub(crate) mod uninspected_file;
pub(crate) mod unknown_key;
pub(crate) mod unknown_organisation;
pub(crate) mod unknown_rule;
pub(crate) mod unlinked_interpretation;
pub(crate) mod unpaired_mark;
pub(crate) mod unpinned_address;
pub(crate) mod unreadable_image;
pub(crate) mod unreadable_record;
pub(crate) mod unrecorded_address;
pub(crate) mod unusable_address;
pub(crate) mod unusable_file_name;
pub(crate) mod unused_allowance;
pub(crate) mod unused_file;
pub(crate) mod unused_picture;
pub(crate) mod vague_link_text;
pub(crate) mod weak_contrast;
pub(crate) mod withdrawn_link;
pub(crate) mod withdrawn_without_reason;
pub(crate) mod written_after_publication;
pub(crate) mod wrong_type;
pub(crate) mod wrong_unit;
pub(crate) mod wrong_word;
pub(crate) mod wrong_zero;
pub(crate) mod zero_in_date;

use crate::diagnostics::Finding;
use crate::model::address_fault::AddressFault;
use crate::model::fault::{Fault, FaultKind};
use crate::model::file_name::unportable;
use crate::model::page::{Owner, PlanFaults, is_own};
use crate::model::path::{REPORTS, SourcePath};
use crate::model::report::LoadedReport;
use crate::model::span::Span;
use crate::strict_toml;

/// 影响 of a fault without whose cure no site can be built. Only structural rules may promise it: others can be lowered.
const NOT_PUBLISHED: &str = "整站本次不发布，上次的页面保持不变";

/// Most characters of a `slug`. With `.html` so many Han characters fit into a file name of 255 bytes; an address that is made from a name is
/// never longer (`plan::report_addresses`), so it can be written down.
const LONGEST_SLUG: usize = 80;
/// Most bytes of a `slug`, for scripts whose characters are longer.
const LONGEST_SLUG_BYTES: usize = 240;

/// Whether `slug` can be part of an address: letters, Han characters, digits, `-` and `_`.
fn is_slug(slug: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    !slug.is_empty() && slug.chars().count() <= LONGEST_SLUG && slug.len() <= LONGEST_SLUG_BYTES && slug.chars().all(fits)
}

/// Why `slug` is a name that some systems or the program itself cannot have, for a message that begins with it. `is_top` where it is the
/// first part of an address.
fn taken_slug(slug: &str, is_top: bool) -> Option<String> {
    match unportable(slug) {
        Some(reason) => Some(reason.to_string()),
        None => (is_top && is_own(slug)).then(|| "是程序自己用的名称".to_string()),
    }
}

/// Whether another fault already says why the field `key` (dotted) has no value. What is missing is reported once.
fn is_explained(faults: &[Fault], key: &str) -> bool {
    faults.iter().any(|fault| match &fault.kind {
        FaultKind::MissingFence { .. }
        | FaultKind::NearMissFence { .. }
        | FaultKind::NotUtf8 { .. }
        | FaultKind::MalformedToml { .. } => true,
        FaultKind::WrongType { key: faulty, .. }
        | FaultKind::InvalidValue { key: faulty, .. }
        | FaultKind::MalformedDate { key: faulty, .. } => faulty == key || is_table_of(faulty, key),
        FaultKind::UnknownKey { table, nearest: Some(nearest), .. } if table.is_empty() => {
            nearest == key || is_table_of(nearest, key)
        }
        FaultKind::UnknownKey { table, nearest: Some(nearest), .. } => key == format!("{table}.{nearest}"),
        FaultKind::UnknownKey { .. }
        | FaultKind::ControlCharacter { .. }
        | FaultKind::UnusableAlias { .. }
        | FaultKind::RemovedHtml { .. }
        | FaultKind::TitleBreaksMismatch { .. } => false,
    })
}

/// Whether nothing of the front matter could be read: what then is missing is told by the fault alone.
fn is_unreadable(report: &LoadedReport) -> bool {
    report.draft.span.end == report.draft.span.start
}

fn is_table_of(table: &str, key: &str) -> bool {
    key.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'))
}

/// The line that begins the front matter: where a field that is missing belongs.
fn first_line(report: &LoadedReport) -> Option<Span> {
    let start = report.draft.span.start;
    (report.draft.span.end > start).then(|| Span::new(start, start + "+++".len()))
}

/// The name most like `written`. [`strict_toml::nearest`] also knows keys by their Chinese names; among other names such an
/// answer would be none.
fn nearest_name(written: &str, names: &[String]) -> Option<String> {
    strict_toml::nearest(written, names.iter().map(String::as_str)).filter(|found| names.contains(found))
}

/// How a text in the file `from` names the file `found`: by its name alone beside it, else from `reports/` on.
fn as_link(from: &SourcePath, found: &str) -> String {
    let beside = from.parent().and_then(|folder| found.strip_prefix(folder.as_str())?.strip_prefix('/'));
    beside.or_else(|| found.strip_prefix(REPORTS)).unwrap_or(found).to_string()
}

/// What a rule says of each fault of an address that it looks for.
fn of_addresses(faults: &PlanFaults, finding: fn(&AddressFault) -> Option<Finding>) -> Vec<Finding> {
    faults.addresses.iter().filter_map(finding).collect()
}

/// Who claims an address, for a sentence: 文章 `reports/…/a.md`.
fn describe_owner(owner: &Owner) -> String {
    match &owner.file {
        Some(file) => format!("{} `{file}` ", owner.what),
        None => owner.what.to_string(),
    }
}
