//! The list of rules: one row each. `gongkai rules`, the gate, the documentation and the tests walk this list.

use super::rule::Rule;
use super::rules;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &rules::active_file::RULE,
    &rules::active_part::RULE,
    &rules::alias_conflict::RULE,
    &rules::ambiguous_category::RULE,
    &rules::bank_card_number::RULE,
    &rules::blank_report::RULE,
    &rules::broken_numbering::RULE,
    &rules::contradictory_validity::RULE,
    &rules::control_character::RULE,
    &rules::copied_file::RULE,
    &rules::dangling_reference::RULE,
    &rules::dead_anchor::RULE,
    &rules::dead_link::RULE,
    &rules::description_repeats_name::RULE,
    &rules::discouraged_wording::RULE,
    &rules::disguised_file::RULE,
    &rules::document_author::RULE,
    &rules::duplicate_index_number::RULE,
    &rules::duplicate_report::RULE,
    &rules::duplicate_url::RULE,
    &rules::empty_category::RULE,
    &rules::external_image::RULE,
    &rules::forbidden_wording::RULE,
    &rules::full_width_figure::RULE,
    &rules::half_width_punctuation::RULE,
    &rules::heading_jump::RULE,
    &rules::hidden_content::RULE,
    &rules::hidden_link::RULE,
    &rules::highlight_not_in_text::RULE,
    &rules::home_address::RULE,
    &rules::identity_number::RULE,
    &rules::image_without_alt::RULE,
    &rules::implausible_date::RULE,
    &rules::insecure_link::RULE,
    &rules::invalid_category_slug::RULE,
    &rules::invalid_slug::RULE,
    &rules::invalid_value::RULE,
    &rules::invisible_character::RULE,
    &rules::invisible_name::RULE,
    &rules::large_file::RULE,
    &rules::late_annual_report::RULE,
    &rules::late_interpretation::RULE,
    &rules::late_publication::RULE,
    &rules::lone_caption::RULE,
    &rules::look_alike_character::RULE,
    &rules::look_alike_mark::RULE,
    &rules::lost_character::RULE,
    &rules::malformed_date::RULE,
    &rules::malformed_document_number::RULE,
    &rules::malformed_index_number::RULE,
    &rules::malformed_numbering::RULE,
    &rules::malformed_range::RULE,
    &rules::malformed_site_code::RULE,
    &rules::malformed_table::RULE,
    &rules::malformed_toml::RULE,
    &rules::misplaced_index::RULE,
    &rules::missing_attachment::RULE,
    &rules::missing_catalog_field::RULE,
    &rules::missing_category_field::RULE,
    &rules::missing_date::RULE,
    &rules::missing_fence::RULE,
    &rules::missing_policy_field::RULE,
    &rules::missing_site_field::RULE,
    &rules::missing_title::RULE,
    &rules::misused_comment::RULE,
    &rules::mixed_numbering::RULE,
    &rules::mobile_number::RULE,
    &rules::name_variant::RULE,
    &rules::near_miss_fence::RULE,
    &rules::nested_mark::RULE,
    &rules::non_government_link::RULE,
    &rules::nonexistent_date::RULE,
    &rules::not_utf8::RULE,
    &rules::outdated_generator::RULE,
    &rules::page_furniture::RULE,
    &rules::part_exceeds_total::RULE,
    &rules::passport_number::RULE,
    &rules::personal_table::RULE,
    &rules::photo_position::RULE,
    &rules::placeholder_site_field::RULE,
    &rules::placeholder_value::RULE,
    &rules::private_character::RULE,
    &rules::reference_cycle::RULE,
    &rules::removed_html::RULE,
    &rules::repeated_paragraph::RULE,
    &rules::repeated_punctuation::RULE,
    &rules::repeated_title::RULE,
    &rules::repeated_word::RULE,
    &rules::sample_content::RULE,
    &rules::site_word::RULE,
    &rules::skipped_numbering_level::RULE,
    &rules::space_in_date::RULE,
    &rules::stale_category::RULE,
    &rules::stale_home::RULE,
    &rules::stale_site::RULE,
    &rules::stray_markup::RULE,
    &rules::stray_space::RULE,
    &rules::stray_tab::RULE,
    &rules::table_without_header::RULE,
    &rules::title_breaks_mismatch::RULE,
    &rules::title_year_mismatch::RULE,
    &rules::total_mismatch::RULE,
    &rules::uncategorized_report::RULE,
    &rules::unclosed_html::RULE,
    &rules::uninspected_file::RULE,
    &rules::unknown_key::RULE,
    &rules::unknown_organisation::RULE,
    &rules::unknown_rule::RULE,
    &rules::unlinked_interpretation::RULE,
    &rules::unpaired_mark::RULE,
    &rules::unreadable_image::RULE,
    &rules::unusable_address::RULE,
    &rules::unusable_file_name::RULE,
    &rules::unused_allowance::RULE,
    &rules::unused_file::RULE,
    &rules::unused_picture::RULE,
    &rules::vague_link_text::RULE,
    &rules::weak_contrast::RULE,
    &rules::written_after_publication::RULE,
    &rules::wrong_type::RULE,
    &rules::wrong_unit::RULE,
    &rules::wrong_word::RULE,
    &rules::wrong_zero::RULE,
    &rules::zero_in_date::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// Names offered for a name that no rule has.
const OFFERED: usize = 3;

/// Names a slip or a forgotten part away, the nearest first.
pub fn nearest(name: &str, rules: &[&Rule]) -> Vec<&'static str> {
    let name = name.to_lowercase().replace(['_', ' '], "-");
    let mut near: Vec<(usize, &str)> = rules
        .iter()
        .map(|rule| (strsim::damerau_levenshtein(&name, rule.name), rule.name))
        .filter(|(distance, known)| {
            *distance <= (known.len() / 3).max(1) || (name.len() > 2 && known.split('-').any(|part| part == name))
        })
        .collect();
    near.sort_unstable();
    near.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}
