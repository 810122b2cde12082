//! Private data that somebody forgot to take out: wherever it stands it is found, nothing that only looks so is, and no output
//! of any format tells it in clear. All numbers are computed here: right in form, of a region that was never given out.

use std::io::Write;

use zip::write::SimpleFileOptions;

use crate::support::site::Site;

const MATTER: &str = "title = \"示例文章\"\ndate = 2024-01-08";

/// An identity number of the region `119999`.
pub fn identity(serial: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let head = format!("119999{}{:02}{:02}{:03}", 1950 + serial % 60, 1 + serial % 12, 1 + serial % 28, serial % 1000);
    let sum: u32 = head.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).expect("a digit") * weight).sum();
    format!("{head}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}

/// No provider has numbers that begin with 154.
pub fn mobile(serial: u32) -> String {
    format!("154{:08}", serial * 7919 % 100_000_000)
}

fn card(serial: u32) -> String {
    let head = format!("620000{serial:012}");
    let sum: u32 = head.chars().rev().enumerate().fold(0, |sum, (place, c)| {
        let digit = c.to_digit(10).expect("a digit") * if place % 2 == 0 { 2 } else { 1 };
        sum + if digit > 9 { digit - 9 } else { digit }
    });
    format!("{head}{}", (10 - sum % 10) % 10)
}

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("its text");
    }
    writer.finish().expect("a package").into_inner()
}

