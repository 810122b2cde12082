//! 送审稿: what reviewers sign, as one text, and its code. It is what readers will get of a report: the fields that pages show, the name and
//! SHA-256 of every file, the body. Whoever has the text has the code, without this program: the code is the beginning of its SHA-256.
//!
//! The form is interface (`docs/三审三校.md`): whatever changes a byte of it makes every signature of every site one for another text. So
//! it is made from the source as it is written and not from what settings make of it, and names its version in its first line.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Read as _;

use sha2::{Digest as _, Sha256};

use super::front_matter;
use super::sources::Sources;
use crate::error::Error;
use crate::model::digest::Digest;
use crate::model::encoding;
use crate::model::metadata::{DraftMetadata, Highlight, Update};
use crate::model::path::SourcePath;
use crate::model::report::{Attachment, LoadedReport};
use crate::model::review::ReviewCode;
use crate::model::span::Located;

/// The first line. Another form has another number.
const HEADING: &str = "gongkai 送审稿 1\n";
/// Ends the fields and files: all that follows is the body, so no line of a body can be taken for a field.
const BODY: &str = "正文：\n";
/// Bytes of an attachment that are read at a time.
const PIECE: usize = 64 * 1024;

/// A 送审稿.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// UTF-8 with line feeds, without a byte order mark.
    pub text: String,
}

impl Manuscript {
    /// The 送审稿 of a report, whose file and attachments are read.
    ///
    /// # Errors
    ///
    /// When one of the files cannot be read.
    pub fn of(report: &LoadedReport, sources: &dyn Sources) -> Result<Manuscript, Error> {
        let bytes = sources.read(&report.path)?;
        let source = encoding::utf8(&bytes).unwrap_or_default();
        let split = front_matter::split(source);
        let draft = split.matter.map(|matter| front_matter::read(matter, &mut Vec::new()).0).unwrap_or_default();
        let mut text = HEADING.to_string();
        fields(&draft, &mut text);
        // In the order of bytes and not of numbers in names, which might be counted otherwise one day.
        let mut files: Vec<&Attachment> = report.attachments.iter().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        for file in files {
            field(&mut text, "附件", &format!("{}  {}", sum_of(&file.source, sources)?, file.name));
        }
        text.push_str(BODY);
        body(source.get(split.body_offset..).unwrap_or_default(), &mut text);
        Ok(Manuscript { text })
    }

    /// SHA-256 of the text in 64 hex digits, as `sha256sum` prints it.
    pub fn sum(&self) -> String {
        hex(Sha256::digest(self.text.as_bytes()).into())
    }

    /// The code of the text: the first 48 bits of that sum.
    pub fn code(&self) -> ReviewCode {
        let sum: [u8; 32] = Sha256::digest(self.text.as_bytes()).into();
        let [a, b, c, d, e, f, ..] = sum;
        ReviewCode([a, b, c, d, e, f])
    }
}

/// Of all by which the code of a report can be known again without reading anything: the bytes of its file, and name, size and time of its
/// attachments.
pub fn stamp(report: &LoadedReport) -> Digest {
    let mut bytes = report.digest.0.to_vec();
    for file in &report.attachments {
        bytes.extend(Digest::of(file.name.as_bytes()).0);
        bytes.extend(Digest::of(file.source.as_str().as_bytes()).0);
        bytes.extend(file.size.to_le_bytes());
        bytes.extend(file.modified.to_le_bytes());
    }
    Digest::of(&bytes)
}

