//! The short way from a saved report to a new site, for the preview: where nothing but the text of one report is different, every
//! address, list and link stands as it was planned, and so does what was said of all other reports. Whatever is not certain goes
//! the whole way, so the short way may be narrow but must never differ from it.

use std::sync::Arc;

use super::{Choices, Planned};
use crate::check::gate::{self, Gate};
use crate::check::{self, registry, rule::Check, rule::Scope};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Level, sort};
use crate::model::report::LoadedReport;
use crate::render::theme::ThemeFacts;

/// `before` with `report` in place of what was read from its file then, and what is to be said of it. `diagnostics` are those of
/// `before`. `None` where the short way does not lead there: more than the text is different, or an error would keep it from
/// being shown.
pub fn replan_one(
    before: &Planned,
    diagnostics: &[Diagnostic],
    report: Arc<LoadedReport>,
    config: &Config,
    choices: Choices,
    facts: &ThemeFacts,
) -> Option<(Planned, Vec<Diagnostic>)> {
    let at = before.loaded.reports.binary_search_by(|known| known.path.cmp(&report.path)).ok()?;
    let id = before.index.report_at(&report.path)?;
    // What is signed is a text: another one changes what the report lacks.
    if before.reviews.get(&report.path).is_some() || !differs_in_text_alone(&before.loaded.reports[at], &report) {
        return None;
    }
    let (of_it, mut now): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        diagnostics.iter().partition(|diagnostic| diagnostic.finding.file == report.path);
    if !of_it.iter().all(|diagnostic| is_about_one_report(diagnostic.rule)) {
        return None;
    }
    let mut loaded = before.loaded.clone();
    loaded.reports[at] = report.clone();
    let scope = Scope::new(config, &loaded, choices.now, &facts.weak_pairs).with_reviews(&before.reviews);
    let own = check::findings_of(&report, &scope);
    if own.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return None;
    }
    now.extend(&own);
    let mut now: Vec<Diagnostic> = now.into_iter().cloned().collect();
    sort(&mut now);
    let mut index = before.index.clone();
    index.reports[id] =
        Arc::new(gate::complete(&report, Gate { loaded: &loaded, config, reviews: &before.reviews, choices })?);
    let (plan, permalinks, targets) = (before.plan.clone(), before.permalinks.clone(), before.targets.clone());
    let summary = before.summary.clone();
    let reviews = before.reviews.clone();
    let diagnostics = Vec::new();
    Some((Planned { loaded, reviews, index, plan, permalinks, targets, diagnostics, summary }, now))
}

/// Whether two readings of one file agree in all that other reports, lists, addresses and links see of it. Allowances are left to
/// the whole way, because they may take something out in another file.
fn differs_in_text_alone(old: &LoadedReport, new: &LoadedReport) -> bool {
    let is_plain =
        |report: &LoadedReport| report.faults.is_empty() && report.line_allows.is_empty() && report.draft.allow.is_empty();
    let seen = |report: &LoadedReport| {
        let of_body = (&report.body.references, &report.body.ids, &report.body.removed);
        postcard::to_allocvec(&(&report.draft, report.body_offset, of_body)).ok()
    };
    let is_in_place = old.folder == new.folder && old.is_bundle == new.is_bundle && old.attachments == new.attachments;
    is_plain(old) && is_plain(new) && is_in_place && seen(old).is_some() && seen(old) == seen(new)
}

