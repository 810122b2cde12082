//! What was taken out of a text and what came in: first by paragraphs, then within those that were rewritten. The shortest way from one to the
//! other (Myers, "An O(ND) difference algorithm", 1986), because a text with one new paragraph must not show as another text.

/// Steps from one text to another beyond which they count as two texts. The memory grows with the square: these take 8 MB.
const MOST_STEPS: usize = 1000;
/// A paragraph of which less than this part, in hundredths, is left was not edited but replaced.
const LEAST_LEFT: usize = 40;
/// Paragraphs that came of which one may be made of a paragraph that went; where many went and many came, each against each takes too long.
const LOOKED_AT: usize = 8;
/// Fewer characters, numbers or foreign words than these between two edits of a paragraph are read as a part of one edit.
const SHORTEST_BETWEEN: usize = 2;

/// One edit of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The paragraph before it, as it is now; empty at the beginning.
    pub after: String,
    /// What was edited.
    pub kind: EditKind,
}

/// How a paragraph differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditKind {
    /// A paragraph that is new.
    Added(String),
    /// A paragraph that is gone.
    Removed(String),
    /// A paragraph of which parts are others.
    Rewritten(Vec<Piece>),
}

/// A part of a paragraph that was rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whether it stays.
    pub kind: PieceKind,
    /// Its text.
    pub text: String,
}

/// Whether a part of a paragraph stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// It stays.
    Same,
    /// It was taken out.
    Out,
    /// It came in.
    In,
}

/// The edits that make `new` of `old`, both in paragraphs, in the order of the new text.
pub fn edits(old: &[String], new: &[String]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut from_old, mut from_new) = (0, 0usize);
    let end = (old.len(), new.len());
    for (at_old, at_new) in common(old, new).into_iter().chain([end]) {
        let after = from_new.checked_sub(1).map_or("", |before| &new[before]);
        replaced(after, &old[from_old..at_old], &new[from_new..at_new], &mut edits);
        (from_old, from_new) = (at_old + 1, at_new + 1);
    }
    edits
}

/// Paragraphs in the place of others. Each that went is held against those that came, in their order, for the one that was made of it.
fn replaced(after: &str, old: &[String], new: &[String], edits: &mut Vec<Edit>) {
    let mut came = 0;
    let mut after = after.to_string();
    for gone in old {
        let mut next = new[came..].iter().take(LOOKED_AT).enumerate();
        let successor = next.find_map(|(at, new)| Some((came + at, rewritten(gone, new)?)));
        let Some((at, pieces)) = successor else {
            edits.push(Edit { after: after.clone(), kind: EditKind::Removed(gone.clone()) });
            continue;
        };
        added(&mut after, &new[came..at], edits);
        edits.push(Edit { after: after.clone(), kind: EditKind::Rewritten(pieces) });
        after.clone_from(&new[at]);
        came = at + 1;
    }
    added(&mut after, &new[came..], edits);
}

fn added(after: &mut String, new: &[String], edits: &mut Vec<Edit>) {
    for text in new {
        edits.push(Edit { after: after.clone(), kind: EditKind::Added(text.clone()) });
        after.clone_from(text);
    }
}

/// The parts of a paragraph that was made of another; `None` where too little of it is left.
fn rewritten(old: &str, new: &str) -> Option<Vec<Piece>> {
    let (old, new) = (tokens(old), tokens(new));
    let common = common(&old, &new);
    let length = |tokens: &[&str]| tokens.iter().map(|token| token.len()).sum::<usize>();
    let left: usize = common.iter().map(|(at, _)| old[*at].len()).sum();
    if left * 100 < length(&old).max(length(&new)) * LEAST_LEFT {
        return None;
    }
    let mut pieces = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    let mut rest = common.as_slice();
    while let Some(&(at_old, at_new)) = rest.first() {
        push(&mut pieces, PieceKind::Out, &old[from_old..at_old]);
        push(&mut pieces, PieceKind::In, &new[from_new..at_new]);
        let run = rest.iter().enumerate().take_while(|(step, pair)| **pair == (at_old + step, at_new + step)).count();
        let is_short = run < SHORTEST_BETWEEN && !pieces.is_empty() && run < rest.len();
        if is_short {
            push(&mut pieces, PieceKind::Out, &old[at_old..at_old + run]);
            push(&mut pieces, PieceKind::In, &new[at_new..at_new + run]);
        } else {
            push(&mut pieces, PieceKind::Same, &old[at_old..at_old + run]);
        }
        (from_old, from_new) = (at_old + run, at_new + run);
        rest = &rest[run..];
    }
    push(&mut pieces, PieceKind::Out, &old[from_old..]);
    push(&mut pieces, PieceKind::In, &new[from_new..]);
    Some(pieces)
}

