//! A site of extremes: whatever people may write that no designer drew. Made from nothing but this file, so that a story, the
//! browser audit and an author of themes look at the same pages. All names, numbers and texts are invented.

use std::collections::BTreeMap;

use crate::permalinks;

/// Path below the site → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

const TITLE: &str = "关于进一步做好示例街道办事处信息公开工作并把一个题目写到三百个字以检验页面的通知";
const SENTENCE: &str = "各村居、各部门要按照统一部署，把公开的内容说清楚，把办理的时限写明白，让办事的人少跑一趟路。";
const EMOJI: &str = "👨‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚒 家庭医生签约服务 🎉🎊";
const ARABIC: &str = "دليل الخدمات العامة للمقيمين في المنطقة";
const HEBREW: &str = "מדריך שירותים לתושבים";
const CHAIN: usize = 40;
const MANY: usize = 240;
const ATTACHMENTS: usize = 1000;

/// A grey square of 3 by 2 pixels.
const PNG: &[u8] = b"\
    \x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x03\x00\x00\x00\x02\x01\
    \x00\x00\x00\x00\xb5\x0f\x5b\xb7\x00\x00\x00\x0c\x49\x44\x41\x54\x78\xda\x63\x60\x60\x60\x00\x00\x00\
    \x04\x00\x01\xc8\xea\xeb\xf9\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

const SETTINGS: &str = r#"title = "示例街道办事处信息公开专栏（一个名字很长很长、长到页头一行怎么也放不下的网站名称）"
short_title = "示例街道"
description = "公开示例街道办事处的政策、计划和成效"
base_url = "https://www.example.gov.cn/a/b"
[org]
name = "某某省某某市某某区示例街道办事处（挂某某区示例街道综合行政执法委员会牌子）"
column = "信息公开专栏"
operator = "示例街道党政综合办公室"
phone = "0000-00000000"
email = "a-very-long-mailbox-name-that-nobody-would-choose@information-disclosure.example.gov.cn"
address = "某某省某某市某某区示例大道与虚构路交叉口往东南方向约三百米处某某大厦甲座十八楼"
hours = "工作日 9:00—12:00、14:00—18:00"
source = "示例街道办"
issuer = "某某市示例街道办事处"
[gov]
site_id = "0000000000"
icp = "某ICP备00000000号"
police = "某公网安备00000000000000号"
police_icon = "assets/mark.png"
agency_mark = { image = "assets/mark.png", url = "https://www.example.org/", alt = "党政机关网站标识" }
find_error_url = "https://www.example.org/jiucuo.html"
[nav]
items = [
  { text = "极端内容", to = "极端内容" },
  { text = "数百篇", to = "数百篇" },
  { text = "四十级", to = "四十级" },
  { text = "一个名字特别长的导航项目不知道会不会折行", to = "一篇" },
  { text = "别的网站", url = "https://www.example.org/" },
]
[footer]
note = "本站内容都是虚构的，只用来检验页面"
"#;

/// What was withdrawn, with all and with nothing to say of it: a report, a file, a category; and an old address.
const RECORD: &str = "\
000000000001\told/withdrawn.html\t2024-01-01\t00000001/00000001\tgone 2024-03-01 含有个人信息，经核实以后撤下，如需了解请与本单位联系\t一个保留下来的标题
000000000002\told/untold.html\t~2023-01-01\t00000002/00000002\tgone 2024-03-01
000000000003\told/untold/file.xlsx\t~2023-01-01\t-\tgone 2024-03-01
000000000004\told/column/index.html\t~2023-01-01\t00000003/00000003\tgone 2024-03-01 栏目已停用
000000000005\told/column/feed.xml\t~2023-01-01\t00000003/00000003\tgone 2024-03-01 栏目已停用
000000000006\told/led-on.html\t~2023-01-01\t-\tto old/withdrawn.html
";

/// The site.
pub fn site() -> Files {
    let mut files = Files::new();
    put(&mut files, "site.toml", SETTINGS);
    put(&mut files, "assets/mark.png", PNG);
    put(&mut files, permalinks::FILE, RECORD);
    categories(&mut files);
    titles(&mut files);
    bodies(&mut files);
    tables(&mut files);
    everything(&mut files);
    attachments(&mut files);
    hundreds(&mut files);
    files
}

