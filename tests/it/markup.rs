//! What an author meant and Markdown does not read: tables are shown whole, marks that stayed text are told, and no report goes out
//! blank, with its title twice or with a caption that has lost its picture.

use std::fs;

use crate::support::html::Html;
use crate::support::site::{Run, Site};

const PAGE: &str = "sllm/wz.html";

fn site(body: &str) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章", "title = \"工作总结\"\ndate = 2024-01-08", body);
    site
}

/// What a build of one report says, and its page.
fn built(body: &str) -> (Run, Html) {
    let site = site(body);
    let run = site.build(&[]);
    run.succeeds();
    (run, site.page(PAGE))
}

/// Rows of tables, cell by cell.
fn rows(page: &Html) -> Vec<String> {
    page.words(".prose tr")
}

fn count(page: &Html) -> usize {
    page.all(".prose th").len() + page.all(".prose td").len()
}

#[test]
fn no_cell_of_a_table_is_lost() {
    for (body, shown, said) in [
        (
            "| 领域 | 总数 |\n|---|---|\n| 城建 | 20 | 含结转3项 |\n| 民生 | 10 |",
            "含结转3项",
            "这一行有 3 格，表头只有 2 格",
        ),
        ("甲 | 乙\n--- | ---\n1 | 2 | 3\n", "3", "这一行有 3 格，表头只有 2 格"),
        ("| 领域 | 总数 | 完成 |\n|---|---|\n| 城建 | 20 | 12 |", "12", "分隔行有 2 格，表头有 3 格"),
        ("| 领域 | 总数 |\n|---|---|---|\n| 城建 | 20 | 12 |", "12", "分隔行有 3 格，表头有 2 格"),
        ("| 领域 | 总数 |\n|——|－|\n| 城建 | 12 |", "12", "没有按 Markdown 写"),
        ("｜领域｜总数｜\n｜：—｜---：｜\n｜城建｜12｜", "12", "没有按 Markdown 写"),
        ("　| 领域 | 总数 |\n　|---|---|\n　| 城建 | 12 |", "12", "没有按 Markdown 写"),
        ("　　| 领域 | 总数 |\n　　|---|---|\n　　| 城建 | 12 |", "12", "没有按 Markdown 写"),
        ("      | 领域 | 总数 |\n      |---|---|\n      | 城建 | 12 |", "12", "没有按 Markdown 写"),
        ("| 领域 | 总数 |\n|---|---|\n| 城建 | 20 |\n\n| 民生 | 10 |\n\n\n| 合计 | 30 |", "30", "表格中间空了一行"),
        ("| 办法 | 写法 | 数 |\n|---|---|---|\n| 一 | `甲|乙` | 3 |", "甲|乙", "代码里的 `|`"),
    ] {
        let (run, page) = built(body);
        run.says("malformed-table").says(said);
        assert!(rows(&page).iter().any(|row| row.contains(shown)), "{body}: {:?}", rows(&page));
        let text = page.words(".prose").join("");
        assert!(!text.contains(['｜', '—']) && !text.replace("甲|乙", "").contains('|'), "{body}: {text}");
    }
}

#[test]
fn a_widened_table_keeps_its_rows_in_their_columns() {
    let (_, page) = built("| 领域 | 总数 |\n|---|---|\n| 城建 | 20 | 含结转 |\n| 民生 | 10 |\n|合计|30|");
    assert_eq!(rows(&page), ["领域总数", "城建20含结转", "民生10", "合计30"]);
    assert_eq!(count(&page), 12);
}

#[test]
fn missing_cells_are_told_and_right_tables_are_not() {
    let (run, page) = built("| 领域 | 总数 | 完成 |\n|---|---|---|\n| 城建 | 20 | 1 |\n| 民生 |");
    run.says("这一行只有 1 格，表头有 3 格");
    assert_eq!(count(&page), 9);
    for body in ["| 甲 | 乙 |\n|:--|--:|\n| 1 | |\n| a\\|b | 2", "甲 | 乙\n-|-\n1 | 2", "首页 | 新闻 | 公告", "甲|乙"]
    {
        built(body).0.never_says("malformed-table");
    }
}

#[test]
fn a_line_behind_a_table_is_no_row() {
    let (run, page) = built("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n注：数据为初步核算数。\n**单位**：万元");
    run.never_says("malformed-table");
    assert_eq!(rows(&page), ["甲乙", "12"]);
    assert_eq!(page.words(".prose p"), ["注：数据为初步核算数。", "单位：万元"]);
}

#[test]
fn bars_that_stay_text_are_told_once_a_run() {
    for body in [
        "| 甲 | 乙 |\n\n| 1 | 2 |",
        "+---+---+\n| 甲 | 乙 |\n+---+---+",
        "｜甲｜乙｜\n｜1｜2｜",
        "> |甲|乙|\n> |—|—|\n> |1|2|",
    ] {
        let site = site(body);
        let run = site.run(&["check", "--format", "json", "--as-of", "2024-12-31"]);
        let json = run.json();
        let told = json["findings"].as_array().expect("findings").iter().filter(|found| found["rule"] == "malformed-table");
        assert_eq!(told.count(), 1, "{body}: {run}");
    }
}

