//! Every key of `site.toml`, of front matter and of `_category.toml` is changed once on a site that has been built, and the build over
//! the old site equals a clean one. The lists of keys are the program's own, so a new key is missed here until it has its row.

use std::collections::BTreeSet;
use std::fs;

use gongkai::config::Config;
use gongkai::load::{category, front_matter};
use toml::{Table, Value};

use crate::support::full;
use crate::support::site::Site;

/// Where to write another value: the name of a key as the program lists it, the key that is set (a whole list where the key is in an
/// item of it), the value as TOML, and whether any published file differs then. What is only checked shows nowhere.
type Row = (&'static str, &'static str, &'static str, Effect);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Shown,
    NotShown,
}
use Effect::{NotShown, Shown};

const SITE: [Row; 50] = [
    ("attachments.allow.file", "attachments.allow", "[{ file = \"reports/甲.html\", reason = \"存档\" }]", NotShown),
    ("attachments.allow.reason", "attachments.allow", "[{ file = \"reports/甲.html\", reason = \"上级要求\" }]", NotShown),
    ("base_url", "base_url", "\"https://www.example.org/other\"", Shown),
    ("check.*", "check.wrong-word", "\"info\"", NotShown),
    ("description", "description", "\"另一句说明\"", Shown),
    ("extra.*", "extra.motto", "\"为民\"", NotShown),
    ("footer.links.text", "footer.links", "[{ text = \"另一个名称\", to = \"信息公开/工作计划\" }]", Shown),
    ("footer.links.to", "footer.links", "[{ text = \"规划\", to = \"信息公开/政策文件\" }]", Shown),
    ("footer.links.url", "footer.links", "[{ text = \"规划\", url = \"https://www.example.org/\" }]", Shown),
    ("footer.note", "footer.note", "\"另一段说明\"", Shown),
    ("gov.agency_mark.alt", "gov.agency_mark.alt", "\"另一个标识\"", Shown),
    ("gov.agency_mark.image", "gov.agency_mark.image", "\"assets/logo.png\"", Shown),
    ("gov.agency_mark.url", "gov.agency_mark.url", "\"https://www.example.org/mark\"", Shown),
    ("gov.domain", "gov.domain", "\"gk.example.gov.cn\"", Shown),
    ("gov.find_error_url", "gov.find_error_url", "\"https://www.example.org/other.html\"", Shown),
    ("gov.icp", "gov.icp", "\"某ICP备00000001号\"", Shown),
    ("gov.inherit_from", "gov.inherit_from", "\"某某区人民政府\"", Shown),
    ("gov.police", "gov.police", "\"某公网安备00000000000001号\"", Shown),
    ("gov.police_icon", "gov.police_icon", "\"assets/logo.png\"", Shown),
    ("gov.site_id", "gov.site_id", "\"0000000001\"", Shown),
    ("home.cadence", "home.cadence", "\"14天\"", NotShown),
    ("home.newest", "home.newest", "1", Shown),
    ("home.sections", "home.sections", "[\"newest\"]", Shown),
    ("home.tiles", "home.tiles", "\"示例栏目\"", Shown),
    ("index_names", "index_names", "false", Shown),
    ("links", "links", "\"absolute\"", Shown),
    ("markdown.leads", "markdown.leads", "false", Shown),
    ("markdown.lines", "markdown.lines", "\"markdown\"", Shown),
    ("markdown.punctuation", "markdown.punctuation", "\"fullwidth\"", Shown),
    ("min_generator", "min_generator", "\"0.0.1\"", NotShown),
    ("nav.items.text", "nav.items", "[{ text = \"另一个名称\", to = \"信息公开/政策文件\" }]", Shown),
    ("nav.items.to", "nav.items", "[{ text = \"政策\", to = \"信息公开/工作计划\" }]", Shown),
    ("nav.items.url", "nav.items", "[{ text = \"政策\", url = \"https://www.example.org/\" }]", Shown),
    ("org.address", "org.address", "\"某路1号\"", Shown),
    ("org.brand", "org.brand", "\"另一行字\"", Shown),
    ("org.column", "org.column", "\"另一个专栏\"", Shown),
    ("org.email", "org.email", "\"xxgk@example.gov.cn\"", Shown),
    ("org.hours", "org.hours", "\"工作日\"", Shown),
    ("org.issuer", "org.issuer", "\"另一个办事处\"", Shown),
    ("org.logo", "org.logo", "\"assets/logo.png\"", Shown),
    ("org.name", "org.name", "\"另一个街道办事处\"", Shown),
    ("org.names", "org.names", "[\"示例区司法局\"]", NotShown),
    ("org.operator", "org.operator", "\"党政办\"", Shown),
    ("org.phone", "org.phone", "\"0000-00000001\"", Shown),
    ("org.source", "org.source", "\"另一个来源\"", Shown),
    ("per_page", "per_page", "3", Shown),
    ("print.style", "print.style", "\"plain\"", Shown),
    ("share", "share", "[\"qr\"]", Shown),
    ("short_title", "short_title", "\"另一个简称\"", Shown),
    ("title", "title", "\"另一个专栏\"", Shown),
];

