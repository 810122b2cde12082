//! 审签单: one sheet of A4 on which reviewers sign by hand, bound to the text by its code. A file for the office's own printer: it loads
//! nothing and runs nothing.

use crate::check::reviews::Judged;
use crate::load::manuscript::Manuscript;
use crate::model::date::{Date, chinese};
use crate::model::escape;
use crate::model::report::LoadedReport;
use crate::model::review::Step;
use crate::render::QrCodes;

/// Attachments that the sheet names; of more the 送审稿 tells. More would not fit beside a long title.
const NAMED_FILES: usize = 10;
/// Rows for 校对: 三校.
const PROOFS: [&str; 3] = ["一校", "二校", "三校"];

/// What the sheet is made from.
pub(super) struct Sheet<'s> {
    pub(super) report: &'s LoadedReport,
    pub(super) judged: &'s Judged,
    /// The column, as people name it.
    pub(super) category: &'s str,
    /// The name of the office; may be empty.
    pub(super) office: &'s str,
    pub(super) manuscript: &'s Manuscript,
    pub(super) today: Date,
}

impl Sheet<'_> {
    /// The sheet as a page.
    pub(super) fn html(&self) -> String {
        let (code, sum) = (self.judged.code.to_string(), self.manuscript.sum());
        let qr = QrCodes::default().svg(&format!("审签码 {code}\nSHA-256 {sum}"));
        let title = self.report.draft.title.as_ref().map_or("", |title| title.value.as_str());
        let facts: String = self.facts().iter().map(|(label, value)| row(&[label, value])).collect();
        let rows: String = self.rows().iter().map(|[step, name, day]| row(&[step, name, "", day, ""])).collect();
        format!(
            include_str!("sheet.html"),
            title = escaped(title),
            heading = escaped(&format!("{}信息公开审签单", self.office)),
            code = code,
            sum = sum,
            qr = qr,
            facts = facts,
            rows = rows,
            printed = chinese(self.today),
        )
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let draft = &self.report.draft;
        let date = draft.date.as_ref().map(|date| date.value.chinese()).unwrap_or_default();
        let source = draft.source.as_ref().map(|source| source.value.clone()).unwrap_or_default();
        let number = draft.number.as_ref().map(|number| number.value.clone()).unwrap_or_default();
        let files = &self.report.attachments;
        let mut names: Vec<&str> = files.iter().take(NAMED_FILES).map(|file| file.name.as_str()).collect();
        let more = format!("等 {} 个，见送审稿.txt", files.len());
        if files.len() > NAMED_FILES {
            names.push(&more);
        }
        let all = [
            ("栏目", self.category.to_string()),
            ("拟发布日期", date),
            ("信息来源", source),
            ("文号", number),
            ("附件和图片", names.join("；")),
            ("文件", self.report.path.to_string()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Step, name and day: of what is signed already, else left for the hand.
    fn rows(&self) -> Vec<[String; 3]> {
        let round = self.report.draft.review.round(self.judged.code);
        let signed = |step: &Step| round.and_then(|round| round.signature(*step)).map(|signature| &signature.value);
        let day = |on: Option<Date>| on.map(chinese).unwrap_or_default();
        let mut rows: Vec<[String; 3]> = Vec::new();
        for step in &self.judged.steps {
            let (by, on) = signed(step).map_or((String::new(), None), |signature| (signature.by.clone(), signature.on));
            rows.push([step.name().to_string(), by, day(on)]);
        }
        let read = round.and_then(|round| round.proofreading.as_ref()).map(|read| &read.value);
        for (at, name) in PROOFS.iter().enumerate() {
            let by = read.and_then(|read| read.by.get(at)).cloned().unwrap_or_default();
            let on = read.filter(|_| !by.is_empty()).and_then(|read| read.on);
            rows.push([name.to_string(), by, day(on)]);
        }
        rows
    }
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| match at {
            0 => format!("<th scope=\"row\">{}</th>", escaped(cell)),
            _ => format!("<td>{}</td>", escaped(cell)),
        })
        .collect();
    format!("<tr>{cells}</tr>\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape::anywhere(text, &mut escaped);
    escaped
}
