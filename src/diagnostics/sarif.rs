//! Findings as SARIF 2.1.0, the format in which code hosts and editors exchange the results of checkers. Only the part
//! of the standard that findings need is spelt out here.

use serde::Serialize;

use super::json::pretty;
use super::position::{LineTables, Place};
use super::text::message_with_remarks;
use super::{Diagnostic, Finding, Level, Related, SourceTexts};
use crate::model::path::{SourcePath, percent_encode};
use crate::model::privacy::{covered, is_private};
use crate::model::remark::Edit;
use crate::model::span::Span;

/// Stands for the site's folder, so that no path of the machine gets into the file.
const ROOT: &str = "SRCROOT";

/// What the file says about a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleInfo<'a> {
    /// Name of the rule, its id in the file.
    pub name: &'a str,
    /// The fault in a few Chinese words.
    pub summary: &'a str,
    /// 依据: the rule's law or standard, in Chinese.
    pub basis: &'a str,
    /// Level where the site says nothing else.
    pub level: Level,
}

/// A SARIF log with one run, ending with a line feed.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceTexts, rules: &[RuleInfo<'_>]) -> String {
    let tables = LineTables::new(diagnostics, sources);
    pretty(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "gongkai",
                    version: env!("CARGO_PKG_VERSION"),
                    language: "zh-CN",
                    rules: rules.iter().map(descriptor).collect(),
                },
            },
            language: "zh-CN",
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: UriBaseIds { root: UriBase { description: message("site.toml 所在的文件夹") } },
            results: diagnostics.iter().map(|diagnostic| result(diagnostic, &tables, rules)).collect(),
        }],
    })
}

fn descriptor<'a>(rule: &RuleInfo<'a>) -> Descriptor<'a> {
    let basis = if rule.basis.is_empty() { String::new() } else { format!("。依据：{}", rule.basis) };
    Descriptor {
        id: rule.name,
        short_description: message(rule.summary),
        full_description: message(format!("{}{basis}", rule.summary)),
        help: message(format!("详细说明：gongkai explain {}", rule.name)),
        default_configuration: Configuration { level: level(rule.level) },
    }
}

fn result<'a>(diagnostic: &'a Diagnostic, tables: &LineTables<'_>, rules: &[RuleInfo<'_>]) -> ResultJson<'a> {
    let Diagnostic { rule, level: weight, finding, .. } = diagnostic;
    let related = |(id, related): (usize, &Related)| Location {
        id: Some(id + 1),
        physical_location: physical(&related.file, related.span, tables),
        message: Some(message(related.message.as_str())).filter(|message| !message.text.is_empty()),
    };
    ResultJson {
        rule_id: rule,
        rule_index: rules.iter().position(|known| known.name == *rule),
        level: level(*weight),
        message: message(message_with_remarks(diagnostic)),
        locations: [Location { id: None, physical_location: physical(&finding.file, finding.span, tables), message: None }],
        related_locations: finding.related.iter().enumerate().map(related).collect(),
        fixes: fix(finding, tables).into_iter().collect(),
    }
}

fn fix(finding: &Finding, tables: &LineTables<'_>) -> Option<Fix> {
    let replacement = |edit: &Edit| {
        let deleted_region = region(tables.place(&finding.file, Some(edit.span))?);
        Some(Replacement { deleted_region, inserted_content: message(edit.replacement.as_str()) })
    };
    let replacements: Vec<Replacement> = finding.fixes.iter().map(replacement).collect::<Option<_>>()?;
    // A replacement with private data would tell it in clear, and one that is masked would damage the file. So there is
    // none.
    let is_tellable = !finding.fixes.iter().any(|edit| is_private(&edit.replacement));
    (is_tellable && !replacements.is_empty())
        .then(|| Fix { artifact_changes: [ArtifactChange { artifact_location: artifact(&finding.file), replacements }] })
}

fn physical(file: &SourcePath, span: Option<Span>, tables: &LineTables<'_>) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(file), region: tables.place(file, span).map(region) }
}

fn artifact(file: &SourcePath) -> ArtifactLocation {
    ArtifactLocation { uri: percent_encode(&covered(file.as_str())), uri_base_id: ROOT }
}

fn region(place: Place) -> Region {
    let Place { line, column, end_line, end_column } = place;
    Region { start_line: line, start_column: column, end_line, end_column }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn message(text: impl Into<String>) -> Message {
    Message { text: text.into() }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'static str,
    column_kind: &'static str,
    original_uri_base_ids: UriBaseIds,
    results: Vec<ResultJson<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    language: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct UriBaseIds {
    #[serde(rename = "SRCROOT")]
    root: UriBase,
}

#[derive(Serialize)]
struct UriBase {
    description: Message,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultJson<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn log(span: Option<Span>) -> Value {
        let file = SourcePath::new("reports/信息 公开/a.md").expect("a path below the site");
        let sources = SourceTexts::from([(file.clone(), "标题 = 1\n".into())]);
        let finding = Finding::new(&file, span, "不认识的字段").fix("title").related(&file, None, "");
        let rules = [
            RuleInfo { name: "other", summary: "别的", basis: "", level: Level::Error },
            RuleInfo { name: "unknown-key", summary: "不认识的字段", basis: "说明书", level: Level::Warning },
        ];
        let diagnostic = Diagnostic { rule: "unknown-key", basis: "说明书", level: Level::Info, finding };
        serde_json::from_str(&render(&[diagnostic], &sources, &rules)).expect("valid JSON")
    }

    #[test]
    fn a_result_points_into_the_site_and_to_its_rule() {
        let log = log(Some(Span::new(0, 6)));
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleId"], &result["ruleIndex"], &result["level"]),
            (&json!("unknown-key"), &json!(1), &json!("note"))
        );
        assert_eq!(run["tool"]["driver"]["rules"][1]["fullDescription"]["text"], "不认识的字段。依据：说明书");
        let region = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 3 });
        let artifact = json!({ "uri": "reports/%E4%BF%A1%E6%81%AF%20%E5%85%AC%E5%BC%80/a.md", "uriBaseId": "SRCROOT" });
        assert_eq!(result["locations"][0]["physicalLocation"], json!({ "artifactLocation": artifact, "region": region }));
        assert_eq!(result["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"], region);
        assert_eq!(result["relatedLocations"][0], json!({ "id": 1, "physicalLocation": { "artifactLocation": artifact } }));
    }

    #[test]
    fn a_whole_file_has_no_region_and_no_fix() {
        let log = log(None);
        let result = &log["runs"][0]["results"][0];
        assert!(result["locations"][0]["physicalLocation"].get("region").is_none());
        assert!(result.get("fixes").is_none());
    }
}