const LOOK: [Row; 8] = [
    ("theme.extra_css", "theme.extra_css", "[\"assets/my.css\"]", Shown),
    ("theme.extra_js", "theme.extra_js", "[\"assets/my.js\"]", Shown),
    ("theme.name", "theme.name", "\"另一个\"", Shown),
    ("theme.options.*", "theme.options.mark", "\"甲\"", NotShown),
    ("theme.tokens.*", "theme.tokens.accent", "\"#123456\"", Shown),
    ("theme.tokens.contrast.*", "theme.tokens.contrast.accent", "\"#ffff00\"", Shown),
    ("theme.tokens.dark.*", "theme.tokens.dark.accent", "\"#ffddaa\"", Shown),
    ("timezone", "timezone", "\"+09:00\"", Shown),
];

const FRONT_MATTER: [Row; 25] = [
    ("aliases", "aliases", "[\"/old/post_2.html\"]", Shown),
    ("allow.reason", "allow", "[{ rule = \"wrong-word\", reason = \"引用\" }]", NotShown),
    ("allow.rule", "allow", "[{ rule = \"repeated-word\", reason = \"引用\" }]", NotShown),
    ("categories", "categories", "[\"示例栏目\"]", Shown),
    ("date", "date", "2024-02-02T08:00:00", Shown),
    ("description", "description", "\"另一段摘要\"", Shown),
    ("draft", "draft", "true", Shown),
    ("editor", "editor", "\"另一个科室\"", Shown),
    ("expires", "expires", "2030-12-31", Shown),
    ("extra.*", "extra.note", "\"甲\"", NotShown),
    ("highlights.label", "highlights", "[{ label = \"另一个\", value = \"298\", unit = \"个\", note = \"新增\" }]", Shown),
    ("highlights.note", "highlights", "[{ label = \"车位\", value = \"298\", unit = \"个\", note = \"合计\" }]", Shown),
    ("highlights.unit", "highlights", "[{ label = \"车位\", value = \"298\", unit = \"处\", note = \"新增\" }]", Shown),
    ("highlights.value", "highlights", "[{ label = \"车位\", value = \"298个\", unit = \"\", note = \"新增\" }]", Shown),
    ("index", "index", "\"00000000-0/2024-00009\"", Shown),
    ("interprets", "interprets", "[\"../政策文件/意见.md\"]", Shown),
    ("issuer", "issuer", "\"另一个办事处\"", Shown),
    ("keywords", "keywords", "[\"另一个词\"]", Shown),
    ("number", "number", "\"示例办〔2024〕9号\"", Shown),
    ("related", "related", "[\"../政策文件/旧办法.md\"]", Shown),
    ("review.*", "review.checked", "\"甲\"", NotShown),
    ("slug", "slug", "\"another\"", Shown),
    ("source", "source", "\"示例区司法局\"", Shown),
    ("title", "title", "\"另一个标题\"", Shown),
    ("title_breaks", "title_breaks", "[\"停车管理\", \"办法解读\"]", Shown),
];

const OF_POLICIES: [Row; 2] = [("validity", "validity", "\"失效\"", Shown), ("written", "written", "2023-01-11", Shown)];

const CATEGORY: [Row; 10] = [
    ("aliases", "aliases", "[\"/old/zcwj/\"]", Shown),
    ("cadence", "cadence", "\"不限\"", NotShown),
    ("description", "description", "\"另一段说明\"", Shown),
    ("draft", "draft", "true", Shown),
    ("keywords", "keywords", "[\"另一个词\"]", Shown),
    ("kind", "kind", "\"工作动态\"", Shown),
    ("name", "name", "\"另一个栏目\"", Shown),
    ("order", "order", "\"oldest\"", Shown),
    ("slug", "slug", "\"another\"", Shown),
    ("weight", "weight", "9", Shown),
];

