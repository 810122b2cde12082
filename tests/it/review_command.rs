//! `gongkai review`: who may sign when, what it writes into a report and what it leaves as it is, and what it prints. What signatures lead
//! to is told in `review`.

use sha2::{Digest, Sha256};

use crate::support::site::{Run, SETTINGS, Site};

const FILE: &str = "reports/示例栏目/文章.md";
const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

fn site() -> Site {
    let site = Site::bare();
    site.write("site.toml", format!("{SETTINGS}[review]\nrequire = [\"初审\", \"复审\", \"终审\"]\n"));
    site.report("示例栏目/文章", MATTER, "正文。");
    site
}

fn sign(site: &Site, step: &str, by: &str, on: &str) -> Run {
    site.run(&["review", FILE, "--step", step, "--by", by, "--on", on])
}

fn text(site: &Site) -> String {
    String::from_utf8(std::fs::read(site.root.join(FILE)).expect("the report")).expect("UTF-8")
}

/// The code of the text as it is now.
fn code(site: &Site) -> String {
    let told = site.run(&["review", FILE]).stdout;
    let line = told.lines().find_map(|line| line.strip_prefix("审签码：")).expect("the code");
    line.split('（').next().expect("the code").to_string()
}

#[test]
fn a_signature_is_written_with_the_code_and_nothing_else_changes() {
    let site = site();
    let before = text(&site);
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    sign(&site, "复审", "乙", "2024-01-03").succeeds();
    let review = format!(
        "\n[review]\ncode = \"{}\"\n\"初审\" = {{ by = \"甲\", on = 2024-01-03 }}\n\"复审\" = {{ by = \"乙\", on = 2024-01-03 }}\n",
        code(&site)
    );
    assert_eq!(text(&site), before.replacen("\n+++\n\n", &format!("\n{review}+++\n\n"), 1));
}

#[test]
fn line_ends_comments_and_the_byte_order_mark_stay() {
    let site = site();
    let before = "\u{feff}+++\r\ntitle = \"示例文章\"   # 标题\r\ndate=2024-01-08\r\n\r\n[extra]\r\n甲乙 = 1\r\n+++\r\n\r\n正文。  \r\n";
    let before = before.replace("甲乙", "\"甲 乙\"");
    site.write(FILE, &before);
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    let written = text(&site);
    let (start, rest) = written.split_once("\r\n[review]\r\n").expect("the table");
    let (review, end) = rest.split_once("+++").expect("the fence");
    assert_eq!(format!("{start}+++{end}"), before);
    assert!(
        review.ends_with("\"初审\" = { by = \"甲\", on = 2024-01-03 }\r\n") && !review.replace("\r\n", "").contains('\n')
    );
}

#[test]
fn steps_are_signed_one_after_the_other() {
    let site = site();
    sign(&site, "复审", "乙", "2024-01-03").exits(1).says("还没有初审").says("--step 初审");
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    sign(&site, "终审", "丙", "2024-01-03").exits(1).says("还没有复审");
    sign(&site, "初审", "丁", "2024-01-03").exits(1).says("已经初审过");
}

#[test]
fn each_step_is_signed_by_another_person() {
    let site = site();
    sign(&site, "初审", "王　甲", "2024-01-03").succeeds();
    let before = text(&site);
    sign(&site, "复审", "王甲", "2024-01-04").exits(1).says("由另一个人审签");
    assert_eq!(text(&site), before);
    sign(&site, "复审", " ", "2024-01-04").exits(1).says("没有写姓名");
}

#[test]
fn days_are_in_order_and_none_is_to_come() {
    let site = site();
    sign(&site, "初审", "甲", "2999-01-03").exits(1).says("还没有到");
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    sign(&site, "复审", "乙", "2024-01-02").exits(1).says("早于初审");
    sign(&site, "复审", "乙", "2024-01-03").succeeds();
}

