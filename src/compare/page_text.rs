//! What readers see of a report, read back from its page: title, facts, paragraphs. From the page and not from the source, because of what is
//! published there may be nothing but pages. A theme of one's own is understood as far as it keeps what every page must have.

use std::collections::HashMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::load::markdown::has_overloaded_tag;

/// Elements without an end tag.
const VOID: [&str; 10] = ["meta", "link", "br", "hr", "img", "input", "wbr", "col", "source", "base"];
/// Elements that stand in the line; all others begin and end a paragraph.
const IN_LINE: [&str; 22] = [
    "a", "abbr", "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "rt", "s", "small",
    "span", "strong", "sub", "sup", "u",
];
/// The name under which what a banner says (已失效) is compared.
const BANNER: &str = "提示";

/// The class of what stands below the text: 更新记录, related reports.
const PART: &str = "part";
/// Parts that are no facts: attachments are compared as files, and where a page may be shared is the same for all.
const NO_FACTS: [&str; 2] = ["files", "out"];

/// What readers see of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageText {
    /// The only `<h1>`.
    pub title: String,
    /// Names and values: 日期, 索引号 …, and the items of 更新记录 and the like, each under the heading of its part.
    pub facts: Vec<(String, String)>,
    /// A heading, an item of a list and a row of a table are paragraphs too.
    pub paragraphs: Vec<String>,
}

impl PageText {
    /// Reads a page; `None` where it is no page of a report, or none that a program would have made.
    pub fn read(page: &[u8]) -> Option<PageText> {
        let html = str::from_utf8(page).ok()?;
        if has_overloaded_tag(html) {
            return None;
        }
        let mut emitter = DefaultEmitter::<()>::default();
        // What stands in a script is no tag.
        emitter.naively_switch_states(true);
        let mut reader = Reader::default();
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => reader.start(&tag),
                Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
        reader.is_report.then_some(reader.page)
    }
}

/// Where in the page the reader is.
#[derive(Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Elsewhere,
    Title,
    Name,
    Value,
    /// The heading of a part, which is the name of its items.
    Heading,
    Item,
    /// With the name of the element.
    Banner(String),
    /// In the text, within these elements.
    Prose(OpenElements),
}

/// Elements that are open, the innermost last.
#[derive(Debug, Default, PartialEq, Eq)]
struct OpenElements {
    names: Vec<String>,
    /// How many of each name are open: an end tag that ends nothing must not cost a look at all of them.
    counts: HashMap<String, usize>,
}

impl OpenElements {
    fn open(&mut self, name: String) {
        *self.counts.entry(name.clone()).or_default() += 1;
        self.names.push(name);
    }

    /// Ends the innermost element of that name with all that was opened in it, as a browser does; `false` where none is open.
    fn close(&mut self, name: &str) -> bool {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return false;
        }
        while let Some(last) = self.names.pop() {
            if let Some(count) = self.counts.get_mut(&last) {
                *count -= 1;
            }
            if last == name {
                break;
            }
        }
        true
    }
}