/// The full site, with what some of the rows need.
fn site() -> Site {
    let site = full::site();
    site.write("assets/logo.png", crate::support::site::PNG).write("assets/my.css", "p{}").write("assets/my.js", "\"\";");
    site.write("themes/另一个/theme.toml", "extends = \"default\"\n[tokens]\naccent = \"#654321\"\n");
    let interpretations = "reports/信息公开/政策解读/_category.toml";
    let settings = fs::read_to_string(site.root.join(interpretations)).expect("settings");
    site.write(interpretations, settings + "weight = 5\n");
    let lead = "title = \"段首\"\ndate = 2024-04-01\n";
    site.report("示例栏目/段首", lead, "联系人：办公室\n电话：另行公布\n\n**坚持便民。**具体措施如下。\n\n坚持为民服务。今年做了三件事, 都已完成, 群众满意。");
    site
}

/// `text` with another value for one key, as TOML.
fn with(text: &str, key: &str, value: &str) -> String {
    let mut all: Table = text.parse().expect("TOML");
    let value: Table = format!("value = {value}").parse().expect("a value");
    let mut table = &mut all;
    let mut parts = key.split('.').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            table.insert(part.to_string(), value["value"].clone());
            break;
        }
        let below = table.entry(part.to_string()).or_insert_with(|| Value::Table(Table::new()));
        table = below.as_table_mut().expect("a table");
    }
    all.to_string()
}

/// Changes one key after the other in `file`, TOML or a report, each time from what was written first.
fn flip_each(rows: &[Row], file: &str) {
    let site = site();
    let written = fs::read_to_string(site.root.join(file)).expect("a file of the site");
    let (before, text, after) = match written.split_once("+++\n").and_then(|(_, rest)| rest.split_once("+++\n")) {
        Some((matter, body)) => ("+++\n", matter.to_string(), format!("+++\n{body}")),
        None => ("", written.clone(), String::new()),
    };
    site.build(&["--jobs", "1"]).succeeds();
    let first = site.files("output");
    for (name, key, value, effect) in rows {
        site.write(file, format!("{before}{}{after}", with(&text, key, value)));
        site.build(&["--jobs", "1"]).succeeds();
        site.build(&["--jobs", "1", "--no-cache", "--output", "clean"]).succeeds();
        let (over, clean) = (site.files("output"), site.files("clean"));
        assert_eq!(over.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>(), "{name}");
        let different: Vec<&String> = over.keys().filter(|path| over[*path] != clean[*path]).collect();
        assert!(different.is_empty(), "{name}: {different:?}");
        assert_eq!(if over == first { NotShown } else { Shown }, *effect, "{name}");
        fs::remove_dir_all(site.root.join("clean")).expect("a clean site");
    }
    site.write(file, &written);
    site.build(&["--jobs", "1"]).succeeds();
    assert!(site.files("output") == first, "everything is put back");
}

#[test]
fn no_key_is_missing_here() {
    let leaves = |keys: BTreeSet<String>| -> BTreeSet<String> {
        let is_table = |key: &String| keys.iter().any(|other| other.starts_with(&format!("{key}.")));
        keys.iter().filter(|key| !is_table(key)).cloned().collect()
    };
    let rows = |lists: &[&[Row]]| -> BTreeSet<String> {
        lists.iter().flat_map(|rows| rows.iter().map(|(name, ..)| name.to_string())).collect()
    };
    assert_eq!(rows(&[&SITE, &LOOK]), leaves(Config::keys()), "site.toml");
    assert_eq!(rows(&[&FRONT_MATTER, &OF_POLICIES]), leaves(front_matter::keys()), "front matter");
    assert_eq!(rows(&[&CATEGORY]), leaves(category::keys()), "_category.toml");
}

#[test]
fn every_setting_of_the_site_may_change() {
    flip_each(&SITE[..SITE.len() / 2], "site.toml");
}

#[test]
fn every_other_setting_of_the_site_may_change() {
    flip_each(&SITE[SITE.len() / 2..], "site.toml");
}

#[test]
fn every_setting_of_the_look_may_change() {
    flip_each(&LOOK, "site.toml");
}

#[test]
fn every_field_of_a_report_may_change() {
    flip_each(&FRONT_MATTER, "reports/信息公开/政策解读/解读.md");
    flip_each(&OF_POLICIES, "reports/信息公开/政策文件/意见.md");
}

#[test]
fn every_setting_of_a_category_may_change() {
    flip_each(&CATEGORY, "reports/信息公开/政策文件/_category.toml");
}
