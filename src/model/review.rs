//! 三审三校: who has signed which text of a report. A signature is worth something only for the text that was signed, so each round of
//! signatures bears the code of that text ([`ReviewCode`], made in `load::manuscript`). Whoever changes the text begins another round; what
//! was signed before stays where it is. Nothing of this is published.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::control::is_formatting;
use super::date::Date;
use super::span::{Located, Span};

/// A step of the review. The order is that in which they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Step {
    /// 初审, by the section that has written the text.
    First,
    /// 复审, by whoever is in charge of the section.
    Second,
    /// 终审, by the head of the office.
    Last,
}

impl Step {
    /// All, in their order.
    pub const ALL: [Step; 3] = [Step::First, Step::Second, Step::Last];
    /// What a step may be called, for messages.
    pub const FORMS: &str = "`初审`、`复审`、`终审`";

    /// As it is written and shown.
    pub fn name(self) -> &'static str {
        match self {
            Step::First => "初审",
            Step::Second => "复审",
            Step::Last => "终审",
        }
    }

    /// Takes a name; `None` for anything else.
    pub fn parse(text: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.name() == text)
    }
}

/// Which text was reviewed: the first 48 bits of the SHA-256 of its 送审稿, so that `sha256sum` tells it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewCode(pub [u8; 6]);

impl ReviewCode {
    /// Takes `7F3A-91C2-0D4E`, in small letters and without hyphens too; `None` for anything else.
    pub fn parse(text: &str) -> Option<ReviewCode> {
        let digits: Vec<u8> =
            text.trim().chars().filter(|c| *c != '-').map(|c| Some(c.to_digit(16)? as u8)).collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (digits.len() == 12).then(|| bytes.try_into().ok().map(ReviewCode))?
    }
}

impl fmt::Display for ReviewCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02X}{b:02X}-{c:02X}{d:02X}-{e:02X}{g:02X}")
    }
}

/// Which steps a column demands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewPolicy {
    /// In their order, each once. Empty where no review is demanded.
    pub require: Vec<Step>,
    /// The step up to which the review of a correction goes; without it a correction takes all steps.
    pub correction: Option<Step>,
}

impl ReviewPolicy {
    /// The steps that a text needs. A correction is the change of a text that is public. Where no step is early enough for a correction, it
    /// takes all.
    pub fn steps(&self, is_correction: bool) -> &[Step] {
        let last = self.correction.filter(|_| is_correction);
        let count = last.map_or(0, |last| self.require.iter().take_while(|step| **step <= last).count());
        if count == 0 { &self.require } else { &self.require[..count] }
    }
}

/// That somebody has signed a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The name as it was typed: a record of who signed, not a proof of it. Empty where none is written.
    pub by: String,
    /// The day; `None` where none is written.
    pub on: Option<Date>,
}

/// That somebody has read the proofs (校对). Several persons may, and no step waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proofreading {
    /// The names as they were typed.
    pub by: Vec<String>,
    /// The day on which the last of them did.
    pub on: Option<Date>,
}

/// The signatures under one text.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Round {
    /// The code of that text, as written.
    pub code: Option<Located<String>>,
    /// In the order of the steps, each once.
    pub signatures: Vec<(Step, Located<Signature>)>,
    /// 校对.
    pub proofreading: Option<Located<Proofreading>>,
}

/// What keeps a signature from counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFault {
    /// Nobody is named.
    NoName,
    /// No day is given.
    NoDay,
    /// The person has signed this earlier step too.
    SamePerson(Step),
    /// The day is before that of this earlier step.
    BeforeStep(Step),
    /// The day is still to come.
    InFuture,
}

/// Whether two names are of one person, as far as typed names tell: blanks within a name (`王　五`), and characters that nobody sees, make no
/// other.
pub fn is_same_person(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_whitespace() && !is_formatting(*c)).collect::<String>();
    letters(one) == letters(other)
}

impl Round {
    /// The code, where it has the form of one.
    pub fn code(&self) -> Option<ReviewCode> {
        ReviewCode::parse(&self.code.as_ref()?.value)
    }

    /// The signature of a step, whether it counts or not.
    pub fn signature(&self, step: Step) -> Option<&Located<Signature>> {
        self.signatures.iter().find(|(signed, _)| *signed == step).map(|(_, signature)| signature)
    }