/// Whether the rule looks at the report itself and at no more of others than their front matter.
fn is_about_one_report(rule: &str) -> bool {
    registry::find(rule).is_some_and(|rule| matches!(rule.check, Check::Text(_) | Check::Report(_)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::check::review::TextRules;
    use crate::config::Settings;
    use crate::load::memory::Memory;
    use crate::load::sources::ThemeFiles;
    use crate::load::sources::{NothingKnown, Sources};
    use crate::load::{Reading, load_again};
    use crate::model::date::parse_moment;
    use crate::model::path::{SourcePath, UrlPath};
    use crate::permalinks::Known;
    use crate::pipeline::pages::{Pages, SiteMemory};
    use crate::pipeline::{self};
    use crate::render::theme::Theme;

    const EDITED: &str = "reports/通知/a.md";
    const MATTER: &str = "title = \"示例街道2023年工作总结\"\ndate = 2024-01-08";

    /// What an editor may save over and over in one file.
    const TEXTS: [(&str, &str); 14] = [
        (MATTER, "第一段。\n\n一、第一部分\n\n正文。"),
        (MATTER, "另外一段，摘要也就是另外一个。\n\n一、第一部分\n\n正文。"),
        (MATTER, "半角,逗号。\n\n一、2021年工作总结\n\n正文。"),
        (MATTER, "没有标题，别处的链接就断了。"),
        (MATTER, "第一段。\n\n一、2021年工作总结\n\n二、第二部分\n\n三、第三部分\n\n正文。"),
        (MATTER, "一、第一部分\n\n见[乙](b.md)和[旧站](http://www.example.com/x)。"),
        (MATTER, "一、第一部分\n\n前面多一段。\n\n见[乙](b.md)和[旧站](http://www.example.com/x)。"),
        (MATTER, "一、第一部分\n\n见[丙](没有.md)。"),
        (MATTER, "一、第一部分\n\n身份证号11010519491231002X。"),
        (MATTER, "一、第一部分\n\n正文。<script>x</script>"),
        (MATTER, "一、第一部分\n\n半角,逗号。<!-- gongkai: allow half-width-punctuation 原文如此 -->"),
        ("title = \"改了标题\"\ndate = 2024-01-08", "一、第一部分\n\n正文。"),
        ("title = \"示例街道2023年工作总结\"\ndate = 2024-01-09\ndraft = true", "一、第一部分\n\n正文。"),
        ("date = 2024-01-09", "一、第一部分\n\n正文。"),
    ];

    fn site(matter: &str, body: &str) -> Memory {
        let other = "+++\ntitle = \"另一篇\"\ndate = 2024-02-08\nrelated = [\"a.md\"]\n+++\n见[甲](a.md#s1)，[旧站](http://www.example.com/y)。\n";
        let edited = format!("+++\n{matter}\n+++\n{body}\n");
        let files = [(EDITED, edited.as_str()), ("reports/通知/b.md", other)];
        let path = |path: &str| SourcePath::new(path).expect("a path");
        Memory::new(files.map(|(file, text)| (path(file), text.as_bytes().to_vec())).into())
    }

    fn pages(planned: &Planned, config: &Config, mut theme: Theme, sources: &Memory) -> BTreeMap<UrlPath, Vec<u8>> {
        let memory = SiteMemory::new(planned, config, &mut theme);
        let pages = Pages::new(planned, config, &theme, sources, &memory);
        planned.plan.iter().map(|(url, page)| (url.clone(), pages.page(url, page).expect("a page"))).collect()
    }

    #[test]
    fn the_short_way_leads_where_the_whole_way_does() {
        let site_toml = b"title = \"x\"\nbase_url = \"https://www.example.gov.cn\"\n[org]\nname = \"x\"\n".to_vec();
        let config = Config::read(&Settings { site: site_toml, ..Settings::default() });
        let theme = Theme::load(&config, &ThemeFiles::new()).expect("the theme");
        let facts = theme.facts(&config);
        let choices = Choices { now: parse_moment("2024-06-01").expect("a day"), drafts: false };
        let whole = |sources: &Memory| {
            pipeline::plan(sources, &config, choices, (&NothingKnown, &Known::default()), &facts).expect("a plan")
        };
        let review = TextRules::new(&config);
        let reading = Reading { markdown: config.markdown(), review: &review };
        let mut short = Vec::new();
        for (from, (matter, body)) in TEXTS.iter().enumerate() {
            let before = whole(&site(matter, body));
            if !before.is_publishable() {
                continue;
            }
            for (to, (matter, body)) in TEXTS.iter().enumerate() {
                let sources = site(matter, body);
                let entry = sources.files().iter().find(|file| file.path.as_str() == EDITED).expect("the file");
                let old = before.loaded.report(&entry.path).expect("the report");
                let report = Arc::new(load_again(old, entry, &sources, reading).expect("a reading"));
                let amended = replan_one(&before, &before.diagnostics, report, &config, choices, &facts);
                let Some((amended, diagnostics)) = amended else { continue };
                short.push((from, to));
                let after = whole(&sources);
                assert_eq!(diagnostics, after.diagnostics, "{from} → {to}");
                assert_eq!(amended.summary, after.summary, "{from} → {to}");
                let made = pages(&amended, &config, theme.clone(), &sources);
                assert!(made == pages(&after, &config, theme.clone(), &sources), "{from} → {to}");
            }
        }
        // It is taken where only the text differs, and nowhere else.
        assert!([(0, 1), (1, 0), (0, 2), (2, 1)].iter().all(|way| short.contains(way)), "{short:?}");
        let never = [3, 5, 7, 8, 9, 10, 11, 12, 13];
        assert!(short.iter().all(|(from, to)| from == to || !never.contains(to)), "{short:?}");
    }
}
