//! Attachments that run something are refused, whatever they are called; the site alone can allow one, by its path and with a reason.

use std::io::Write;

use zip::write::SimpleFileOptions;

use crate::support::site::{Site, settings_with_levels};

const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";
const SCRIPT: &str = "<!DOCTYPE html><title>x</title><script>alert(1)</script>";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>";

/// A report with a folder of its own and these files in it.
fn with_files(files: &[(&str, &[u8])]) -> Site {
    let site = Site::bare();
    site.report("示例栏目/文章/index", MATTER, "见附件。");
    for (name, bytes) in files {
        site.write(&format!("reports/示例栏目/文章/{name}"), bytes);
    }
    site
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Beginning of a program for Windows.
fn program() -> Vec<u8> {
    let mut bytes = b"MZ".to_vec();
    bytes.resize(0x3c, 0);
    bytes.extend(b"\x40\0\0\0PE\0\0");
    bytes
}

/// Fails unless the findings have all of these words.
#[track_caller]
fn assert_told(site: &Site, words: &[&str]) {
    let told = site.check().stdout;
    for words in words {
        assert!(told.contains(words), "{words} is not in {told}");
    }
}

fn level(site: &Site, rule: &str) -> Option<String> {
    let run = site.check();
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().find(|found| found["rule"] == rule).map(|found| found["level"].as_str().expect("a level").to_string())
}

#[test]
fn a_page_a_drawing_with_a_script_and_a_program_in_disguise_keep_the_site_from_being_built() {
    let files: [(&str, &[u8]); 5] = [
        ("专题.html", SCRIPT.as_bytes()),
        ("示意图.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
        ("公告.pdf", &program()),
        ("说明.txt", SCRIPT.as_bytes()),
        ("web.config", b"<configuration/>"),
    ];
    for file in files {
        let site = with_files(&[file]);
        site.build(&[]).exits(1);
        assert_told(&site, &["active-file", file.0, "[[attachments.allow]]"]);
        assert!(!site.has_output("index.html"), "{}", file.0);
    }
}

#[test]
fn a_drawing_without_a_script_and_a_list_of_data_are_published() {
    let site =
        with_files(&[("示意图.svg", DRAWING.as_bytes()), ("数据.xml", b"<?xml version=\"1.0\"?><list><item/></list>")]);
    site.build(&[]).succeeds();
    assert!(site.output_paths().iter().any(|path| path.ends_with(".svg")));
}

#[test]
fn only_the_site_allows_such_a_file_and_only_with_a_reason() {
    let site = with_files(&[("专题.html", SCRIPT.as_bytes())]);
    let allow = |more: &str| format!("\n[[attachments.allow]]\nfile = \"reports/示例栏目/文章/专题.html\"\n{more}\n");
    let settings = std::fs::read_to_string(site.root.join("site.toml")).expect("the settings");
    site.write("site.toml", settings_with_levels("active-file = \"off\"\n")).build(&[]).exits(1);
    site.write("site.toml", format!("{settings}{}", allow(""))).build(&[]).exits(1);
    assert_told(&site, &["invalid-value", "`reason`"]);
    site.write("site.toml", format!("{settings}{}", allow("reason = \"上级要求存档\""))).build(&[]).succeeds();
    assert!(site.output_paths().iter().any(|path| path.ends_with("专题.html") || path.ends_with(".html")));
    site.report("示例栏目/文章/index", &format!("{MATTER}\n[[allow]]\nrule = \"active-file\"\nreason = \"x\""), "见附件。");
    site.write("site.toml", settings).build(&[]).exits(1);
}

#[test]
fn an_allowance_that_no_file_needs_is_told() {
    let site = with_files(&[("示意图.svg", DRAWING.as_bytes())]);
    site.setting("[[attachments.allow]]\nfile = \"reports/示例栏目/文章/示意图.svg\"\nreason = \"x\"");
    assert_told(&site, &["unused-allowance", "示意图.svg"]);
}

#[test]
fn macros_and_what_is_in_an_archive_are_told_as_warnings() {
    let with_macro = archive(&[("word/document.xml", b"<d/>"), ("word/vbaProject.bin", b"x")]);
    let old: Vec<u8> =
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes).collect()]
            .concat();
    let inner = archive(&[("工具/填报.exe", &program()), ("说明.txt", b"x")]);
    for file in [("通知.docx", with_macro.clone()), ("通知.docm", with_macro), ("表.xls", old), ("资料.zip", inner)] {
        let site = with_files(&[(file.0, &file.1)]);
        assert_eq!(level(&site, "active-part").as_deref(), Some("warning"), "{}", file.0);
        assert_eq!(level(&site, "active-file"), None, "{}", file.0);
    }
}

#[test]
fn every_file_of_an_archive_that_was_not_looked_at_is_named() {
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice();
    let members = archive(&[("甲.doc", old), ("乙.doc", old), ("丙.rar", b"Rar!\x1a\x07")]);
    let site = with_files(&[("资料.zip", &members)]);
    assert_told(&site, &["`甲.doc`、`乙.doc`没有检查：旧版 Office、WPS 格式", "`丙.rar`没有检查"]);
}

#[test]
fn a_file_that_unpacks_to_far_too_much_is_said_to_be_looked_at_in_part() {
    let rows = vec![b'\n'; 40 << 20];
    let lines = archive(&[("表.csv", &rows)]);
    let cell = "<c t=\"s\"><v>0</v></c>".repeat(3_000);
    let shared = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(300_000));
    let workbook = archive(&[
        ("xl/workbook.xml", b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<R><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></R>"),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>").as_bytes()),
    ]);
    let site = with_files(&[("资料.zip", &lines), ("表.xlsx", &workbook)]);
    let cut = "没有检查：内容太多，只查看了前面的部分";
    assert_told(
        &site,
        &[&format!("附件 `资料.zip` 里的 `表.csv`{cut}"), &format!("附件 `表.xlsx` 的内容{cut}，工作表“S”起没有看完")],
    );
}
