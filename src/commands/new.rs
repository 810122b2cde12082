//! `gongkai new`: a report with commented front matter, in its category, under a name that says what it is. Its path goes to
//! stdout, so that an editor can be opened on it.

#![expect(clippy::disallowed_methods, reason = "a command is the edge: it writes the new report")]

use std::collections::BTreeSet;

use super::Outcome;
use super::site::Place;
use crate::cli::NewArgs;
use crate::clock;
use crate::disk::writer;
use crate::error::Error;
use crate::index::folder_on_web;
use crate::load::resolve::categories_meant;
use crate::load::sources::NothingKnown;
use crate::load::{self, Loaded, Reading, review::NoReview};
use crate::model::category::Category;
use crate::model::date::Date;
use crate::model::markdown_options::MarkdownOptions;
use crate::model::path::{SourcePath, UrlPath, below_reports};
use crate::permalinks::Known;
use crate::permalinks::record::Record;
use crate::plan::report_addresses::default_slug;

/// `gongkai new`: writes a report with commented front matter, and gives its path.
///
/// # Errors
///
/// When there is no such category or more than one, when a file is there already, or cannot be written.
pub fn run(args: &NewArgs, place: &Place) -> Result<Outcome, Error> {
    let site = place.open_site()?;
    let title = args.title.trim();
    if title.is_empty() || title.contains(char::is_control) {
        return Err(Error::Usage("标题不能是空的，也不能含有换行".into()));
    }
    let reading =
        Reading { markdown: MarkdownOptions { run_in_leads: false, ..MarkdownOptions::default() }, review: &NoReview };
    let loaded = load::load(&site.disk, reading, &NothingKnown)?;
    let folder = category(&loaded, &args.category)?;
    let date = args.date.unwrap_or_else(|| clock::today(site.config.timezone));
    let name = format!("{date}-{}", file_name(title));
    let path = if args.bundle { format!("{folder}/{name}/index.md") } else { format!("{folder}/{name}.md") };
    let taken =
        [format!("{folder}/{name}.md"), format!("{folder}/{name}")].into_iter().find(|path| site.root.join(path).exists());
    if let Some(taken) = taken {
        return Err(Error::Usage(format!("{taken} 已经存在，没有改动\n  处理：换一个标题或日期")));
    }
    let file = site.root.join(&path);
    let known = Known::read(site.settings.permalinks.as_deref());
    let slug = free_slug(&name, &loaded, folder, known.record());
    writer::create(&file, text(title, date, &slug).as_bytes())?;
    let said = match args.bundle {
        true => "附件和图片放在同一个文件夹里；写好后把 draft 改为 false\n",
        false => "写好后把 draft 改为 false；要带附件可用 --bundle 新建\n",
    };
    let stderr = if place.quiet { String::new() } else { said.to_string() };
    Ok(Outcome { stdout: format!("{path}\n"), stderr, ..Outcome::default() })
}

/// The category that `written` names. The shell completes paths from the site's folder, hence with `reports/`.
fn category<'l>(loaded: &'l Loaded, written: &str) -> Result<&'l SourcePath, Error> {
    let written = written.trim().trim_end_matches('/');
    let listed = |names: &[&str]| names.iter().map(|name| format!("\n    {name}")).collect::<String>();
    match categories_meant(loaded.category_folders(), below_reports(written).unwrap_or(written)).as_slice() {
        [meant] => Ok(meant),
        [] => {
            let known: Vec<&str> = loaded.categories.iter().map(Category::written_path).collect();
            Err(Error::Usage(format!(
                "没有名为 `{written}` 的栏目，现有栏目：{}\n  处理：新栏目先在 reports 里建文件夹",
                listed(&known)
            )))
        }
        several => {
            let several: Vec<&str> = several.iter().filter_map(|folder| folder.below_reports()).collect();
            Err(Error::Usage(format!("名为 `{written}` 的栏目不止一个，写全路径：{}", listed(&several))))
        }
    }
}

/// The last part of an address that neither a report of the category nor the record has.
fn free_slug(name: &str, loaded: &Loaded, folder: &SourcePath, record: &Record) -> String {
    let beside = loaded.reports.iter().filter(|report| report.folder == *folder);
    let taken: BTreeSet<String> = beside
        .map(|report| report.draft.slug.as_ref().map_or_else(|| default_slug(report.own_name()), |slug| slug.value.clone()))
        .collect();
    let column = folder_on_web(loaded, folder);
    let is_free = |slug: &String| {
        let address = UrlPath::new(&format!("{column}/{slug}.html"));
        !taken.contains(slug) && address.is_none_or(|address| record.get(&address).is_none() && !record.is_erased(&address))
    };
    let slug = default_slug(name);
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(is_free).unwrap_or(slug)
}

/// The title as a file name: what some file systems forbid is left out, and it is kept short enough for all of them.
fn file_name(title: &str) -> String {
    let kept: String = title
        .chars()
        .map(|c| if c.is_whitespace() { '-' } else { c })
        .filter(|c| !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%'))
        .take(60)
        .collect();
    let kept = kept.trim_matches(['.', '-', ' ']);
    if kept.is_empty() { "新文章".to_string() } else { kept.to_string() }
}

/// The text of a new report.
pub fn text(title: &str, date: Date, slug: &str) -> String {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        r#"+++
title = "{title}"
date = {date}                 # 发布日期；到这一天才会公开。要写时刻：{date}T09:00:00
slug = "{slug}"   # 网址的最后一段；公开以后不要改
draft = true                      # 写好后改为 false
# source = "信息来源"             # 不写时用 site.toml 里的
# number = "某办〔{year}〕1号"     # 文号
# index = ""                      # 索引号
# written = {date}            # 成文日期
# keywords = ["工作总结"]         # 主题词
# description = "摘要"            # 不写时取正文前几句
# editor = ""                     # 责任编辑
# related = ["../栏目/文章.md"]   # 相关政策法规/解读
# interprets = ["../政策文件/文章.md"]   # 本文解读的政策，两边都会出现链接
# categories = ["信息公开/规划计划"]      # 同时列在别的栏目
# 其余字段见 gongkai explain unknown-key
+++

正文第一段。

一、一级标题

（一）二级标题

**段首小标题。**正文。
"#,
        year = date.year()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_that_every_file_system_takes() {
        assert_eq!(file_name("关于“停车”的通知：第1/2期"), "关于“停车”的通知：第12期");
        assert_eq!(file_name("../.."), "新文章");
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), 60);
    }
}