/// The fields that readers get something of, each that is written, in an order that stays. Every field is named here, so that a new one
/// cannot be forgotten: what is not signed would be published unseen.
fn fields(draft: &DraftMetadata, text: &mut String) {
    let DraftMetadata {
        title,
        date,
        source,
        issuer,
        written,
        number,
        index,
        keywords,
        description,
        editor,
        validity,
        expires,
        categories,
        related,
        interprets,
        highlights,
        updates,
        extra,
        // When, where and in which lines something is shown, and not what.
        draft: _,
        slug: _,
        aliases: _,
        title_breaks: _,
        // What rules do not count, and who has signed.
        allow: _,
        review: _,
        span: _,
    } = draft;
    let mut one = |label: &str, value: Option<Cow<'_, str>>| {
        if let Some(value) = value {
            field(text, label, &value);
        }
    };
    fn as_written(value: &Option<Located<String>>) -> Option<Cow<'_, str>> {
        value.as_ref().map(|value| value.value.as_str().into())
    }
    one("标题", as_written(title));
    one("发布日期", date.as_ref().map(|date| date.value.written().into()));
    one("信息来源", as_written(source));
    one("发布机构", as_written(issuer));
    one("成文日期", written.as_ref().map(|day| day.value.to_string().into()));
    one("文号", as_written(number));
    one("索引号", as_written(index));
    keywords.iter().for_each(|word| one("主题词", Some(word.value.as_str().into())));
    one("摘要", as_written(description));
    one("责任编辑", as_written(editor));
    one("有效性", validity.as_ref().map(|validity| validity.value.name().into()));
    one("失效日期", expires.as_ref().map(|day| day.value.to_string().into()));
    categories.iter().for_each(|category| one("同时列入", Some(category.value.as_str().into())));
    related.iter().for_each(|related| one("相关文章", Some(related.value.as_str().into())));
    interprets.iter().for_each(|policy| one("解读的文件", Some(policy.value.as_str().into())));
    for Highlight { label, value, unit, note } in highlights.iter().map(|figure| &figure.value) {
        one("要点", Some(serde_json::json!([label, value, unit, note]).to_string().into()));
    }
    for Update { date, note } in updates.iter().map(|update| &update.value) {
        one("更新", Some(format!("{} {note}", date.written()).into()));
    }
    one("自用字段", (!extra.is_empty()).then(|| serde_json::json!(extra).to_string().into()));
}

/// A field in one line. What would end the line is written as `\n`, and so `\` as `\\`: two values never make the same line.
fn field(text: &mut String, label: &str, value: &str) {
    let value = value.replace("\r\n", "\n").replace('\\', "\\\\").replace(['\n', '\r'], "\\n");
    // Writing into a text cannot fail.
    let _ = writeln!(text, "{label}：{value}");
}

