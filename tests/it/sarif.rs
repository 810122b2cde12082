//! The SARIF log beside the standard: which properties an object of SARIF 2.1.0 may have, which it must have, and what values they
//! take. The part of the OASIS schema that findings use is written down here, so that no test needs the network.

use serde_json::Value;

use crate::support::site::{Site, TODAY};

/// Name of an object in the schema, properties that it must have, properties that it may have, each with the kind of its value.
struct Shape {
    name: &'static str,
    required: &'static [&'static str],
    properties: &'static [(&'static str, Kind)],
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// At least so much.
    Number(i64),
    OneOf(&'static [&'static str]),
    Object(&'static str),
    List(&'static str),
    /// Objects by free keys.
    Map(&'static str),
}

use Kind::{List, Map, Number, Object, OneOf, Text};

const SHAPES: &[Shape] = &[
    Shape {
        name: "log",
        required: &["version", "runs"],
        properties: &[("$schema", Text), ("version", OneOf(&["2.1.0"])), ("runs", List("run"))],
    },
    Shape {
        name: "run",
        required: &["tool"],
        properties: &[
            ("tool", Object("tool")),
            ("language", Text),
            ("columnKind", OneOf(&["utf16CodeUnits", "unicodeCodePoints"])),
            ("originalUriBaseIds", Map("artifactLocation")),
            ("results", List("result")),
        ],
    },
    Shape { name: "tool", required: &["driver"], properties: &[("driver", Object("toolComponent"))] },
    Shape {
        name: "toolComponent",
        required: &["name"],
        properties: &[("name", Text), ("version", Text), ("language", Text), ("rules", List("reportingDescriptor"))],
    },
    Shape {
        name: "reportingDescriptor",
        required: &["id"],
        properties: &[
            ("id", Text),
            ("shortDescription", Object("message")),
            ("fullDescription", Object("message")),
            ("help", Object("message")),
            ("defaultConfiguration", Object("reportingConfiguration")),
        ],
    },
    Shape {
        name: "reportingConfiguration",
        required: &[],
        properties: &[("level", OneOf(&["none", "note", "warning", "error"]))],
    },
    Shape {
        name: "result",
        required: &["message"],
        properties: &[
            ("ruleId", Text),
            ("ruleIndex", Number(0)),
            ("level", OneOf(&["none", "note", "warning", "error"])),
            ("message", Object("message")),
            ("locations", List("location")),
            ("relatedLocations", List("location")),
            ("fixes", List("fix")),
        ],
    },
    Shape { name: "message", required: &["text"], properties: &[("text", Text)] },
    Shape {
        name: "location",
        required: &[],
        properties: &[("id", Number(-1)), ("physicalLocation", Object("physicalLocation")), ("message", Object("message"))],
    },
    Shape {
        name: "physicalLocation",
        required: &["artifactLocation"],
        properties: &[("artifactLocation", Object("artifactLocation")), ("region", Object("region"))],
    },
    Shape {
        name: "artifactLocation",
        required: &[],
        properties: &[("uri", Text), ("uriBaseId", Text), ("description", Object("message"))],
    },
    Shape {
        name: "region",
        required: &["startLine"],
        properties: &[
            ("startLine", Number(1)),
            ("startColumn", Number(1)),
            ("endLine", Number(1)),
            ("endColumn", Number(1)),
        ],
    },
    Shape { name: "fix", required: &["artifactChanges"], properties: &[("artifactChanges", List("artifactChange"))] },
    Shape {
        name: "artifactChange",
        required: &["artifactLocation", "replacements"],
        properties: &[("artifactLocation", Object("artifactLocation")), ("replacements", List("replacement"))],
    },
    Shape {
        name: "replacement",
        required: &["deletedRegion"],
        properties: &[("deletedRegion", Object("region")), ("insertedContent", Object("message"))],
    },
];

fn faults(name: &str, value: &Value, path: &str, faults: &mut Vec<String>) {
    let shape = SHAPES.iter().find(|shape| shape.name == name).expect("a shape");
    let Some(object) = value.as_object() else { return faults.push(format!("{path} is no object")) };
    for key in shape.required.iter().filter(|key| !object.contains_key(**key)) {
        faults.push(format!("{path} has no {key}"));
    }
    for (key, value) in object {
        let path = format!("{path}.{key}");
        match shape.properties.iter().find(|(known, _)| known == key) {
            Some((_, kind)) => of_kind(*kind, value, &path, faults),
            None => faults.push(format!("{path} is no property of {name}")),
        }
    }
}

fn of_kind(kind: Kind, value: &Value, path: &str, found: &mut Vec<String>) {
    let is_right = match kind {
        Text => value.is_string(),
        Number(least) => value.as_i64().is_some_and(|number| number >= least),
        OneOf(values) => value.as_str().is_some_and(|text| values.contains(&text)),
        Object(name) => return faults(name, value, path, found),
        List(name) => match value.as_array() {
            Some(items) => {
                let each = items.iter().enumerate();
                return each.for_each(|(at, item)| faults(name, item, &format!("{path}[{at}]"), found));
            }
            None => false,
        },
        Map(name) => match value.as_object() {
            Some(items) => return items.iter().for_each(|(key, item)| faults(name, item, &format!("{path}.{key}"), found)),
            None => false,
        },
    };
    if !is_right {
        found.push(format!("{path} is {value}"));
    }
}

/// Findings of all levels, with and without a place, with related places and fixes.
fn log() -> Value {
    let site = Site::minimal();
    site.report("示例栏目/写错", "titel = \"玉\"\ndate = 2024-01-08", "正文。");
    site.report(
        "示例栏目/晚",
        "title = \"晚\"\ndate = 2024-06-08\nwritten = 2024-01-08\nnumber = \"示例办[2024]5号\"",
        "正文。",
    );
    site.report("示例栏目/链接", "title = \"链接\"\ndate = 2024-01-08", "见[网站](http://www.example.org/)和[表](表.csv)。");
    site.write("reports/空白/_category.toml", "slug = \"kb\"\n").write("reports/示例栏目/旧 表.csv", "任务\n");
    let run = site.run(&["check", "--as-of", TODAY, "--format", "sarif"]);
    run.exits(1);
    run.json()
}

#[test]
fn the_log_has_the_shape_of_the_standard() {
    let mut found = Vec::new();
    faults("log", &log(), "log", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn rules_and_results_refer_to_each_other_and_places_are_uris() {
    let log = log();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(results.len() >= 5, "{results:#?}");
    let levels: Vec<&str> = results.iter().filter_map(|result| result["level"].as_str()).collect();
    assert!(["error", "warning", "note"].iter().all(|level| levels.contains(level)), "{levels:?}");
    assert!(results.iter().any(|result| result["fixes"].is_array() && result["relatedLocations"].is_null()));
    assert!(results.iter().any(|result| result["relatedLocations"].is_array()));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let artifact = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert!(run["originalUriBaseIds"].get(artifact["uriBaseId"].as_str().expect("a base")).is_some());
        let uri = artifact["uri"].as_str().expect("a URI");
        assert!(uri.is_ascii() && !uri.contains(' ') && !uri.starts_with('/'), "{uri}");
    }
    let mut ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.len(), "rules are unique");
}
