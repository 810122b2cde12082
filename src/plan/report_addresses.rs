//! Which address each report gets, and where its old ones lead from. Decided here alone and once for the whole site (`PagePlan::report_url`),
//! so that a link, a feed and the page itself cannot disagree. [`urls`] says how the addresses of all other pages are made.

use rayon::prelude::*;

use super::urls;
use crate::index::SiteIndex;
use crate::model::date::PublishDate;
use crate::model::path::{UrlPath, percent_decode};
use crate::model::pinyin;
use crate::model::report::CheckedReport;

/// Longest last part of an address that is made from a name, in bytes; a given `slug` may be longer.
const LONGEST_SLUG: usize = 80;

/// The address of each report of the index; none where nothing shows the category that it lives in.
pub fn of_reports(index: &SiteIndex) -> Vec<Option<UrlPath>> {
    let address = |(id, report): (usize, &CheckedReport)| {
        let home = &index.categories[index.home_of(id)?];
        Some(urls::report(&home.url, &slug(report)))
    };
    index.reports.par_iter().map(AsRef::as_ref).enumerate().map(address).collect()
}

/// Last part of the address, without `.html`: as the author wants it, or made from the date and the name of the file.
fn slug(report: &CheckedReport) -> String {
    match &report.slug {
        Some(slug) => slug.clone(),
        None => default_slug(report.own_name(), report.metadata.date),
    }
}

/// The date and the pinyin initials of the file's name; the date alone where the name gives no letters.
fn default_slug(name: &str, date: PublishDate) -> String {
    let mut letters = pinyin::initials(name);
    letters.truncate(LONGEST_SLUG);
    let day = date.day.to_string();
    match () {
        () if letters.is_empty() => day,
        () if letters.starts_with(&day) => letters,
        () => format!("{day}-{letters}"),
    }
}

/// Where an old address lives as a file: `/old/` and `/old` become `old/index.html`. Nothing where it cannot be one.
pub fn of_alias(alias: &str) -> Option<UrlPath> {
    let path = alias.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode(path.trim_start_matches('/'));
    let last = path.rsplit('/').next().unwrap_or_default();
    let file = match () {
        () if last.is_empty() => format!("{path}index.html"),
        () if last.contains('.') => path,
        () => format!("{path}/index.html"),
    };
    UrlPath::new(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn addresses_come_from_the_date_and_the_name() {
        let day = PublishDate::day(date(2024, 11, 11));
        assert_eq!(default_slug("2024-11-11", day), "2024-11-11");
        assert_eq!(default_slug("工作总结", day), "2024-11-11-gzzj");
        assert_eq!(default_slug("2024-11-11-工作总结", day), "2024-11-11-gzzj");
        assert_eq!(default_slug("——", day), "2024-11-11");
    }

    #[test]
    fn old_addresses_become_files() {
        let file = |alias| of_alias(alias).map(|url| url.to_string());
        assert_eq!(file("/old/post_123.html").as_deref(), Some("old/post_123.html"));
        assert_eq!(file("/old/").as_deref(), Some("old/index.html"));
        assert_eq!(file("/old/post").as_deref(), Some("old/post/index.html"));
        assert_eq!(file("/a.aspx?nodeid=4").as_deref(), Some("a.aspx"));
    }
}
