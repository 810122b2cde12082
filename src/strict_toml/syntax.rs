//! What the TOML parser's English complaints mean to an editor. The usual slips get a sentence of their own: Chinese
//! quotation marks, a full-width equals sign, a Chinese key, a date that does not exist, the same key twice.

use std::ops::Range;

use super::date_forms;
use crate::model::fault::{Fault, FaultKind};
use crate::model::span::Span;

/// Keys that hold a date, in every kind of file.
const DATE_KEYS: [&str; 4] = ["date", "written", "expires", "on"];

/// Keys that are Chinese words, which TOML wants in quotation marks: the steps of `[review]`.
const QUOTED_KEYS: [&str; 4] = ["初审", "复审", "终审", "校对"];

/// Chinese words that people write as keys, with the key that is meant.
const CHINESE_KEYS: &[(&str, &str)] = &[
    ("标题", "title"),
    ("名称", "title"),
    ("题目", "title"),
    ("日期", "date"),
    ("发布日期", "date"),
    ("发布时间", "date"),
    ("来源", "source"),
    ("信息来源", "source"),
    ("发布机构", "issuer"),
    ("成文日期", "written"),
    ("文号", "number"),
    ("发文字号", "number"),
    ("索引号", "index"),
    ("主题词", "keywords"),
    ("关键词", "keywords"),
    ("摘要", "description"),
    ("责任编辑", "editor"),
    ("编辑", "editor"),
    ("有效性", "validity"),
    ("草稿", "draft"),
    ("失效日期", "expires"),
    ("栏目名称", "name"),
    ("说明", "description"),
];

/// The key among `candidates` that a Chinese or differently named key stands for.
pub(super) fn meant_key<'c>(name: &str, candidates: &[&'c str]) -> Option<&'c str> {
    let meant = english_key(name)?;
    // 名称 is the title of a report and the name of a category.
    let choices = [meant, "name"];
    choices
        .iter()
        .take(if meant == "title" { 2 } else { 1 })
        .find_map(|choice| candidates.iter().copied().find(|candidate| candidate == choice))
}

/// The key that a Chinese or differently named key stands for in a report.
fn english_key(name: &str) -> Option<&'static str> {
    let foreign = match name.to_ascii_lowercase().as_str() {
        "doc_no" | "docno" | "document_number" | "wenhao" => Some("number"),
        "summary" | "abstract" | "excerpt" => Some("description"),
        "author" => Some("editor"),
        "tags" => Some("keywords"),
        "publisher" => Some("issuer"),
        "pubdate" | "published" => Some("date"),
        _ => None,
    };
    foreign.or_else(|| CHINESE_KEYS.iter().find(|(chinese, _)| *chinese == name).map(|(_, key)| *key))
}

/// Turns a parser's error into a fault that says what to do.
pub(super) fn explain(text: &str, span: Option<Range<usize>>, message: &str, offset: usize) -> Fault {
    let span = Span::from(span.unwrap_or(0..0));
    let (line_start, line) = line_at(text, span.start);
    let whole_line = Span::new(line_start, line_start + line.trim_end().len()).shifted(offset);
    let (entry_start, entry) = entry_at(line, span.start.saturating_sub(line_start));
    let (key, value) = match entry.split_once('=') {
        Some((key, value)) => (key.trim(), value.trim()),
        None => (entry.trim(), ""),
    };
    if DATE_KEYS.contains(&key) {
        let value_start = line_start + entry_start + entry.find(value).unwrap_or(0);
        let place =
            if value.is_empty() { whole_line } else { Span::new(value_start, value_start + value.len()).shifted(offset) };
        let kind = FaultKind::MalformedDate {
            key: key.to_string(),
            value: value.to_string(),
            suggestion: date_forms::suggestion(value),
        };
        return Fault::at(place, kind);
    }
    let place = if span.end > span.start { span.shifted(offset) } else { whole_line };
    let (message, help) = sentence(line, key, message);
    Fault::at(place, FaultKind::MalformedToml { message, help })
}