#[test]
fn a_text_that_was_changed_is_signed_anew_from_the_first_step() {
    let site = site();
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    let (old, signed) = (code(&site), text(&site));
    site.write(FILE, signed.replace("正文。", "正文，改过。"));
    let new = code(&site);
    sign(&site, "复审", "乙", "2024-01-04").exits(1).says("改过稿了").says(&old).says(&new).says("从初审起重新审签");
    sign(&site, "初审", "甲", "2024-01-04").succeeds();
    sign(&site, "复审", "乙", "2024-01-04").succeeds();
    let again = format!(
        "\n[[review.again]]\ncode = \"{new}\"\n\"初审\" = {{ by = \"甲\", on = 2024-01-04 }}\n\"复审\" = {{ by = \"乙\", on = 2024-01-04 }}\n+++\n"
    );
    assert!(text(&site).contains(&again), "{}", text(&site));
    assert!(text(&site).contains(&format!("[review]\ncode = \"{old}\"\n")), "what was signed before stays");
    site.run(&["review", FILE]).succeeds().says("待终审").says(&format!("审过的另一稿：{old}"));
}

#[test]
fn several_persons_may_read_the_proofs() {
    let site = site();
    sign(&site, "校对", "丁", "2024-01-03").succeeds();
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    sign(&site, "校对", "戊", "2024-01-04").succeeds();
    sign(&site, "校对", "丁", "2024-01-04").exits(1).says("已经");
    assert!(text(&site).contains("\n\"校对\" = { by = [\"丁\", \"戊\"], on = 2024-01-04 }\n"), "{}", text(&site));
}

#[test]
fn names_are_written_as_toml_wants_them() {
    let site = site();
    sign(&site, "初审", "甲\"\\乙'", "2024-01-03").succeeds();
    sign(&site, "复审", "丙", "2024-01-03").succeeds();
    site.run(&["review", FILE]).succeeds().says("甲\"\\乙'");
}

#[test]
fn a_table_to_which_nothing_can_be_added_is_left_as_it_is() {
    let site = site();
    site.report("示例栏目/文章", &format!("{MATTER}\nreview = {{ checked = \"甲\" }}"), "正文。");
    let before = text(&site);
    sign(&site, "初审", "甲", "2024-01-03").exits(1).says("没有改动").says("单独的一节");
    assert_eq!(text(&site), before);
    site.report("示例栏目/文章", &format!("{MATTER}\n[review]\nchecked = \"甲\"\n\n[extra]\na = 1"), "正文。");
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    assert!(text(&site).contains("[extra]\na = 1\n\n[[review.again]]\ncode"), "{}", text(&site));
}

#[test]
fn what_is_printed_begins_its_sum_with_the_code() {
    let site = site();
    site.remove(FILE);
    site.report("示例栏目/文章/index", MATTER, "见附件。").write("reports/示例栏目/文章/附件.csv", "甲,乙\n");
    let run = site.run(&["review", "reports/示例栏目/文章", "--print"]);
    assert_eq!(run.succeeds().stdout, "审签单/示例栏目/文章/送审稿.txt\n审签单/示例栏目/文章/审签单.html\n");
    let manuscript = std::fs::read(site.root.join("审签单/示例栏目/文章/送审稿.txt")).expect("the text");
    let sum: String = Sha256::digest(&manuscript).iter().map(|byte| format!("{byte:02X}")).collect();
    let told = site.run(&["review", "reports/示例栏目/文章/index.md"]).stdout;
    assert!(told.contains(&format!("审签码：{}-{}-{}（", &sum[..4], &sum[4..8], &sum[8..12])), "{told}");
    let attached: String = Sha256::digest("甲,乙\n").iter().map(|byte| format!("{byte:02x}")).collect();
    let expected =
        format!("gongkai 送审稿 1\n标题：示例文章\n发布日期：2024-01-08\n附件：{attached}  附件.csv\n正文：\n见附件。\n");
    assert_eq!(String::from_utf8_lossy(&manuscript), expected);
}

