//! Faults of front matter, dates, links and structure, planted one by one into reports that are otherwise in order, and reports that are
//! in order throughout: nearly every planted one is found at its place, and nothing else is said.

use std::collections::BTreeSet;

use crate::support::site::{CATEGORY, SETTINGS, Site};

const POLICIES: &str = "description = \"公开示例街道的政策文件。\"\nkeywords = [\"政策\"]\nkind = \"信息公开，政策文件\"\n";
const INTERPRETATIONS: &str = "description = \"说明政策文件的内容。\"\nkeywords = [\"解读\"]\nkind = \"政策解读\"\n";
const CATALOG: &str = "description = \"公开示例街道的工作。\"\nkeywords = [\"目录\"]\nkind = \"信息公开目录\"\n";

/// A report in order, with some of its fields replaced (an empty value takes the field away).
struct Planted {
    rule: &'static str,
    folder: &'static str,
    fields: Vec<(&'static str, String)>,
    body: String,
}

/// The fields of the report `number`.
fn fields(number: usize) -> Vec<(&'static str, String)> {
    let text = |text: String| format!("\"{text}\"");
    vec![
        ("title", text(format!("示例街道第{number}号停车点管理办法"))),
        ("date", "2024-03-11".to_string()),
        ("source", text("示例街道公共服务办公室".to_string())),
        ("issuer", text("某市示例街道办事处".to_string())),
        ("written", "2024-03-06".to_string()),
        ("number", text(format!("示例办〔2024〕{}号", number + 1))),
        ("index", text(format!("000000000/2024-{number:05}"))),
        ("keywords", "[\"停车\", \"管理\"]".to_string()),
        ("description", text(format!("规范第{number}号停车点的设置和管理。"))),
        ("validity", text("有效".to_string())),
    ]
}

fn write(site: &Site, name: &str, number: usize, changes: &[(&str, String)], body: &str) {
    let mut matter = String::new();
    for (key, value) in fields(number) {
        let value = changes.iter().find(|(changed, _)| *changed == key).map_or(value, |(_, value)| value.clone());
        if !value.is_empty() {
            matter.push_str(&format!("{key} = {value}\n"));
        }
    }
    for (key, value) in changes.iter().filter(|(key, _)| !fields(0).iter().any(|(known, _)| known == key)) {
        matter.push_str(&if key.starts_with('[') { format!("{key}\n{value}\n") } else { format!("{key} = {value}\n") });
    }
    site.write(&format!("reports/{name}.md"), format!("+++\n{matter}+++\n\n{body}\n"));
}

fn site() -> Site {
    let site = Site::bare();
    site.write("site.toml", SETTINGS.replace("[gov]", "names = [\"示例街道公共服务办公室\"]\n[gov]"));
    for (folder, text) in [("政策文件", POLICIES), ("政策解读", INTERPRETATIONS), ("目录栏目", CATALOG), ("动态", CATEGORY)]
    {
        site.write(&format!("reports/{folder}/_category.toml"), text);
    }
    write(&site, "政策文件/被解读", 90_000, &[], "正文。");
    site
}

fn with_fields(rule: &'static str, sets: &[&[(&'static str, &str)]]) -> Vec<Planted> {
    let fields = |set: &&[(&'static str, &str)]| set.iter().map(|(key, value)| (*key, (*value).to_string())).collect();
    sets.iter().map(|set| Planted { rule, folder: "政策文件", fields: fields(set), body: "正文。".into() }).collect()
}

fn with_bodies(rule: &'static str, bodies: &[&str]) -> Vec<Planted> {
    let body = |body: &&str| Planted { rule, folder: "政策文件", fields: Vec::new(), body: (*body).into() };
    bodies.iter().map(body).collect()
}

fn quoted(key: &'static str, values: &[&str], rule: &'static str) -> Vec<Planted> {
    let sets: Vec<Vec<(&'static str, String)>> = values.iter().map(|value| vec![(key, format!("\"{value}\""))]).collect();
    sets.into_iter().map(|fields| Planted { rule, folder: "政策文件", fields, body: "正文。".into() }).collect()
}

fn numbers() -> Vec<Planted> {
    let mut planted = Vec::new();
    for key in ["source", "editor", "number", "description"] {
        planted.extend(quoted(key, &["null", "无", "-", "暂无"], "placeholder-value"));
    }
    planted.extend(with_fields("placeholder-value", &[&[("keywords", "[\"无\"]")], &[("title", "\"null\"")]]));
    let wrong =
        ["000000000/24-00011", "2024-00011", "000000000-2024-00011", "00000000/2024-00011", "000000000/2024-0011", "〇"];
    planted.extend(quoted("index", &wrong, "malformed-index-number"));
    let wrong = [
        "示例办[2024]5号",
        "示例办（2024）5号",
        "示例办(2024)5号",
        "示例办【2024】5号",
        "示例办〔24〕5号",
        "示例办〔2024〕第5号",
        "示例办〔2024〕05号",
        "示例办〔2024〕5",
        "示例办 〔2024〕5号",
        "示例办2024-5",
        "〔2024〕5号",
    ];
    planted.extend(quoted("number", &wrong, "malformed-document-number"));
    planted.extend(with_bodies(
        "malformed-document-number",
        &[
            "根据《通知》（国办发[2019]31号）执行。",
            "根据示例府（2024）5号文件执行。",
            "根据示例办〔2024〕第5号执行。",
            "根据示例办【2024】5号执行。",
            "根据示例府规〔2024〕05号执行。",
        ],
    ));
    planted.extend(with_fields("duplicate-index-number", &[&[("index", "\"000000000/2024-90000\"")]]));
    planted
}

fn dates() -> Vec<Planted> {
    let mut planted = with_fields(
        "implausible-date",
        &[
            &[("date", "2204-03-11")],
            &[("date", "1024-03-11"), ("written", "")],
            &[("written", "0204-03-06")],
            &[("written", "2204-03-06")],
            &[("expires", "2023-03-06"), ("validity", "")],
            &[("expires", "2024-03-08"), ("validity", "")],
        ],
    );
    planted.extend(with_fields("written-after-publication", &[&[("written", "2024-03-12")], &[("written", "2024-12-06")]]));
    planted.extend(with_fields(
        "late-publication",
        &[
            &[("date", "2024-04-09")],
            &[("date", "2024-12-06")],
            &[("written", "2023-09-04"), ("date", "2023-10-11")],
            &[("written", "2015-03-02"), ("date", "2015-03-31")],
        ],
    ));
    planted.extend(with_fields("contradictory-validity", &[&[("expires", "2024-12-30")], &[("expires", "2024-04-30")]]));
    let title = |title: &str, date: &str| {
        vec![("title", format!("\"{title}\"")), ("date", date.to_string()), ("written", String::new())]
    };
    let yearly = [
        ("title-year-mismatch", "某街道2024年工作总结", "2024-03-11"),
        ("title-year-mismatch", "某街道2023年度工作计划", "2024-03-11"),
        ("title-year-mismatch", "某街道2023年工作总结及2023年工作计划", "2024-03-11"),
        ("title-year-mismatch", "某街道2023年工作总结和2025年工作计划", "2024-03-11"),
        ("late-annual-report", "某街道2023年工作总结及2024年工作计划", "2024-11-11"),
        ("late-annual-report", "某街道2023年度工作总结", "2024-08-11"),
        ("late-annual-report", "某街道2024年普法工作计划", "2024-07-01"),
    ];
    let yearly =
        yearly.map(|(rule, name, date)| Planted {
            rule, folder: "动态", fields: title(name, date), body: "正文。".into()
        });
    planted.extend(yearly);
    for (name, heading) in [("某街道2023年工作总结", "一、2022年工作总结"), ("某街道2024年工作计划", "## 2023年工作计划")]
    {
        let fields = title(name, "2024-01-22");
        planted.push(Planted {
            rule: "title-year-mismatch", folder: "动态", fields, body: format!("{heading}\n\n正文。")
        });
    }
    planted
}

fn duties() -> Vec<Planted> {
    let mut planted = with_fields(
        "missing-policy-field",
        &[&[("number", "")], &[("index", "")], &[("written", "")], &[("validity", "")], &[("number", ""), ("index", "")]],
    );
    planted.extend(quoted("source", &["示例街道公服办", "示例区某局"], "unknown-organisation"));
    planted.extend(quoted("issuer", &["示例街道"], "unknown-organisation"));
    for key in ["index", "written"] {
        let fields = vec![(key, String::new())];
        planted.push(Planted { rule: "missing-catalog-field", folder: "目录栏目", fields, body: "正文。".into() });
    }
    for number in 0..2 {
        let title = format!("\"示例街道第{number}种说法\"");
        let fields = vec![("title", title.clone()), ("description", title)];
        planted.push(Planted { rule: "description-repeats-name", folder: "动态", fields, body: "正文。".into() });
    }
    let interpretation = |rule, date: &str, interprets: &str| Planted {
        rule,
        folder: "政策解读",
        fields: vec![("date", date.into()), ("written", String::new()), ("interprets", interprets.into())],
        body: "正文。".into(),
    };
    planted.push(interpretation("late-interpretation", "2024-03-15", "[\"../政策文件/被解读.md\"]"));
    planted.push(interpretation("late-interpretation", "2024-03-08", "[\"../政策文件/被解读.md\"]"));
    planted.push(interpretation("unlinked-interpretation", "2024-03-11", "[]"));
    let allowed = |rule: &str| ("[[allow]]", format!("rule = \"{rule}\"\nreason = \"已经核对\""));
    for rule in ["image-without-alt", "late-publication"] {
        let fields = vec![allowed(rule)];
        planted.push(Planted { rule: "unused-allowance", folder: "政策文件", fields, body: "正文。".into() });
    }
    planted
}

fn links() -> Vec<Planted> {
    let words = ["点击这里", "这里", "点此下载", "详情", "更多>>", "【查看详情】", "网址", "Here"];
    let vague: Vec<String> =
        words.iter().map(|word| format!("申请表[{word}](https://zw.example.gov.cn/1.html)。")).collect();
    let vague: Vec<&str> = vague.iter().map(String::as_str).collect();
    let mut planted = with_bodies("vague-link-text", &vague);
    planted.extend(with_bodies(
        "hidden-link",
        &[
            "正文[](https://zw.example.gov.cn/)。",
            "正文[。](https://zw.example.gov.cn/)",
            "正文[&nbsp;](https://zw.example.gov.cn/)。",
            "正文<a href=\"https://zw.example.gov.cn/\"></a>。",
        ],
    ));
    planted.extend(with_bodies(
        "insecure-link",
        &["见[网站](http://www.example.gov.cn/)。", "见<http://www.example.gov.cn/>。"],
    ));
    planted.extend(with_bodies(
        "non-government-link",
        &["见[网站](https://www.example.com/)。", "见[网站](https://gov.cn.example.com/)。"],
    ));
    planted.extend(with_bodies(
        "table-without-header",
        &[
            "| | |\n|---|---|\n| 车位 | 298 |",
            "<table><tr><td>项目</td><td>数量</td></tr><tr><td>车位</td><td>298</td></tr></table>",
        ],
    ));
    planted.extend(with_bodies(
        "heading-jump",
        &["## 甲\n\n正文。\n\n#### 乙\n\n正文。", "# 甲\n\n正文。\n\n### 乙\n\n正文。"],
    ));
    planted
}

#[test]
fn planted_faults_are_found_where_they_are() {
    let site = site();
    let planted: Vec<Planted> = [numbers(), dates(), duties(), links()].into_iter().flatten().collect();
    assert!(planted.len() >= 80, "{}", planted.len());
    for (number, fault) in planted.iter().enumerate() {
        write(&site, &format!("{}/第{number}篇", fault.folder), number, &fault.fields, &fault.body);
    }
    let json = site.check().json();
    let found: BTreeSet<(String, String)> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .flat_map(|finding| {
            let rule = finding["rule"].as_str().expect("a rule").to_string();
            let related = finding["related"].as_array().into_iter().flatten().map(|related| related["file"].clone());
            let files = std::iter::once(finding["file"].clone()).chain(related);
            files.map(move |file| (rule.clone(), file.as_str().expect("a file").to_string())).collect::<Vec<_>>()
        })
        .collect();
    let missed: Vec<String> = planted
        .iter()
        .enumerate()
        .map(|(number, fault)| (fault.rule.to_string(), format!("reports/{}/第{number}篇.md", fault.folder)))
        .filter(|planted| !found.contains(planted))
        .map(|(rule, file)| format!("{rule} {file}"))
        .collect();
    let recall = 1.0 - missed.len() as f64 / planted.len() as f64;
    assert!(recall >= 0.98, "{} of {} missed\n{}", missed.len(), planted.len(), missed.join("\n"));
}

/// What looks like a fault and is none.
const IN_ORDER: [&str; 13] = [
    "截至2024年2月29日，比12月31日增加；自1月1日至2月29日，2024-02-29公布，电话2024-02-30-11，编号2024-45-67。",
    "根据《示例通知》（国办发〔2019〕31号）和国令第711号执行。",
    "（2023）粤0000民初1号判决已经生效，见附件（2024）2号楼。",
    "示例路（2024）5号楼，公告2024年第5号，第（1）5号井。",
    "见[活动场地借用申请表](https://zw.example.gov.cn/1.html)和[详情说明](https://zw.example.gov.cn/2.html)。",
    "| 项目 | 数量 |\n|---|---|\n| 车位 | 298 |",
    "<table><tr><th>项目</th><th>数量</th></tr><tr><td>车位</td><td>298</td></tr></table>",
    "## 甲\n\n正文。\n\n### 乙\n\n正文。\n\n#### 丙\n\n正文。\n\n## 丁\n\n正文。",
    "一、甲\n\n正文。\n\n（一）乙\n\n正文。\n\n1.丙\n\n正文。",
    "2023年工作总结已经公开，2022年工作计划全部完成。",
    "无障碍设施暂无故障，空置率为零。",
    "编号〔2024〕的文件，[2024]年度，【2024】",
    "咨询电话见办公地址一栏，点击率上升，这里不再重复。",
];

#[test]
fn reports_in_order_are_told_nothing() {
    let site = site();
    for (number, body) in IN_ORDER.iter().enumerate() {
        for (at, folder) in ["政策文件", "目录栏目", "动态"].into_iter().enumerate() {
            write(&site, &format!("{folder}/第{number}篇"), 3 * number + at, &[], body);
        }
    }
    let varied: [&[(&str, &str)]; 12] = [
        &[("number", "\"国令第711号\"")],
        &[("number", "\"公告2024年第5号\"")],
        &[("index", "\"00000000000000000X/2024-00001\"")],
        &[("index", "\"00000000-0/2024-00001\"")],
        &[("date", "2024-03-06"), ("written", "2024-02-06")],
        &[("date", "2024-04-02"), ("written", "2024-03-06")],
        &[("validity", ""), ("expires", "2024-06-30")],
        &[("validity", "\"废止\""), ("expires", "2029-06-30")],
        &[("validity", "\"失效\"")],
        &[("source", ""), ("issuer", "")],
        &[("source", "\"示例街道办\"")],
        &[("title", "\"示例街道2024年上半年工作总结\""), ("date", "2024-07-22"), ("written", "2024-07-15")],
    ];
    for (number, changes) in varied.iter().enumerate() {
        let changes: Vec<(&str, String)> = changes.iter().map(|(key, value)| (*key, (*value).to_string())).collect();
        write(&site, &format!("政策文件/变化{number}"), 500 + number, &changes, "正文。");
    }
    for (number, title) in ["2023年工作总结及2024年工作计划", "2023年度工作总结", "2024年工作要点"].iter().enumerate()
    {
        let changes = [("title", format!("\"示例街道{title}\"")), ("date", "2024-03-11".to_string())];
        write(&site, &format!("动态/年度{number}"), 600 + number, &changes, "正文。");
    }
    let interprets = [("interprets", "[\"../政策文件/被解读.md\"]".to_string())];
    write(&site, "政策解读/同日", 700, &interprets, "正文。");
    let json = site.check().succeeds().json();
    assert_eq!((&json["summary"]["errors"], &json["summary"]["warnings"]), (&0.into(), &0.into()), "{json:#}");
}

#[test]
fn a_number_is_mended_only_where_its_year_is_certain() {
    let site = site();
    let number = |value: &str| [("number", format!("\"{value}\""))];
    write(&site, "政策文件/括号", 1, &number("示例办[2024]第05号"), "正文。");
    write(&site, "政策文件/两位", 2, &number("示例办〔24〕5号"), "正文。");
    let json = site.check().json();
    let of = |file: &str| {
        let findings = json["findings"].as_array().expect("findings").iter();
        let found = findings.clone().find(|f| f["rule"] == "malformed-document-number" && f["file"] == file);
        found.unwrap_or_else(|| panic!("{json:#}"))["fix"]["replacement"].clone()
    };
    assert_eq!(of("reports/政策文件/括号.md"), "\"示例办〔2024〕5号\"");
    assert_eq!(of("reports/政策文件/两位.md"), serde_json::Value::Null);
}
