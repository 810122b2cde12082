//! Categories (栏目). A folder below `reports/` is a category; `_category.toml` in it gives what the folder's name cannot.

use std::fmt;

use super::path::SourcePath;
use super::remark::Remark;
use super::set_aside::is_set_aside;
use super::span::Located;

/// What `_category.toml` says, as written.
#[derive(Debug, Clone, Default)]
pub struct DraftCategory {
    /// 栏目名称 (`ColumnName`); the folder's name without it. See [`Category::name`].
    pub name: Option<Located<String>>,
    /// Last part of the category's address; made from the name without it. See [`Category::slug`].
    pub slug: Option<Located<String>>,
    /// 栏目描述: a sentence that says what is disclosed here, for readers and `ColumnDescription` (国办发〔2017〕47号).
    pub description: Option<Located<String>>,
    /// 栏目关键词, for `ColumnKeywords` (国办发〔2017〕47号).
    pub keywords: Vec<Located<String>>,
    /// 栏目类别, for `ColumnType` (国办发〔2017〕47号), e.g. `政策文件`, `信息公开目录`. Categories below inherit it; rules ask it which fields
    /// a report must have.
    pub kind: Option<Located<String>>,
    /// How long the category may go without a new report before `stale-category` says so.
    pub cadence: Option<Located<Cadence>>,
    /// Whether the newest or the oldest report comes first in its list.
    pub order: Option<Located<Order>>,
    /// Place among the categories beside it: lighter ones come first, and those without a weight after all that have one.
    pub weight: Option<Located<i64>>,
    /// Whether the category is off: neither it nor anything below it is published, and what was public says so.
    pub draft: Option<Located<bool>>,
    /// Old addresses, as those of reports; one that is a folder stands for all pages that a category has at fixed places.
    pub aliases: Vec<Located<String>>,
}

/// A category as loaded: its folder and what is known of it.
#[derive(Debug, Clone)]
pub struct Category {
    /// `reports/信息公开/五公开专栏`.
    pub folder: SourcePath,
    /// Where `_category.toml` is, when there is one.
    pub file: Option<SourcePath>,
    /// What the file says; all fields empty where there is none.
    pub draft: DraftCategory,
    /// Whether its file, or that of a category above it, says that it is a draft.
    pub is_off: bool,
    /// What rules over text say of that file.
    pub remarks: Vec<Remark>,
}

impl Category {
    /// Whether it holds back all that is in it: by its file or by its name, or by those of a folder above it.
    pub fn is_set_aside(&self) -> bool {
        self.is_off || is_set_aside(self.folder.as_str())
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
    /// So many days; weeks are counted in days.
    Days(u32),
    /// So many months; years are counted in months.
    Months(u32),
    /// `不限`: the category is never stale.
    Unlimited,
}

impl Cadence {
    /// What is accepted, for messages.
    pub const FORMS: &'static str = "如 `14天`、`2周`、`6个月`、`1年` 或 `不限`";

    /// Takes a whole number from 1 to 3660 with one of the units `天`, `日`, `周`, `个月`, `年`, or `不限`; `None` for anything
    /// else.
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

    /// About how many days, for comparing terms with each other; a deadline counts its months by the calendar.
    pub fn days(self) -> u32 {
        match self {
            Cadence::Days(days) => days,
            // Months have thirty days and a half on average.
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
    /// By date of publication, the latest first.
    #[default]
    NewestFirst,
    /// By date of publication, the earliest first, as for numbered series.
    OldestFirst,
}

impl Order {
    /// What is accepted, for messages.
    pub const FORMS: &'static str = "`newest`（新的在前）或 `oldest`（旧的在前）";

    /// Takes `newest` or `oldest`; `None` for anything else.
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