    /// What is wrong with the signature of a step; `None` also where there is none.
    pub fn fault(&self, step: Step, today: Date) -> Option<SignatureFault> {
        let Signature { by, on } = &self.signature(step)?.value;
        let earlier = || self.signatures.iter().take_while(|(signed, _)| *signed < step);
        let Some(on) = on else { return Some(SignatureFault::NoDay) };
        if by.is_empty() {
            return Some(SignatureFault::NoName);
        }
        if let Some((same, _)) = earlier().find(|(_, signature)| is_same_person(&signature.value.by, by)) {
            return Some(SignatureFault::SamePerson(*same));
        }
        let is_later = |signature: &Signature| signature.on.is_some_and(|day| day > *on);
        if let Some((later, _)) = earlier().find(|(_, signature)| is_later(&signature.value)) {
            return Some(SignatureFault::BeforeStep(*later));
        }
        (*on > today).then_some(SignatureFault::InFuture)
    }

    /// The first of `steps` that nobody has signed in a way that counts.
    pub fn lacking(&self, steps: &[Step], today: Date) -> Option<Step> {
        let is_signed = |step: Step| self.signature(step).is_some() && self.fault(step, today).is_none();
        steps.iter().copied().find(|step| !is_signed(*step))
    }
}

/// `[review]` of a report: its first round, and `[[review.again]]`: those after the text was changed, the newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ReviewRecord {
    /// In the order in which they are written; empty where there is no `[review]`.
    pub rounds: Vec<Round>,
    /// What else stands in `[review]`, as pairs of key and text: the program keeps it and makes nothing of it.
    pub others: Vec<(String, String)>,
    /// The place of `[review]`.
    pub span: Option<Span>,
}

/// What a text lacks of its review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Lack {
    /// This step is the next to be taken.
    Step(Step),
    /// What was signed is another text.
    Changed,
}

impl Lack {
    const NAMES: [(Lack, &str); 4] = [
        (Lack::Step(Step::First), "待初审"),
        (Lack::Step(Step::Second), "待复审"),
        (Lack::Step(Step::Last), "待终审"),
        (Lack::Changed, "审后改过"),
    ];

    /// As the account and JSON name it.
    pub fn name(self) -> &'static str {
        Lack::NAMES.iter().find(|(lack, _)| *lack == self).map_or("", |(_, name)| name)
    }

    /// The same name for one that was written down; `None` for anything else.
    pub fn name_of(written: &str) -> Option<&'static str> {
        Lack::NAMES.iter().find(|(_, name)| *name == written).map(|(_, name)| *name)
    }
}

impl ReviewRecord {
    /// The last round that is about the text with this code.
    pub fn round(&self, code: ReviewCode) -> Option<&Round> {
        self.rounds.iter().rev().find(|round| round.code() == Some(code))
    }

    /// What the text with this code lacks of `steps`, of which there is at least one; `None` where all have been taken.
    pub fn lack(&self, steps: &[Step], code: ReviewCode, today: Date) -> Option<Lack> {
        if let Some(round) = self.round(code) {
            return round.lacking(steps, today).map(Lack::Step);
        }
        let is_signed = |round: &Round| round.code().is_some() && !round.signatures.is_empty();
        match self.rounds.iter().any(is_signed) {
            true => Some(Lack::Changed),
            false => steps.first().copied().map(Lack::Step),
        }
    }

    /// Whether the last of `steps` was signed under some other text than the one with this code, and this one lacks one of them. A last step
    /// alone, or a signature that does not count, makes no other text of it.
    pub fn is_outdated(&self, steps: &[Step], code: ReviewCode, today: Date) -> bool {
        let is_signed_elsewhere = steps.last().is_some_and(|last| self.signed_elsewhere(*last, code).is_some());
        is_signed_elsewhere && self.lack(steps, code, today).is_some()
    }

