//! What `gongkai fix` leaves alone, what it mends whole, and that it never has anything to do twice.

use std::collections::BTreeSet;
use std::fs;

use crate::support::site::{Site, TODAY};

const HEAD: &str = "+++\ntitle = \"工作总结\"\ndate = 2024-01-08\n+++\n\n";
const PATH: &str = "reports/示例栏目/文章.md";

/// What `fix` makes of some paragraphs, each of a report of its own.
fn mended(texts: &[&str]) -> Vec<String> {
    let site = Site::bare();
    let path = |number: usize| format!("reports/示例栏目/文章{number}.md");
    for (number, text) in texts.iter().enumerate() {
        site.write(&path(number), format!("{HEAD}{text}\n"));
    }
    site.run(&["fix"]).succeeds();
    assert!(site.run(&["fix"]).succeeds().stderr.contains("没有可以自动改正的地方"));
    let read = |number: usize| fs::read_to_string(site.root.join(path(number))).expect("the report");
    (0..texts.len()).map(|number| read(number)[HEAD.len()..].trim_end().to_string()).collect()
}

#[track_caller]
fn stays(texts: &[&str]) {
    assert_eq!(mended(texts), texts);
}

#[track_caller]
fn becomes(pairs: &[(&str, &str)]) {
    let (before, after): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    assert_eq!(mended(&before), after);
}

#[test]
fn english_keeps_its_marks_whatever_quotation_marks_it_has() {
    stays(&[
        "The “Convertible Amount”, as defined, applies.",
        "The suppliers’, customers’ and staff’s views were heard.",
        "“Smart City”(SC), “Digital Twin”(DT)",
        "“Smart City”: a review",
        "Is it “smart”? Yes—very; no… (see “Notes”).",
        "He said: “It’s done”; she said, “Really?”",
    ]);
    becomes(&[
        ("推进“Smart City”,建设新城。", "推进“Smart City”，建设新城。"),
        ("大力推进“OK”, “Go”两项行动。", "大力推进“OK”，“Go”两项行动。"),
        ("他说“好的”,然后离开。", "他说“好的”，然后离开。"),
    ]);
}

#[test]
fn names_of_files_paths_formulas_and_data_stay() {
    stays(&[
        "文件存放在D:\\公开\\2024年\\总结,终稿.docx中。",
        "存放在/home/gov/报告,终稿/a.txt里。",
        "附件《报名表(模板).doc》见下。",
        "填写=IF(A1>0,\"是\",\"否\")即可。",
        "下载“名单(2024,终稿).xlsx”。",
        "返回{\"名称\":\"甲,乙\"}。",
    ]);
    // Words in a name are the name's, too.
    stays(&["见D:\\公开\\布署工作.docx。", "见《布署工作方案.pdf》。"]);
    becomes(&[("见附件(报名表.doc),请填写。", "见附件（报名表.doc），请填写。")]);
}

#[test]
fn a_bar_behind_an_escaped_mark_of_code_is_nobodys_fault() {
    let row = |cell: &str| format!("| 甲 | 乙 |\n|---|---|\n| {cell} | 丙 |");
    let (one, other) = (row("\\`甲|乙\\`"), row("\\`1381234|5678\\`"));
    stays(&[&one, &other]);
}

#[test]
fn places_to_write_on_stay_and_so_do_blanks_that_markup_needs() {
    stays(&[
        "您的性别是（    ）。",
        "联系人：    ，电话：    。",
        "联系人： ，电话： 。",
        "负责人： （签字）",
        "兹证明    ，性别    ，系我单位职工。",
        "第（  ）号",
        "同意《    》的规定。",
        "| 是否同意 |\n|---|\n| （   ） |",
        "**承办单位：** 党政办公室",
        "填写=IF(A1>0， 1， 0)即可。",
    ]);
    becomes(&[
        ("加强领导， 压实责任。", "加强领导，压实责任。"),
        ("加强领导 ，压实责任。", "加强领导，压实责任。"),
        ("他强调： “抓好落实”。", "他强调：“抓好落实”。"),
        ("**承办单位:** 党政办公室", "**承办单位：** 党政办公室"),
        ("联系人:    ，电话:    。", "联系人：    ，电话：    。"),
    ]);
}