/// Adds to the last edit what belongs to it: between two parts that stay, all that went stands before all that came.
fn push(pieces: &mut Vec<Piece>, kind: PieceKind, tokens: &[&str]) {
    let text = tokens.concat();
    if text.is_empty() {
        return;
    }
    let edit = pieces.iter().rposition(|piece| piece.kind == PieceKind::Same).map_or(0, |same| same + 1);
    let place = match kind {
        PieceKind::Same => pieces.len().checked_sub(1).filter(|last| *last < edit),
        PieceKind::Out | PieceKind::In => (edit..pieces.len()).find(|place| pieces[*place].kind == kind),
    };
    match place {
        Some(place) => pieces[place].text.push_str(&text),
        None if kind == PieceKind::Out => pieces.insert(edit, Piece { kind, text }),
        None => pieces.push(Piece { kind, text }),
    }
}

/// A text in what is read as one: a number or a foreign word, or else a character.
fn tokens(text: &str) -> Vec<&str> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%');
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match is_of_word(first) {
            true => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

/// The places of a longest common subsequence, ascending. Where the two have too little in common, only what they begin and end with.
fn common<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (middle_old, middle_new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let ends = (middle_old.len(), middle_new.len());
    let mut places: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    places.extend(middle(middle_old, middle_new).into_iter().map(|(old, new)| (head + old, head + new)));
    places.extend((0..tail).map(|at| (head + ends.0 + at, head + ends.1 + at)));
    places
}

/// As [`common`], where the ends have nothing in common. `k` counts diagonals: how much further one is in the old text than in the new one.
fn middle<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let most = MOST_STEPS.min(old.len() + new.len());
    // How far in the old text one gets on each diagonal; the place of diagonal 0 is in the middle.
    let mut furthest = vec![0usize; 2 * most + 3];
    let middle = most + 1;
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for steps in 0..=most {
        rounds.push(furthest[middle - steps - 1..=middle + steps + 1].to_vec());
        for diagonal in (middle - steps..=middle + steps).step_by(2) {
            let is_addition = is_addition(&furthest, diagonal, (middle - steps, middle + steps));
            let mut at_old = if is_addition { furthest[diagonal + 1] } else { furthest[diagonal - 1] + 1 };
            let mut at_new = at_old + middle - diagonal;
            while at_old < old.len() && at_new < new.len() && old[at_old] == new[at_new] {
                (at_old, at_new) = (at_old + 1, at_new + 1);
            }
            furthest[diagonal] = at_old;
            if at_old >= old.len() && at_new >= new.len() {
                return way_back(&rounds, (old.len(), new.len()));
            }
        }
    }
    Vec::new()
}

/// Whether the furthest way to a diagonal comes from the one above it, by a paragraph more in the new text.
fn is_addition(furthest: &[usize], diagonal: usize, (first, last): (usize, usize)) -> bool {
    diagonal == first || (diagonal != last && furthest[diagonal - 1] < furthest[diagonal + 1])
}