#[test]
fn tables_in_code_and_html_stay_what_they_are() {
    let source = "```\n｜甲｜乙｜\n｜——｜——｜\n```\n\n<pre>\n｜丙｜丁｜\n｜——｜——｜\n</pre>";
    let (_, page) = built(source);
    assert!(rows(&page).is_empty());
    let text = page.words(".prose").join("");
    assert!(text.contains("｜甲｜乙｜") && text.contains("｜丙｜丁｜"), "{text}");
}

#[test]
fn the_first_of_two_notes_with_a_name_is_the_note_and_no_text_is_lost() {
    let (run, page) = built("工作完成[^a]。\n\n[^a]: 以统计局为准。\n\n[^a]: 以街道为准。\n\n[^b]: 没有用到。");
    run.says("`[^a]` 定义了两次").says("`[^b]` 没有在正文里用到");
    let notes = page.words(".prose .notes li");
    assert!(notes[0].starts_with("以统计局为准。"), "{notes:?}");
    assert!(!notes.iter().any(|note| note.contains("以街道为准")), "{notes:?}");
    assert!(page.words(".prose p").contains(&"以街道为准。".to_string()));
}

#[test]
fn a_note_with_a_full_width_colon_is_a_note() {
    let (run, page) = built("甲类完成[^1]，乙类[^缺]。\n\n[^1]：用了全角冒号。\n[^2]：也是。");
    run.says("`[^1]` 后面的冒号是全角的").says("`[^缺]` 没有成为脚注").says("`[^2]` 没有在正文里用到");
    let notes = page.words(".prose .notes li");
    assert!(notes[0].starts_with("用了全角冒号。") && notes[1].starts_with("也是。"), "{notes:?}");
}

#[test]
fn marks_that_stayed_text_are_told_with_what_was_meant() {
    for (body, said) in [
        ("#工作安排\n\n正文。", "`# 工作安排`"),
        ("＃ 工作安排\n\n正文。", "`# 工作安排`"),
        ("##　工作安排\n\n正文。", "`## 工作安排`"),
        ("请注意** 截止时间 **，逾期不候。", "`**截止时间**`"),
        ("__重要通知。__请注意", "`**重要通知。**`"),
        ("-按时报送材料", "`- 按时报送材料`"),
        ("见[办法][]。", "`[办法](地址)`"),
        ("见[[工作通知]]。", "`[工作通知](文件名.md)`"),
        ("- [ ] 报送材料", "`□`"),
        ("第一行＜br＞第二行", "没有起作用"),
        ("第一行<br\n第二行", "没有起作用"),
        ("第一行&lt;br&gt;第二行", "没有起作用"),
        ("金额&nbsp五万元", "没有起作用"),
        ("{{< figure src=\"a.png\" >}}", "其他网站程序"),
        ("这是==重点内容==。", "`**重点内容**`"),
        ("第一段。\n\n```\n第二段。", "没有结束标记"),
        ("[TOC]\n\n正文。", "没有成为目录"),
    ] {
        built(body).0.says("stray-markup").says(said);
    }
    let titled = Site::bare();
    titled.report("示例栏目/文章", "title = \"**工作**总结\"\ndate = 2024-01-08", "正文。");
    titled.build(&[]).says("标题和摘要里不能用 Markdown");
}

#[test]
fn ordinary_text_is_no_markup() {
    for body in [
        "按[2024]5号文办理，[注]数据为初步数，见[1][2]。",
        "#防汛救灾#大家都来关注。",
        "1#楼、2#楼和#3机组。",
        "当事人张**、李**，电话138****0000。",
        "____年____月____日，共__户__人，姓名：__，性别：__。",
        "-3℃到5℃。\n\n-完-",
        "收入<100万元，利润>5万元，a<b，<附件1>，A&B公司，R&D经费。",
        "\\#工作安排\n\n\\*\\* 文字 \\*\\*",
        "——来源：统计局\n\n— 1 —",
        "代码 `[^1]` 和 `** x **` 不算。",
        "==========",
        "时间：10:30，比例3:5，详见《办法》{略}。",
    ] {
        built(body).0.never_says("stray-markup");
    }
}

#[test]
fn blank_reports_are_told() {
    for body in ["", "   \n　\n", "<!-- 待补充 -->", "<br>", "---", "一、工作情况", "## 一\n\n### 二", "&nbsp;"]
    {
        built(body).0.says("blank-report");
    }
    for body in
        ["正文。", "| 甲 |\n|---|\n| 1 |", "`代码`", "一、工作情况\n\n正文。", "[附件](https://www.gov.cn/)", "1. 甲"]
    {
        built(body).0.never_says("blank-report");
    }
    let pictured = Site::bare();
    pictured.write("reports/示例栏目/文章/index.md", "+++\ntitle = \"工作\"\ndate = 2024-01-08\n+++\n");
    pictured.write("reports/示例栏目/文章/表.csv", "甲,乙\n1,2\n");
    pictured.build(&[]).succeeds().never_says("blank-report");
    let draft = Site::bare();
    draft.report("示例栏目/文章", "title = \"工作\"\ndate = 2024-01-08\ndraft = true", "");
    draft.build(&[]).never_says("blank-report");
}

