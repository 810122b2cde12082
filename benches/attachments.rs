//! Attachments made to take all time or memory: each is made in memory in two sizes, the second twice the first, and looked into. What
//! is printed is the size of the file, the time of both, and their factor: 2 is in proportion, 1 is the end of the budget, 4 is a fault.
//!
//!     cargo bench --bench attachments

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot run has nothing to say, and others print"
)]
#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark takes the time and prints it")]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use gongkai::load::inspection::inspect;
use gongkai::model::path::SourcePath;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Runs of which the shortest counts.
const RUNS: usize = 3;
/// An identity number of a region that was never given out.
const IDENTITY: &str = "119999198501010006";

/// A file of the size that is asked for: its name and its bytes.
type Maker = fn(usize) -> (&'static str, Vec<u8>);

const KINDS: [(&str, Maker); 14] = [
    ("hidden columns to XFD", |size| ("a.xlsx", workbook(&hidden_columns(2_000 * size, 20), ""))),
    ("attributes on columns", |size| {
        ("a.xlsx", workbook(&"<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(2_000 * size), ""))
    }),
    ("one long shared string", |size| ("a.xlsx", workbook(&shared_cells(1_500 * size), &"长".repeat(350_000)))),
    ("empty rows", |size| ("a.xlsx", workbook(&"<row/>".repeat(2_500_000 * size), ""))),
    ("cells without rows' end", |size| ("a.xlsx", workbook(&"<row><c><v>1</v></c>".repeat(500_000 * size), ""))),
    ("repeated cells of OpenDocument", |size| ("a.ods", open_workbook(50_000 * size))),
    ("line feeds in a zip", |size| ("a.zip", archive(&[("a.csv".into(), vec![b'\n'; 16_000_000 * size])]))),
    ("PDFs in a zip", |size| ("a.zip", archive(&pages(25 * size)))),
    ("/Author(", |size| ("a.pdf", b"%PDF-1.4 /Author(".iter().copied().chain(b"/Author(".repeat(10_000 * size)).collect())),
    ("ranges of all codes", |size| ("a.pdf", font(&"<0000><ffff><0030>\n".repeat(500 * size)))),
    ("many small ranges", |size| ("a.pdf", font(&"<01><02><0030>".repeat(450_000 * size)))),
    ("identity numbers in one line", |size| ("a.txt", format!("证件{IDENTITY}，").repeat(60_000 * size).into_bytes())),
    ("住址 in one line", |size| ("a.txt", "住址".repeat(90_000 * size).into_bytes())),
    ("addresses in one line", |size| ("a.txt", "住址：甲区乙路1号2栋301室，".repeat(50_000 * size).into_bytes())),
];

fn main() {
    println!("{:<32} {:>10} {:>10} {:>10} {:>7}", "", "bytes", "once", "twice", "factor");
    for (name, make) in KINDS {
        let ((bytes, once), (_, twice)) = (measured(make, 1), measured(make, 2));
        let factor = twice.as_secs_f64() / once.as_secs_f64().max(1e-9);
        println!("{name:<32} {bytes:>10} {:>7} ms {:>7} ms {factor:>7.2}", once.as_millis(), twice.as_millis());
    }
}

fn measured(make: Maker, size: usize) -> (usize, Duration) {
    let (name, bytes) = make(size);
    let path = SourcePath::new(name).expect("a name");
    let time = || {
        let start = Instant::now();
        std::hint::black_box(inspect(&path, &bytes));
        start.elapsed()
    };
    (bytes.len(), (0..RUNS).map(|_| time()).min().expect("a run"))
}

fn archive(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>";
    let parts = [
        ("xl/workbook.xml", book.to_string()),
        ("xl/_rels/workbook.xml.rels", "<R><Relationship Id=\"r1\" Target=\"sheet.xml\"/></R>".to_string()),
        ("xl/sharedStrings.xml", format!("<sst><si><t>{shared}</t></si></sst>")),
        ("xl/sheet.xml", format!("<worksheet>{sheet}</worksheet>")),
    ];
    archive(&parts.map(|(name, text)| (name.to_string(), text.into_bytes())))
}

fn hidden_columns(rows: usize, columns: usize) -> String {
    let row = format!("<row>{}</row>", "<c t=\"inlineStr\"><is><t>甲乙丙</t></is></c>".repeat(columns));
    format!("<cols><col min=\"21\" max=\"16384\" hidden=\"1\"/></cols>{}", row.repeat(rows))
}

fn shared_cells(count: usize) -> String {
    format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(count))
}

fn open_workbook(rows: usize) -> Vec<u8> {
    let row = "<table-row number-rows-repeated=\"99\"><table-cell number-columns-repeated=\"16384\"><p>甲</p></table-cell></table-row>";
    let content = format!("<a><spreadsheet><table name=\"S\">{}</table></spreadsheet></a>", row.repeat(rows));
    archive(&[
        ("mimetype".into(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".into(), content.into_bytes()),
    ])
}

fn pages(count: usize) -> Vec<(String, Vec<u8>)> {
    let content = b"BT (1) Tj ET\n".repeat(80_000);
    let page = [b"%PDF-1.4\n1 0 obj<</Length 9>>stream\n".as_slice(), &content, b"\nendstream endobj"].concat();
    (0..count).map(|number| (format!("{number}.pdf"), page.clone())).collect()
}

fn font(table: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj<<>>stream\nbeginbfrange {table}endbfrange\nendstream endobj\n2 0 obj<<>>stream\nBT (1) Tj ET\nendstream endobj")
        .into_bytes()
}
