//! Which address each report gets, and where its old ones lead from. Decided here alone and once for the whole site (`PagePlan::report_url`),
//! so that a link, a feed and the page itself cannot disagree: what the author wants or the name of the file gives, unless the record of
//! addresses knows where the report stood. [`urls`] says how the addresses of all other pages are made.

use rayon::prelude::*;

use super::urls;
use crate::index::SiteIndex;
use crate::model::date::PublishDate;
use crate::model::page::ReportId;
use crate::model::path::{UrlPath, percent_decode};
use crate::model::pinyin;
use crate::model::report::CheckedReport;
use crate::model::sha256;
use crate::permalinks::Known;
use crate::permalinks::claims::{Claim, How, Settled, settle};
use crate::permalinks::concluded::Concluded;
use crate::permalinks::entry::{Marks, mark};
use crate::permalinks::record::Record;
use crate::permalinks::unrecorded::is_page_of_category;

/// Longest last part of an address that is made from a name, in bytes; a given `slug` may be longer.
const LONGEST_SLUG: usize = 80;

/// The addresses of the reports of an index.
pub struct ReportAddresses {
    /// By report; none where nothing shows the category that it lives in.
    pub settled: Vec<Option<Settled>>,
    /// By what each report is known again; nothing where that was not asked.
    pub marks: Vec<Marks>,
    /// Reports that stand elsewhere than they ask to, by their places in the order of files; nothing where that was not asked.
    pub elsewhere: Vec<(u32, UrlPath)>,
}

/// The address that a report asks for; none where nothing shows the category that it lives in.
pub(super) fn wanted(index: &SiteIndex, id: ReportId) -> Option<UrlPath> {
    let home = &index.categories[index.home_of(id)?];
    Some(urls::report(&home.url, &slug(&index.reports[id])))
}

/// Settles where each report stands that asks for an address of `wanted`, unless that is `concluded` already.
pub(super) fn of_reports(
    index: &SiteIndex,
    wanted: Vec<Option<UrlPath>>,
    known: &Known,
    concluded: Option<&Concluded>,
) -> ReportAddresses {
    match concluded {
        Some(concluded) => as_concluded(index, wanted, concluded),
        None => settled_anew(index, wanted, known.record()),
    }
}

fn as_concluded(index: &SiteIndex, wanted: Vec<Option<UrlPath>>, concluded: &Concluded) -> ReportAddresses {
    let stands = |address| Settled { address, how: How::Stands };
    let mut settled: Vec<Option<Settled>> = wanted.into_iter().map(|wanted| wanted.map(stands)).collect();
    let mut elsewhere = concluded.elsewhere.iter().peekable();
    for (place, (id, _)) in index.in_order_read().enumerate() {
        if let Some((_, address)) = elsewhere.next_if(|(at, _)| usize::try_from(*at).is_ok_and(|at| at == place)) {
            settled[id] = Some(stands(address.clone()));
        }
    }
    ReportAddresses { settled, marks: Vec::new(), elsewhere: Vec::new() }
}

fn settled_anew(index: &SiteIndex, wanted: Vec<Option<UrlPath>>, record: &Record) -> ReportAddresses {
    let marks: Vec<Marks> = index.reports.par_iter().map(|report| marks(report)).collect();
    // In the order of files, so that of two reports that want one address the same one is told each time.
    let asking = |(id, report): (ReportId, &CheckedReport)| {
        Some((id, Claim { wanted: wanted[id].clone()?, marks: marks[id], has_slug: report.slug.is_some() }))
    };
    let (ids, claims): (Vec<ReportId>, Vec<Claim>) = index.in_order_read().filter_map(asking).unzip();
    let of_old = |at: usize| {
        let (id, report) = (ids[at], &index.reports[ids[at]]);
        let home = &index.categories[index.home_of(id)?];
        Some(urls::report(&home.url, &slug_with_date(report.own_name(), report.metadata.date)))
    };
    let mut settled = vec![None; index.reports.len()];
    for (id, found) in ids.iter().zip(settle(record, &claims, of_old)) {
        settled[*id] = Some(found);
    }
    let stands = |(place, (id, _)): (usize, (ReportId, &CheckedReport))| {
        let address = settled[id].as_ref().map(|settled: &Settled| &settled.address);
        let is_elsewhere = address != wanted[id].as_ref();
        Some((u32::try_from(place).ok()?, address.filter(|_| is_elsewhere)?.clone()))
    };
    let elsewhere = index.in_order_read().enumerate().filter_map(stands).collect();
    ReportAddresses { settled, marks, elsewhere }
}

fn marks(report: &CheckedReport) -> Marks {
    Marks::of(&report.metadata.title, report.path.as_str())
}

/// Last part of the address, without `.html`: as the author wants it, or made from the name of the file.
fn slug(report: &CheckedReport) -> String {
    match &report.slug {
        Some(slug) => slug.value.clone(),
        None => default_slug(report.own_name()),
    }
}

/// The pinyin initials of the file's name; where the name gives no letters, its digest. The date of the report is left out, because dates
/// are put right and addresses must not change with them.
pub fn default_slug(name: &str) -> String {
    let mut letters = pinyin::initials(name);
    letters.truncate(LONGEST_SLUG);
    match () {
        () if letters.is_empty() => format!("w{}", sha256::hex(&mark(name))),
        // A file that is named by a year would stand where the list of that year stands.
        () if is_page_of_category(&letters) => format!("w{letters}"),
        () => letters,
    }
}

/// What versions of this program that kept no record made of a name and a date.
fn slug_with_date(name: &str, date: PublishDate) -> String {
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
    fn addresses_come_from_the_name_alone() {
        assert_eq!(default_slug("2024-11-11"), "2024-11-11");
        assert_eq!(default_slug("工作总结"), "gzzj");
        assert_eq!(default_slug("2024-11-11-工作总结"), "2024-11-11-gzzj");
        assert_eq!([default_slug("2024"), default_slug("index"), default_slug("2024年")], ["w2024", "windex", "2024n"]);
        // `printf —— | sha256sum`
        assert_eq!(default_slug("——"), "wf3f3079e");
    }

    #[test]
    fn addresses_of_old_had_the_date_once() {
        let day = PublishDate::day(date(2024, 11, 11));
        assert_eq!(slug_with_date("工作总结", day), "2024-11-11-gzzj");
        assert_eq!(slug_with_date("2024-11-11-工作总结", day), "2024-11-11-gzzj");
        assert_eq!(slug_with_date("——", day), "2024-11-11");
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
