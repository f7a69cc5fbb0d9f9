//! A player's facts until the server has them (PROTOCOL.md, Facts), and what else must outlive the game: written down as records, one
//! after another, and folded from them at the next start. Deliberately absent: the file itself, sending.

use crate::game::Ms;
use crate::protocol::FromMod;
use crate::saves::Saves;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A flag that was seen. `finish`: the one that ends the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub seq: u64,
    pub flag: u32,
    pub igt_ms: u32,
    pub deaths: u32,
    /// Local ms at which it was seen.
    pub seen: Ms,
    /// Server ms of the same moment; None while no offset was known.
    pub at: Option<Ms>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub finish: bool,
}

impl Fact {
    /// `at`: for a fact that was seen before any offset was known.
    pub fn to_message(&self, at: Option<Ms>) -> FromMod {
        FromMod::EventFlag {
            seq: self.seq,
            flag_id: i64::from(self.flag),
            igt_ms: i64::from(self.igt_ms),
            death_count: i64::from(self.deaths),
            at: self.at.or(at).filter(|&ms| ms >= 0),
        }
    }
}

/// Whose outbox it is: enough to send what is left at the next start, whatever pack that is of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Random, plain ASCII.
    pub outbox: String,
    pub url: String,
    pub race_id: String,
    pub mod_token: String,
    pub pack: String,
}

impl std::fmt::Debug for Owner {
    /// Never the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Owner {{ outbox: {}, url: {}, race: {} }}", self.outbox, self.url, self.race_id)
    }
}

/// From the last `auth_ok`, so that a game started while the server is away goes on watching.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Watched {
    pub event_ids: Vec<u32>,
    pub finish_event: Option<u32>,
    /// Server minus local ms.
    pub offset_ms: Option<Ms>,
}

/// A finish that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    pub igt_ms: u32,
    pub confirmed: bool,
    pub place: Option<u32>,
    /// Why the server will not have it; None while it may.
    pub refused: Option<String>,
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    Owner(Owner),
    Watched(Watched),
    Saves(Saves),
    Fact(Fact),
    /// Confirmed, or refused for good.
    Done(u64),
    /// Numbers go on after this one.
    LastSeq(u64),
    /// None: another character began anew, or the finish was taken back.
    Finish(Option<Finish>),
}

/// What the records say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    pub owner: Owner,
    pub watched: Watched,
    pub saves: Saves,
    pub finish: Option<Finish>,
    facts: VecDeque<Fact>,
    last_seq: u64,
}

impl Outbox {
    pub fn new(owner: Owner) -> Self {
        Self {
            owner,
            watched: Watched::default(),
            saves: Saves::default(),
            finish: None,
            facts: VecDeque::new(),
            last_seq: 0,
        }
    }

    /// None where no record says whose it is.
    pub fn fold(records: impl IntoIterator<Item = Record>) -> Option<Self> {
        let mut folded: Option<Self> = None;
        for record in records {
            match (&mut folded, record) {
                (None, Record::Owner(owner)) => folded = Some(Self::new(owner)),
                (Some(outbox), record) => outbox.apply(record),
                (None, _) => {}
            }
        }
        folded
    }

    pub fn apply(&mut self, record: Record) {
        match record {
            Record::Owner(owner) => self.owner = owner,
            Record::Watched(watched) => self.watched = watched,
            Record::Saves(saves) => self.saves = saves,
            Record::Fact(fact) => {
                self.last_seq = self.last_seq.max(fact.seq);
                self.facts.push_back(fact);
            }
            Record::Done(seq) => self.facts.retain(|fact| fact.seq != seq),
            Record::LastSeq(seq) => {
                self.last_seq = self.last_seq.max(seq);
                self.facts.retain(|fact| fact.seq > seq);
            }
            Record::Finish(finish) => self.finish = finish,
        }
    }

    /// The same in as few records as possible.
    pub fn to_records(&self) -> Vec<Record> {
        let done = self.facts.front().map_or(self.last_seq, |fact| fact.seq.saturating_sub(1));
        let mut records = vec![
            Record::Owner(self.owner.clone()),
            Record::Watched(self.watched.clone()),
            Record::Saves(self.saves.clone()),
            Record::LastSeq(done),
        ];
        records.extend(self.facts.iter().cloned().map(Record::Fact));
        records.push(Record::Finish(self.finish.clone()));
        records
    }

    pub fn next_seq(&self) -> u64 {
        self.last_seq + 1
    }

    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// The one that may be in flight.
    pub fn first(&self) -> Option<&Fact> {
        self.facts.front()
    }

    pub fn get(&self, seq: u64) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.seq == seq)
    }

    /// True while the server may not have read the finish.
    pub fn has_finish(&self) -> bool {
        self.facts.iter().any(|fact| fact.finish)
    }

    pub fn len(&self) -> usize {
        self.facts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            outbox: "box1".into(),
            url: "ws://host".into(),
            race_id: "race".into(),
            mod_token: "secret".into(),
            pack: "pack".into(),
        }
    }

    fn fact(seq: u64) -> Record {
        let flag = 1_000 + u32::try_from(seq).unwrap();
        Record::Fact(Fact { seq, flag, igt_ms: 5, deaths: 0, seen: 7, at: None, finish: false })
    }

    #[test]
    fn facts_wait_in_order_until_they_are_done() {
        let mut outbox = Outbox::fold([Record::Owner(owner()), fact(1), fact(2), fact(3)]).unwrap();
        outbox.apply(Record::Done(1));
        assert_eq!(outbox.first().map(|fact| fact.seq), Some(2));
        assert_eq!(outbox.next_seq(), 4);
        outbox.apply(Record::LastSeq(7));
        assert_eq!((outbox.len(), outbox.next_seq()), (0, 8));
    }

    #[test]
    fn what_is_written_anew_says_the_same() {
        let all = [Record::Owner(owner()), fact(1), fact(2), fact(3), Record::Done(1)];
        let outbox = Outbox::fold(all).unwrap();
        assert_eq!(Outbox::fold(outbox.to_records()), Some(outbox.clone()));
        let mut emptied = outbox;
        emptied.apply(Record::LastSeq(3));
        assert_eq!(Outbox::fold(emptied.to_records()).map(|it| it.next_seq()), Some(4));
    }

    #[test]
    fn records_become_lines_and_come_back() {
        let finish = Finish { igt_ms: 9, confirmed: true, place: Some(3), refused: None };
        for record in
            [Record::Owner(owner()), fact(1), Record::Done(1), Record::Finish(Some(finish)), Record::Finish(None)]
        {
            let line = serde_json::to_string(&record).unwrap();
            assert!(!line.contains('\n'));
            assert_eq!(serde_json::from_str::<Record>(&line).unwrap(), record);
        }
    }

    #[test]
    fn nothing_is_known_without_an_owner_and_nobody_reads_the_token() {
        assert_eq!(Outbox::fold([fact(1)]), None);
        assert!(!format!("{:?}", Outbox::new(owner())).contains("secret"));
    }

    #[test]
    fn at_is_what_was_known_when_it_was_seen_else_what_is_known_now() {
        let Record::Fact(mut seen) = fact(1) else { return };
        let at = |message| match message {
            FromMod::EventFlag { at, .. } => at,
            _ => None,
        };
        assert_eq!(at(seen.to_message(Some(70))), Some(70));
        assert_eq!(at(seen.to_message(None)), None);
        seen.at = Some(50);
        assert_eq!(at(seen.to_message(Some(70))), Some(50));
    }
}
