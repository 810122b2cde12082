//! 公开单: a small text that says what was published on a day, by the digests of `SHA256SUMS` and of the record of addresses. A list that
//! lies beside the files proves nothing against whoever can change both; this text is made to leave the house, on paper, by mail
//! or with a time stamp, and whoever has it can tell later that files and list are still those of that day. Each names the one before,
//! so that none can be taken out of the row unnoticed.
//!
//! Writing and reading of the text only. `commands::seal` makes one and `commands::verify` compares with one; signing and stamping is for
//! tools that exist (`docs/安全.md`).

use std::fmt;

use super::sha256sums::{self, Sum};
use crate::model::date::{Date, parse_day};
use crate::model::sha256;

/// What stands for a value that there is not.
const NONE: &str = "-";
/// Between the name and the value of a line: full-width, because a printed 公开单 is a Chinese document.
const COLON: char = '：';
/// Begins the name of the file.
const PREFIX: &str = "公开单-";
const ENDING: &str = ".txt";
/// The moment that the pages were made for, as `--as-of` takes it: on another day the same sources may make other pages.
pub const MADE_FOR: &str = "生成时刻";
/// The program and its version: another one may make other pages of the same sources.
pub const PROGRAM: &str = "程序";

/// The record of addresses, beside `site.toml`.
pub const PERMALINKS: &str = "permalinks.txt";

/// Whether a text begins as a 公开单 does.
pub fn is_begun(text: &str) -> bool {
    text.trim_start().strip_prefix(LINES[0].0).is_some_and(|rest| rest.trim_start().starts_with(COLON))
}

/// A 公开单.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The name of the site.
    pub site: OneLine,
    /// Where it is, where that is known.
    pub base_url: Option<OneLine>,
    /// 公开日: the day on which the text was made, by the office's clock.
    pub day: Date,
    /// How many files `SHA256SUMS` lists. It does not list itself.
    pub files: usize,
    /// SHA-256 of the bytes of `SHA256SUMS`.
    pub sums: Sum,
    /// SHA-256 of the record of addresses, where there is one.
    pub permalinks: Option<Sum>,
    /// [`Seal::digest`] of the one before; `None` for the first.
    pub previous: Option<Sum>,
    /// Further lines, name and value: [`MADE_FOR`], [`PROGRAM`], and those of later versions of the program.
    pub further: Vec<(OneLine, OneLine)>,
}

/// A text that stays in its line: without control characters, line separators and blanks at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneLine(String);

impl OneLine {
    /// The text, with a blank for each character that would end the line.
    pub fn new(text: &str) -> OneLine {
        let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
        OneLine(text.replace(ends_line, " ").trim().to_string())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The names of the first seven lines, in their order, each with how it is written. They are interface: printed and stamped texts have them.
const LINES: [(&str, &str); 7] = [
    ("网站", "网站：示例街道办事处信息公开专栏"),
    ("网址", "网址：https://www.example.gov.cn"),
    ("公开日", "公开日：2026-11-30"),
    ("文件", "文件：55 个"),
    ("SHA256SUMS 的校验值", "SHA256SUMS 的校验值：（64 位十六进制数字）"),
    ("网址记录的校验值", "网址记录的校验值：（64 位十六进制数字，没有时写 -）"),
    ("上一份公开单的校验值", "上一份公开单的校验值：（64 位十六进制数字，第一份写 -）"),
];

/// Why a text is no 公开单.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Counted from 1.
    pub line: usize,
    /// How the line is written in a 公开单.
    pub expected: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第 {} 行应当写作“{}”", self.line, self.expected)
    }
}

impl Seal {
    /// The text: UTF-8, line feeds, one value a line.
    pub fn text(&self) -> String {
        let sum = |sum: &Option<Sum>| sum.as_ref().map_or(NONE.to_string(), |sum| sha256::hex(sum));
        let values = [
            self.site.0.clone(),
            self.base_url.as_ref().map_or(NONE.to_string(), |url| url.0.clone()),
            self.day.to_string(),
            format!("{} 个", self.files),
            sha256::hex(&self.sums),
            sum(&self.permalinks),
            sum(&self.previous),
        ];
        let first = LINES.iter().zip(&values).map(|((name, _), value)| (*name, value.as_str()));
        let further = self.further.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        first.chain(further).map(|(name, value)| format!("{name}{COLON}{value}\n")).collect()
    }

