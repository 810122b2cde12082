//! How fresh each column (栏目) is, counted as the inspections count: the newest report that the public sees, in the column or below it,
//! and the longest allowed time since. The rules about freshness and `check --report` both read this, so they never disagree.

use std::collections::HashMap;

use super::reviews::Reviews;
use crate::config::Config;
use crate::load::Loaded;
use crate::load::resolve::category_taken;
use crate::model::category::{Cadence, Category};
use crate::model::date::{Date, DateTime};
use crate::model::path::SourcePath;
use crate::model::report::LoadedReport;

/// A column on a given day.
#[derive(Debug, Clone)]
pub struct Column {
    /// `_category.toml`, or the folder where there is none.
    pub file: SourcePath,
    /// 信息公开/五公开专栏; 首页 for the home page.
    pub name: String,
    /// The longest time allowed between two reports.
    pub cadence: Option<Cadence>,
    /// Day of the newest published report.
    pub newest: Option<Date>,
    /// The last day on which the column still counts as updated.
    pub deadline: Option<Date>,
    /// What follows from these on that day.
    pub state: State,
}

/// Whether a column is up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Days that are left.
    Fresh(i32),
    /// Days since the deadline.
    Stale(i32),
    /// No published report: 空白栏目.
    Empty,
    /// 不限, or no cadence was given.
    Unlimited,
}

impl State {
    /// For tables.
    pub fn chinese(self) -> String {
        match self {
            State::Fresh(days) => format!("正常，还有 {days} 天"),
            State::Stale(days) => format!("超期 {days} 天"),
            State::Empty => "空白".to_string(),
            State::Unlimited => "不限".to_string(),
        }
    }

    /// For programs.
    pub fn name(self) -> &'static str {
        match self {
            State::Fresh(_) => "fresh",
            State::Stale(_) => "stale",
            State::Empty => "empty",
            State::Unlimited => "unlimited",
        }
    }
}

/// All columns in the order of their folders.
pub(super) fn columns(loaded: &Loaded, reviews: Option<&Reviews>, now: DateTime) -> Vec<Column> {
    let newest = newest_of_folders(loaded, reviews, now);
    let columns =
        loaded.categories.iter().filter(|category| !category.is_set_aside() && !holds_files_only(category, loaded));
    columns
        .map(|category| {
            let newest = newest.get(&category.folder).copied();
            let cadence = category.draft.cadence.as_ref().map(|cadence| cadence.value);
            let file = category.file.clone().unwrap_or_else(|| category.folder.clone());
            column(file, category.written_path().to_string(), cadence, newest, now.date())
        })
        .collect()
}

/// The home page, which shows what is newest on the whole site. Where `site.toml` gives it no cadence it has two weeks (国办秘函
/// 〔2019〕19号), provided that the site keeps rhythms at all, which the cadence of any category shows.
pub(super) fn home(config: &Config, loaded: &Loaded, reviews: Option<&Reviews>, now: DateTime) -> Column {
    let limited =
        |category: &Category| category.draft.cadence.as_ref().is_some_and(|cadence| cadence.value != Cadence::Unlimited);
    let default = loaded.categories.iter().any(limited).then_some(Cadence::Days(14));
    let newest = loaded.reports.iter().filter_map(|report| published_on(report, reviews, now)).max();
    column(Config::file(), "首页".to_string(), config.home.cadence.or(default), newest, now.date())
}

fn column(file: SourcePath, name: String, cadence: Option<Cadence>, newest: Option<Date>, today: Date) -> Column {
    let deadline = newest.zip(cadence).and_then(|(newest, cadence)| deadline(newest, cadence));
    let state = match (newest, deadline) {
        (None, _) => State::Empty,
        (_, None) => State::Unlimited,
        (_, Some(deadline)) => {
            let days = deadline.since(today).map_or(0, |span| span.get_days());
            if days < 0 { State::Stale(-days) } else { State::Fresh(days) }
        }
    };
    Column { file, name, cadence, newest, deadline, state }
}

fn deadline(newest: Date, cadence: Cadence) -> Option<Date> {
    let span = match cadence {
        Cadence::Days(days) => jiff::Span::new().days(i64::from(days)),
        Cadence::Months(months) => jiff::Span::new().months(i64::from(months)),
        Cadence::Unlimited => return None,
    };
    newest.checked_add(span).ok()
}

/// The day on which the public could read the report; `None` for drafts, for what waits for signatures and for what is still to come.
pub fn published_on(report: &LoadedReport, reviews: Option<&Reviews>, now: DateTime) -> Option<Date> {
    let is_held = || report.is_draft() || reviews.is_some_and(|reviews| reviews.held(&report.path).is_some());
    let date = report.draft.date.as_ref().map(|date| date.value);
    date.filter(|date| date.moment() <= now && !is_held()).map(|date| date.day)
}

fn newest_of_folders(loaded: &Loaded, reviews: Option<&Reviews>, now: DateTime) -> HashMap<SourcePath, Date> {
    let mut newest: HashMap<SourcePath, Date> = HashMap::new();
    let mut note = |folder: &SourcePath, day: Date| match newest.get_mut(folder) {
        Some(known) => *known = (*known).max(day),
        None => {
            newest.insert(folder.clone(), day);
        }
    };
    for report in &loaded.reports {
        let Some(day) = published_on(report, reviews, now) else { continue };
        note(&report.folder, day);
        for written in &report.draft.categories {
            if let Some(folder) = category_taken(loaded, &written.value) {
                note(folder, day);
            }
        }
    }
    // A column is as fresh as the freshest column below it.
    let own: Vec<(SourcePath, Date)> = newest.iter().map(|(folder, day)| (folder.clone(), *day)).collect();
    for (folder, day) in own {
        for above in std::iter::successors(folder.parent(), SourcePath::parent) {
            let known = newest.entry(above).or_insert(day);
            *known = (*known).max(day);
        }
    }
    newest
}

/// Whether the folder is no column but a place for files that reports elsewhere link to.
fn holds_files_only(category: &Category, loaded: &Loaded) -> bool {
    let is_above = |folder: &SourcePath| *folder == category.folder || folder.below(&category.folder).is_some();
    category.file.is_none()
        && !loaded.reports.iter().any(|report| is_above(&report.folder))
        && loaded.files.iter().any(|file| file.below(&category.folder).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn state(newest: Option<Date>, cadence: &str, today: Date) -> State {
        let file = SourcePath::new("reports/a").expect("a path");
        column(file, String::new(), Cadence::parse(cadence), newest, today).state
    }

    #[test]
    fn the_last_day_of_a_term_still_counts_as_updated() {
        let newest = Some(date(2024, 1, 31));
        assert_eq!(state(newest, "14天", date(2024, 2, 14)), State::Fresh(0));
        assert_eq!(state(newest, "14天", date(2024, 2, 15)), State::Stale(1));
        assert_eq!(state(newest, "1个月", date(2024, 2, 29)), State::Fresh(0));
        assert_eq!(state(newest, "1年", date(2025, 2, 1)), State::Stale(1));
        assert_eq!(state(newest, "不限", date(2099, 1, 1)), State::Unlimited);
        assert_eq!(state(None, "14天", date(2024, 1, 1)), State::Empty);
    }
}
