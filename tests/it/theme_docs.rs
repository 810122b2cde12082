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
    for (name, list) in
        [("视图", views()), ("块", blocks()), ("样式变量", tokens()), ("过滤器", engine()), ("颜色", pairs())]
    {
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
    let described: BTreeMap<&str, &str> = FIELDS.lines().filter_map(|line| line.split_once(' ')).collect();
    let describe =
        |name: &str| *described.get(name).unwrap_or_else(|| panic!("describe {name} in tests/it/support/theme_fields.txt"));
    let mut list = String::new();
    let mut used = Vec::new();
    let text = source("src/render/view.rs") + &source("src/render/view/tree.rs");
    let mut within = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            within = name.to_string();
            used.push(within.clone());
            let _ = write!(list, "\n### {name}\n\n{}\n\n| 字段 | 类型 | 含义 |\n|---|---|---|\n", shown(describe(name)));
        } else if let Some((field, kind)) = line.strip_prefix("    pub ").and_then(|rest| rest.split_once(": ")) {
            let name = format!("{within}.{field}");
            let _ = writeln!(list, "| `{field}` | {} | {} |", kind_of(kind.trim_end_matches(',')), shown(describe(&name)));
            used.push(name);
        }
    }
    let gone: Vec<&&str> = described.keys().filter(|name| !used.iter().any(|used| used == **name)).collect();
    assert!(gone.is_empty(), "tests/it/support/theme_fields.txt describes what is no more: {gone:?}");
    list.trim_start().to_string()
}

/// Tags are names here.
fn shown(text: &str) -> String {
    text.replace('<', "\\<")
}

fn kind_of(kind: &str) -> String {
    match kind {
        "String" => "文字".into(),
        "bool" => "真假".into(),
        "u32" => "整数".into(),
        "serde_json::Value" => "任意".into(),
        kind => match kind.strip_prefix("Vec<").and_then(|inner| inner.strip_suffix('>')) {
            Some(inner) => format!("列表：{}", kind_of(inner)),
            None => format!("[{kind}](#{})", kind.to_lowercase()),
        },
    }
}

fn blocks() -> String {
    let mut list = String::from("| 模板 | 块 |\n|---|---|\n");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("templates")
        .map(|entry| entry.expect("a template").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let text = source(&format!("themes/default/templates/{name}"));
        let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
        let blocks: Vec<String> = tags
            .filter_map(|tag| tag.strip_prefix("block ")?.split([' ', '-', '%']).next())
            .map(|block| format!("`{block}`"))
            .collect();
        if !blocks.is_empty() {
            let _ = writeln!(list, "| {name} | {} |", blocks.join("、"));
        }
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

fn tokens() -> String {
    let css = source("themes/default/assets/site.css");
    let mut names: Vec<&str> = Vec::new();
    for rest in css.split("--").skip(1) {
        let Some((name, _)) = rest.split_once(':') else { continue };
        if !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    assert!(names.len() > 5, "the tokens were not found");
    names.iter().map(|name| format!("`--{name}`")).collect::<Vec<_>>().join("、") + "\n"
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
