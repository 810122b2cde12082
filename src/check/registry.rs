//! The list of rules: one row each. `gongkai rules`, the gate, the documentation and the tests walk this list.

use super::rule::Rule;
use super::rules;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &rules::alias_conflict::RULE,
    &rules::broken_numbering::RULE,
    &rules::dangling_reference::RULE,
    &rules::dead_anchor::RULE,
    &rules::dead_link::RULE,
    &rules::discouraged_wording::RULE,
    &rules::duplicate_url::RULE,
    &rules::empty_category::RULE,
    &rules::external_image::RULE,
    &rules::forbidden_wording::RULE,
    &rules::half_width_punctuation::RULE,
    &rules::highlight_not_in_text::RULE,
    &rules::image_without_alt::RULE,
    &rules::invalid_category_slug::RULE,
    &rules::invalid_slug::RULE,
    &rules::invalid_value::RULE,
    &rules::invisible_character::RULE,
    &rules::malformed_date::RULE,
    &rules::malformed_range::RULE,
    &rules::malformed_site_code::RULE,
    &rules::malformed_toml::RULE,
    &rules::misplaced_index::RULE,
    &rules::missing_attachment::RULE,
    &rules::missing_date::RULE,
    &rules::missing_fence::RULE,
    &rules::missing_site_field::RULE,
    &rules::missing_title::RULE,
    &rules::misused_comment::RULE,
    &rules::mixed_numbering::RULE,
    &rules::name_variant::RULE,
    &rules::near_miss_fence::RULE,
    &rules::not_utf8::RULE,
    &rules::placeholder_site_field::RULE,
    &rules::reference_cycle::RULE,
    &rules::removed_html::RULE,
    &rules::repeated_paragraph::RULE,
    &rules::repeated_punctuation::RULE,
    &rules::repeated_word::RULE,
    &rules::site_word::RULE,
    &rules::skipped_numbering_level::RULE,
    &rules::space_in_date::RULE,
    &rules::title_breaks_mismatch::RULE,
    &rules::total_mismatch::RULE,
    &rules::uncategorized_report::RULE,
    &rules::unknown_key::RULE,
    &rules::unknown_rule::RULE,
    &rules::unpaired_mark::RULE,
    &rules::unused_file::RULE,
    &rules::wrong_type::RULE,
    &rules::wrong_unit::RULE,
    &rules::wrong_word::RULE,
    &rules::wrong_zero::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
