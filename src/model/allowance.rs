//! Allowances of one place: `<!-- gongkai: allow rule-name reason -->` in the text of a report, at the end of the line that it is about or on
//! a line of its own before it. What counts for a whole report stands in its front matter instead (`[[allow]]`).

use serde::{Deserialize, Serialize};

use super::span::Span;

/// One such comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAllowance {
    /// Empty where the comment says something else than `allow`.
    pub rule: String,
    /// Why the rule does not count here: the rest of the comment. Empty where the author gave none, which `misused-comment`
    /// tells.
    pub reason: String,
    /// The comment itself.
    pub span: Span,
    /// The line that it is about.
    pub line: Span,
}

impl LineAllowance {
    /// Whether `span` begins in the line that the comment is about.
    pub fn covers(&self, span: Span) -> bool {
        self.line.start <= span.start && span.start < self.line.end
    }
}

/// Comments of one report that speak of one rule.
#[derive(Debug, Clone, Default)]
pub struct Allowed<'a> {
    /// In the order of their lines.
    allows: Vec<&'a LineAllowance>,
}

impl<'a> Allowed<'a> {
    /// Sorts the comments by their lines, which [`Allowed::at`] needs for its search; they may come in any order and speak
    /// of any rule.
    pub fn new(allows: impl IntoIterator<Item = &'a LineAllowance>) -> Allowed<'a> {
        let mut allows: Vec<&LineAllowance> = allows.into_iter().collect();
        allows.sort_by_key(|allow| allow.line.start);
        Allowed { allows }
    }

    /// Those among `allows` that speak of `rule`.
    pub fn of_rule(allows: &'a [LineAllowance], rule: &str) -> Allowed<'a> {
        Allowed::new(allows.iter().filter(|allow| allow.rule == rule))
    }

    /// The comment that is about the line in which `span` begins.
    pub fn at(&self, span: Span) -> Option<&'a LineAllowance> {
        let index = self.allows.partition_point(|allow| allow.line.start <= span.start).checked_sub(1)?;
        self.allows.get(index).copied().filter(|allow| allow.covers(span))
    }
}

const MARK: &str = "gongkai:";

/// The allowance in the comment at `span` of `source`, if the comment speaks to this program.
pub fn parse(source: &str, span: Span) -> Option<LineAllowance> {
    let comment = source.get(span.start..span.end)?.trim();
    let inside = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let said = inside.strip_prefix(MARK).or_else(|| inside.strip_prefix("gongkai："))?.trim();
    let words = said.strip_prefix("allow").filter(|rest| rest.starts_with(char::is_whitespace)).unwrap_or_default().trim();
    let (rule, reason) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let line = line_of(source, span);
    Some(LineAllowance { rule: rule.to_string(), reason: reason.trim().to_string(), span, line })
}

/// Comments on lines of their own that may stand between one of them and the line that all of them are about.
const MOST_STACKED: usize = 16;

/// The rest of the comment's own line, or the next line that is neither blank nor another comment.
fn line_of(source: &str, span: Span) -> Span {
    let line_start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end_of = |start: usize| source[start..].find('\n').map_or(source.len(), |at| start + at);
    if !source[line_start..span.start].trim().is_empty() {
        return Span::new(line_start, end_of(span.end));
    }
    let mut start = end_of(span.end);
    let mut stacked = 0;
    while let Some(rest) = source.get(start + 1..) {
        start += 1;
        let end = end_of(start);
        let line = rest[..end - start].trim();
        let is_comment = line.starts_with("<!--") && line.ends_with("-->");
        stacked += usize::from(is_comment);
        if !line.is_empty() && (!is_comment || stacked > MOST_STACKED) {
            return Span::new(start, end);
        }
        start = end;
    }
    Span::new(source.len(), source.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(source: &str) -> Option<(String, String, String)> {
        let start = source.find("<!--")?;
        let end = source.find("-->")? + 3;
        let found = parse(source, Span::new(start, end))?;
        Some((found.rule, found.reason, source[found.line.start..found.line.end].to_string()))
    }

    #[test]
    fn a_comment_is_about_its_line_or_the_next() {
        let of = |a: &str, b: &str, c: &str| Some((a.to_string(), b.to_string(), c.to_string()));
        assert_eq!(
            parsed("甲\n乙 <!-- gongkai: allow x-y 理由 一 -->\n丙"),
            of("x-y", "理由 一", "乙 <!-- gongkai: allow x-y 理由 一 -->")
        );
        assert_eq!(parsed("<!-- gongkai: allow x 理由 -->\n\n甲\n乙"), of("x", "理由", "甲"));
        assert_eq!(parsed("<!-- gongkai: allow x -->"), of("x", "", ""));
        assert_eq!(parsed("<!-- gongkai: alow x 理由 -->\n甲"), of("", "", "甲"));
        assert_eq!(parsed("<!-- 注 -->"), None);
        assert_eq!(parsed("<!-- gongkai: allow x 理由 -->\n<!-- gongkai: allow y 理由 -->\n甲"), of("x", "理由", "甲"));
    }
}
