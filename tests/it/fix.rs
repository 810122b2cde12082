//! `gongkai fix`: what is certain is mended, everything else stays as it is, and a second run finds nothing more to do.

use std::fs;

use crate::support::site::Site;

const MATTER: &str = "title = \"工作总结\"\ndate = 2024-01-08\nkeywords = [\"总结,计划\"]\nslug = \"a-b\"";
const BODY: &str = "(一)全年工作进展顺利,\u{200b}成效明显:`a,b`不动,见https://www.example.gov.cn/a,b。\n\n投资1,242.60亿元,增长15～30%,截至2024年 3月 1日。\n\n**布署**工作,见[附件(一)](a(1).pdf)\n\n```\n甲,乙\n```\n";

fn site() -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", MATTER, BODY);
    site.write("reports/示例栏目/a(1).pdf", "x");
    site
}

fn text(site: &Site) -> String {
    fs::read_to_string(site.root.join("reports/示例栏目/文章.md")).expect("the report")
}

#[test]
fn what_is_certain_is_mended_and_nothing_else() {
    let site = site();
    let run = site.run(&["fix"]);
    run.succeeds();
    let mended = text(&site);
    assert!(mended.contains("（一）全年工作进展顺利，成效明显：`a,b`不动，见https://www.example.gov.cn/a,b。"), "{mended}");
    assert!(mended.contains("投资1,242.60亿元，增长15%～30%，截至2024年3月1日。"), "{mended}");
    assert!(mended.contains("**部署**工作，见[附件（一）](a(1).pdf)"), "{mended}");
    assert!(mended.contains("```\n甲,乙\n```"), "{mended}");
    assert!(mended.contains("keywords = [\"总结，计划\"]\nslug = \"a-b\""), "{mended}");
    assert!(run.stderr.contains("涉及 1 个文件"), "{run}");
}

#[test]
fn a_second_run_has_nothing_to_do() {
    let site = site();
    site.run(&["fix"]).succeeds();
    let mended = text(&site);
    let run = site.run(&["fix"]);
    assert!(run.succeeds().stderr.contains("没有可以自动改正的地方"), "{run}");
    assert_eq!(text(&site), mended);
}

#[test]
fn a_dry_run_shows_the_changes_and_writes_nothing() {
    let site = site();
    let before = text(&site);
    let run = site.run(&["fix", "--dry-run", "reports/示例栏目"]);
    run.succeeds();
    assert_eq!(text(&site), before);
    assert!(run.stdout.contains("- (一)全年工作进展顺利,‹U+200B›成效明显:"), "{run}");
    assert!(run.stdout.contains("+ （一）全年工作进展顺利，成效明显："), "{run}");
    assert!(run.stderr.contains("--dry-run"), "{run}");
}

#[test]
fn what_a_report_allows_itself_is_not_mended() {
    let site = Site::bare();
    let matter = "title = \"工作总结\"\ndate = 2024-01-08\n[[allow]]\nrule = \"wrong-word\"\nreason = \"引用原文\"";
    site.report("示例栏目/文章", matter, "对工作作出布署。");
    site.run(&["fix"]).succeeds();
    assert!(text(&site).contains("布署"));
}

#[test]
fn a_line_of_settings_that_is_not_whole_is_neither_judged_nor_mended() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"甲\"\ndate = 2024-01-08\nkeywords = [\"甲\"，\"乙\"]", "各位:好。");
    let json = site.check().exits(1).json();
    let findings = json["findings"].as_array().expect("findings");
    let told: Vec<_> = findings.iter().map(|finding| (finding["rule"].as_str(), finding["line"].as_u64())).collect();
    assert_eq!(told, [(Some("malformed-toml"), Some(4)), (Some("half-width-punctuation"), Some(7))]);
    assert_eq!(findings[0]["message"], "列表的各项之间用了中文逗号");
    site.run(&["fix"]).succeeds();
    assert!(text(&site).contains("keywords = [\"甲\"，\"乙\"]"), "{}", text(&site));
    assert!(text(&site).contains("各位：好。"), "{}", text(&site));
}

#[test]
fn changes_are_shown_without_private_data() {
    let site = Site::bare();
    let (body, name) = ("电话15400001234,请联系。", "示例栏目/15400001234名单");
    site.report(name, "title = \"名单\"\ndate = 2024-01-08", body);
    let run = site.run(&["fix"]);
    run.succeeds();
    assert!(run.stdout.contains("54****1234，请联系。"), "{run}");
    assert!(!run.to_string().contains("15400001234"), "{run}");
    let mended = fs::read_to_string(site.root.join(format!("reports/{name}.md"))).expect("the report");
    assert!(mended.contains("电话15400001234，请联系。"), "{mended}");
}

