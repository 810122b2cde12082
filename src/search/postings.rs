//! Lists of numbers as printable characters: a script can hold nothing else without escapes, and a browser decodes them without a
//! library. Short lists are distances, long ones a mark for each number.

/// All printable ASCII characters but those that mean something in a file of terms (blank, comma, colon) or in a script's string.
const DIGITS: [u8; 90] = digits();

const fn digits() -> [u8; 90] {
    let mut digits = [0; 90];
    let (mut code, mut at) = (0x21, 0);
    while code < 0x7f {
        if !matches!(code, b',' | b':' | b'"' | b'\\') {
            digits[at] = code;
            at += 1;
        }
        code += 1;
    }
    digits
}

/// Numbers up to this are one digit.
const ONE: usize = 64;
/// Numbers from here on are an escape and three digits.
const TWO: usize = ONE + 25 * 90;

fn digit(value: usize) -> u8 {
    DIGITS[value % 90]
}

/// The digits, for those who decode.
pub(super) fn alphabet() -> String {
    DIGITS.iter().copied().map(char::from).collect()
}

/// A number below 729,000.
pub(super) fn number(value: usize, out: &mut Vec<u8>) {
    match value {
        0..ONE => out.push(digit(value)),
        ONE..TWO => out.extend([digit(ONE + (value - ONE) / 90), digit(value - ONE)]),
        _ => out.extend([digit(89), digit(value / 8100), digit(value / 90), digit(value)]),
    }
}

/// A list of numbers below `count`, given as a bit for each. It begins with `,` when it holds distances and with `:` when it
/// holds marks.
pub(super) fn list(bits: &[u64], count: usize, out: &mut Vec<u8>) {
    let length: u32 = bits.iter().map(|word| word.count_ones()).sum();
    if length as usize > count / 6 {
        out.push(b':');
        out.extend((0..count.div_ceil(6)).map(|at| digit(six(bits, at * 6))));
        return;
    }
    out.push(b',');
    let mut next = 0;
    for (at, word) in bits.iter().enumerate() {
        let mut left = *word;
        while left > 0 {
            let value = at * 64 + left.trailing_zeros() as usize;
            number(value - next, out);
            next = value + 1;
            left &= left - 1;
        }
    }
}

/// What is known of a term: sets of reports, as bits.
pub(super) struct Postings<B> {
    pub(super) reports: B,
    pub(super) titles: B,
    /// Reports where more than one thing stands before it; kept of pairs alone.
    pub(super) various: B,
}

impl<B: AsRef<[u64]>> Postings<B> {
    /// Up to three lists: the reports; those whose title has it; and, counted among the reports, those where various things
    /// stand before it.
    pub(super) fn write(&self, count: usize, out: &mut Vec<u8>) {
        let (reports, titles, various) = (self.reports.as_ref(), self.titles.as_ref(), self.various.as_ref());
        list(reports, count, out);
        let is_various = various.iter().any(|word| *word != 0);
        if is_various || titles.iter().any(|word| *word != 0) {
            list(titles, count, out);
        }
        if is_various {
            let (ranks, length) = ranks(reports, various);
            list(&ranks, length, out);
        }
    }
}

impl Postings<Vec<u64>> {
    pub(super) fn parse(lists: &str, count: usize) -> Option<Postings<Vec<u64>>> {
        let starts = lists.bytes().enumerate().filter(|(_, byte)| matches!(byte, b',' | b':')).map(|(at, _)| at);
        let starts: Vec<usize> = starts.chain([lists.len()]).collect();
        let list = |at: usize| starts.get(at).zip(starts.get(at + 1)).map_or("", |(start, end)| &lists[*start..*end]);
        let reports = bits(list(0), count)?;
        let all = numbers(&reports);
        let mut various = vec![0; reports.len()];
        for rank in numbers(&bits(list(2), all.len())?) {
            let number = all.get(rank)?;
            various[number / 64] |= 1 << (number % 64);
        }
        Some(Postings { reports, titles: bits(list(1), count)?, various })
    }
}

