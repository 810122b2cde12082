//! `search/map.js`: what the search page needs to know before any query, and what the next build reads of this one.

use serde::Serialize;

use super::corpus::{Corpus, hex};
use super::script::deliver;
use super::{fold, postings, terms};
use crate::model::date::days_since_epoch;
use crate::model::digest::Digest;
use crate::model::page::ReportId;
use crate::plan::search::{BUDGET, SearchLayout, WEIGHTS, Weights};
use crate::render::PageBuffer;

/// `search/map.js`.
#[derive(Serialize)]
struct Map<'r> {
    /// The digits of numbers and lists.
    digits: String,
    /// Characters that fold, and what they become.
    fold: (String, String),
    /// Ranges of characters that end terms, and of marks.
    breaks: Vec<(u32, u32)>,
    signs: Vec<(u32, u32)>,
    shards: usize,
    /// What a query may load, and how much of it something is.
    budget: usize,
    weights: Weights,
    /// Longest term, and longest Latin term.
    size: usize,
    latin: usize,
    /// A mark of each segment, other when anything in it is other. The next build reads them.
    versions: &'r [String],
    /// A mark of all segments.
    version: String,
    /// For each group how many reports it has.
    sizes: String,
    /// The newest day, in days since 1970.
    newest: i64,
    /// For each report how many days it is older than the newest.
    ages: String,
    /// For each report its category.
    homes: String,
    /// Name of each category, and the category above it.
    categories: Vec<(&'r str, Option<usize>)>,
}

/// Everything of the map follows from these.
pub(super) fn write(corpus: &Corpus<'_>, buffer: &mut PageBuffer<'_>) {
    let (layout, index) = (corpus.layout(), corpus.index);
    let versions = corpus.versions();
    let categories: Vec<(&str, Option<usize>)> =
        index.categories.iter().map(|node| (node.name.as_str(), node.parent)).collect();
    let homes: Vec<usize> = layout.order.iter().map(|id| index.home_of(*id).unwrap_or(0)).collect();
    if buffer.is_up_to_date(&("search-map", versions, &categories, &homes)) {
        return;
    }
    let of_day = |id: &ReportId| days_since_epoch(index.reports[*id].metadata.date.day);
    let days: Vec<i64> = layout.order.iter().map(of_day).collect();
    let newest = days.iter().copied().max().unwrap_or(0);
    let map = Map {
        digits: postings::alphabet(),
        fold: fold::pairs(),
        breaks: ranges(&fold::BREAKS),
        signs: ranges(&fold::SIGNS),
        shards: layout.shards,
        budget: BUDGET,
        weights: WEIGHTS,
        size: terms::SIZE,
        latin: terms::LATIN,
        versions,
        version: hex(Digest::of(versions.concat().as_bytes())),
        sizes: sizes(layout),
        newest,
        ages: numbers(days.iter().map(|day| usize::try_from(newest - day).unwrap_or(0))),
        homes: numbers(homes.into_iter()),
        categories,
    };
    deliver(buffer, "map", [serde_json::to_string(&map).unwrap_or_default().as_bytes()]);
}

/// Of each group how many reports it has: the same for two builds only where each report has its number in both.
pub(super) fn sizes(layout: &SearchLayout) -> String {
    numbers(layout.groups.iter().map(ExactSizeIterator::len))
}

fn numbers(values: impl Iterator<Item = usize>) -> String {
    let mut text = Vec::new();
    values.for_each(|value| postings::number(value, &mut text));
    text.into_iter().map(char::from).collect()
}

fn ranges(ranges: &[(char, char)]) -> Vec<(u32, u32)> {
    ranges.iter().map(|(first, last)| (u32::from(*first), u32::from(*last))).collect()
}