/// What is common on the way that was found, walked from its end. Each round has the diagonals that the round before it reached, with one to
/// spare on both sides.
fn way_back(rounds: &[Vec<usize>], (mut at_old, mut at_new): (usize, usize)) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (steps, furthest) in rounds.iter().enumerate().rev() {
        let middle = steps + 1;
        let diagonal = middle + at_old - at_new;
        let (from_old, from_new) = if steps == 0 {
            (0, 0)
        } else {
            let from = if is_addition(furthest, diagonal, (1, 2 * steps + 1)) { diagonal + 1 } else { diagonal - 1 };
            (furthest[from], furthest[from] + middle - from)
        };
        while at_old > from_old && at_new > from_new {
            (at_old, at_new) = (at_old - 1, at_new - 1);
            places.push((at_old, at_new));
        }
        (at_old, at_new) = (from_old, from_new);
    }
    places.reverse();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        text.split('|').filter(|part| !part.is_empty()).map(str::to_string).collect()
    }

    /// Edits in a short form: `+` came, `-` went, `~` was rewritten, `(before)`.
    fn told(old: &str, new: &str) -> Vec<String> {
        let piece = |piece: &Piece| match piece.kind {
            PieceKind::Same => piece.text.clone(),
            PieceKind::Out => format!("[-{}]", piece.text),
            PieceKind::In => format!("[+{}]", piece.text),
        };
        let edit = |edit: Edit| {
            let what = match edit.kind {
                EditKind::Added(text) => format!("+{text}"),
                EditKind::Removed(text) => format!("-{text}"),
                EditKind::Rewritten(pieces) => format!("~{}", pieces.iter().map(piece).collect::<String>()),
            };
            format!("({}){what}", edit.after)
        };
        edits(&paragraphs(old), &paragraphs(new)).into_iter().map(edit).collect()
    }

    #[test]
    fn paragraphs_come_and_go_where_they_stand() {
        assert_eq!(told("一|二|三", "一|二|三"), [""; 0]);
        assert_eq!(told("一|二|三", "一|三"), ["(一)-二"]);
        assert_eq!(told("一|三", "新|一|三|末"), ["()+新", "(三)+末"]);
        assert_eq!(told("", "一"), ["()+一"]);
        assert_eq!(told("甲乙丙丁|二", "完全不同|二"), ["()-甲乙丙丁", "()+完全不同"]);
    }

    #[test]
    fn a_rewritten_paragraph_shows_what_went_and_what_came() {
        assert_eq!(
            told("全年举办活动48场，群众满意。|二", "全年举办活动50场，群众满意。|二"),
            ["()~全年举办活动[-48][+50]场，群众满意。"]
        );
        assert_eq!(
            told("一|今年以来工作进展顺利，成效明显", "一|新段|今年以来工作进展，成效非常明显"),
            ["(一)+新段", "(新段)~今年以来工作进展[-顺利]，成效[+非常]明显"]
        );
        // Single characters that two words have in common by chance do not break an edit up.
        assert_eq!(told("工作要做到位为止了", "工作要办得到家为止了"), ["()~工作要[-做到位][+办得到家]为止了"]);
    }

    #[test]
    fn edits_always_lead_from_the_old_text_to_the_new_one() {
        let mut state = 7u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..2000 {
            let mut text = || -> Vec<String> {
                (0..random(9)).map(|_| ["甲", "乙", "丙"][random(3) as usize].to_string()).collect()
            };
            let (old, new) = (text(), text());
            let found = common(&old, &new);
            assert!(found.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1), "{old:?} {new:?} {found:?}");
            assert!(found.iter().all(|(a, b)| old[*a] == new[*b]));
            assert_eq!(found.len(), longest(&old, &new), "{old:?} {new:?}");
        }
    }

    /// The length of a longest common subsequence, by the plain definition.
    fn longest(old: &[String], new: &[String]) -> usize {
        match (old.split_first(), new.split_first()) {
            (Some((a, rest_old)), Some((b, rest_new))) if a == b => 1 + longest(rest_old, rest_new),
            (Some((_, rest_old)), Some((_, rest_new))) => longest(rest_old, new).max(longest(old, rest_new)),
            _ => 0,
        }
    }

    #[test]
    fn two_texts_with_nothing_in_common_are_told_whole_and_soon() {
        let text = |name: &str| (0..5000).map(|number| format!("{name}{number}")).collect::<Vec<_>>();
        let (old, new) = (text("甲"), text("乙"));
        assert_eq!(common(&old, &new), []);
        assert_eq!(common(&old[..900], &[]), []);
    }
}
