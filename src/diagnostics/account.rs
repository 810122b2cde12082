//! The account of a run in words: what became of every report and file, in numbers that add up, and what a build did to single reports.
//! Apart from findings, which it follows: it is told where there are none, too.

use super::visible::visible;
use super::{Due, HeldReport, MovedReport, PublishedReport, Summary, ToDelete, WithdrawnReport};
use crate::model::privacy::covered;

/// Reports that the account names before it only counts the rest.
const NAMED_REPORTS: usize = 10;
/// Why nothing of a column or a report is published whose name sets it aside.
pub const WHY_SET_ASIDE: &str = "名称以 `_` 开头，或放在草稿文件夹里";
/// Why nothing of a column is published that is off.
pub const WHY_COLUMN_OFF: &str = "栏目已停用：`_category.toml` 里有 `draft = true`";

/// Each report that is held back, withdrawn, new, changed or elsewhere is named. Ends with a line feed.
pub fn render(summary: &Summary) -> String {
    let Summary { reports, published, held, withdrawn, rejected, news, waiting, due, changes, to_delete, output, .. } =
        summary;
    let done = if changes.is_some() { "发布" } else { "可发布" };
    let mut lines = vec![format!("共 {reports} 篇 = {done} {published} + 暂不发布 {} + 有错误 {rejected}", held.len())];
    name_reports(&mut lines, "暂不发布", held, |report| {
        format!("{}（{}）", visible(&covered(report.file.as_str())), why_held(report))
    });
    name_reports(&mut lines, "新发布", &news.new, published_report);
    name_reports(&mut lines, "重新公开", &news.republished, published_report);
    name_reports(&mut lines, "改动", &news.changed, published_report);
    name_reports(&mut lines, "改名或移动", &news.moved, moved_report);
    name_reports(&mut lines, "撤下", withdrawn, withdrawn_report);
    name_reports(&mut lines, "还在网上、等着撤下", waiting, withdrawn_report);
    if !waiting.is_empty() {
        lines.push("  别处有错误，这次没有撤下；先把它们撤下，别的都不动：gongkai build --withdraw-only".to_string());
    }
    if summary.skipped > 0 {
        lines.push(format!("跳过 {} 个文件（隐藏的、系统和编辑软件留下的）", summary.skipped));
    }
    if let Some(changes) = changes {
        let place = if output.is_empty() { String::new() } else { format!("，网页在 {}", visible(output)) };
        lines.push(format!("写入 {} 个文件，未变 {}，删除 {}{place}", changes.written, changes.unchanged, changes.deleted));
    }
    lines.extend(to_delete.as_ref().map(|ToDelete { files, list }| {
        format!("上传以后，还要在服务器上删去 {files} 个文件，清单在 {}；删去以后，清单也可以删去", visible(list))
    }));
    lines.extend(due.as_ref().map(next_due));
    lines.join("\n") + "\n"
}

/// Why a report is not published yet.
pub fn why_held(report: &HeldReport) -> String {
    match (report.lack.unwrap_or(report.reason), &report.until) {
        ("draft", _) => "草稿".to_string(),
        ("set-aside", _) => WHY_SET_ASIDE.to_string(),
        ("column-off", _) => WHY_COLUMN_OFF.to_string(),
        ("scheduled", Some(date)) => format!("将于 {} 发布", visible(&in_words(date))),
        ("scheduled", None) => "尚未到发布日期".to_string(),
        (other, Some(day)) => format!("{other}，定在 {} 发布", visible(&in_words(day))),
        (other, None) => other.to_string(),
    }
}

/// The files that a build wrote and deleted, one a line; empty where there are none.
pub fn files(summary: &Summary) -> String {
    let list = |what: &str, files: &[std::sync::Arc<str>]| {
        let names: String = files.iter().map(|file| format!("  {}\n", visible(&covered(file)))).collect();
        if names.is_empty() { names } else { format!("{what}的文件：\n{names}") }
    };
    list("写入", &summary.files.written) + &list("删除", &summary.files.deleted)
}

/// The line for the front matter that keeps an address alive.
pub fn alias_line(address: &str) -> String {
    format!("aliases = [\"/{address}\"]")
}

/// A date as people read it: `2026-12-01 09:00` for `2026-12-01T09:00:00`; a day stays as it is.
fn in_words(date: &str) -> String {
    let minutes = date.strip_suffix(":00").filter(|_| date.contains('T')).unwrap_or(date);
    minutes.replacen('T', " ", 1)
}

fn published_report(report: &PublishedReport) -> String {
    format!("《{}》 {}", visible(&covered(&report.title)), visible(&covered(&report.address)))
}

