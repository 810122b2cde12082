//! What is wrong with a template, told to whoever writes themes: the file, line and column, the page that was being made, and
//! the names that exist and look like the one that does not.

use std::borrow::Cow;

use tera::{Error as TeraError, ErrorKind, ReportError};

use super::layers::{Layers, Template};
use crate::diagnostics::position::display_width;
use crate::diagnostics::visible::visible;
use crate::error::Error;
use crate::model::path::UrlPath;
use crate::strict_toml::nearest;

/// The engine's own filters, tests and functions. It does not tell them.
const FILTERS: &[&str] = &[
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: &[&str] = &["range", "super", "throw"];

/// What the engine complains about, and where in the text that it was given.
struct Complaint<'e> {
    message: &'e str,
    /// Registered name.
    file: &'e str,
    line: usize,
    /// Counted from 0.
    column: usize,
    width: usize,
}

impl<'e> Complaint<'e> {
    fn new(report: &'e ReportError) -> Complaint<'e> {
        let span = report.span();
        let width = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
        let (message, file) = (report.message(), report.filename());
        Complaint { message, file, line: span.start_line, column: span.start_col, width: width.max(1) }
    }

    /// Reads a report that the engine has already put into words:
    ///
    /// ```text
    /// error: Unknown filter `x`
    ///  --> a.html:1:5
    ///   |
    /// 1 | {{ a | x }}
    ///   |     ^
    /// ```
    fn read(report: &'e str) -> Option<Complaint<'e>> {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let (place, excerpt) = rest.trim_start().strip_prefix("--> ")?.split_once('\n')?;
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line = parts.next()?.parse().ok()?;
        let marks = excerpt.lines().nth(2).unwrap_or_default();
        let width = marks.bytes().rev().take_while(|byte| *byte == b'^').count().max(1);
        Some(Complaint { message, file: parts.next()?, line, column: column.checked_sub(1)?, width })
    }
}

/// A template that cannot be loaded.
pub(super) fn at_load(layers: &Layers, error: &TeraError) -> Error {
    Error::Theme(describe(layers, error, None))
}

/// A template that failed while the page at `url` was made.
pub(super) fn while_rendering(layers: &Layers, error: &TeraError, url: &UrlPath) -> Error {
    Error::Theme(describe(layers, error, Some(url)))
}

fn describe(layers: &Layers, error: &TeraError, url: Option<&UrlPath>) -> String {
    let mut text = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => with_excerpt(layers, &Complaint::new(report)),
        ErrorKind::MissingParent { current, parent } => {
            let (parent, hint) = missing_template(layers, parent);
            format!("模板 {} 所继承的 `{parent}` 不存在{hint}", shown(layers, current))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            format!("模板 {} 的继承或包含绕成了一圈", shown(layers, tpl))
        }
        ErrorKind::TemplateNotFound(name) => {
            let (name, hint) = missing_template(layers, name);
            format!("没有名为 `{name}` 的模板{hint}")
        }
        ErrorKind::ComponentNotFound(name) => {
            format!(
                "主题里没有组件 `{name}`，每页都要用它\n  处理：照内置主题 templates/components.html 里的同名组件补上；内容可以是空的"
            )
        }
        ErrorKind::Msg(message) => described_in_words(layers, message),
        _ => format!("模板有误：{error}"),
    };
    if let Some(url) = url {
        text.push_str(&format!("\n  = 正在生成：{url}"));
    }
    text
}

/// The engine checks names in all templates and hands over one text with every report.
fn described_in_words(layers: &Layers, message: &str) -> String {
    if let Some(two) = message.strip_prefix("Component `").filter(|rest| rest.contains("` is defined in both `")) {
        let mut names = two.split('`').step_by(2);
        let mut next = || names.next().unwrap_or_default();
        let (component, first, second) = (next(), next(), next());
        return format!("组件 `{component}` 在 {} 和 {} 里都有", shown(layers, first), shown(layers, second));
    }
    let mut texts: Vec<String> = Vec::new();
    let mut rest = message;
    while let Some(at) = rest.find("\n\nerror: ").or((!rest.is_empty()).then_some(rest.len())) {
        let Some(complaint) = Complaint::read(&rest[..at]) else { return format!("模板有误：{message}") };
        let text = with_excerpt(layers, &complaint);
        // A template may be registered under more than one name.
        if !texts.contains(&text) {
            texts.push(text);
        }
        rest = rest[at..].trim_start_matches('\n');
    }
    texts.join("\n")
}

fn with_excerpt(layers: &Layers, complaint: &Complaint<'_>) -> String {
    let Complaint { message, line, .. } = *complaint;
    let template = layers.template(complaint.file);
    let before = complaint.column + template.map_or(0, |template| taken_from_line(template, line, complaint.column));
    let source = template.map(|template| template.source.as_str()).unwrap_or_default();
    let excerpt = source.lines().nth(line.saturating_sub(1));
    let marked: String = excerpt.unwrap_or_default().chars().skip(before).take(complaint.width).collect();
    let file = shown(layers, complaint.file);
    let (message, near) = translate(layers, message, &marked);
    let mut text = format!("模板有误：{message}\n  ╭─ {file}:{line}:{}", before + 1);
    if let Some(excerpt) = excerpt {
        let before: String = excerpt.chars().take(before).collect();
        let (before, excerpt) = (visible(&before), visible(excerpt));
        let gutter = " ".repeat(line.to_string().len());
        let marks = "━".repeat(display_width(&marked).max(1));
        text.push_str(&format!("\n{line} │ {excerpt}\n{gutter} │ {}{marks}", " ".repeat(display_width(&before))));
    }
    if let Some(names) = near {
        text.push_str(&format!("\n  = 相近的名字：{names}"));
    }
    text
}

/// How many characters the engine's line is shorter before `column` than the line as written.
fn taken_from_line(template: &Template, line: usize, column: usize) -> usize {
    let find = |text: &'_ str| text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_string();
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (written, registered) = (find(&template.source), find(&template.registered));
    let before: String = registered.chars().take(column).collect();
    let renamed = before.match_indices(['"', '\'']).filter_map(|(at, _)| below(&before[at + 1..]));
    let shorter: usize = renamed.map(|(mark, _)| "theme/".len().saturating_sub(mark)).sum();
    indentation(&written).saturating_sub(indentation(&registered)) + shorter
}

/// The length of the mark in `@1/x.html`, and the name behind it.
fn below(name: &str) -> Option<(usize, &str)> {
    let (layer, rest) = name.strip_prefix('@')?.split_once('/')?;
    (!layer.is_empty() && layer.bytes().all(|byte| byte.is_ascii_digit())).then_some((layer.len() + 2, rest))
}

/// The name as its author wrote it, and what it may have meant.
fn missing_template<'n>(layers: &Layers, name: &'n str) -> (Cow<'n, str>, String) {
    let (prefix, bare) = below(name).map_or(("", name), |(_, bare)| ("theme/", bare));
    let near = nearest(bare, layers.names().filter(|candidate| *candidate != bare));
    let hint = near.map(|near| format!("，相近的有 `{prefix}{near}`")).unwrap_or_default();
    let name = if prefix.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{prefix}{bare}")) };
    (name, hint)
}