#[test]
fn captions_without_what_they_name_are_told() {
    for body in ["现场热烈。\n\n图1 活动现场\n\n圆满结束。", "见下表。\n\n表1 收入\n\n以上。", "图一：位置"]
    {
        built(body).0.says("lone-caption");
    }
    for body in [
        "见下表。\n\n表1 收入\n\n| 甲 |\n|---|\n| 1 |\n\n以上。",
        "| 甲 |\n|---|\n| 1 |\n\n表1 收入\n\n以上。",
        "见表1。表1显示，收入增长。",
        "表1 收入\n\n<table><tr><th>甲</th></tr><tr><td>1</td></tr></table>",
    ] {
        built(body).0.never_says("lone-caption");
    }
    let pictured = Site::bare();
    pictured.write(
        "reports/示例栏目/文章/index.md",
        "+++\ntitle = \"工作\"\ndate = 2024-01-08\n+++\n现场。\n\n![现场](a.svg)\n\n图1 现场\n\n结束。\n",
    );
    pictured.write("reports/示例栏目/文章/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    pictured.build(&[]).never_says("lone-caption");
}

#[test]
fn the_title_once_more_is_told() {
    for body in [
        "工作总结\n\n正文。",
        "# 工作总结\n\n正文。",
        "**工作总结**\n\n正文。",
        "工作\n\n总结\n\n正文。",
        "《工作总结》\n\n正文。",
    ] {
        assert!(site(body).check().rules().contains(&"repeated-title".to_string()), "{body}");
    }
    for body in ["工作总结如下。", "正文。\n\n工作总结\n\n正文。", "工作"] {
        assert!(!site(body).check().rules().contains(&"repeated-title".to_string()), "{body}");
    }
}

#[test]
fn control_characters_reach_no_page() {
    let site =
        site("甲\u{b}乙\u{8}丙\u{1a}丁\u{1b}戊\u{85}己\u{ffff}庚&#11;辛\u{fdd0}。\n\n[注]: 数据为初步数\n\n`\u{7f}代码`");
    let run = site.build(&[]);
    run.succeeds().says("invisible-character");
    assert!(site.output(PAGE).contains("甲乙丙丁戊己庚辛。"));
    assert!(site.output(PAGE).contains("[注]: 数据为初步数"));
    for (path, bytes) in site.files("output") {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let stray = text.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || *c == '\u{ffff}');
        assert_eq!(stray, None, "{path}");
    }
}

#[test]
fn control_characters_of_settings_and_names_reach_no_page_either() {
    let site = site("正文。");
    let category =
        "name = \"示例\\u000b栏目\"\nslug = \"sllm\"\ndescription = \"说\\u0008明\\ufffe\"\nkeywords = [\"甲\\u0001乙\"]\n";
    site.write("reports/示例栏目/_category.toml", category);
    site.report(
        "示例栏目/文章",
        "title = \"工作\\u000b总结\"\ndate = 2024-01-08\n[extra]\nnote = \"丙\\u0002丁\"",
        "正文。",
    );
    let settings = fs::read_to_string(site.root.join("site.toml")).expect("settings");
    site.write("site.toml", settings.replacen("title = \"", "title = \"\\u0003", 1));
    let run = site.build(&[]);
    run.succeeds().says("control-character").says("U+000B").never_says("invisible-character");
    assert!(site.output(PAGE).contains("工作总结"));
    for (path, bytes) in site.files("output") {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let stray = text.chars().find(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || *c == '\u{fffe}');
        assert_eq!(stray, None, "{path}");
        if path.ends_with(".xml") {
            crate::support::xml::read(&text).expect("well-formed");
        }
    }
}

#[test]
fn names_with_characters_that_cannot_be_seen_are_told_once() {
    let site = Site::bare();
    site.write(
        "reports/示例栏目/文章/index.md",
        "+++\ntitle = \"工作\"\ndate = 2024-01-08\n+++\n\n见[表](双\u{202e}向.csv)。\n",
    );
    site.write("reports/示例栏目/文章/双\u{202e}向.csv", "甲\n");
    site.write("reports/示例栏目/另\u{200b}文/index.md", "+++\ntitle = \"另\"\ndate = 2024-01-09\n+++\n\n正文。\n");
    site.write("reports/示例栏目/另\u{200b}文/a.csv", "甲\n");
    let json = site.check().json();
    let told = json["findings"].as_array().expect("findings").iter().filter(|found| found["rule"] == "invisible-name");
    let files: Vec<String> = told.map(|found| found["file"].to_string()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(
        files.iter().any(|file| file.contains("向.csv")) && files.iter().any(|file| !file.contains(".csv")),
        "{files:?}"
    );
}
