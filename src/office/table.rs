//! Rows and cells, of a spreadsheet in any format or of a table in a text.

use std::borrow::Cow;

/// Columns of the widest sheet there is.
pub const MOST_COLUMNS: usize = 16_384;

/// A row of a table.
#[derive(Debug, Default)]
pub struct Row<'t> {
    /// As people count.
    pub number: usize,
    /// Whether the program does not show it.
    pub is_hidden: bool,
    /// Those that hold something, from left to right.
    pub cells: Vec<Cell<'t>>,
}

/// A cell of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Counted from 0.
    pub column: usize,
    /// What it holds: text as it is, a number with all its digits.
    pub text: Cow<'t, str>,
}

impl Row<'_> {
    /// The text in a column, counted from 0; empty where there is no cell.
    pub fn text(&self, column: usize) -> &str {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.map_or("", |at| &self.cells[at].text)
    }
}

/// `1.5400001234E10` as people see it: whole numbers of up to twenty digits, shifted as text so that no digit is lost.
pub fn plain_number(text: &str) -> String {
    const MOST_DIGITS: usize = 20;
    let shifted = || {
        let (mantissa, exponent) = text.split_once(['e', 'E'])?;
        let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.len().checked_add(exponent)?;
        let is_whole = decimals.len() <= exponent && digits <= MOST_DIGITS;
        let is_plain = mantissa.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        (is_whole && is_plain).then(|| format!("{whole}{decimals:0<exponent$}"))
    };
    shifted().unwrap_or_else(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_any_exponent_is_read() {
        assert_eq!(plain_number("1.5400001234E10"), "15400001234");
        for kept in ["1E18446744073709551615", "1E99", "1.5E-3", "E5x"] {
            assert_eq!(plain_number(kept), kept);
        }
    }
}
