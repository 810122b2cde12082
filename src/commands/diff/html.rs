//! `gongkai diff` as one local file, for whoever approves what is published: no script, nothing from elsewhere, to be read on paper too.

use super::words::{Compared, around, beginning, counts, covered_pieces, files, shown};
use crate::compare::changes::{ChangedReport, ReportAt};
use crate::compare::edits::{Edit, EditKind, PieceKind};
use crate::model::escape;

/// How every answer begins, so that the next one may take its place.
pub(super) const BEGINNING: &str = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"gongkai diff\">\n";

/// The colours of the built-in theme.
const STYLE: &str = include_str!("page.css");
/// Characters shown on both sides of an edit.
const AROUND: usize = 30;
/// Characters shown of the paragraph behind which one came or went.
const OF_NEIGHBOUR: usize = 24;

/// The whole page.
pub(super) fn render(compared: &Compared<'_>) -> String {
    let changes = compared.changes;
    let title = format!("{}：发布前后的变化", compared.site);
    let mut page = Page::default();
    page.markup(BEGINNING);
    page.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n");
    page.element("title", "", &title);
    page.markup("<style>\n");
    page.markup(STYLE);
    page.markup("</style>\n</head>\n<body>\n<header>\n");
    page.element("h1", "", &title);
    page.element("p", "sub", &format!("按 {} 的源文件，和 {}/ 里的网站比较", compared.moment(), shown(compared.folder)));
    let counts = counts(changes);
    page.markup("<ul class=\"counts\">\n");
    if counts.is_empty() {
        page.element("li", "", "没有变化");
    }
    for (what, count, unit) in counts {
        page.element("li", "", &format!("{what} {count} {unit}"));
    }
    page.markup("</ul>\n</header>\n<main>\n");
    page.section("新发布", &changes.added, Page::name);
    page.section("改动", &changes.changed, Page::report);
    page.section("改网址", &changes.moved, Page::report);
    page.section("撤下", &changes.gone, Page::name);
    page.markup("</main>\n</body>\n</html>\n");
    page.html
}

/// The page so far.
#[derive(Default)]
struct Page {
    html: String,
}

impl Page {
    fn markup(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        escape::in_element(text, &mut self.html);
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        match class {
            "" => self.markup(&format!("<{name}>")),
            class => self.markup(&format!("<{name} class=\"{class}\">")),
        }
        self.text(text);
        self.markup(&format!("</{name}>\n"));
    }

    fn section<T>(&mut self, title: &str, reports: &[T], tell: impl Fn(&mut Page, &T)) {
        if reports.is_empty() {
            return;
        }
        self.markup("<section>\n");
        self.element("h2", "", &format!("{title} {} 篇", reports.len()));
        for report in reports {
            self.markup("<article>\n");
            tell(self, report);
            self.markup("</article>\n");
        }
        self.markup("</section>\n");
    }

    fn name(&mut self, report: &ReportAt) {
        self.element("h3", "", &shown(&report.title));
        self.element("p", "sub", &shown(&report.address));
    }

    fn report(&mut self, changed: &ChangedReport) {
        self.name(&changed.report);
        if let Some(old) = &changed.old_address {
            self.fact("网址", Some(old), Some(&changed.report.address));
        }
        for fact in &changed.facts {
            self.fact(&fact.name, fact.old.as_deref(), fact.new.as_deref());
        }
        for edit in &changed.text {
            self.edit(edit);
        }
        if !changed.files.is_empty() {
            self.element("p", "", &format!("附件和图片：{}", files(&changed.files)));
        }
    }

    fn fact(&mut self, name: &str, old: Option<&str>, new: Option<&str>) {
        self.markup("<p>");
        self.text(&format!("{}：", shown(name)));
        self.piece("del", &shown(old.unwrap_or_default()));
        if old.is_some() && new.is_some() {
            self.markup(" → ");
        }
        self.piece("ins", &shown(new.unwrap_or_default()));
        self.markup("</p>\n");
    }

    /// Nothing for an empty text.
    fn piece(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.markup(&format!("<{name}>"));
            self.text(text);
            self.markup(&format!("</{name}>"));
        }
    }

    fn edit(&mut self, edit: &Edit) {
        let place = match edit.after.as_str() {
            "" => "开头".to_string(),
            after => format!("“{}”之后", beginning(&shown(after), OF_NEIGHBOUR)),
        };
        self.markup("<div class=\"edit\">\n");
        self.element("p", "sub", &place);
        self.markup("<p>");
        match &edit.kind {
            EditKind::Added(text) => self.piece("ins", &shown(text)),
            EditKind::Removed(text) => self.piece("del", &shown(text)),
            EditKind::Rewritten(pieces) => {
                for (at, piece) in covered_pieces(pieces).iter().enumerate() {
                    match piece.kind {
                        PieceKind::Same => self.text(&around(&piece.text, at > 0, at + 1 < pieces.len(), AROUND)),
                        PieceKind::Out => self.piece("del", &piece.text),
                        PieceKind::In => self.piece("ins", &piece.text),
                    }
                }
            }
        }
        self.markup("</p>\n</div>\n");
    }
}