/// A document with this body and these parts.
pub fn docx(body: &str, more: &[(&str, String)]) -> Vec<u8> {
    let mut parts = vec![("word/document.xml", format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"))];
    parts.extend(more.iter().map(|(name, text)| (*name, text.clone())));
    package(&parts)
}

/// A workbook with one sheet; `attributes` are those of the sheet.
fn xlsx(attributes: &str, sheet: &str, more: &[(&str, String)]) -> Vec<u8> {
    let mut parts = vec![
        (
            "xl/workbook.xml",
            format!("<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" {attributes} r:id=\"r1\"/></sheets></workbook>"),
        ),
        ("xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></R>".to_string()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>")),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.clone())));
    package(&parts)
}

fn text_cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p>", &text[..3], &text[3..])
}

/// Pairs of a rule and a text in which it is broken.
fn planted_texts() -> Vec<(&'static str, String)> {
    let mut planted = Vec::new();
    for serial in 1..=14 {
        let (identity, mobile, card) = (identity(serial * 37), mobile(serial), card(serial * 91));
        planted.push(("identity-number", format!("张某（身份证号：{identity}）领取补贴。")));
        planted.push(("identity-number", format!("申请人{identity}已核实")));
        planted.push(("identity-number", format!("| 序号 | 证件 |\n|---|---|\n| 1 | {identity} |")));
        planted.push(("mobile-number", format!("联系人：张某，电话：{mobile}。")));
        planted.push(("mobile-number", format!("请致电 {} {} {}", &mobile[..3], &mobile[3..7], &mobile[7..])));
        planted.push(("mobile-number", format!("| 事项 | 联系电话 |\n|---|---|\n| 报名 | {mobile} |")));
        planted.push(("bank-card-number", format!("开户行：某银行，卡号：{card}。")));
        planted.push(("passport-number", format!("持护照（号码E{serial:08}）入境。")));
        planted.push(("identity-number", format!("示例：`{identity}`")));
        planted.push(("identity-number", format!("见[名单](https://www.example.gov.cn/?id={identity})。")));
        planted.push(("mobile-number", format!("[拨打电话](tel:{mobile})")));
        planted.push(("home-address", format!("家庭住址：某区甲街道乙路{serial}号2栋{serial}01室。")));
        planted.push(("home-address", format!("| 编号 | 户口所在 |\n|---|---|\n| 甲 | 某区甲村乙路{serial}号 |")));
        planted.push(("personal-table", format!("| 姓名 | 身份证号 |\n|---|---|\n| 甲乙丙 | {identity} |")));
    }
    planted
}

/// Name and bytes of attachments with a fault in each.
fn planted_files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let (identity, mobile) = (identity(500), mobile(500));
    let sheet_data = |rows: &str| format!("<sheetData>{rows}</sheetData>");
    let number = sheet_data(&format!("<row r=\"1\">{}</row>", text_cell("A1", &identity)));
    let hidden_row = sheet_data(&format!("<row r=\"3\" hidden=\"1\">{}</row>", text_cell("B3", &identity)));
    let hidden_column = format!("<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols>{number}");
    let phones = format!("<row>{}</row><row><c r=\"A2\"><v>{mobile}</v></c></row>", text_cell("A1", "手机"));
    let comment = ("xl/comments1.xml", format!("<comments><comment><t>{identity}</t></comment></comments>"));
    let pivot = ("xl/pivotCache/pivotCacheRecords1.xml", format!("<r><s v=\"{identity}\"/></r>"));
    let list = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph("姓名"),
        paragraph("残疾等级"),
        paragraph("甲乙丙"),
        paragraph("二级")
    );
    let deleted = format!("<w:p><w:del w:id=\"1\"><w:r><w:delText>{identity}</w:delText></w:r></w:del></w:p>");
    let vanished = format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{identity}</w:t></w:r></w:p>");
    let note = |name, text: &str| {
        (name, format!("<w:x xmlns:w=\"w\"><w:comment><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:x>"))
    };
    let author = ("docProps/core.xml", "<c><creator>甲乙丙</creator></c>".to_string());
    // Word on the web names the text so; only the types of the parts tell.
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!("<Types><Override PartName=\"/word/document2.xml\" ContentType=\"{main}\"/></Types>");
    let renamed = [("[Content_Types].xml", types), ("word/document2.xml", paragraph(&identity))];
    vec![
        ("identity-number", "表.xlsx", xlsx("", &number, &[])),
        ("identity-number", "表.xlsx", xlsx("state=\"veryHidden\"", &number, &[])),
        ("hidden-content", "表.xlsx", xlsx("state=\"hidden\"", &number, &[])),
        ("identity-number", "表.xlsx", xlsx("", &hidden_row, &[])),
        ("hidden-content", "表.xlsx", xlsx("", &hidden_row, &[])),
        ("hidden-content", "表.xlsx", xlsx("", &hidden_column, &[])),
        ("identity-number", "表.xlsx", xlsx("", "", std::slice::from_ref(&comment))),
        ("hidden-content", "表.xlsx", xlsx("", "", &[comment])),
        ("identity-number", "表.xlsx", xlsx("", "", &[pivot])),
        ("mobile-number", "表.xlsx", xlsx("", &sheet_data(&phones), &[])),
        ("identity-number", "文.docx", docx(&paragraph(&format!("号码{identity}")), &[])),
        ("identity-number", "文.docx", docx("", &renamed)),
        ("personal-table", "文.docx", docx(&list, &[])),
        ("identity-number", "文.docx", docx(&deleted, &[])),
        ("hidden-content", "文.docx", docx(&deleted, &[])),
        ("identity-number", "文.docx", docx(&vanished, &[])),
        ("hidden-content", "文.docx", docx(&vanished, &[])),
        ("identity-number", "文.docx", docx("", &[note("word/comments.xml", &identity)])),
        ("hidden-content", "文.docx", docx("", &[note("word/comments.xml", "问一下")])),
        ("mobile-number", "文.docx", docx("", &[note("word/footer1.xml", &format!("电话{mobile}"))])),
        ("document-author", "文.docx", docx("", &[author])),
        ("identity-number", "表.csv", format!("序号,备注\n1,{identity}").into_bytes()),
        ("mobile-number", "表.csv", encoding_rs::GBK.encode(&format!("事项,电话\n报名,{mobile}")).0.into_owned()),
        ("identity-number", "文.txt", format!("号码{identity}").into_bytes()),
        ("identity-number", "文.pdf", format!("%PDF-1.4 1 0 obj<<>>stream\nBT ({identity}) Tj ET\nendstream").into_bytes()),
        ("identity-number", "名.txt", format!("身份证：{identity}").into_bytes()),
        ("disguised-file", "文.docx", b"<html></html>".to_vec()),
        (
            "uninspected-file",
            "文.docx",
            [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &utf16("EncryptedPackage")].concat(),
        ),
    ]
}

/// Packages that are neither documents nor workbooks, and what documents carry beside their text.
fn planted_packages() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let (identity, mobile) = (identity(501), mobile(501));
    let slide = |attributes: &str, text: &str| {
        format!("<p:sld xmlns:p=\"p\" xmlns:a=\"a\" {attributes}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>")
    };
    let head = text_cell("A1", "身份证号");
    let shortened = format!("{}.{}E+17", &identity[..1], &identity[1..15]);
    let as_number = format!("<sheetData><row>{head}</row><row><c r=\"A2\"><v>{shortened}</v></c></row></sheetData>");
    let formula = format!("<sheetData><row><c r=\"A2\"><f>\"{identity}\"</f></c></row></sheetData>");
    let link = |target: &str| format!("<R><Relationship Target=\"{target}\" TargetMode=\"External\"/></R>");
    let list = docx(&paragraph(&format!("号码{identity}")), &[]);
    let zip = |name: &str, bytes: &[u8]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("its bytes");
        writer.finish().expect("an archive").into_inner()
    };
    let carried = |name: &str, bytes: &[u8]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in [("word/document.xml", b"<w:document/>".as_slice()), (name, bytes)] {
            writer.start_file(name, SimpleFileOptions::default()).expect("a part");
            writer.write_all(bytes).expect("its bytes");
        }
        writer.finish().expect("a document").into_inner()
    };
    let page = format!("<Page><TextObject><TextCode>号码{identity}</TextCode></TextObject></Page>");
    let author = "<OFD><DocInfo><Author>甲乙丙</Author></DocInfo></OFD>".to_string();
    let letters =
        b"<~Gap@D0a`Fr&-MfV77su7NLlZp$<gTp#D.YKs)22^KM2sj_SZ4q<aZYsS_scZ@.#gm?rMrSs-.+D&QLZ`LZl]oi_8C\\69!E-+/B-cmh3P~>";
    let pdf = [
        b"%PDF-1.3\n<</ProcSet [/PDF /Text /ImageB]>> endobj 7 0 obj <</Filter [/ASCII85Decode /FlateDecode]>> stream\n",
        &letters[2..],
        b"endstream".as_slice(),
    ];
    vec![
        ("identity-number", "讲.pptx", package(&[("ppt/slides/slide1.xml", slide("", &identity))])),
        ("hidden-content", "讲.pptx", package(&[("ppt/slides/slide1.xml", slide("show=\"0\"", "甲"))])),
        ("mobile-number", "讲.pptx", package(&[("ppt/notesSlides/notesSlide1.xml", slide("", &format!("电话{mobile}")))])),
        ("identity-number", "文.ofd", package(&[("OFD.xml", author.clone()), ("Doc_0/Pages/Page_0/Content.xml", page)])),
        ("document-author", "文.ofd", package(&[("OFD.xml", author)])),
        (
            "identity-number",
            "文.odt",
            package(&[("mimetype", String::new()), ("content.xml", format!("<o><p>号码<s>{identity}</s></p></o>"))]),
        ),
        ("identity-number", "包.zip", zip("名单.docx", &list)),
        ("identity-number", "包.zip", zip("里.zip", &zip("名单.docx", &list))),
        ("identity-number", "包.zip", zip(&format!("{identity}.txt"), b"")),
        ("uninspected-file", "包.zip", zip("里.zip", &zip("里.zip", &zip("名单.docx", &list)))),
        ("identity-number", "文.docx", carried("word/embeddings/表.xlsx", &xlsx("", &formula, &[]))),
        ("identity-number", "表.xlsx", xlsx("", &as_number, &[])),
        ("identity-number", "表.xlsx", xlsx("", &formula, &[])),
        (
            "mobile-number",
            "表.xlsx",
            xlsx("", "", &[("xl/worksheets/_rels/sheet1.xml.rels", link(&format!("tel:{mobile}")))]),
        ),
        ("identity-number", "文.pdf", pdf.concat()),
        ("uninspected-file", "文.pdf", b"%PDF-1.4 1 0 obj<</Subtype/Image>>stream\nendstream".to_vec()),
        ("identity-number", "页.html", format!("<html><p>号码{identity}</p></html>").into_bytes()),
        ("uninspected-file", "影.mp4", b"\0\0\0\x18ftypmp42".to_vec()),
    ]
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A site with one planted fault a report, named by its number.
fn planted() -> (Site, Vec<(String, &'static str)>) {
    let site = Site::bare();
    let mut expected = Vec::new();
    for (at, (rule, text)) in planted_texts().iter().enumerate() {
        site.report(&format!("示例栏目/甲{at}"), MATTER, text);
        expected.push((format!("reports/示例栏目/甲{at}.md"), *rule));
    }
    for (at, (rule, name, bytes)) in planted_files().iter().chain(&planted_packages()).enumerate() {
        site.report(&format!("示例栏目/乙{at}/index"), MATTER, "正文。");
        site.write(&format!("reports/示例栏目/乙{at}/{name}"), bytes);
        expected.push((format!("reports/示例栏目/乙{at}/{name}"), *rule));
    }
    (site, expected)
}

#[test]
fn planted_private_data_is_found() {
    let (site, expected) = planted();
    assert!(expected.len() >= 150, "{}", expected.len());
    let json = site.check().json();
    let findings = json["findings"].as_array().expect("findings");
    let is_found =
        |(file, rule): &&(String, &str)| findings.iter().any(|found| found["file"] == *file && found["rule"] == *rule);
    let missed: Vec<_> = expected.iter().filter(|planted| !is_found(planted)).collect();
    let recall = 1.0 - missed.len() as f64 / expected.len() as f64;
    assert!(recall >= 0.98, "{recall}: {missed:#?}");
}

#[test]
fn no_format_tells_a_number_in_clear() {
    let site = Site::bare();
    let (identity, mobile) = (identity(77), mobile(77));
    let body = format!("联系人（{identity},电话{mobile}）,见[表](无{mobile}.pdf)。");
    site.report(&format!("示例栏目/名单{identity}"), &format!("{MATTER}\neditor = \"{mobile}\""), &body);
    site.report("示例栏目/表/index", &format!("{MATTER}\nslug = \"{mobile} \""), "正文。");
    site.write(&format!("reports/示例栏目/表/{mobile}.csv"), format!("甲\n{identity}"));
    for format in ["text", "json", "github", "sarif"] {
        for command in ["check", "build"] {
            let run = site.run(&[command, "--as-of", "2024-12-31", "--format", format]);
            run.exits(1);
            for number in [&identity, &mobile] {
                assert!(!run.stdout.contains(number) && !run.stderr.contains(number), "{number} in {run}");
            }
        }
    }
}

#[test]
fn places_that_a_finding_names_beside_its_own_are_masked_as_well() {
    let site = Site::bare();
    let (identity, mobile) = (identity(78), mobile(78));
    let allow = |rule| format!("\n\n[[allow]]\nrule = \"{rule}\"\nreason = \"依法公示\"");
    let matter = format!("{MATTER}{}{}", allow("identity-number"), allow("mobile-number"));
    let long = "本街道全年持续推进各项重点工作，压实责任，细化措施，确保年度目标任务如期完成。";
    let body = format!(
        "今年,任务完成。\n\n联系人甲,{mobile},乙。\n\n申请人甲,{identity},乙。\n\n\
         {long}甲{mobile}，乙{identity}。\n\n{long}甲{mobile}，乙{identity}。"
    );
    site.report("示例栏目/名单", &matter, &body);
    let mut runs = vec![site.run(&["check", "--report"]), site.run(&["fix", "--dry-run"])];
    assert!(runs[1].stdout.contains("联系人甲，154****"), "{}", runs[1]);
    for format in ["text", "json", "github", "sarif"] {
        for command in ["check", "build"] {
            let run = site.run(&[command, "--as-of", "2024-12-31", "--format", format]);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(said.contains("half-width-punctuation") && said.contains("repeated-paragraph"), "{run}");
            // GitHub has no field for further places.
            assert!(format == "github" || said.contains("这里也是"), "{run}");
            runs.push(run);
        }
    }
    for run in &runs {
        run.succeeds();
        for number in [&identity, &mobile] {
            assert!(!run.stdout.contains(number) && !run.stderr.contains(number), "{number} in {run}");
        }
    }
}

#[test]
fn what_only_looks_private_is_not_reported() {
    let site = Site::bare();
    let body = "索引号：114403006955506492/2021-00426，000014349/2017-00110；统一社会信用代码：12440300MB2C01234X。\n\n\
        文号：某办〔2024〕15400001号；金额15400001234元，共154000.12万元，占15.4%；合同号15400001234。\n\n\
        咨询电话：0755-00000000转8001，热线12345，400-000-0000；时间20240108153000。\n\n\
        电话154****1234，身份证11*************017，护照E******12，家庭住址：某区甲街道。\n\n\
        办公地址：某区甲街道乙路1号301室；网址 https://www.gov.cn/15400001234.html 。\n\n\
        | 项目 | 金额（元） | 编号 |\n|---|---|---|\n| 合计 | 15400001234 | 6200000000000000001 |\n\n\
        | 姓名 | 职务 | 办公电话 |\n|---|---|---|\n| 甲乙丙 | 主任 | 0755-00000000 |";
    site.report("示例栏目/文章/index", MATTER, body);
    let row = format!(
        "<sheetData><row r=\"1\">{}{}</row><row><c r=\"A2\"><v>15400001234</v></c></row></sheetData>",
        text_cell("A1", "金额"),
        text_cell("B1", "姓名")
    );
    site.write("reports/示例栏目/文章/表.xlsx", xlsx("", &row, &[]));
    site.write("reports/示例栏目/文章/文.docx", docx(&paragraph("热线12345，金额15400001234元"), &[]));
    site.write("reports/示例栏目/文章/表.csv", "项目,金额\n合计,15400001234");
    let run = site.check();
    let rules = run.succeeds().rules();
    assert_eq!(rules, [""; 0], "{run}");
}

#[test]
fn a_small_file_that_unpacks_to_very_much_is_read_only_so_far() {
    let site = Site::bare();
    site.report("示例栏目/文章/index", MATTER, "正文。");
    let bomb = docx(&" ".repeat(40 << 20), &[]);
    assert!(bomb.len() < 1 << 20);
    site.write("reports/示例栏目/文章/文.docx", bomb);
    assert_eq!(site.check().succeeds().rules(), ["uninspected-file"]);
}

#[test]
fn an_allowance_of_the_report_counts_for_its_files_and_findings_stay_from_build_to_build() {
    let site = Site::bare();
    let matter = format!("{MATTER}\n\n[[allow]]\nrule = \"identity-number\"\nreason = \"依法公示\"");
    site.report("示例栏目/文章/index", &matter, "正文。");
    site.write("reports/示例栏目/文章/表.csv", format!("备注\n{}", identity(3)));
    site.write("reports/示例栏目/文章/文.docx", docx("<w:p><w:ins w:id=\"1\"/></w:p>", &[]));
    for _ in 0..3 {
        site.build(&[]).succeeds().says("hidden-content").never_says("identity-number");
    }
    site.report("示例栏目/文章/index", MATTER, "正文。");
    site.build(&[]).exits(1).says("有错误 1");
}

#[test]
fn a_number_in_the_settings_is_found_and_told_masked() {
    let site = Site::minimal();
    let number = mobile(9);
    site.write("site.toml", crate::support::site::SETTINGS.replace("0000-00000000", &number));
    let run = site.run(&["check", "--as-of", "2024-12-31"]);
    run.succeeds();
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains("`org.phone` 写有手机号码 154****") && !said.contains(&number), "{run}");
}