/// The same program with nothing given that may be left out: no address, no footer, one bare report.
pub fn bare() -> Files {
    let mut files = Files::new();
    put(&mut files, "site.toml", "title = \"示例\"\n[org]\nname = \"示例\"\n");
    report(&mut files, "栏目/只有必填项", "title = \"短\"\ndate = 2024-02-29", "无");
    report(&mut files, "栏目/没有正文", "title = \"没有正文\"\ndate = 2024-02-28", "");
    files
}

fn put(files: &mut Files, path: &str, bytes: impl AsRef<[u8]>) {
    files.insert(path.to_string(), bytes.as_ref().to_vec());
}

fn report(files: &mut Files, name: &str, matter: &str, body: &str) {
    put(files, &format!("reports/{name}.md"), format!("+++\n{matter}\n+++\n\n{body}\n"));
}

/// A report of 极端内容 with a title, a date and one body.
fn extreme(files: &mut Files, name: &str, title: &str, body: &str) {
    report(
        files,
        &format!("极端内容/{name}"),
        &format!("title = {}\ndate = 2024-05-01\nslug = \"{name}\"", quoted(title)),
        body,
    );
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `text` over and over, cut to so many characters.
fn stretched(text: &str, characters: usize) -> String {
    text.chars().cycle().take(characters).collect()
}

fn categories(files: &mut Files) {
    put(files, "reports/极端内容/_category.toml", "slug = \"jd\"\nweight = 1\n");
    put(files, "reports/数百篇/_category.toml", "slug = \"sbp\"\nweight = 2\n");
    let long =
        format!("slug = \"yp\"\nname = \"一篇\"\ndescription = \"{}\"\nkeywords = [\"一篇\"]\n", stretched(SENTENCE, 300));
    put(files, "reports/一篇/_category.toml", long);
    report(files, "一篇/只有这一篇", "title = \"这个栏目只有一篇\"\ndate = 2021-06-30", SENTENCE);
    let twelve: Vec<String> = (1..=12).map(|level| format!("十二级之第{level}级名称比较长的栏目")).collect();
    report(files, &format!("{}/最深", twelve.join("/")), "title = \"十二级栏目里的一篇\"\ndate = 2022-01-04", SENTENCE);
    let chain: Vec<String> = (1..=CHAIN).map(|level| format!("第{level}级")).collect();
    let mut folder = String::from("四十级");
    put(files, "reports/四十级/_category.toml", "slug = \"c\"\n");
    for (level, name) in chain.iter().enumerate() {
        folder = format!("{folder}/{name}");
        put(files, &format!("reports/{folder}/_category.toml"), format!("slug = \"c{}\"\n", level + 1));
    }
    report(files, &format!("{folder}/最深"), "title = \"四十级栏目里的一篇\"\ndate = 2022-01-05", SENTENCE);
    for number in 1..=60 {
        let name = format!("许多子栏目/子栏目{number}/文章");
        report(files, &name, &format!("title = \"子栏目{number}里的文章\"\ndate = 2020-03-02"), SENTENCE);
    }
}

fn titles(files: &mut Files) {
    extreme(files, "title-300", &stretched(TITLE, 300), SENTENCE);
    extreme(files, "title-latin", &"Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(6), SENTENCE);
    extreme(files, "title-html", r#"<script>alert("1")</script>'&amp; {{ x }} {% if %} --> <b onclick="x()">"#, SENTENCE);
    extreme(files, "title-quotes", "\"“'‘《〈「」〉》’'”\" \\ / | & < > ` ~ ! # $ %", SENTENCE);
    extreme(files, "title-rtl", &format!("{ARABIC}（{HEBREW}）"), &format!("{ARABIC}。\n\n{HEBREW}，{SENTENCE}{ARABIC}"));
    extreme(files, "title-emoji", EMOJI, &format!("{EMOJI}\n\n{SENTENCE}{EMOJI}"));
    extreme(files, "title-one", "短", "短");
    extreme(files, "title-rare", "𠮷田𪚥村、㙍䶮社区与ｆｕｌｌｗｉｄｔｈ　１２３", "𠮷田𪚥村。");
    for number in 1..=3 {
        let matter = format!("title = \"三篇同名\"\ndate = 2024-05-0{number}");
        report(files, &format!("极端内容/same-{number}"), &format!("{matter}\nslug = \"same-{number}\""), SENTENCE);
    }
}

fn bodies(files: &mut Files) {
    extreme(files, "empty", "没有正文", "");
    for name in ["甲", "乙", "丙"] {
        put(files, &format!("reports/极端内容/pictures/{name}.png"), PNG);
    }
    let pictures = "![甲图](甲.png)\n\n![乙图](乙.png)\n\n![丙图](丙.png)";
    let matter = "title = \"正文只有图片\"\ndate = 2024-05-01\nslug = \"pictures\"";
    put(files, "reports/极端内容/pictures/index.md", format!("+++\n{matter}\n+++\n\n{pictures}\n"));
    let word = "x".repeat(400);
    let url = format!("https://www.example.org/{}?q={}", "a/".repeat(80), "z".repeat(200));
    extreme(
        files,
        "words",
        "断不开的词和网址",
        &format!("{SENTENCE}{word}\n\n<{url}>\n\n`{word}`\n\n```\n{word} {word}\n```\n\n> {word}"),
    );
    let notes: Vec<String> = (1..=60).map(|n| format!("第{n}句要注[^{n}]，再注一次[^{n}]。")).collect();
    let texts: Vec<String> = (1..=60).map(|n| format!("[^{n}]: {SENTENCE}第{n}条。")).collect();
    extreme(files, "footnotes", "六十条脚注", &format!("{}\n\n{}", notes.join("\n\n"), texts.join("\n")));
    let list: Vec<String> = (0..14).map(|depth| format!("{}- 第{}层：{SENTENCE}", "  ".repeat(depth), depth + 1)).collect();
    let quotes: Vec<String> = (1..=9).map(|depth| format!("{} 第{depth}重引用", ">".repeat(depth))).collect();
    extreme(
        files,
        "lists",
        "十四层列表",
        &format!("{}\n\n{}\n\n{}", list.join("\n"), "1. 甲\n2. 乙\n100. 丙", quotes.join("\n")),
    );
    let headings: Vec<String> = (0..240).map(heading).collect();
    extreme(files, "headings", "数百个标题", &headings.join("\n\n"));
    extreme(files, "prose", "满页的文字", &vec![stretched(SENTENCE, 28 * 18 - 2); 12].join("\n\n"));
    extreme(files, "html", "带原样网页代码的正文", RAW);
    extreme(files, "long", "很长的正文", &vec![SENTENCE.repeat(3); 400].join("\n\n"));
}

/// Sections, sub-sections and points as official documents number them.
fn heading(at: usize) -> String {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match at % 6 {
        0 => format!("{}、第{at}个标题", DIGITS[(at / 6) % 10]),
        1 | 3 => format!("（{}）{}", DIGITS[(at % 6) / 2], stretched(TITLE, 40)),
        2 | 4 => format!("{}. 小标题{at}", at % 6 / 2),
        _ => SENTENCE.to_string(),
    }
}

const RAW: &str = r#"<p align="center" style="position:fixed" onclick="alert(1)">居中</p>

<script>alert(2)</script><iframe src="https://www.example.org/"></iframe><img src="pictures/甲.png" onerror="alert(3)" alt="图">

<details><summary>展开</summary>里面</details> <a href="https://www.example.org/" onclick="alert(4)">链接</a> <h1>一级</h1> <div id="main">重名</div>

# 一级标题

#### 四级标题

H~2~O、x^2^、~~删去~~、**加粗**、*强调*、==标记==

- [ ] 未办
- [x] 已办

![丁图](pictures/乙.png "题") 行内 <kbd>Ctrl</kbd>

---

<table><tr><td>没有表头</td><td>乙</td></tr></table>
"#;

fn tables(files: &mut Files) {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let table = |columns: usize, rows: usize, cell: &dyn Fn(usize, usize) -> String| {
        let mut lines = vec![row((0..columns).map(|column| format!("第{}列", column + 1)).collect())];
        lines.push(row(vec!["---".to_string(); columns]));
        lines.extend((0..rows).map(|at| row((0..columns).map(|column| cell(at, column)).collect())));
        lines.join("\n")
    };
    let short = |row: usize, column: usize| format!("{}", row * 31 + column * 7);
    let long = |_: usize, column: usize| if column == 3 { stretched(SENTENCE, 300) } else { "x".repeat(30) };
    extreme(files, "table-wide", "四十列的表", &format!("表1 四十列的表\n\n{}", table(40, 12, &short)));
    extreme(files, "table-long", "一千五百行的表", &table(4, 1500, &short));
    extreme(files, "table-text", "格子里文字很多的表", &table(6, 5, &long));
    extreme(files, "table-empty", "空格子的表", &table(3, 3, &|_, _| String::new()));
    extreme(files, "table-rtl", "从右到左的表", &table(3, 3, &|_, _| ARABIC.to_string()));
}

/// Every optional field at once, and long.
fn everything(files: &mut Files) {
    let long = stretched(SENTENCE, 200);
    let highlights: Vec<String> = (1..=12)
        .map(|n| {
            format!(
                "{{ label = \"指标{n}名称比较长\", value = \"1234567890.{n}\", unit = \"万平方米\", note = \"比上年增长\" }}"
            )
        })
        .collect();
    let body: Vec<String> = (1..=12).map(|n| format!("指标{n}名称比较长为1234567890.{n}万平方米，比上年增长。")).collect();
    let related: Vec<String> =
        ["title-300", "title-html", "title-rtl", "empty", "words"].map(|name| format!("\"{name}.md\"")).into();
    let aliases: Vec<String> = (1..=5).map(|n| format!("\"/old/post_{n}.html\"")).collect();
    let updates: Vec<String> =
        (10..=19).map(|day| format!("{{ date = 2024-05-{day}T09:30:00, note = \"第{day}次：{long}\" }}")).collect();
    let matter = format!(
        "title = \"{title}\"\ndate = 2024-05-03T10:30:00\nslug = \"everything\"\nsource = \"{source}\"\nissuer = \"{source}\"\n\
         written = 2024-01-20\nnumber = \"某示办〔2024〕1234567890号\"\nindex = \"{index}\"\nkeywords = [{keywords}]\n\
         description = \"{long}\"\neditor = \"某编辑\"\nvalidity = \"废止\"\nrelated = [{}]\naliases = [{}]\nhighlights = [{}]\nupdates = [{}]",
        related.join(", "),
        aliases.join(", "),
        highlights.join(", "),
        updates.join(", "),
        title = stretched(TITLE, 120),
        source = stretched("某某省某某市某某区示例街道办事处", 60),
        index = "0".repeat(80),
        keywords = vec!["\"主题词\""; 40].join(", "),
    );
    report(files, "极端内容/everything", &matter, &body.join("\n\n"));
    let interprets =
        "title = \"对各项内容的解读\"\ndate = 2024-05-04\nslug = \"interprets\"\ninterprets = [\"everything.md\"]";
    report(files, "极端内容/interprets", interprets, SENTENCE);
}

fn attachments(files: &mut Files) {
    let matter = "title = \"一千个附件\"\ndate = 2024-05-05\nslug = \"attachments\"";
    let long = stretched("名字特别长的附件", 60);
    let mut links = vec![format!("[{long}]({long}.pdf)")];
    put(files, &format!("reports/极端内容/attachments/{long}.pdf"), "%PDF-1.4\n%%EOF\n");
    for number in 1..ATTACHMENTS {
        let extension = ["csv", "pdf", "docx", "xlsx", "zip"][number % 5];
        put(files, &format!("reports/极端内容/attachments/附件{number}.{extension}"), format!("{number}\n"));
        links.push(format!("[附件{number}](附件{number}.{extension})"));
    }
    put(files, "reports/极端内容/attachments/index.md", format!("+++\n{matter}\n+++\n\n{}\n", links.join("\n")));
}

/// Hundreds of reports over years, none in 2017.
fn hundreds(files: &mut Files) {
    for number in 0..MANY {
        let year = 2010 + number % 14;
        let year = if year == 2017 { 2024 } else { year };
        let matter = format!("title = \"第{number}号通知\"\ndate = {year}-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
        report(files, &format!("数百篇/{number}"), &matter, SENTENCE);
    }
}
