//! `gongkai why` in words: one fact a line.

use super::answer::{Answer, Told};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::account::{WHY_COLUMN_OFF, WHY_SET_ASIDE, why_held};
use crate::diagnostics::position::LineTables;
use crate::diagnostics::visible::visible;
use crate::load::sources::WhyLeftOut;
use crate::model::path::{SourcePath, UrlPath};
use crate::model::privacy::covered;
use crate::permalinks::entry::{Entry, State, Withdrawal};
use crate::provenance::origin::{AttachmentOf, CategoryOrigin, FileOrigin, PageOrigin, ReportOrigin, Standing, WhyIgnored};

/// Attachments, redirects and the like that are named one by one.
const NAMED: usize = 20;

/// The answer, and what there is to say besides.
pub(super) fn render(told: &Told<'_>) -> (String, String) {
    let mut facts = Facts::default();
    match told.answer {
        Answer::File(path, origin) => {
            facts.out = format!("{}\n", shown(path.as_str()));
            facts.file(origin, told);
        }
        Answer::Page(page) => {
            facts.out = format!("{}\n", shown(page.address.as_str()));
            facts.page(page);
        }
        Answer::Unknown(nearest) => return (String::new(), unknown(told.question, nearest)),
    }
    let besides = match told.errors {
        0 => String::new(),
        errors => format!("网站有 {errors} 处错误，改好以前不会生成；用 gongkai check 查看\n"),
    };
    (facts.out, besides)
}

fn unknown(question: &str, nearest: &[UrlPath]) -> String {
    let question = shown(question);
    if nearest.is_empty() {
        return format!(
            "没有 {question} 这个文件，网站里也没有这个网址\n  处理：写网站文件夹里的文件，如 reports/ 里的文章，或者网页的网址\n"
        );
    }
    let nearest: String = nearest.iter().map(|url| format!("\n    {}", shown(url.as_str()))).collect();
    format!("没有 {question} 这个文件，网站里也没有这个网址\n  处理：看看是不是下面的网址：{nearest}\n")
}

fn shown(text: &str) -> String {
    visible(&covered(text)).into_owned()
}

/// The lines so far.
#[derive(Default)]
struct Facts {
    out: String,
}

