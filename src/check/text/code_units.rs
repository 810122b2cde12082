//! The characters of a text as numbers of sixteen bits, side by side: what must be asked of every character is asked of these, without
//! decoding again and of several at once. What is found is looked at in the text itself.

/// The lowest sixteen bits of every character, in their order.
#[derive(Debug, Clone, Default)]
pub struct CodeUnits {
    codes: Vec<u16>,
    runs: Vec<Run>,
}

/// Characters of equally many bytes, one after another.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Index of the first one.
    first: usize,
    /// Its place in the text.
    at: usize,
    /// Bytes of each.
    width: usize,
}

impl CodeUnits {
    /// Forgets the text and keeps the room, for the next one.
    pub(super) fn clear(&mut self) {
        self.codes.clear();
        self.runs.clear();
    }

    /// Appends the characters from byte `at` of the text on, which take `width` bytes each.
    #[inline]
    pub(super) fn extend(&mut self, at: usize, width: usize, codes: impl Iterator<Item = u16>) {
        self.runs.push(Run { first: self.codes.len(), at, width });
        self.codes.extend(codes);
    }

    /// All of them.
    pub fn all(&self) -> &[u16] {
        &self.codes
    }

    /// Tells the byte at which a character begins by its index. Indices must be asked for in their order.
    pub fn places(&self) -> impl FnMut(usize) -> usize {
        let mut runs = self.runs.as_slice();
        move |index| {
            while let [_, rest @ ..] = runs
                && rest.first().is_some_and(|next| next.first <= index)
            {
                runs = rest;
            }
            runs.first().map_or(0, |run| run.at + (index - run.first) * run.width)
        }
    }
}

/// The lowest sixteen bits of a character.
pub(super) fn code(c: char) -> u16 {
    u32::from(c) as u16
}