/// The body: its lines without blanks at their ends, and without empty lines before the first and behind the last.
fn body(written: &str, text: &mut String) {
    let written = written.replace("\r\n", "\n").replace('\r', "\n");
    let start = text.len();
    for line in written.split('\n').map(str::trim_end).skip_while(|line| line.is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    while text.len() > start && text.ends_with("\n\n") {
        text.pop();
    }
}

/// SHA-256 of a file in 64 hex digits, as `sha256sum` prints it. It is read in pieces: a film may be an attachment.
fn sum_of(path: &SourcePath, sources: &dyn Sources) -> Result<String, Error> {
    let mut file = sources.open(path)?;
    let (mut sum, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        let read = file.read(&mut piece).map_err(|error| Error::io("读取", path.as_str(), error))?;
        match piece.get(..read) {
            Some(bytes) if !bytes.is_empty() => sum.update(bytes),
            _ => break,
        }
    }
    Ok(hex(sum.finalize().into()))
}

fn hex(sum: [u8; 32]) -> String {
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::memory::Memory;
    use crate::load::review::NoReview;
    use crate::load::sources::NothingKnown;
    use crate::load::{Reading, load};
    use crate::model::markdown_options::MarkdownOptions;

    fn manuscript(files: &[(&str, &str)]) -> Manuscript {
        let path = |path: &str| SourcePath::new(path).expect("a path");
        let files = files.iter().map(|(file, text)| (path(file), text.as_bytes().to_vec())).collect();
        let sources = Memory::new(files);
        let reading = Reading { markdown: MarkdownOptions::default(), review: &NoReview };
        let loaded = load(&sources, reading, &NothingKnown).expect("reports");
        Manuscript::of(&loaded.reports[0], &sources).expect("a manuscript")
    }

    fn text(matter: &str, body: &str) -> String {
        manuscript(&[("reports/甲/乙.md", &format!("+++\n{matter}\n+++\n{body}"))]).text
    }

    const MATTER: &str = "title = \"标题\"\ndate = 2024-01-08";

    #[test]
    fn every_field_that_readers_get_something_of_has_its_line() {
        let matter = "title = \"标题\"\ndate = 2024-01-08T09:30:00\nsource = \"来源\"\nissuer = \"机构\"\nwritten = 2024-01-05\n\
                      number = \"文〔2024〕1号\"\nindex = \"1\"\nkeywords = [\"甲\", \"乙\"]\ndescription = \"摘要\"\neditor = \"编辑\"\n\
                      validity = \"有效\"\nexpires = 2026-01-01\ncategories = [\"丙\"]\nrelated = [\"b.md\"]\ninterprets = [\"c.md\"]\n\
                      highlights = [{ label = \"率\", value = \"6\", unit = \"%\" }]\n\
                      updates = [{ date = 2024-02-01, note = \"更正\" }]\n[extra]\nb = 1\na = \"x\"";
        let expected = "gongkai 送审稿 1\n标题：标题\n发布日期：2024-01-08T09:30:00\n信息来源：来源\n发布机构：机构\n成文日期：2024-01-05\n\
                        文号：文〔2024〕1号\n索引号：1\n主题词：甲\n主题词：乙\n摘要：摘要\n责任编辑：编辑\n有效性：有效\n失效日期：2026-01-01\n\
                        同时列入：丙\n相关文章：b.md\n解读的文件：c.md\n要点：[\"率\",\"6\",\"%\",\"\"]\n更新：2024-02-01 更正\n\
                        自用字段：{\"a\":\"x\",\"b\":1}\n正文：\n率6%。\n";
        assert_eq!(text(matter, "率6%。"), expected);
    }

    #[test]
    fn the_code_is_the_beginning_of_the_sum_of_the_text() {
        let manuscript = Manuscript { text: "abc".to_string() };
        // FIPS 180-2, appendix B.1.
        assert_eq!(manuscript.code().to_string(), "BA78-16BF-8F01");
    }

    #[test]
    fn what_pages_do_not_show_changes_nothing() {
        let plain = text(MATTER, "正文。\n\n第二段。\n");
        let rows = [
            (format!("{MATTER}\ndraft = true\nslug = \"a\"\naliases = [\"/b.html\"]"), "正文。\n\n第二段。\n"),
            (format!("{MATTER}\n[review]\n\"初审\" = {{ by = \"甲\", on = 2024-01-01 }}"), "正文。\n\n第二段。\n"),
            (format!("{MATTER}\n[[allow]]\nrule = \"wrong-word\"\nreason = \"引用\""), "正文。\n\n第二段。\n"),
            (MATTER.to_string(), "\n\n正文。  \r\n\r\n第二段。\t\r\n\r\n\r\n"),
            (MATTER.replace('\n', "\r\n"), "正文。\n\n第二段。"),
        ];
        for (matter, body) in rows {
            assert_eq!(text(&matter, body), plain, "{matter:?} {body:?}");
        }
        let with_mark = manuscript(&[("reports/甲/乙.md", &format!("\u{feff}+++\n{MATTER}\n+++\n正文。\n\n第二段。"))]);
        assert_eq!(with_mark.text, plain);
    }

    #[test]
    fn what_pages_show_changes_the_text() {
        let plain = text(MATTER, "正文。");
        for (matter, body) in [
            (MATTER.to_string(), "正文！"),
            (MATTER.to_string(), "　正文。"),
            (MATTER.replace("标题", "题目"), "正文。"),
            (format!("{MATTER}\n[[updates]]\ndate = 2024-02-01\nnote = \"更正\""), "正文。"),
        ] {
            assert_ne!(text(&matter, body), plain, "{matter:?} {body:?}");
        }
    }

    #[test]
    fn a_body_cannot_pass_for_a_field_nor_a_value_for_two() {
        assert_ne!(text(&format!("{MATTER}\nnumber = \"1\""), "正文。"), text(MATTER, "文号：1\n正文：\n正文。"));
        assert_ne!(
            text("title = \"甲\\n发布日期：2024-01-08\"\ndate = 2024-01-09", "正文。"),
            text("title = \"甲\"\ndate = 2024-01-08", "正文。")
        );
        assert_ne!(text("title = \"甲\\n乙\"", "正文。"), text("title = \"甲\\\\n乙\"", "正文。"));
    }

    #[test]
    fn every_file_is_named_with_its_sum_in_the_order_of_bytes() {
        let files = [
            ("reports/甲/乙/index.md", "+++\ntitle = \"标题\"\n+++\n![图](b.png)"),
            ("reports/甲/乙/附件2.csv", "abc"),
            ("reports/甲/乙/附件10.csv", ""),
            ("reports/甲/乙/b.png", "abc"),
        ];
        let (abc, empty) = (
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        );
        let expected = format!(
            "gongkai 送审稿 1\n标题：标题\n附件：{abc}  b.png\n附件：{empty}  附件10.csv\n附件：{abc}  附件2.csv\n正文：\n![图](b.png)\n"
        );
        assert_eq!(manuscript(&files).text, expected);
    }
}