    /// Reads what [`Seal::text`] wrote. Mail and editors add byte order marks, carriage returns, blanks at the ends of lines and empty
    /// lines; none of them matters.
    ///
    /// # Errors
    ///
    /// The first line that is not as it is written in a 公开单.
    pub fn parse(text: &str) -> Result<Seal, Unreadable> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        let behind = text.lines().count() + 1;
        // The value of the next of the agreed lines, and what is to be said where that is none.
        let mut agreed = LINES.iter();
        let mut next = || {
            let (name, expected) = agreed.next().copied().unwrap_or_default();
            let (text, line) = lines.next().unwrap_or(("", behind));
            let wrong = Unreadable { line, expected };
            let (_, value) = text.split_once(COLON).filter(|(found, _)| found.trim() == name).ok_or(wrong)?;
            Ok((value.trim(), wrong))
        };
        let sum = |(value, wrong): (&str, Unreadable)| sha256::parse(value).ok_or(wrong);
        let sum_or_none = |line: (&str, Unreadable)| if line.0 == NONE { Ok(None) } else { sum(line).map(Some) };
        let count = |value: &str| value.strip_suffix('个')?.trim().parse().ok();
        // In the order of the lines, so that the first that is wrong is told.
        let (site, _) = next()?;
        let (base_url, _) = next()?;
        let (day, no_day) = next()?;
        let day = parse_day(day).ok_or(no_day)?;
        let (files, no_count) = next()?;
        let files = count(files).ok_or(no_count)?;
        let sums = sum(next()?)?;
        let permalinks = sum_or_none(next()?)?;
        let previous = sum_or_none(next()?)?;
        let further = lines.map(|(text, line)| match text.split_once(COLON) {
            Some((name, value)) => Ok((OneLine::new(name), OneLine::new(value))),
            None => Err(Unreadable { line, expected: "名称：值" }),
        });
        Ok(Seal {
            site: OneLine::new(site),
            base_url: (base_url != NONE).then(|| OneLine::new(base_url)),
            day,
            files,
            sums,
            permalinks,
            previous,
            further: further.collect::<Result<_, _>>()?,
        })
    }

    /// By which the next one names this one: of the text as it was written, whatever an editor has added since.
    pub fn digest(&self) -> Sum {
        sha256sums::sum(self.text().as_bytes())
    }

    /// Whether the other was made of the same files on the same day. Which one came before it, and what made it, is another matter.
    pub fn is_of_same_files(&self, other: &Seal) -> bool {
        let files =
            |seal: &Seal| (seal.site.clone(), seal.base_url.clone(), seal.day, seal.files, seal.sums, seal.permalinks);
        files(self) == files(other)
    }

    /// The value of a further line.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.further.iter().find(|(found, _)| found.0 == name);
        found.map(|(_, value)| value.as_str()).filter(|value| *value != NONE)
    }
}

/// The name of the file of a 公开单: `公开单-2026-11-30.txt`, and `公开单-2026-11-30-2.txt` for the second of a day. Later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The day on which it was made.
    pub day: Date,
    /// Counted from 1 on each day.
    pub number: u32,
}