fn moved_report(moved: &MovedReport) -> String {
    let MovedReport { report, old_address, is_lost, .. } = moved;
    let told = published_report(report);
    match () {
        () if *is_lost => format!(
            "{told}\n    原来的网址 {} 打不开了；要让它转到新网址，在 {} 的开头加一行（已有 aliases 的，把网址加进去）：{}",
            visible(&covered(old_address)),
            visible(&covered(report.file.as_str())),
            visible(&covered(&alias_line(old_address)))
        ),
        () if *old_address == report.address => format!("{told}（网址不变）"),
        () if old_address.is_empty() => told,
        () => format!("{told}（原来的网址 {} 仍能打开）", visible(&covered(old_address))),
    }
}

fn withdrawn_report(report: &WithdrawnReport) -> String {
    let address = if report.address.is_empty() { String::new() } else { format!(" {}", visible(&covered(&report.address))) };
    format!("《{}》 {}{address}", visible(&covered(&report.title)), visible(&covered(report.file.as_str())))
}

fn next_due(Due { day, file, expires }: &Due) -> String {
    let what = if *expires { "过了有效期" } else { "发布" };
    format!(
        "下次有文章到期：{}（{what}，{}），到时再运行一次 gongkai build",
        visible(&in_words(day)),
        visible(&covered(file.as_str()))
    )
}

fn name_reports<T>(lines: &mut Vec<String>, what: &str, reports: &[T], name: impl Fn(&T) -> String) {
    if reports.is_empty() {
        return;
    }
    lines.push(format!("{what} {} 篇：", reports.len()));
    lines.extend(reports.iter().take(NAMED_REPORTS).map(|report| format!("  {}", name(report))));
    if reports.len() > NAMED_REPORTS {
        lines.push(format!("  …… 等 {} 篇", reports.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ChangeCounts, News};
    use super::*;
    use crate::model::path::SourcePath;

    fn path(text: &str) -> SourcePath {
        SourcePath::new(text).expect("a path below the site")
    }

    #[test]
    fn the_account_adds_up_and_names_what_is_not_published() {
        let held = |name: &str, reason, until: Option<&str>| HeldReport {
            file: path(name),
            reason,
            until: until.map(str::to_string),
            lack: None,
        };
        let mut summary = Summary {
            reports: 42,
            published: 39,
            held: vec![held("reports/a.md", "draft", None), held("reports/b.md", "scheduled", Some("2026-12-01"))],
            withdrawn: vec![WithdrawnReport {
                file: path("reports/c.md"), title: "旧办法".into(), address: String::new()
            }],
            rejected: 1,
            ..Summary::default()
        };
        let expected = "\
共 42 篇 = 可发布 39 + 暂不发布 2 + 有错误 1
暂不发布 2 篇：
  reports/a.md（草稿）
  reports/b.md（将于 2026-12-01 发布）
撤下 1 篇：
  《旧办法》 reports/c.md
";
        assert_eq!(render(&summary), expected);

        summary = Summary {
            reports: 40,
            published: 40,
            changes: Some(ChangeCounts { made: 7, written: 5, unchanged: 390, deleted: 1 }),
            ..Summary::default()
        };
        assert_eq!(render(&summary), "共 40 篇 = 发布 40 + 暂不发布 0 + 有错误 0\n写入 5 个文件，未变 390，删除 1\n");

        summary.held = (0..25).map(|i| held(&format!("reports/{i}.md"), "draft", None)).collect();
        let account = render(&summary);
        assert_eq!(account.matches("（草稿）").count(), 10);
        assert!(account.contains("\n  …… 等 25 篇\n"), "{account}");
    }

    #[test]
    fn an_address_that_dies_is_told_with_the_line_that_keeps_it() {
        let report =
            |address: &str| PublishedReport { file: path("reports/a.md"), title: "办法".into(), address: address.into() };
        let moved = |old: &str, is_lost| MovedReport {
            report: report("x/a.html"),
            old_file: path("reports/b.md"),
            old_address: old.into(),
            is_lost,
        };
        let told = |moved| render(&Summary { news: News { moved: vec![moved], ..News::default() }, ..Summary::default() });
        assert!(told(moved("x/b.html", true)).contains("aliases = [\"/x/b.html\"]"));
        assert!(told(moved("x/a.html", false)).contains("网址不变"));
        for alive in [told(moved("x/b.html", false)), told(moved("", false))] {
            assert!(!alive.contains("aliases") && !alive.contains("网址不变"), "{alive}");
        }
    }
}
