//! Levels and ids of headings, worked out from the order of their ranks alone.

/// The open headings above the place we are at.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Rank and number of each, outermost first.
    open: Vec<(u8, u32)>,
    /// Headings so far below each open one; the first entry counts those below the title.
    counts: Vec<u32>,
}

impl Outline {
    /// Enters a heading of `rank`: its HTML level and its id. No level is ever skipped, whatever the ranks.
    pub(super) fn enter(&mut self, rank: u8) -> (u8, String) {
        while self.open.last().is_some_and(|(open, _)| *open >= rank) {
            self.open.pop();
        }
        let depth = self.open.len();
        self.counts.truncate(depth + 1);
        self.counts.resize(depth + 1, 0);
        self.counts[depth] += 1;
        self.open.push((rank, self.counts[depth]));
        let level = u8::try_from(depth + 2).unwrap_or(6).min(6);
        let mut id = String::from("s");
        for (index, (_, number)) in self.open.iter().enumerate() {
            if index > 0 {
                id.push('-');
            }
            id.push_str(&number.to_string());
        }
        (level, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_ranks_without_gaps() {
        let mut outline = Outline::default();
        let got: Vec<_> = [3, 3, 2, 3, 5, 4, 2, 6].iter().map(|rank| outline.enter(*rank)).collect();
        let want = [(2, "s1"), (2, "s2"), (2, "s3"), (3, "s3-1"), (4, "s3-1-1"), (4, "s3-1-2"), (2, "s4"), (3, "s4-1")];
        assert_eq!(got, want.map(|(level, id)| (level, id.to_owned())));
    }
}