/// The places of `some` among `all`, and how many there are.
fn ranks(all: &[u64], some: &[u64]) -> (Vec<u64>, usize) {
    let mut ranks = vec![0; all.len()];
    let mut before = 0;
    for (all, some) in all.iter().zip(some) {
        let mut left = *some;
        while left > 0 {
            let lower = (1 << left.trailing_zeros()) - 1;
            let rank = before + (all & lower).count_ones() as usize;
            ranks[rank / 64] |= 1 << (rank % 64);
            left &= left - 1;
        }
        before += all.count_ones() as usize;
    }
    (ranks, before)
}

fn numbers(bits: &[u64]) -> Vec<usize> {
    let of_word = |(at, word): (usize, &u64)| -> Vec<usize> {
        (0..64).filter(|bit| word >> bit & 1 == 1).map(|bit| at * 64 + bit).collect()
    };
    bits.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(of_word).collect()
}

/// Six bits from `at` on.
fn six(bits: &[u64], at: usize) -> usize {
    let (word, shift) = (at / 64, at % 64);
    let later = bits.get(word + 1).filter(|_| shift > 58).map_or(0, |later| later << (64 - shift));
    ((bits[word] >> shift | later) & 63) as usize
}

/// The bits of a list that was written for numbers below `count`; `None` where it is no such list.
pub(super) fn bits(list: &str, count: usize) -> Option<Vec<u64>> {
    let mut bits = vec![0; count.div_ceil(64)];
    let mut set = |number: usize| (number < count).then(|| bits[number / 64] |= 1 << (number % 64));
    let mut values = list.bytes().skip(1).map(value);
    if list.starts_with(':') {
        for (at, marks) in values.enumerate() {
            let marks = marks?;
            (0..6).filter(|bit| marks >> bit & 1 == 1).try_for_each(|bit| set(at * 6 + bit))?;
        }
        return Some(bits);
    }
    let mut next = 0;
    while let Some(first) = values.next() {
        let gap = match first? {
            one @ 0..ONE => one,
            89 => (values.next()?? * 90 + values.next()??) * 90 + values.next()??,
            two => ONE + (two - ONE) * 90 + values.next()??,
        };
        set(next + gap)?;
        next += gap + 1;
    }
    Some(bits)
}

fn value(digit: u8) -> Option<usize> {
    DIGITS.binary_search(&digit).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The numbers of a list.
    pub(in crate::search) fn decode(list: &str) -> Vec<u16> {
        let bits = bits(list, 1 << 14).expect("a list");
        numbers(&bits).into_iter().map(|number| number as u16).collect()
    }

    fn marked(numbers: &[u16], count: usize) -> Vec<u64> {
        let mut bits = vec![0; count.div_ceil(64)];
        numbers.iter().for_each(|number| bits[usize::from(*number) / 64] |= 1 << (number % 64));
        bits
    }

    fn written(numbers: &[u16], count: usize) -> String {
        let mut text = Vec::new();
        list(&marked(numbers, count), count, &mut text);
        String::from_utf8(text).expect("printable characters")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let lists: [&[u16]; 7] = [&[], &[0], &[639], &[0, 1, 63, 64, 65, 600], &[2313, 2314, 9000], &[0, 64], &[5, 2320]];
        for numbers in lists {
            for count in [64_000, 7 * numbers.len().max(1)] {
                let count = count.max(numbers.last().map_or(1, |last| usize::from(*last) + 1));
                let text = written(numbers, count);
                assert_eq!(decode(&text), numbers, "{text}");
            }
        }
        let all: Vec<u16> = (0..100).collect();
        let text = written(&all, 100);
        assert_eq!((decode(&text), text.len()), (all, 18));
    }

    #[test]
    fn what_was_never_written_is_no_list() {
        for torn in [",~", ",~!", ",j", ":\u{7f}", ", ", ":~~", ",!!!!!!!!!"] {
            assert_eq!(bits(torn, 8), None, "{torn}");
        }
    }

    #[test]
    fn digits_are_ninety_different_ones() {
        let mut digits = DIGITS.to_vec();
        digits.dedup();
        assert_eq!(digits.len(), 90);
        assert!(!alphabet().contains([' ', ',', ':', '"', '\\']) && alphabet().is_ascii());
    }
}
