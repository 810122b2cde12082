//! The manual for authors of themes tells what there is: its lists of fields, blocks, tokens and filters are made from the sources and
//! compared. `UPDATE_EXPECT=1` writes them again. A field without a Chinese description fails.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use gongkai::render::theme::contrast::PAIRS;

use crate::support::expect::diff;

const FIELDS: &str = include_str!("support/theme_fields.txt");
const MANUAL: &str = "docs/主题.md";

fn source(path: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    text.unwrap_or_else(|error| panic!("{path}: {error}")).replace("\r\n", "\n")
}

#[test]
fn the_manual_of_themes_tells_what_there_is() {
    let written = source(MANUAL);
    let mut made = written.clone();
    for (name, list) in [
        ("视图", views()),
        ("网页", pages()),
        ("块", blocks()),
        ("样式变量", tokens()),
        ("过滤器", engine()),
        ("颜色", pairs()),
    ] {
        made = between(&made, name, &list);
    }
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(MANUAL), &made).expect("the manual");
        return;
    }
    assert!(written == made, "{MANUAL} is not up to date; run UPDATE_EXPECT=1 cargo test\n{}", diff(&written, &made));
}

/// The text with what stands between the two marks of a list replaced.
fn between(text: &str, name: &str, list: &str) -> String {
    let (open, close) = (format!("<!-- {name}：由测试生成 -->\n"), format!("<!-- {name}：到此 -->"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("no {open}"));
    let (_, after) = rest.split_once(&close).unwrap_or_else(|| panic!("no {close}"));
    format!("{before}{open}\n{list}\n{close}{after}")
}

fn views() -> String {
    let mut list = String::new();
    let mut used = Vec::new();
    let files = ["view.rs", "view/parts.rs", "view/former.rs", "view/tree.rs", "view/basic.rs"];
    let text: String = files.iter().map(|file| source(&format!("src/render/{file}"))).collect();
    let mut within = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            within = name.to_string();
            used.push(within.clone());
            let _ = write!(list, "\n### {name}\n\n{}\n\n| 字段 | 类型 | 含义 |\n|---|---|---|\n", shown(description(name)));
        } else if let Some((field, kind)) = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": ")) {
            let name = format!("{within}.{field}");
            let _ =
                writeln!(list, "| `{field}` | {} | {} |", kind_of(kind.trim_end_matches(',')), shown(description(&name)));
            used.push(name);
        }
    }
    let of_views =
        FIELDS.lines().filter_map(|line| line.split(' ').next()).filter(|name| name.starts_with(char::is_uppercase));
    let gone: Vec<&str> = of_views.filter(|name| !used.iter().any(|used| used == name)).collect();
    assert!(gone.is_empty(), "tests/it/support/theme_fields.txt describes what is no more: {gone:?}");
    list.trim_start().to_string()
}

/// Tags are names here.
fn shown(text: &str) -> String {
    text.replace('<', "\\<")
}

fn kind_of(kind: &str) -> String {
    match kind {
        "String" | "Html" => "文字".into(),
        "bool" => "真假".into(),
        "u32" => "整数".into(),
        "serde_json::Value" => "任意".into(),
        kind => match kind.strip_suffix('>').and_then(|kind| kind.split_once('<')) {
            Some(("Converted", inner)) => kind_of(inner),
            Some(("Vec", inner)) => format!("列表：{}", kind_of(inner)),
            _ => format!("[{kind}](#{})", kind.to_lowercase()),
        },
    }
}

/// Names and texts of the built-in templates.
fn templates() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut templates: Vec<(String, String)> = fs::read_dir(folder)
        .expect("templates")
        .map(|entry| entry.expect("a template").file_name().to_string_lossy().into_owned())
        .map(|name| (name.clone(), source(&format!("themes/default/templates/{name}"))))
        .collect();
    templates.sort();
    templates
}

/// What `tests/it/support/theme_fields.txt` says of a name.
fn description(name: &str) -> &'static str {
    let described = FIELDS.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    described.unwrap_or_else(|| panic!("describe {name} in tests/it/support/theme_fields.txt"))
}