/// The commonest complaints in Chinese, and names like the one that does not exist; the engine's own words for the rest.
fn translate(layers: &Layers, message: &str, marked: &str) -> (String, Option<String>) {
    let missing = message.split('`').nth(1).unwrap_or_default();
    let unknown = |kind: &str, known: &[&str]| (format!("没有名为 `{missing}` 的{kind}"), near(missing, known));
    let listed = || message.split_once(" Available ").and_then(|(_, list)| list.split_once(": "));
    let listed = || listed().map(|(_, list)| list.split(", ").collect::<Vec<_>>()).unwrap_or_default();
    match message.split('`').next().unwrap_or_default() {
        "Unknown filter " => unknown("过滤器", FILTERS),
        "Unknown test " => unknown("测试", TESTS),
        "Unknown function " => unknown("函数", FUNCTIONS),
        "Unknown component " => unknown("组件", &defined(layers, "component")),
        "Block " if message.ends_with("is not defined in any parent template") => {
            (format!("所继承的模板里没有名为 `{missing}` 的块"), near(missing, &blocks_of_others(layers, missing)))
        }
        "Unknown template " => {
            let (name, hint) = missing_template(layers, missing);
            (format!("没有名为 `{name}` 的模板{hint}"), None)
        }
        "Variable " if message.contains("is not defined") => unknown("变量", &listed()),
        "Variable " if message.ends_with("exists but its value is undefined") => (format!("变量 `{missing}` 没有值"), None),
        "Field " if message.contains("is not defined") => unknown("字段", &listed()),
        _ => (syntax(message, marked).unwrap_or_else(|| message.to_string()), None),
    }
}

fn syntax(message: &str, marked: &str) -> Option<String> {
    let fixed = match message {
        "Unexpected end of input" => "模板没有写完",
        message if message.starts_with("This content would be ignored") => {
            "继承的模板里，块以外的内容不起作用；写在 `{% block … %}` 里"
        }
        "Unexpected character" => "这里有不能用的字符",
        "unexpected end of string" => "字符串没有写完，缺少结尾的引号",
        "unexpected end of raw block" => "`raw` 没有写完，缺少 `{% endraw %}`",
        "Unknown tag" => return Some(format!("没有名为 `{marked}` 的标签")),
        _ => "",
    };
    if !fixed.is_empty() {
        return Some(fixed.to_string());
    }
    let (found, expected) = message.strip_prefix("Found ")?.split_once(" but ")?;
    let expected = ["expected ", "was expecting "].into_iter().find_map(|start| expected.strip_prefix(start))?;
    let expected = expected.strip_suffix('.').unwrap_or(expected);
    let expected = expected.strip_prefix("one of: ").unwrap_or(expected).replace(" or ", ", ");
    let expected: Vec<String> = expected.split(", ").map(token).collect();
    // A kind of token tells less than what stands there.
    let found = if found.starts_with('`') || marked.trim().is_empty() { token(found) } else { format!("`{marked}`") };
    Some(format!("这里写的是 {found}，应当是 {}", expected.join("、")))
}

