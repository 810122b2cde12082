//! How fast the stages are, each by itself, on sites that are made in memory: no disk, no peer. Ratios beside other generators come
//! from `benches/compare`; what bounds each stage is told in `docs/performance.md`.
//!
//!     cargo bench

#![allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to say")]

use std::sync::atomic::{AtomicUsize, Ordering};

use gongkai::config::Config;
use gongkai::error::Error;
use gongkai::load::memory::Memory;
use gongkai::load::review::NoReview;
use gongkai::load::sources::NothingKnown;
use gongkai::load::sources::ThemeFiles;
use gongkai::load::{self, Reading};
use gongkai::model::date::parse_moment;
use gongkai::model::digest::Digest;
use gongkai::model::markdown_options::MarkdownOptions;
use gongkai::model::path::{SourcePath, UrlPath};
use gongkai::permalinks::Known;
use gongkai::pipeline::{self, Choices, Planned};
use gongkai::render::Sink;
use gongkai::render::theme::Theme;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 2] = [1_000, 10_000];
const LEAVES: usize = 46;
const SETTINGS: &str =
    "title = \"示例街道信息公开\"\nbase_url = \"https://www.example.gov.cn\"\n[org]\nname = \"示例街道办事处\"\n";

fn main() {
    divan::main();
}

/// A site of `reports` reports of about 2,700 characters in 46 categories on three levels.
fn memory(reports: usize) -> Memory {
    let file = |number: usize| {
        let leaf = number % LEAVES;
        let path = format!("reports/信息公开/专栏{}/栏目{leaf}/{number:06}.md", leaf % 5);
        (SourcePath::new(&path).expect("a path below the site"), report(number).into_bytes())
    };
    Memory::new((0..reports).map(file).collect())
}

fn report(number: usize) -> String {
    let (year, month, day) = (2015 + number % 10, 1 + number % 12, 1 + number % 28);
    let mut text = format!(
        "+++\ntitle = \"示例街道{year}年第{number}号工作情况\"\ndate = {year}-{month:02}-{day:02}\nsource = \"示例街道办\"\nkeywords = [\"工作总结\", \"政务公开\"]\n+++\n\n"
    );
    let sentence = "围绕年度重点任务清单，各科室按照时间节点倒排工期，累计办理事项三百二十件，按期办结率达到百分之九十八。";
    for (at, numeral) in ["一", "二", "三", "四", "五"].iter().enumerate() {
        text.push_str(&format!("{numeral}、工作开展情况\n\n"));
        for inner in ["一", "二", "三"] {
            text.push_str(&format!("（{inner}）聚焦主责主业，推动任务落地\n\n**加强组织领导。**{}\n\n", sentence.repeat(3)));
        }
        if at == 1 {
            text.push_str("| 指标 | 上年 | 本年 |\n|---|---:|---:|\n| 受理事项 | 120 | 150 |\n| 办结事项 | 118 | 149 |\n\n");
        }
    }
    text
}

fn choices() -> Choices {
    Choices { now: parse_moment("2026-11-23").expect("a day"), drafts: false }
}

fn planned(memory: &Memory, config: &Config, theme: &Theme) -> Planned {
    pipeline::plan(memory, config, choices(), (&NothingKnown, &Known::default()), &theme.facts(config)).expect("a plan")
}

/// Has nothing, takes everything, keeps its weight.
struct Scales(AtomicUsize);

impl Sink for Scales {
    fn has(&self, _: &UrlPath, _: Digest) -> bool {
        false
    }

    fn take(&self, _: &UrlPath, bytes: &[u8], _: Option<Digest>) -> Result<(), Error> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(())
    }
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn load(bencher: divan::Bencher, reports: usize) {
    let memory = memory(reports);
    let markdown = MarkdownOptions { run_in_leads: true, ..MarkdownOptions::default() };
    let reading = Reading { markdown, review: &NoReview };
    bencher.counter(reports).bench_local(|| load::load(&memory, reading, &NothingKnown).expect("a site"));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn load_check_index_plan(bencher: divan::Bencher, reports: usize) {
    let memory = memory(reports);
    let config = Config::parse(SETTINGS);
    let theme = Theme::load(&config, &ThemeFiles::new()).expect("the built-in theme");
    bencher.counter(reports).bench_local(|| planned(&memory, &config, &theme));
}

/// Has all pages but the search data.
struct SearchDataMissing(AtomicUsize);

impl Sink for SearchDataMissing {
    fn has(&self, url: &UrlPath, _: Digest) -> bool {
        !url.as_str().starts_with("search/")
    }

    fn take(&self, _: &UrlPath, bytes: &[u8], _: Option<Digest>) -> Result<(), Error> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(())
    }
}

/// Indexing for the search page, with looking whether the other pages stand.
#[divan::bench(args = SIZES, sample_count = 10)]
fn search_data(bencher: divan::Bencher, reports: usize) {
    let memory = memory(reports);
    let config = Config::parse(SETTINGS);
    let mut theme = Theme::load(&config, &ThemeFiles::new()).expect("the built-in theme");
    let planned = planned(&memory, &config, &theme);
    let weighed = SearchDataMissing(AtomicUsize::new(0));
    bencher.counter(reports).bench_local(|| {
        pipeline::render(&planned, &config, &mut theme, &memory, &weighed).expect("search data");
    });
    assert!(weighed.0.into_inner() > reports, "an index was made");
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn render(bencher: divan::Bencher, reports: usize) {
    let memory = memory(reports);
    let config = Config::parse(SETTINGS);
    let mut theme = Theme::load(&config, &ThemeFiles::new()).expect("the built-in theme");
    let planned = planned(&memory, &config, &theme);
    let weighed = Scales(AtomicUsize::new(0));
    bencher.counter(reports).bench_local(|| {
        pipeline::render(&planned, &config, &mut theme, &memory, &weighed).expect("pages");
    });
    assert!(weighed.0.into_inner() > reports, "pages were made");
}