#[derive(Default)]
struct Reader {
    page: PageText,
    is_report: bool,
    is_in_main: bool,
    is_in_part: bool,
    place: Place,
    /// The name of the fact whose value comes.
    name: String,
    words: String,
    /// Where links to other sites lead that are open.
    links: Vec<Option<String>>,
    /// Within a script or a style sheet.
    is_unseen: bool,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let value = |key: &str| {
            tag.attributes
                .iter()
                .find(|(name, _)| name.as_slice() == key.as_bytes())
                .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
        };
        match name.as_str() {
            "meta" if value("name").as_deref() == Some("page-type") => {
                self.is_report = value("content").as_deref() == Some("report");
            }
            "script" | "style" => self.is_unseen = true,
            "main" => self.is_in_main = true,
            _ => {}
        }
        let classes = value("class").unwrap_or_default();
        let has = |class: &str| classes.split_ascii_whitespace().any(|own| own == class);
        if let Place::Prose(_) = self.place {
            self.start_in_prose(name, &value);
        } else if has("prose") {
            let mut open = OpenElements::default();
            open.open(name);
            self.begin(Place::Prose(open));
        } else if self.is_in_main {
            match name.as_str() {
                "section" => {
                    self.is_in_part = has(PART) && !NO_FACTS.iter().any(|class| has(class));
                    self.name.clear();
                }
                "h2" if self.is_in_part => self.begin(Place::Heading),
                "li" if self.is_in_part && self.place == Place::Elsewhere && !self.name.is_empty() => {
                    self.begin(Place::Item);
                }
                // Nothing else stands between a day and what was done on it.
                "time" | "span" if self.place == Place::Item => self.words.push(' '),
                "h1" => self.begin(Place::Title),
                "dt" => self.begin(Place::Name),
                "dd" => self.begin(Place::Value),
                _ if value("role").as_deref() == Some("note") => self.begin(Place::Banner(name)),
                _ => {}
            }
        }
    }

    fn begin(&mut self, place: Place) {
        self.words.clear();
        self.place = place;
    }

    fn start_in_prose(&mut self, name: String, value: &dyn Fn(&str) -> Option<String>) {
        match name.as_str() {
            "br" => self.words.push(' '),
            "img" => self.words.push_str(&format!("〔图片：{}〕", value("alt").unwrap_or_default())),
            "td" | "th" if !self.words.trim().is_empty() => self.words.push_str(" | "),
            "td" | "th" | "wbr" => {}
            "a" => self.links.push(value("href").filter(|address| address.contains("://"))),
            _ if !IN_LINE.contains(&name.as_str()) => self.end_paragraph(),
            _ => {}
        }
        if let Place::Prose(open) = &mut self.place
            && !VOID.contains(&name.as_str())
        {
            open.open(name);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "script" | "style" => self.is_unseen = false,
            "main" => self.is_in_main = false,
            "section" => self.is_in_part = false,
            _ => {}
        }
        match (&mut self.place, name) {
            (Place::Title, "h1") => self.page.title = self.take_words(),
            (Place::Name, "dt") | (Place::Heading, "h2") => self.name = self.take_words(),
            (Place::Value, "dd") | (Place::Item, "li") => {
                let fact = (self.name.clone(), self.take_words());
                self.page.facts.push(fact);
            }
            (Place::Banner(own), name) if own == name => {
                let fact = (BANNER.to_string(), self.take_words());
                self.page.facts.push(fact);
            }
            (Place::Prose(open), name) => {
                // An end tag that ends nothing is passed over, as in a browser.
                if !open.close(name) {
                    return;
                }
                let is_over = open.names.is_empty();
                if name == "a"
                    && let Some(Some(address)) = self.links.pop()
                {
                    self.words.push_str(&format!("‹{address}›"));
                }
                if is_over || !(IN_LINE.contains(&name) || matches!(name, "td" | "th")) {
                    self.end_paragraph();
                }
                if is_over {
                    self.place = Place::Elsewhere;
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.place != Place::Elsewhere && !self.is_unseen {
            self.words.push_str(text);
        }
    }

    fn take_words(&mut self) -> String {
        self.place = Place::Elsewhere;
        in_one_line(&std::mem::take(&mut self.words))
    }

    fn end_paragraph(&mut self) {
        let words = in_one_line(&std::mem::take(&mut self.words));
        if !words.is_empty() {
            self.page.paragraphs.push(words);
        }
    }
}

/// Runs of white space are one blank, as browsers show them.
fn in_one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> String {
        format!(
            "<meta name=\"page-type\" content=\"report\"><header><dl><dt>x</dt><dd>y</dd></dl></header><main>{main}</main>"
        )
    }

    #[test]
    fn title_facts_and_paragraphs_are_read() {
        let html = page(
            "<h1>关于<wbr>活动的通知</h1><dl><div><dt>日期</dt><dd><time>2024年</time></dd></div></dl><div role=\"note\">已失效</div>\
             <div class=\"prose\"><h2><span>一、</span>标题</h2><p>甲<strong>乙</strong>\n丙<br>丁</p><script>x()</script>\
             <table><caption>表1</caption><tr><th>社区</th><td>3</td></tr></table><ul><li>项<li>又一项</ul>\
             <p>见<a href=\"https://a.cn/\">别处</a>和<a href=\"x.html\">这里</a><img alt=\"照片\"></p></div><p>以外</p>",
        );
        let text = PageText::read(html.as_bytes()).expect("a report");
        assert_eq!(text.title, "关于活动的通知");
        assert_eq!(text.facts, [("日期".into(), "2024年".into()), ("提示".into(), "已失效".into())]);
        let paragraphs =
            ["一、标题", "甲乙 丙 丁", "表1", "社区 | 3", "项", "又一项", "见别处‹https://a.cn/›和这里〔图片：照片〕"];
        assert_eq!(text.paragraphs, paragraphs);
    }

    #[test]
    fn what_stands_below_the_text_is_read_under_its_heading() {
        let html = page(
            "<div class=\"prose\"><p>甲</p></div><section class=\"part files\"><h2>附件</h2><ul><li>名单</li></ul></section>\
             <section class=\"part log\"><h2>更新记录</h2><ul><li><time>2025年2月11日</time><span>更正电话</span></li>\
             <li><time>2025年1月1日</time><span>补正</span></li></ul></section>\
             <section class=\"part rel\"><h2>解读</h2><ul><li><a href=\"x\"><span>【政策】办法</span></a></li></ul></section>\
             <section class=\"part out\"><h2>分享到</h2><ul><li>微博</li></ul></section><nav><ul><li>下一篇</li></ul></nav>",
        );
        let facts = [("更新记录", "2025年2月11日 更正电话"), ("更新记录", "2025年1月1日 补正"), ("解读", "【政策】办法")];
        let read = PageText::read(html.as_bytes()).expect("a report").facts;
        assert_eq!(read, facts.map(|(name, value)| (name.to_string(), value.to_string())));
    }

    #[test]
    fn end_tags_that_end_nothing_do_not_end_the_text_however_many_elements_are_open() {
        /// So many that a look at all open elements for each end tag would take minutes.
        const MANY: usize = 100_000;
        let html =
            page(&format!("<div class=\"prose\"><p>甲</i>乙</p>{}{}丙</div>", "<b>".repeat(MANY), "</i>".repeat(MANY)));
        assert_eq!(PageText::read(html.as_bytes()).expect("a report").paragraphs, ["甲乙", "丙"]);
    }

    #[test]
    fn other_pages_and_attacks_are_no_report() {
        let attack = page(&format!("<p {}>", "a=\"1\" ".repeat(100_000)));
        for html in ["", "<h1>x</h1>", "<meta name=\"page-type\" content=\"list\">", attack.as_str()] {
            assert_eq!(PageText::read(html.as_bytes()), None, "{html:.50}");
        }
        assert_eq!(PageText::read(b"\xff"), None);
    }
}