#[test]
fn the_sheet_has_the_code_and_room_to_sign_and_runs_nothing() {
    let site = site();
    sign(&site, "初审", "<甲>", "2024-01-03").succeeds();
    site.run(&["review", FILE, "--print", "--out", "纸"]).succeeds();
    let sheet = std::fs::read_to_string(site.root.join("纸/审签单.html")).expect("the sheet");
    let page = crate::support::html::Html::parse(&sheet);
    assert_eq!(page.words("strong"), [code(&site)]);
    assert_eq!(page.words(".steps tbody th"), ["初审", "复审", "终审", "一校", "二校", "三校"]);
    assert!(sheet.contains("<td>&lt;甲&gt;</td><td></td><td>2024年1月3日</td>"), "{sheet}");
    assert!(sheet.contains("size: A4") && sheet.contains("<svg") && !sheet.contains("<script") && !sheet.contains("src="));
}

#[test]
fn the_sheet_has_the_signature_that_is_given_with_it() {
    let site = site();
    site.run(&["review", FILE, "--step", "初审", "--by", "甲", "--on", "2024-01-03", "--print", "--out", "纸"]).succeeds();
    let sheet = std::fs::read_to_string(site.root.join("纸/审签单.html")).expect("the sheet");
    assert!(sheet.contains("<td>甲</td><td></td><td>2024年1月3日</td>"), "{sheet}");
}

#[test]
fn a_name_with_characters_that_nobody_sees_is_refused() {
    let site = site();
    let before = text(&site);
    for name in ["甲\u{200b}", "甲\u{202e}乙", "甲\u{7}"] {
        sign(&site, "初审", name, "2024-01-03").exits(1).says("看不见的字符");
    }
    assert_eq!(text(&site), before);
}

#[test]
fn a_proof_that_is_read_again_loses_no_remark_of_the_first() {
    let site = site();
    sign(&site, "校对", "丁", "2024-01-03").succeeds();
    let noted = text(&site).replace("on = 2024-01-03 }", "on = 2024-01-03, \"几校\" = 3 }");
    site.write(FILE, &noted);
    sign(&site, "校对", "戊", "2024-01-04").exits(1).says("没有改动");
    assert_eq!(text(&site), noted);
}

#[test]
fn nothing_is_printed_where_it_would_be_published() {
    let site = site();
    for folder in ["reports/示例栏目", "assets", "assets/下面/../纸", "themes", "output/纸"] {
        let run = site.run(&["review", FILE, "--step", "初审", "--by", "甲", "--print", "--out", folder]);
        run.exits(2).says("随网站公开");
        assert!(!site.root.join(folder).join("送审稿.txt").exists(), "{folder}");
    }
    assert!(!text(&site).contains("[review]"), "a sheet that is refused signs nothing");
}

#[test]
fn what_is_no_report_cannot_be_reviewed() {
    let site = site();
    for file in ["reports/没有.md", "site.toml", "reports/示例栏目"] {
        site.run(&["review", file]).exits(2);
    }
    site.write(FILE, "+++\ntitle = “错”\n+++\n正文。");
    site.run(&["review", FILE]).exits(1).says("gongkai check");
    site.run(&["review", FILE, "--step", "初审"]).exits(2);
    site.run(&["review", FILE, "--step", "四审", "--by", "甲"]).exits(2);
}

#[test]
fn a_column_that_demands_nothing_may_be_signed_all_the_same() {
    let site = Site::minimal();
    site.run(&["review", FILE]).succeeds().says("不要求审签");
    sign(&site, "复审", "乙", "2024-01-03").exits(1).says("还没有初审");
    sign(&site, "初审", "甲", "2024-01-03").succeeds();
    assert_eq!(site.check().exits(0).rules(), Vec::<String>::new());
    site.write(FILE, text(&site).replace("正文。", "正文，改过。"));
    assert_eq!(site.check().exits(0).rules(), ["missing-review"]);
}
