//! The years that a title or heading gives to 总结 (what was done) and 计划 (what will be done): 2023年工作总结及2024年工作计划. Parts of a
//! year and plans over several years are left alone, because their dates follow no rule.

/// What the year is the year of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearly {
    /// 总结 and the like: what was done in that year.
    Summary,
    /// 计划 and the like: what is to be done in that year.
    Plan,
}

impl Yearly {
    /// What it is called in findings.
    pub fn chinese(self) -> &'static str {
        match self {
            Yearly::Summary => "总结",
            Yearly::Plan => "计划",
        }
    }
}

/// Words for each; the longest first does not matter, one is enough.
const SUMMARIES: [&str; 4] = ["工作总结", "年度总结", "年总结", "工作情况总结"];
const PLANS: [&str; 5] = ["工作计划", "年度计划", "年计划", "工作要点", "工作安排"];
/// One of these is in every one of these words.
const KERNELS: [&str; 4] = ["总结", "计划", "要点", "安排"];
/// A part of a year, or more than one.
const NOT_A_YEAR: [&str; 12] =
    ["上半年", "下半年", "季度", "月", "周", "阶段", "三年", "五年", "两年", "学年", "以来", "专项"];

/// Every year of a title with what it is the year of.
pub fn years(title: &str) -> Vec<(Yearly, i16)> {
    if !KERNELS.iter().any(|kernel| title.contains(kernel)) {
        return Vec::new();
    }
    let places: Vec<usize> =
        title.match_indices('年').map(|(at, _)| at).filter(|at| year_before(title, *at).is_some()).collect();
    let mut found = Vec::new();
    for (index, at) in places.iter().enumerate() {
        let Some(year) = year_before(title, *at) else { continue };
        let end = places.get(index + 1).map_or(title.len(), |next| next - 4);
        // From 年 on, so that 年度总结 is seen.
        let part = &title[*at..end];
        let has = |words: &[&str]| words.iter().any(|word| part.contains(word));
        let kind = match () {
            () if has(&SUMMARIES) => Yearly::Summary,
            () if has(&PLANS) => Yearly::Plan,
            () => continue,
        };
        let is_range = title[..at - 4].ends_with(['-', '—', '–', '~', '～', '至', '到']);
        if !is_range && !has(&NOT_A_YEAR) {
            found.push((kind, year));
        }
    }
    found
}

/// The four digits before byte `at`, if they are a year of our time.
fn year_before(title: &str, at: usize) -> Option<i16> {
    let digits = title.get(at.checked_sub(4)?..at)?;
    let is_longer = title[..at - 4].ends_with(|c: char| c.is_ascii_digit());
    let year: i16 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    (!is_longer && (1949..2100).contains(&year)).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_and_plans_of_whole_years_are_told_apart() {
        use Yearly::{Plan, Summary};
        assert_eq!(years("某街道2023年工作总结及2024年工作计划"), [(Summary, 2023), (Plan, 2024)]);
        assert_eq!(years("某街道2024年度普法依法治理工作计划"), [(Plan, 2024)]);
        assert_eq!(years("2023年度总结"), [(Summary, 2023)]);
        for other in [
            "2024年上半年工作总结",
            "2021—2025年工作计划",
            "2024年第三季度重点工作进展",
            "2024年三年行动工作计划",
            "关于2024年国庆节安排的公告",
            "年",
            "12024年工作计划",
            "二〇二四年工作计划",
        ] {
            assert_eq!(years(other), [], "{other}");
        }
    }
}