#[test]
fn other_languages_templates_and_marks_that_are_spoken_of_stay() {
    stays(&[
        "Welcome to Nanshan Street (南山街道). Please contact Mr. Zhang (张先生), thanks.",
        "The theme is 绿水青山, which means lucid waters.",
        "会議は10時,終了は12時です。東京,大阪・京都(関西)",
        "写作{{< figure 甲,乙 >}}即可。",
        "写作{% 甲,乙 %}即可。",
        "存放在D:/资料/(终稿)总结中，见Z:/公开/甲,乙/丙，或~/公开/甲,乙。",
        "把“,”改为“，”。",
    ]);
    becomes(&[("逗号(,)不用。", "逗号（,）不用。")]);
}

#[test]
fn the_brackets_of_a_document_number_are_told_once_and_become_hexagonal() {
    becomes(&[("根据某政发(2024)5号执行。", "根据某政发〔2024〕5号执行。")]);
    let site = Site::bare();
    site.write(PATH, format!("{HEAD}根据某政发(2024)5号执行。\n"));
    site.check().says("malformed-document-number").never_says("half-width-punctuation");
}

#[test]
fn what_is_mended_is_mended_whole() {
    becomes(&[
        ("加强领导, 压实责任。", "加强领导，压实责任。"),
        ("他说:\"成效.\"", "他说：“成效。”"),
        ("推广 Vue (读音为view) 框架。", "推广 Vue（读音为view）框架。"),
        ("其中: 甲10个;乙5个.", "其中：甲10个；乙5个。"),
        ("（工作取得成效.）", "（工作取得成效。）"),
        ("最高36℃,最低20℃，合格率98‰,任务①,任务②。", "最高36℃，最低20℃，合格率98‰，任务①，任务②。"),
        ("详见`a`,并抓好落实。", "详见`a`，并抓好落实。"),
    ]);
    stays(&["包括道路、、、等。", "二期、?水灌区开工。"]);
}

#[test]
fn a_range_that_only_a_person_can_mend_stays_and_the_page_of_the_rule_says_so() {
    stays(&["带动投资3～5亿元。", "增长3%-5%。"]);
    becomes(&[("增长4.5～5%。", "增长4.5%～5%。"), ("时间9:00——12:00。", "时间9:00—12:00。")]);
    let site = Site::bare();
    site.write(PATH, format!("{HEAD}增长4.5～5%。\n"));
    site.run(&["check", "--as-of", TODAY]).says("“4.5～5%”前一个数缺百分号");
    Site::empty()
        .run(&["explain", "malformed-range"])
        .succeeds()
        .stdout
        .find("程序不自动改")
        .expect("what the program leaves");
}

/// Rows of the tables, each a wrong word and the right one.
fn rows() -> Vec<(String, String)> {
    let tables = [
        include_str!("../../src/check/tables/wrong_words.toml"),
        include_str!("../../src/check/tables/forbidden_wording.toml"),
    ];
    let mut rows = Vec::new();
    for table in tables {
        let table: toml::Table = table.parse().expect("a table");
        for group in table["group"].as_array().expect("groups") {
            for row in group["words"].as_array().expect("rows") {
                let word = |at: usize| row[at].as_str().expect("a word").to_string();
                rows.push((word(0), word(1)));
            }
        }
    }
    rows
}

/// Every wrong word by itself, and where its right form would make another one together with what stands beside it.
fn meetings() -> BTreeSet<String> {
    let rows = rows();
    let mut texts: BTreeSet<String> = rows.iter().map(|(wrong, _)| format!("各单位{wrong}工作。")).collect();
    for (wrong, right) in &rows {
        for (other, _) in &rows {
            for (at, _) in other.char_indices().skip(1) {
                let (head, tail) = other.split_at(at);
                if right.ends_with(head) {
                    texts.insert(format!("各单位{wrong}{tail}。"));
                }
                if right.starts_with(tail) {
                    texts.insert(format!("各单位{head}{wrong}。"));
                }
            }
        }
    }
    texts
}