/// The `key = value` at a place of a line and where it begins: a line has one, or several in braces.
fn entry_at(line: &str, at: usize) -> (usize, &str) {
    let before = line.get(..at).filter(|before| before.contains('{'));
    let Some(start) = before.and_then(|before| before.rfind(['{', ','])).map(|mark| mark + 1) else { return (0, line) };
    let entry = &line[start..];
    (start, entry.split([',', '}']).next().unwrap_or(entry))
}

fn sentence(line: &str, key: &str, message: &str) -> (String, String) {
    let said = |message: &str, help: &str| (message.to_string(), help.to_string());
    if line.contains(['“', '”', '＂', '‘', '’']) && !line.contains('"') {
        return said("这一行用了中文引号，程序认不出", "把两端的引号改为英文引号 \"，里面的中文引号可以保留");
    }
    if line.contains('＝') {
        return said("这一行用了全角等号", "把 ＝ 改为英文等号 =");
    }
    if !line.contains('=') && line.contains(['：', ':']) {
        return said("这一行用了冒号，这里应当用等号", "写作 `字段 = \"内容\"`");
    }
    if key == "名称" {
        // Which file this is, is not known here.
        return (format!("字段名不能写中文 `{key}`"), "文章里改为 `title`，栏目和主题里改为 `name`".to_string());
    }
    if QUOTED_KEYS.contains(&key) {
        return (
            format!("`{key}` 两边要加英文引号"),
            format!("写作 `\"{key}\" = …`；用 `gongkai review` 记审签，不用自己写"),
        );
    }
    if let Some(english) = english_key(key) {
        return (format!("字段名不能写中文 `{key}`"), format!("改为 `{english}`"));
    }
    if message.contains("duplicate key") {
        return (format!("字段 `{key}` 写了两次"), "保留一处，删去另一处".to_string());
    }
    if let Some(quoted) = quoted(line) {
        return ("值要写在英文引号内".to_string(), format!("整行改为 `{quoted}`"));
    }
    if message.contains("recursion") {
        return said("方括号或大括号套得太深", "不要套这么多层");
    }
    if message.contains("array") && !message.contains("table") && between_strings(line).contains(['，', '、']) {
        return said("列表的各项之间用了中文逗号", "写作 `字段 = [\"甲\", \"乙\"]`，把 ， 改为英文逗号 ,");
    }
    if message.contains("array") && !message.contains("table") {
        return said("列表没有写完整", "写作 `字段 = [\"甲\", \"乙\"]`，各项之间用英文逗号，末尾要有 ]");
    }
    if message.contains("inline table") {
        return said("大括号里没有写完整", "写作 `{ 字段 = \"内容\", 字段 = \"内容\" }`，末尾要有 }");
    }
    if message.contains("table") && line.trim_start().starts_with('[') {
        return said("方括号里的名称没有写完整", "写作 `[名称]` 或 `[[名称]]`，两端的方括号一样多");
    }
    if message.contains("invalid basic string") || message.contains("string") {
        return said("这一行的文字没有写完整，两端要有英文引号", "写作 `字段 = \"内容\"`；内容里的英文引号写作 \\\"");
    }
    if !key.is_ascii() && !key.starts_with('"') {
        return (format!("字段名 `{key}` 写法不对"), "字段名用英文，可用的字段见 `gongkai explain unknown-key`".to_string());
    }
    ("这一行写法不对".to_string(), "写作 `字段 = \"内容\"`，日期、数字、true、false 不加引号".to_string())
}

/// The line as it was meant, when a text stands on it without quotation marks: `phone = 0755-12345678`, and `accent = #0b3d91`, whose value
/// the parser takes for a comment.
fn quoted(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    let text = match value.strip_prefix('#') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_hexdigit()) => value.split_whitespace().next()?,
        Some(_) => return None,
        None => value.split(" #").next()?.trim(),
    };
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let is_text = text.chars().any(|c| c.is_alphanumeric()) && !text.starts_with(['[', '{', '+', '-']);
    let is_plain = !text.contains(['"', '\'', '\\', '`', '“', '”']) && !text.contains(char::is_control);
    (is_key && is_text && is_plain).then(|| format!("{key} = \"{text}\""))
}

