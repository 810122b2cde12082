//! Categories (栏目). A folder below `reports/` is a category; `_category.toml` in it gives what the folder's name cannot.

use std::fmt;

use super::path::SourcePath;
use super::remark::Remark;
use super::set_aside::is_set_aside;
use super::span::Located;

/// What `_category.toml` says, as written.
#[derive(Debug, Clone, Default)]
pub struct DraftCategory {
    pub name: Option<Located<String>>,
    pub slug: Option<Located<String>>,
    pub description: Option<Located<String>>,
    pub keywords: Vec<Located<String>>,
    pub kind: Option<Located<String>>,
    pub cadence: Option<Located<Cadence>>,
    pub order: Option<Located<Order>>,
    pub weight: Option<Located<i64>>,
}

/// A category as loaded: its folder and what is known of it.
#[derive(Debug, Clone)]
pub struct Category {
    /// `reports/信息公开/五公开专栏`.
    pub folder: SourcePath,
    /// Where `_category.toml` is, when there is one.
    pub file: Option<SourcePath>,
    pub draft: DraftCategory,
    /// What rules over text say of that file.
    pub remarks: Vec<Remark>,
}

impl Category {
    /// Whether its name, or that of a folder above it, holds back all that is in it.
    pub fn is_set_aside(&self) -> bool {
        is_set_aside(self.folder.as_str())
    }

    /// 栏目名称: given, or the folder's name.
    pub fn name(&self) -> &str {
        self.draft.name.as_ref().map_or(self.folder.file_name(), |name| &name.value)
    }

    /// Part of the address: given, or the pinyin initials of the name; empty when the name gives none.
    pub fn slug(&self) -> String {
        match &self.draft.slug {
            Some(slug) => slug.value.clone(),
            None => super::pinyin::initials(self.name()),
        }
    }

    /// The folder below `reports/`: `信息公开/五公开专栏`, the way people name a category.
    pub fn written_path(&self) -> &str {
        self.folder.below_reports().unwrap_or_default()
    }
}

/// The longest time a category may go without a new report, e.g. `14天`, `6个月`, `1年`, `不限`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    Days(u32),
    Months(u32),
    Unlimited,
}

impl Cadence {
    /// What is accepted, for messages.
    pub const FORMS: &'static str = "如 `14天`、`2周`、`6个月`、`1年` 或 `不限`";

    pub fn parse(text: &str) -> Option<Cadence> {
        if text == "不限" {
            return Some(Cadence::Unlimited);
        }
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().ok().filter(|n| (1..=3660).contains(n))?;
        match unit {
            "天" | "日" => Some(Cadence::Days(number)),
            "周" => Some(Cadence::Days(number * 7)),
            "个月" => Some(Cadence::Months(number)),
            "年" => Some(Cadence::Months(number * 12)),
            _ => None,
        }
    }

    /// At most so many days.
    pub fn days(self) -> u32 {
        match self {
            Cadence::Days(days) => days,
            Cadence::Months(months) => months * 31 - months / 2,
            Cadence::Unlimited => u32::MAX,
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cadence::Days(days) => write!(f, "{days}天"),
            Cadence::Months(months) if months % 12 == 0 => write!(f, "{}年", months / 12),
            Cadence::Months(months) => write!(f, "{months}个月"),
            Cadence::Unlimited => f.write_str("不限"),
        }
    }
}

/// How the reports of a category are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    NewestFirst,
    OldestFirst,
}

impl Order {
    pub const FORMS: &'static str = "`newest`（新的在前）或 `oldest`（旧的在前）";

    pub fn parse(text: &str) -> Option<Order> {
        match text {
            "newest" => Some(Order::NewestFirst),
            "oldest" => Some(Order::OldestFirst),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cadence;

    #[test]
    fn cadences_are_read_as_people_write_them() {
        assert_eq!(Cadence::parse("14天"), Some(Cadence::Days(14)));
        assert_eq!(Cadence::parse("2周"), Some(Cadence::Days(14)));
        assert_eq!(Cadence::parse("6个月"), Some(Cadence::Months(6)));
        assert_eq!(Cadence::parse("1年"), Some(Cadence::Months(12)));
        assert_eq!(Cadence::parse("不限"), Some(Cadence::Unlimited));
        for text in ["14天", "6个月", "1年", "不限"] {
            assert_eq!(Cadence::parse(text).map(|cadence| cadence.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Cadence::Months(6).days(), 183);
        for bad in ["", "天", "0天", "14", "14 天", "每月", "99999999999天"] {
            assert_eq!(Cadence::parse(bad), None, "{bad}");
        }
    }
}