#[test]
fn a_mark_written_with_a_backslash_leaves_none_behind() {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"甲\"\ndate = 2024-01-08", "各位\\:好\\\\,再见。");
    site.run(&["fix"]).succeeds();
    assert!(text(&site).contains("各位：好\\\\,再见。"), "{}", text(&site));
}

/// Bodies that are hard to mend, and what becomes of them: whatever is not listed as changed stays byte for byte.
const HARD: [(&str, &str); 12] = [
    (
        "会议指出:\"要做到'早发现',早处置\"。他说:“必须做好!”（见附件(1)）\n",
        "会议指出：“要做到'早发现'，早处置”。他说：“必须做好！”（见附件（1））\n",
    ),
    (
        "会议10:30开始,比例1:2000,共1,234.5万元,网址http://a.gov.cn:8080/x,y;时间08:00-12:00;版本2.0。\n",
        "会议10:30开始，比例1:2000，共1,234.5万元，网址http://a.gov.cn:8080/x,y;时间08:00-12:00；版本2.0。\n",
    ),
    (
        "He said, \"Hello!\" (see p. 3).\n\n该系统(System, v2.0)已上线,支持Windows, Linux; macOS.\n",
        "He said, \"Hello!\" (see p. 3).\n\n该系统（System, v2.0）已上线，支持Windows, Linux; macOS.\n",
    ),
    ("An English paragraph, with (brackets); and: colons!\n", "An English paragraph, with (brackets); and: colons!\n"),
    (
        "运行`a,b:c`,然后:\n\n```\n甲,乙:丙\n```\n\n行内``甲,乙``,好。\n",
        "运行`a,b:c`，然后：\n\n```\n甲,乙:丙\n```\n\n行内``甲,乙``，好。\n",
    ),
    (
        "| 项目,名 | 说明 |\n|:---|---:|\n| 甲,乙 | a:b |\n| `x,y` | 丙:丁 |\n",
        "| 项目，名 | 说明 |\n|:---|---:|\n| 甲，乙 | a:b |\n| `x,y` | 丙：丁 |\n",
    ),
    ("正文,甲[^1]。\n\n[^1]: 注释,内容:如下。\n", "正文，甲[^1]。\n\n[^1]: 注释，内容：如下。\n"),
    (
        "<p class=\"a,b\" title=\"甲,乙\">正文,内容:甲</p>\n\n<!-- 注释,不动:甲 -->\n",
        "<p class=\"a,b\" title=\"甲,乙\">正文，内容：甲</p>\n\n<!-- 注释,不动:甲 -->\n",
    ),
    (
        "见[名称,甲](https://www.example.gov.cn/a,b?x=甲,乙),好。\n\n[a]: https://www.example.gov.cn/甲,乙 \"题,目\"\n",
        "见[名称，甲](https://www.example.gov.cn/a,b?x=甲,乙)，好。\n\n[a]: https://www.example.gov.cn/甲,乙 \"题,目\"\n",
    ),
    ("根据粤府〔2020〕第05号执行,5月1日--7日,500~800元。\n", "根据粤府〔2020〕5号执行，5月1日—7日，500～800元。\n"),
    ("👩\u{200d}🌾完成\u{200b}投资,甲乙。\n", "👩\u{200d}🌾完成投资，甲乙。\n"),
    ("截止目前,布署工作,公布署名,没有换行", "截至目前，部署工作，公布署名，没有换行"),
];

#[test]
fn whatever_is_no_mistake_stays_byte_for_byte() {
    let site = Site::bare();
    let head = "+++\ntitle = \"总结\"\ndate = 2024-01-08\n+++\n\n";
    let path = |name: &str| format!("reports/示例栏目/{name}.md");
    for (number, (before, _)) in HARD.iter().enumerate() {
        site.write(&path(&number.to_string()), format!("{head}{before}"));
    }
    let windows = |text: &str| format!("\u{feff}{head}{text}").replace('\n', "\r\n");
    site.write(&path("视窗"), windows("甲,乙。\n丙:丁\n"));
    let gbk = [head.as_bytes(), &encoding_rs::GBK.encode("甲,乙\n").0].concat();
    site.write(&path("汉字码"), &gbk);
    site.run(&["fix"]).succeeds();
    let bytes = |name: &str| fs::read(site.root.join(path(name))).expect("the report");
    for (number, (_, after)) in HARD.iter().enumerate() {
        assert_eq!(String::from_utf8_lossy(&bytes(&number.to_string())), format!("{head}{after}"));
    }
    assert_eq!(String::from_utf8_lossy(&bytes("视窗")), windows("甲，乙。\n丙：丁\n"));
    assert_eq!(bytes("汉字码"), gbk);
    assert!(site.run(&["fix"]).stderr.contains("没有可以自动改正的地方"));
}