/// What the parser calls a token.
fn token(name: &str) -> String {
    let name = name.strip_prefix("a ").or_else(|| name.strip_prefix("an ")).unwrap_or(name);
    match name {
        "identifier" | "ident" | "attribute name" => "名字".into(),
        "string" => "字符串".into(),
        "integer" => "整数".into(),
        "float" => "小数".into(),
        "bool" => "true 或 false".into(),
        "content" | "raw content" => "模板标记以外的文字".into(),
        "comment" => "注释".into(),
        name if name.starts_with('`') || name.contains(' ') => name.into(),
        name => format!("`{name}`"),
    }
}

/// Names that templates define with `{% keyword name`.
fn defined<'l>(layers: &'l Layers, keyword: &str) -> Vec<&'l str> {
    let tags = layers.sources().flat_map(|source| source.split("{%").skip(1));
    let names = tags.filter_map(|tag| {
        let name = tag.trim_start_matches('-').trim_start().strip_prefix(keyword)?.strip_prefix(' ')?.trim_start();
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(name.len());
        Some(&name[..end])
    });
    names.collect()
}

/// The missing block itself is defined where it is missing.
fn blocks_of_others<'l>(layers: &'l Layers, missing: &str) -> Vec<&'l str> {
    defined(layers, "block").into_iter().filter(|name| *name != missing).collect()
}

/// Up to three of the known names, the likest first.
fn near(missing: &str, known: &[&str]) -> Option<String> {
    let likeness = known.iter().map(|name| (strsim::jaro_winkler(missing, name), *name));
    let mut ranked: Vec<(f64, &str)> = likeness.filter(|(likeness, _)| *likeness > 0.7).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    ranked.dedup_by(|a, b| a.1 == b.1);
    let names: Vec<String> = ranked.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

fn shown(layers: &Layers, registered: &str) -> String {
    layers.template(registered).map_or_else(|| registered.to_string(), |template| template.shown.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::Tera;

    /// The message for a site with this one template of its own.
    fn message(name: &str, source: &str) -> String {
        let files = [(format!("templates/{name}"), source.as_bytes().to_vec())].into_iter().collect();
        let layers = Layers::new("default", &files).unwrap_or_else(|error| panic!("{error}"));
        let mut tera = Tera::default();
        match tera.add_raw_templates(layers.templates()) {
            Ok(()) => String::new(),
            Err(error) => at_load(&layers, &error).to_string(),
        }
    }

    #[test]
    fn unknown_names_are_shown_where_they_were_written() {
        assert_eq!(
            message("x.html", "<p>\n    {{ site | uper }}\n"),
            "模板有误：没有名为 `uper` 的过滤器\n  ╭─ templates/x.html:2:15\n2 │     {{ site | uper }}\n  │               ━━━━\n  \
             = 相近的名字：`upper`"
        );
        let several = message("x.html", "{{ rnge(end=3) }}\n{% if 1 is od %}{% endif %}{{<pictur image={1} />}}");
        for part in ["`rnge` 的函数", "x.html:1:4", "`od` 的测试", "x.html:2:", "`pictur` 的组件", "`picture`"] {
            assert!(several.contains(part), "{part}: {several}");
        }
        assert!(!several.contains("Unknown") && !several.contains("error:"), "{several}");
    }

    #[test]
    fn unknown_blocks_and_parents_are_named_as_written() {
        let block = message("report.html", "{% extends \"theme/report.html\" %}{% block mian %}{% endblock %}");
        assert!(block.contains("没有名为 `mian` 的块\n  ╭─ templates/report.html:1:43"), "{block}");
        assert!(block.contains("`main`"), "{block}");
        let parent = message("x.html", "{% extends \"theme/reprt.html\" %}");
        assert_eq!(parent, "模板 templates/x.html 所继承的 `theme/reprt.html` 不存在，相近的有 `theme/report.html`");
        let include = message("x.html", "{% include \"theme/reprt.html\" %}");
        assert!(include.contains("没有名为 `theme/reprt.html` 的模板，相近的有 `theme/report.html`"), "{include}");
    }

    #[test]
    fn syntax_errors_say_what_is_wrong() {
        for (source, expected) in [
            ("{% if a %}", "模板没有写完\n"),
            ("{{ a", "模板没有写完\n"),
            ("{% for 1 in a %}", "这里写的是 `1`，应当是 名字\n"),
            ("{{ a b }}", "这里写的是 `b`，应当是 `}}`\n"),
            ("{% if a }}", "这里写的是 `}`，应当是 `%}`\n"),
            ("{% wenn a %}", "没有名为 `wenn` 的标签\n"),
            ("{{ a[1 }}", "这里写的是 `}}`，应当是 `]`\n"),
        ] {
            let message = message("x.html", source);
            assert!(message.contains(expected), "{source}: {message}");
        }
    }
}
