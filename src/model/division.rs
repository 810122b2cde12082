//! What laws, rules and long plans are divided into: `第一章 总则`, `第二节 …`. Apart from the numerals of official documents
//! (层次序数), above which they stand.

use super::numeral;

/// A division at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// 0 for 编, 1 for 章, 2 for 节.
    pub depth: u8,
    /// Length in bytes, without the blank that may follow.
    pub len: usize,
}

impl Division {
    /// Length in `line`, which it begins, with the blank behind it, without which `第一章总则` would be read as one word.
    pub fn with_blank(&self, line: &str) -> usize {
        let rest = line.get(self.len..).unwrap_or_default();
        line.len() - rest.trim_start().len()
    }
}

/// What every division begins with.
pub const FIRST: char = '第';

/// How many depths there are.
pub const DEPTHS: u8 = 3;

/// The division that `line` begins with: `第`, a number, and a unit behind which a blank, the end or, of a chapter, its name stands. Leading white space
/// is the caller's business.
pub fn parse(line: &str) -> Option<Division> {
    let rest = line.strip_prefix(FIRST)?;
    let is_numeral = |c: char| c.is_ascii_digit() || numeral::is_numeral(c) || numeral::is_zero(c) || c == '百';
    let numeral = rest.find(|c| !is_numeral(c)).filter(|length| *length > 0)?;
    let unit = rest[numeral..].chars().next()?;
    let depth = match unit {
        '编' => 0,
        '章' => 1,
        '节' => 2,
        _ => return None,
    };
    let len = FIRST.len_utf8() + numeral + unit.len_utf8();
    let next = line[len..].chars().next();
    // 第一节课 is a lesson and no division: a blank must follow, but behind a chapter, whose name is often written without one.
    let is_apart =
        next.is_none_or(|c| c.is_whitespace()) || (depth == 1 && next.is_some_and(|c| !"的第、，至和与及到".contains(c)));
    is_apart.then_some(Division { depth, len })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_stand_at_the_start_of_a_line() {
        let read = |line| parse(line).map(|division| (division.depth, &line[..division.len]));
        assert_eq!(read("第一章 总则"), Some((1, "第一章")));
        assert_eq!(read("第十二章　附则"), Some((1, "第十二章")));
        assert_eq!(read("第一章总则"), Some((1, "第一章")));
        assert_eq!(read("第3节 登记"), Some((2, "第3节")));
        assert_eq!(read("第二编 分则"), Some((0, "第二编")));
        for line in [
            "第一节课",
            "第一编辑室负责稿件",
            "第三编组",
            "第一条 为了",
            "第章",
            "第一章的规定",
            "第一章、第二章",
            "见第一章 总则",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