/// Each template with the pages that it makes and the values that only these pages have.
fn pages() -> String {
    let values = ["home", "category", "catalog", "report", "map", "about", "redirect"];
    let mut list = String::from("| 模板 | 网页 | 自己的值 |\n|---|---|---|\n");
    for (name, text) in templates() {
        if ["base.html", "components.html"].contains(&name.as_str()) {
            continue;
        }
        let own: Vec<String> = values.iter().filter(|value| uses(&text, value)).map(|value| format!("`{value}`")).collect();
        let _ = writeln!(list, "| {name} | {} | {} |", description(&format!("template.{name}")), own.join("、"));
    }
    list
}

/// Whether a template reads the value or hands it to a component. `sitemap.html` is no `map`.
fn uses(text: &str, value: &str) -> bool {
    let is_whole = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/');
    let read = format!("{value}.");
    text.contains(&format!(" {value} /"))
        || text.match_indices(&read).any(|(at, _)| is_whole(at) && !text[at..].starts_with(&format!("{value}.html")))
}

fn blocks() -> String {
    let mut places: Vec<(String, Vec<String>)> = Vec::new();
    for (name, text) in templates() {
        let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
        for block in tags.filter_map(|tag| tag.strip_prefix("block ")?.split([' ', '-', '%']).next()) {
            match places.iter_mut().find(|(known, _)| known == block) {
                Some((_, templates)) => templates.push(name.clone()),
                None => places.push((block.to_string(), vec![name.clone()])),
            }
        }
    }
    places.sort();
    let mut list = String::from("| 块 | 里面是什么 | 模板 |\n|---|---|---|\n");
    for (block, templates) in places {
        let _ =
            writeln!(list, "| `{block}` | {} | {} |", shown(description(&format!("block.{block}"))), templates.join("、"));
    }
    list
}

fn pairs() -> String {
    let mut list = String::from("| 文字或线条 | 背景 | 至少 |\n|---|---|---|\n");
    for (fore, ground, least) in PAIRS {
        let _ = writeln!(list, "| `{fore}` | `{ground}` | {least}:1 |");
    }
    list
}

/// The tokens at the head of the style sheet: their comments tell what they are for.
fn tokens() -> String {
    let css = source("themes/default/assets/site.css");
    let declared = |block: &str| -> BTreeMap<String, String> {
        let body = css.split_once(&format!("{block} {{\n")).and_then(|(_, rest)| rest.split_once("\n}")).expect("a block").0;
        let pairs = body.split([';', '\n']).filter_map(|one| one.trim().strip_prefix("--")?.split_once(": "));
        pairs.map(|(name, value)| (name.to_string(), value.to_string())).collect()
    };
    let [dark, contrast] = ["dark", "contrast"].map(|theme| declared(&format!(":root[data-theme=\"{theme}\"]")));
    let light = css.split_once(":root {\n").and_then(|(_, rest)| rest.split_once("\n}")).expect("the first block").0;
    let mut list = String::from("| 变量 | 用在哪里 | 浅色 | 深色 | 高对比 |\n|---|---|---|---|---|\n");
    for line in light.lines().filter(|line| !line.is_empty()) {
        let (name, rest) = line.trim().split_once(": ").unwrap_or_else(|| panic!("a token in {line}"));
        let (value, purpose) = rest.split_once("; /* ").unwrap_or_else(|| panic!("say what {name} is for"));
        let value = if value.matches(',').count() > 2 { "按次序的字体" } else { value };
        let of = |palette: &BTreeMap<String, String>| palette.get(&name[2..]).map(|v| format!("`{v}`")).unwrap_or_default();
        let (value, purpose) = (value.replace('"', ""), purpose.trim_end_matches(" */"));
        let value = if value.starts_with('按') { value } else { format!("`{value}`") };
        let _ = writeln!(list, "| `{name}` | {purpose} | {value} | {} | {} |", of(&dark), of(&contrast));
    }
    assert!(list.lines().count() > 10, "the tokens were not found");
    list
}

fn engine() -> String {
    let text = source("src/render/theme/errors.rs");
    let mut list = String::new();
    for (title, name) in [("过滤器", "FILTERS"), ("测试", "TESTS"), ("函数", "FUNCTIONS")] {
        let body = text.split_once(&format!("const {name}: &[&str] = &[")).and_then(|(_, rest)| rest.split_once("];"));
        let names: Vec<&str> = body.expect("a list").0.split('"').skip(1).step_by(2).collect();
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(list, "- {title}：{}", names.join("、"));
    }
    list
}