impl Name {
    /// `None` for names that the program never gives.
    pub fn parse(name: &str) -> Option<Name> {
        let inside = name.strip_prefix(PREFIX)?.strip_suffix(ENDING)?;
        // All ten characters of a day are of one byte.
        let (day, number) = inside.split_at_checked("2026-11-30".len())?;
        let number = if number.is_empty() { 1 } else { number.strip_prefix('-')?.parse().ok()? };
        let parsed = Name { day: parse_day(day)?, number };
        (parsed.to_string() == name).then_some(parsed)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = if self.number > 1 { format!("-{}", self.number) } else { String::new() };
        write!(f, "{PREFIX}{}{number}{ENDING}", self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal {
            site: OneLine::new("示例街道办事处信息公开专栏"),
            base_url: Some(OneLine::new("https://www.example.gov.cn")),
            day: Date::constant(2026, 11, 30),
            files: 55,
            sums: [0xab; 32],
            permalinks: None,
            previous: Some([1; 32]),
            further: vec![(OneLine::new(MADE_FOR), OneLine::new("2026-11-30T09:00:00"))],
        }
    }

    #[test]
    fn the_first_seven_lines_are_as_agreed() {
        let (a, one) = ("ab".repeat(32), "01".repeat(32));
        assert_eq!(
            seal().text(),
            format!(
                "网站：示例街道办事处信息公开专栏\n网址：https://www.example.gov.cn\n公开日：2026-11-30\n文件：55 个\nSHA256SUMS 的校验值：{a}\n\
                 网址记录的校验值：-\n上一份公开单的校验值：{one}\n生成时刻：2026-11-30T09:00:00\n"
            )
        );
    }

    #[test]
    fn whatever_its_values_are_it_is_read_as_it_was_written() {
        let names = ["", "-", "甲：乙", " 甲\n乙\r\u{2028}丙 ", "\u{feff}甲", "网站：x\n网址：y"];
        let sums = [None, Some([0; 32]), Some([0xff; 32])];
        for (name, other) in names.iter().flat_map(|name| names.iter().map(move |other| (name, other))) {
            for (permalinks, previous) in sums.iter().flat_map(|one| sums.iter().map(move |two| (*one, *two))) {
                let further =
                    vec![(OneLine::new("后来的一行"), OneLine::new(other)), (OneLine::new("x"), OneLine::new(name))];
                let base_url = Some(OneLine::new(&format!("https://{other}")));
                let seal = Seal { site: OneLine::new(name), base_url, permalinks, previous, further, ..seal() };
                assert_eq!(Seal::parse(&seal.text()), Ok(seal));
            }
        }
    }

    #[test]
    fn what_mail_and_editors_add_does_not_matter() {
        let text = format!("\u{feff}{}\r\n", seal().text().replace('\n', "  \r\n"));
        assert_eq!(Seal::parse(&text).map(|read| read.digest()), Ok(seal().digest()));
    }

    #[test]
    fn the_line_that_is_wrong_is_told_with_how_it_is_written() {
        let text = seal().text();
        let faulty = [
            (String::new(), 1, "网站"),
            (text.replace("公开日：2026-11-30", "公开日：2026-11-31"), 3, "公开日"),
            (text.replace("公开日", "日期"), 3, "公开日"),
            (text.replace("55 个", "五十五个"), 4, "文件"),
            (text.replace("abab", "abxb"), 5, "SHA256SUMS"),
            (text.replace("网址记录的校验值：-", "网址记录的校验值：？"), 6, "网址记录"),
            (text.lines().take(6).map(|line| format!("{line}\n")).collect(), 7, "上一份"),
            (format!("{text}再来一行\n"), 9, "名称"),
        ];
        for (text, line, word) in faulty {
            let told = Seal::parse(&text).expect_err("a fault");
            assert!(told.line == line && told.expected.starts_with(word), "{told} in\n{text}");
        }
    }

    #[test]
    fn names_are_in_the_order_of_days_and_numbers_and_those_of_others_are_none() {
        let names =
            ["公开单-2025-12-31.txt", "公开单-2026-01-01.txt", "公开单-2026-01-01-2.txt", "公开单-2026-01-01-10.txt"];
        let parsed: Vec<Name> = names.iter().filter_map(|name| Name::parse(name)).collect();
        assert!(parsed.is_sorted() && parsed.iter().map(Name::to_string).eq(names));
        for other in [
            "公开单.txt",
            "公开单-2026-01-01-1.txt",
            "公开单-2026-01-01-02.txt",
            "公开单-2026-02-30.txt",
            "公开单-扫描件扫描.txt",
        ] {
            assert_eq!(Name::parse(other), None, "{other}");
        }
    }
}
