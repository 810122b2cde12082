//! What is wrong with a template, told to whoever writes themes: the file, line and column, the page that was being made, and
//! the names that exist and look like the one that does not.

use tera::{Error as TeraError, ErrorKind, ReportError};

use super::layers::{Layers, Template};
use crate::diagnostics::position::display_width;
use crate::error::Error;
use crate::model::path::UrlPath;
use crate::strict_toml::nearest;

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
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => with_excerpt(layers, report),
        ErrorKind::MissingParent { current, parent } => {
            format!("模板 {} 所继承的 `{parent}` 不存在", shown(layers, current))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            format!("模板 {} 的继承或包含绕成了一圈", shown(layers, tpl))
        }
        ErrorKind::TemplateNotFound(name) => {
            let hint = nearest(name, layers.names()).map(|near| format!("，相近的有 `{near}`")).unwrap_or_default();
            format!("没有名为 `{name}` 的模板{hint}")
        }
        _ => format!("模板有误：{error}"),
    };
    if let Some(url) = url {
        text.push_str(&format!("\n  = 正在生成：{url}"));
    }
    text
}

fn with_excerpt(layers: &Layers, report: &ReportError) -> String {
    let line = report.span().start_line;
    let template = layers.template(report.filename());
    let column = report.span().start_col + 1 + template.map_or(0, |template| taken_from_line(template, line));
    let file = shown(layers, report.filename());
    let message = report.message();
    let mut text = format!("模板有误：{}\n  ╭─ {file}:{line}:{column}", translate(message));
    let source = template.map(|template| template.source.as_str()).unwrap_or_default();
    if let Some(excerpt) = source.lines().nth(line.saturating_sub(1)) {
        let before: String = excerpt.chars().take(column - 1).collect();
        let length = if report.span().end_line == line {
            report.span().end_col.saturating_sub(report.span().start_col).max(1)
        } else {
            1
        };
        let marked: String = excerpt.chars().skip(column - 1).take(length).collect();
        let gutter = " ".repeat(line.to_string().len());
        let marks = "━".repeat(display_width(&marked).max(1));
        text.push_str(&format!("\n{line} │ {excerpt}\n{gutter} │ {}{marks}", " ".repeat(display_width(&before))));
    }
    if let Some(names) = near_names(message) {
        text.push_str(&format!("\n  = 相近的名字：{names}"));
    }
    text
}

/// How many characters the engine's line is shorter at its start than the line as written.
fn taken_from_line(template: &Template, line: usize) -> usize {
    let indentation = |text: &str| {
        let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        line.len() - line.trim_start_matches(' ').len()
    };
    indentation(&template.source).saturating_sub(indentation(&template.registered))
}

/// The commonest complaints in Chinese; the engine's own words for the rest.
fn translate(message: &str) -> String {
    let first = message.split(['.', '\n']).next().unwrap_or(message);
    let quoted = message.split('`').nth(1).unwrap_or_default();
    match () {
        () if message.starts_with("Variable `") && message.contains("is not defined") => {
            format!("没有名为 `{quoted}` 的变量")
        }
        () if message.starts_with("Field `") && message.contains("is not defined") => format!("没有名为 `{quoted}` 的字段"),
        () if first.is_empty() => message.to_string(),
        () => message.to_string(),
    }
}

/// From the engine's list of available names, those like the missing one.
fn near_names(message: &str) -> Option<String> {
    let missing = message.split('`').nth(1)?;
    let available: Vec<&str> = message.split('`').skip(2).map(str::trim).filter(|name| is_name(name)).collect();
    let listed: Vec<&str> = match available.is_empty() {
        false => available,
        true => message.split_once(':')?.1.split(',').map(str::trim).filter(|name| is_name(name)).collect(),
    };
    let mut ranked: Vec<(f64, &str)> = listed
        .iter()
        .map(|name| (strsim::jaro_winkler(missing, name), *name))
        .filter(|(likeness, _)| *likeness > 0.6)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    ranked.dedup_by(|a, b| a.1 == b.1);
    let names: Vec<String> = ranked.into_iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn shown(layers: &Layers, registered: &str) -> String {
    layers.template(registered).map_or_else(|| registered.to_string(), |template| template.shown.clone())
}