    /// The code of the newest other text under which `step` was signed.
    pub fn signed_elsewhere(&self, step: Step, code: ReviewCode) -> Option<ReviewCode> {
        let signed = self.rounds.iter().rev().filter(|round| round.signature(step).is_some());
        signed.filter_map(Round::code).find(|other| *other != code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const CODE: &str = "7F3A-91C2-0D4E";
    const OTHER: &str = "0000-0000-0001";

    fn round(code: &str, signatures: &[(Step, &str, i8)]) -> Round {
        let signed = |(step, by, day): &(Step, &str, i8)| {
            let signature = Signature { by: by.to_string(), on: Some(date(2026, 11, *day)) };
            (*step, Located::new(signature, Span::default()))
        };
        Round {
            code: Some(Located::new(code.to_string(), Span::default())),
            signatures: signatures.iter().map(signed).collect(),
            proofreading: None,
        }
    }

    fn record(rounds: Vec<Round>) -> ReviewRecord {
        ReviewRecord { rounds, ..ReviewRecord::default() }
    }

    fn lack(record: &ReviewRecord) -> Option<Lack> {
        record.lack(&Step::ALL, ReviewCode::parse(CODE).expect("a code"), date(2026, 11, 30))
    }

    #[test]
    fn a_code_is_read_as_it_is_written_and_as_sha256sum_prints_it() {
        let code = ReviewCode::parse(CODE).expect("a code");
        assert_eq!(code.to_string(), CODE);
        assert_eq!(ReviewCode::parse("7f3a91c20d4e"), Some(code));
        for wrong in ["", "7F3A-91C2", "7F3A-91C2-0D4G", "7F3A-91C2-0D4E-0000"] {
            assert_eq!(ReviewCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_steps_are_taken_one_after_the_other() {
        let signed = [(Step::First, "甲", 20), (Step::Second, "乙", 21), (Step::Last, "丙", 21)];
        for (taken, next) in [(0, Some(Step::First)), (1, Some(Step::Second)), (2, Some(Step::Last)), (3, None)] {
            assert_eq!(lack(&record(vec![round(CODE, &signed[..taken])])), next.map(Lack::Step), "{taken}");
        }
        assert_eq!(lack(&record(vec![])), Some(Lack::Step(Step::First)));
    }

    #[test]
    fn a_signature_that_breaks_the_order_does_not_count() {
        let rows = [
            ([(Step::First, "甲", 20), (Step::Second, "甲", 21)], SignatureFault::SamePerson(Step::First)),
            ([(Step::First, "甲", 20), (Step::Second, "乙", 19)], SignatureFault::BeforeStep(Step::First)),
        ];
        for (signed, fault) in rows {
            let round = round(CODE, &signed);
            assert_eq!(round.fault(Step::Second, date(2026, 11, 30)), Some(fault));
            assert_eq!(lack(&record(vec![round])), Some(Lack::Step(Step::Second)));
        }
        let early = round(CODE, &[(Step::First, "甲", 20)]);
        assert_eq!(early.fault(Step::First, date(2026, 11, 19)), Some(SignatureFault::InFuture));
    }

    #[test]
    fn signatures_under_another_text_do_not_count_and_those_under_this_one_do_wherever_they_stand() {
        let all = [(Step::First, "甲", 20), (Step::Second, "乙", 21), (Step::Last, "丙", 22)];
        assert_eq!(lack(&record(vec![round(OTHER, &all)])), Some(Lack::Changed));
        assert_eq!(lack(&record(vec![round(OTHER, &all), round(CODE, &all[..1])])), Some(Lack::Step(Step::Second)));
        // The text was put back to what it was.
        assert_eq!(lack(&record(vec![round(CODE, &all), round(OTHER, &all[..1])])), None);
        // Nobody knows which text it was.
        assert_eq!(lack(&record(vec![round("", &all)])), Some(Lack::Step(Step::First)));
    }

    #[test]
    fn a_text_is_another_one_until_all_steps_count_under_it() {
        let all = [(Step::First, "甲", 20), (Step::Second, "乙", 21), (Step::Last, "丙", 22)];
        let code = ReviewCode::parse(CODE).expect("a code");
        let is_outdated = |rounds| record(rounds).is_outdated(&Step::ALL, code, date(2026, 11, 30));
        assert!(is_outdated(vec![round(OTHER, &all)]));
        // The last step alone, and one by a person who has signed before, do not count.
        assert!(is_outdated(vec![round(OTHER, &all), round(CODE, &all[2..])]));
        let twice = [(Step::First, "甲", 20), (Step::Second, "乙", 21), (Step::Last, "甲\u{200b}", 22)];
        assert!(is_outdated(vec![round(OTHER, &all), round(CODE, &twice)]));
        assert!(!is_outdated(vec![round(OTHER, &all), round(CODE, &all)]));
        assert!(!is_outdated(vec![round(CODE, &all)]));
    }

    #[test]
    fn a_correction_takes_the_steps_up_to_the_one_that_is_set() {
        let policy = |correction| ReviewPolicy { require: Step::ALL.to_vec(), correction };
        assert_eq!(policy(Some(Step::Second)).steps(true), [Step::First, Step::Second]);
        assert_eq!(policy(Some(Step::Second)).steps(false), Step::ALL);
        assert_eq!(policy(None).steps(true), Step::ALL);
        let only_last = ReviewPolicy { require: vec![Step::Last], correction: Some(Step::First) };
        assert_eq!(only_last.steps(true), [Step::Last]);
    }
}
