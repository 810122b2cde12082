//! How the time grows with the text: constructs that once took quadratic time, each at one size and at twice the size. Linear work
//! gives factors near 2; quadratic work near 4. Reading, checking, masking and writing findings as JSON are all in it.
//!
//!     cargo bench --bench growth

#![expect(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a benchmark measures time and prints it")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to say")]
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

use std::time::{Duration, Instant};

use gongkai::check::masking;
use gongkai::config::Config;
use gongkai::diagnostics::{SourceTexts, Summary, counts, json};
use gongkai::load::memory::Memory;
use gongkai::load::sources::NothingKnown;
use gongkai::load::sources::ThemeFiles;
use gongkai::model::date::parse_moment;
use gongkai::model::path::SourcePath;
use gongkai::permalinks::Known;
use gongkai::pipeline::{self, Choices};
use gongkai::render::theme::Theme;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SETTINGS: &str =
    "title = \"示例街道信息公开\"\nbase_url = \"https://www.example.gov.cn\"\n[org]\nname = \"示例街道办事处\"\n";
const MATTER: &str = "+++\ntitle = \"工作总结\"\ndate = 2024-01-08\n";
/// Bytes of the smaller text; the larger one has twice as many.
const SMALL: usize = 400_000;
/// The shortest of so many runs counts.
const RUNS: usize = 3;
/// A factor that no linear work has, whatever the machine does besides.
const SUSPICIOUS: f64 = 2.8;

/// A construct: its name, what stands before and behind, and what is repeated.
struct Construct {
    name: &'static str,
    before: &'static str,
    unit: &'static str,
    /// Lines of settings, not of text.
    is_matter: bool,
}

const fn text(name: &'static str, unit: &'static str) -> Construct {
    Construct { name, before: "", unit, is_matter: false }
}

const CONSTRUCTS: [Construct; 31] = [
    text("plain sentences", "各科室按照时间节点倒排工期，累计办理事项三百二十件。"),
    text("其中1万元，", "其中1万元，"),
    text("其中 without commas", "其中1万元"),
    text("共10项，其中甲3项、乙4项，", "共10项，其中甲3项、乙4项，"),
    text("分别为 lists", "共50件，分别为甲20件、乙30件、"),
    text("甲2件、合计", "甲2件、乙3件，合计"),
    Construct {
        name: "table with 合计",
        before: "| 编码 | 户数 |\n|---|---|\n| 100 | 1 |\n| 合计 | 2 |\n",
        unit: "| 12345678 | 10 |\n",
        is_matter: false,
    },
    Construct {
        name: "table with 小计",
        before: "| 项目 | 户数 |\n|---|---|\n",
        unit: "| 甲 | 10 |\n| 小计 | 10 |\n",
        is_matter: false,
    },
    text("mobile numbers", "手机15412345678，"),
    text("eleven digits", "15412345678，"),
    text("words of homes", "住址"),
    text("addresses", "家庭住址：某区甲路1号2栋301室，"),
    text("identity numbers", "身份证119999198501010073，"),
    text("bank cards", "银行卡号6200000000000000125，"),
    text("zero-width blanks", "甲\u{200b}"),
    text("marks of direction", "甲\u{202e}乙"),
    text("half-width commas", "甲,"),
    text("half-width brackets", "甲("),
    text("square brackets", "甲［甲["),
    text("plus signs", "1+"),
    text("half-width quotes", "\"甲\""),
    text("wrong words", "按装报消帐户"),
    text("opening quotes", "甲“"),
    text("closing brackets", "甲“乙）"),
    text("blanks", "甲， 乙 "),
    text("names of files", "甲.doc,"),
    text("names behind links", "](a b)"),
    text("lines behind items", "1. 甲项。\n乙行。\n"),
    text("addresses and marks", "见https://a.cn，**甲**，"),
    text("comments", "甲,乙 <!-- gongkai: allow half-width-punctuation 照录 -->\n\n"),
    Construct { name: "unknown keys", before: "", unit: "k = 1\n", is_matter: true },
];

fn source(construct: &Construct, bytes: usize) -> String {
    let count = bytes / construct.unit.len();
    if construct.is_matter {
        let keys: String = (0..count).map(|number| format!("k{number} = 1\n")).collect();
        return format!("{MATTER}{keys}+++\n\n正文。\n");
    }
    format!("{MATTER}+++\n\n{}{}\n", construct.before, construct.unit.repeat(count))
}

fn time(source: &str) -> Duration {
    let config = Config::parse(SETTINGS);
    let theme = Theme::load(&config, &ThemeFiles::new()).expect("the built-in theme");
    let path = SourcePath::new("reports/栏目/文章.md").expect("a path below the site");
    let memory = Memory::new([(path.clone(), source.as_bytes().to_vec())].into_iter().collect());
    let choices = Choices { now: parse_moment("2026-11-23").expect("a day"), drafts: false };
    let start = Instant::now();
    let planned = pipeline::plan(&memory, &config, choices, (&NothingKnown, &Known::default()), &theme.facts(&config))
        .expect("a plan");
    let mut texts = SourceTexts::from([(path, source.into())]);
    masking::mask(&mut texts, &planned.diagnostics);
    let shown = json::render(&planned.diagnostics, &texts, &Summary::default(), counts(&planned.diagnostics));
    assert!(!shown.is_empty(), "findings were written");
    start.elapsed()
}

fn shortest(source: &str) -> Duration {
    (0..RUNS).map(|_| time(source)).min().unwrap_or_default()
}

fn main() {
    println!("{:<28} {:>9} {:>9} {:>7}", "construct", "400 KB", "800 KB", "factor");
    for construct in &CONSTRUCTS {
        let (one, two) = (shortest(&source(construct, SMALL)), shortest(&source(construct, 2 * SMALL)));
        let factor = two.as_secs_f64() / one.as_secs_f64();
        let mark = if factor > SUSPICIOUS { "  more than linear" } else { "" };
        println!("{:<28} {:>8.3}s {:>8.3}s {factor:>7.2}{mark}", construct.name, one.as_secs_f64(), two.as_secs_f64());
    }
}