impl Facts {
    /// Nothing where there is no value.
    fn fact(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.out.push_str(&format!("  {name}：{value}\n"));
        }
    }

    fn facts(&mut self, name: &str, values: impl ExactSizeIterator<Item = String>) {
        let count = values.len();
        for value in values.take(NAMED) {
            self.fact(name, &value);
        }
        if count > NAMED {
            self.out.push_str(&format!("  …… 另有 {} 个\n", count - NAMED));
        }
    }

    fn file(&mut self, origin: &FileOrigin, told: &Told<'_>) {
        match origin {
            FileOrigin::Report(report) => self.report(report, told),
            FileOrigin::Attachment(of) => {
                self.fact("是什么", "附件或图片");
                let line = |of: &AttachmentOf| {
                    let address = of
                        .address
                        .as_ref()
                        .map_or("这一篇没有网页，附件也没有".to_string(), |url| shown(url.as_str()));
                    format!("{}，网址 {address}", shown(of.report.as_str()))
                };
                self.facts("属于", of.iter().map(line));
            }
            FileOrigin::Category(category) => self.category(category),
            FileOrigin::Template { is_used } => {
                self.fact("是什么", "模板");
                let used = if *is_used {
                    "用它生成网页"
                } else {
                    "没有用到：上面一层有同名的模板，或者网站用的是别的主题"
                };
                self.fact("用处", used);
            }
            FileOrigin::Asset(addresses) => {
                self.fact("是什么", "样式、脚本、字体或图片");
                if addresses.is_empty() {
                    self.fact("网址", "没有：上面一层有同名的文件，或者网站用的是别的主题");
                }
                self.facts("网址", addresses.iter().map(|url| shown(url.as_str())));
            }
            FileOrigin::Settings => self.fact("是什么", "设置或网址记录，每一页都可能用到"),
            FileOrigin::Ignored(why) => {
                self.fact("是什么", "不生成网页的文件");
                self.fact("原因", ignored(*why));
            }
        }
    }

    fn report(&mut self, report: &ReportOrigin, told: &Told<'_>) {
        self.fact("是什么", &format!("文章《{}》", shown(&report.title)));
        self.fact("栏目", &shown(&report.category.join(" / ")));
        match &report.standing {
            Standing::Page(page) => self.made(page),
            Standing::Held(held) => self.fact("没有网页", &why_held(held)),
            Standing::Rejected(against) => {
                self.fact("没有网页", "有错误，整站本次不发布，上次的网页保持不变");
                self.errors(against, told);
            }
            Standing::Nowhere => self.fact("没有网页", "网址被别的网页占用，或者栏目没有公开"),
        }
        self.facts("旧网址", report.redirects.iter().map(|url| format!("{}，自动转到这一篇", shown(url.as_str()))));
        let attachment = |(source, url): &(SourcePath, Option<UrlPath>)| {
            let url = url.as_ref().map(|url| format!("，网址 {}", shown(url.as_str()))).unwrap_or_default();
            format!("{}{url}", shown(source.as_str()))
        };
        self.facts("附件", report.attachments.iter().map(attachment));
    }

    fn errors(&mut self, against: &[Diagnostic], told: &Told<'_>) {
        let tables = LineTables::new(against, told.texts);
        for Diagnostic { rule, finding, .. } in against.iter().take(NAMED) {
            let line = tables.place(&finding.file, finding.span).map(|place| format!("第 {} 行，", place.line));
            self.fact("错误", &format!("{}{}（规则 {rule}）", line.unwrap_or_default(), shown(&finding.message)));
        }
    }

    fn category(&mut self, category: &CategoryOrigin) {
        self.fact("是什么", &format!("栏目 {}", shown(&category.names.join(" / "))));
        match &category.page {
            Some(page) => {
                self.made(page);
                self.fact("文章", &format!("{} 篇，含下级栏目的", category.reports));
            }
            None if category.is_off => self.fact("没有网页", WHY_COLUMN_OFF),
            None if category.is_set_aside => self.fact("没有网页", WHY_SET_ASIDE),
            None => self.fact("没有网页", "里面没有公开的文章"),
        }
    }

    fn page(&mut self, page: &PageOrigin) {
        let title = if page.title.is_empty() { String::new() } else { format!("《{}》", shown(&page.title)) };
        self.fact("是什么", &format!("{}{title}", page.what));
        self.fact("来自", &page.file.as_ref().map(|file| shown(file.as_str())).unwrap_or("程序自己生成".to_string()));
        if let Some(url) = &page.leads_to {
            self.fact("转到", &shown(url.as_str()));
        }
        self.fact("完整网址", &shown(&page.web_address));
        self.recorded(page);
        self.template(page);
    }

    /// The line of the record.
    fn recorded(&mut self, page: &PageOrigin) {
        let Some(Entry { first, state, .. }) = &page.recorded else { return };
        let since = match first.is_assumed {
            true => format!("{} 以前就有，开始记录以前公开的", first.day),
            false => format!("{} 第一次公开", first.day),
        };
        let now = match state {
            State::Live => String::new(),
            State::To(to) => format!("，转到 {}", shown(to.as_str())),
            State::Gone(Withdrawal { day, reason, .. }) => {
                let day = day.map(|day| format!("，{day} 撤下")).unwrap_or_default();
                let reason = if reason.is_empty() {
                    "，没有写原因".to_string()
                } else {
                    format!("，原因：{}", shown(reason))
                };
                format!("{day}{reason}")
            }
        };
        self.fact("网址记录", &format!("{since}{now}"));
    }

    fn made(&mut self, page: &PageOrigin) {
        self.fact("网页", &shown(page.address.as_str()));
        self.fact("完整网址", &shown(&page.web_address));
        self.recorded(page);
        self.template(page);
    }

    fn template(&mut self, page: &PageOrigin) {
        if let Some(template) = &page.template {
            self.fact("模板", &shown(&template.shown));
        }
    }
}

fn ignored(why: WhyIgnored) -> &'static str {
    match why {
        WhyIgnored::LeftBehind => "隐藏的文件，或者系统、编辑软件留下的文件",
        WhyIgnored::Unused => "没有文章用到它：文章里没有链接到它，也不在文章自己的文件夹里",
        WhyIgnored::NotRead(WhyLeftOut::Misnamed) => "它或者上级文件夹的名称不能作网址，没有读",
        WhyIgnored::NotRead(WhyLeftOut::LinkedFolder) => "它在一个链接里面，链接不读",
        WhyIgnored::NotRead(WhyLeftOut::TooDeep) => "它放得太深，没有读",
        WhyIgnored::NoSource => "生成网站不用它",
    }
}