/// What of a line stands outside quotation marks.
fn between_strings(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

fn line_at(text: &str, at: usize) -> (usize, &str) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    (start, &text[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_fault(text: &str) -> FaultKind {
        let mut faults = Vec::new();
        super::super::read(text, 0, &mut faults, |reader| {
            reader.string("title");
            reader.date("date");
        });
        faults.remove(0).kind
    }

    #[test]
    fn the_usual_slips_get_their_own_sentence() {
        for (text, part) in [
            ("title = “标题”\n", "中文引号"),
            ("title ＝ \"标题\"\n", "全角等号"),
            ("title: \"标题\"\n", "冒号"),
            ("标题 = \"甲\"\n", "标题"),
            ("title = \"甲\"\ntitle = \"乙\"\n", "两次"),
            ("title = \"甲\n", "引号"),
            ("keywords = [\"甲\"\n", "列表"),
            ("extra = { 甲 = 1\n", "大括号"),
            ("[extra\n", "方括号"),
            ("title = ,\n", "写法不对"),
        ] {
            match first_fault(text) {
                FaultKind::MalformedToml { message, help } => {
                    let said = format!("{message}{help}").replace("date", "").replace("true", "").replace("false", "");
                    assert!(!said.contains("expected") && !said.contains("unclosed"), "{said}");
                    assert!(message.contains(part), "{text:?}: {message}");
                    assert!(!help.is_empty());
                }
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_text_without_quotation_marks_gets_the_line_to_paste() {
        for (text, line) in [
            ("accent = #0b3d91\n", "`accent = \"#0b3d91\"`"),
            ("accent = #0b3d91 # 蓝\n", "`accent = \"#0b3d91\"`"),
            ("phone = 0755-12345678\n", "`phone = \"0755-12345678\"`"),
            ("title = 工作总结 # 草稿\n", "`title = \"工作总结\"`"),
            ("base_url = https://www.example.gov.cn/\n", "`base_url = \"https://www.example.gov.cn/\"`"),
        ] {
            match first_fault(text) {
                FaultKind::MalformedToml { message, help } => {
                    assert!(message.contains("英文引号") && help.contains(line), "{text:?}: {message} {help}");
                }
                other => panic!("{text:?}: {other:?}"),
            }
        }
        for text in ["title = # 说明\n", "title =\n", "title = ,\n", "title = {a\n"] {
            match first_fault(text) {
                FaultKind::MalformedToml { help, .. } => assert!(!help.contains("整行"), "{text:?}: {help}"),
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_date_in_another_form_is_named_and_its_iso_form_suggested() {
        for (written, iso) in
            [("2024-2-9", "2024-02-09"), ("\"2024年 3月 1日\"", "2024-03-01"), ("2024/11/11", "2024-11-11")]
        {
            match first_fault(&format!("date = {written}\n")) {
                FaultKind::MalformedDate { suggestion, .. } => assert_eq!(suggestion.as_deref(), Some(iso)),
                other => panic!("{written}: {other:?}"),
            }
        }
        assert!(matches!(first_fault("date = 2023-02-30\n"), FaultKind::MalformedDate { suggestion: None, .. }));
        for written in ["2024/1/3", "2024年1月3日", "2024-1-3"] {
            match first_fault(&format!("\"初审\" = {{ by = \"甲\", on = {written} }}\n")) {
                FaultKind::MalformedDate { suggestion, value, .. } => {
                    assert_eq!((suggestion.as_deref(), value.as_str()), (Some("2024-01-03"), written));
                }
                other => panic!("{written}: {other:?}"),
            }
        }
    }
}