#[test]
fn a_second_run_has_nothing_to_do_whatever_the_tables_say() {
    let texts = meetings();
    assert!(texts.len() > rows().len(), "some rows meet others");
    let site = Site::bare();
    site.write(PATH, format!("{HEAD}{}\n", texts.iter().cloned().collect::<Vec<_>>().join("\n\n")));
    site.run(&["fix"]).succeeds();
    let once = fs::read_to_string(site.root.join(PATH)).expect("the report");
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
    assert_eq!(fs::read_to_string(site.root.join(PATH)).expect("the report"), once);
}

#[test]
fn a_second_run_has_nothing_to_do_for_any_example_of_any_rule() {
    let site = Site::bare();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the rules") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let page = fs::read_to_string(&path).expect("a page");
        for block in page.split("```reports/示例栏目/文章.md\n").skip(1).filter_map(|rest| rest.split("\n```").next())
        {
            count += 1;
            site.write(&format!("reports/示例栏目/文章{count}.md"), format!("{block}\n"));
        }
    }
    assert!(count > 100, "{count} examples");
    site.run(&["fix"]).succeeds();
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
}

#[test]
fn what_two_rows_change_to_and_fro_stays_and_all_else_is_mended() {
    let site = Site::bare();
    let rows = "\"红绿\" = \"绿红\"\n\"绿红\" = \"红绿\"\n\"甲错\" = \"甲对\"\n\"乙丙\" = \"丙丁\"\n\"丁戊\" = \"乙戊\"\n";
    site.write("words.toml", format!("[words]\n{rows}"));
    site.write(PATH, format!("{HEAD}红绿灯,甲错。\n\n绿红灯。\n"));
    let run = site.run(&["fix"]);
    run.succeeds().says("已改正 2 处");
    let text = fs::read_to_string(site.root.join(PATH)).expect("the report");
    assert_eq!(text, format!("{HEAD}红绿灯，甲对。\n\n绿红灯。\n"));
    site.run(&["fix"]).succeeds().says("没有可以自动改正的地方");
}

#[test]
fn files_that_could_not_be_read_are_named_with_the_reason() {
    let site = Site::bare();
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    site.write(PATH, gbk(&format!("{HEAD}正文,一段。\n")));
    site.write("reports/示例栏目/另一篇.md", "没有前言,只有正文。\n");
    site.write("reports/示例栏目/第三篇.md", format!("{HEAD}甲,乙。\n"));
    let run = site.run(&["fix"]);
    run.succeeds().says("已改正 1 处").says("2 个文件没有读").says("文章.md").says("UTF-8").says("另一篇.md");
    let only = site.run(&["fix", "reports/示例栏目/第三篇.md"]);
    only.succeeds().never_says("没有读");
    assert_eq!(fs::read(site.root.join(PATH)).expect("the report"), gbk(&format!("{HEAD}正文,一段。\n")));
}

#[test]
fn quotation_marks_pair_first_and_clauses_are_quoted_as_a_whole() {
    let site = Site::bare();
    let clauses =
        "将第五条修改为：\n\n“下列情形不予受理：\n\n（一）甲；\n\n（二）乙；\n\n（三）丙；\n\n（四）丁；\n\n（五）戊。”";
    for (number, text) in [
        "他强调，“用好‘12345’热线，抓好‘5G’基站建设”。",
        "办好“中国’99昆明世界园艺博览会”。",
        "The suppliers’ and ‘customers’ views of ’99 aren’t heard.",
        "第1)项和第2）项。",
        clauses,
        "“第三条　甲乙丙。\n\n“第四条　丁。\n\n第五条　戊。”",
    ]
    .iter()
    .enumerate()
    {
        site.write(&format!("reports/示例栏目/文章{number}.md"), format!("{HEAD}{text}\n"));
    }
    let rules = site.check().rules();
    assert!(!rules.contains(&"unpaired-mark".to_string()), "{rules:?}");
    let wrong = ["“甲。\n\n乙。\n\n丙。\n\n丁。\n\n戊。”", "甲‘乙。", "“甲”乙”。"];
    for (number, text) in wrong.iter().enumerate() {
        site.write(&format!("reports/示例栏目/错{number}.md"), format!("{HEAD}{text}\n"));
    }
    let told: BTreeSet<String> = site.check().json()["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["rule"] == "unpaired-mark")
        .filter_map(|finding| finding["file"].as_str().map(str::to_string))
        .collect();
    assert_eq!(told.len(), wrong.len(), "{told:?}");
}
