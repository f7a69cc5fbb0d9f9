//! From looks at the game to what happened: gates passed, the finish, a save loaded. A pure state machine over levels: looks may be
//! lost, doubled or late. Deliberately absent: the server, numbers of facts, what is sent when.
//!
//! A gate's flag is set when the player passes it, before the loading screen. It is noted when the loading screen ends, with IGT and
//! time of when it was seen; then the game is ordered to clear it. Until it is noted nothing is lost by a crash: the flag is
//! either in the save, and is found there at the next load, or the gate was not passed in it.

use crate::game::{Ms, Observation, Order, Scene};
use crate::happening::{Happening, Loaded, Now, Seen};
use crate::saves::Saves;
use std::collections::{BTreeMap, BTreeSet};

/// A gate without a loading screen is noted after this time all the same.
const WITHOUT_LOADING_MS: Ms = 10_000;
/// An order that does not show is given again.
const ORDER_AGAIN_MS: Ms = 1_000;
/// Flags unreadable for so long while somebody plays are worth a note.
const UNREAD_MS: Ms = 12_000;
/// IGT that falls by more, or grows by more than the time that went by and this, is another save whose loading was not seen.
const IGT_FALLS_MS: u32 = 2_000;
const IGT_JUMPS_MS: Ms = 10_000;
/// How often the IGT of the character is remembered.
const REMEMBER_EVERY_MS: Ms = 10_000;

#[derive(Debug, Clone, Default)]
pub struct Tracker {
    pub saves: Saves,
    gates: BTreeSet<u32>,
    finish: Option<u32>,
    marks: BTreeSet<u32>,
    loaded: Option<Loaded>,
    /// Flags were not read yet in the save that was loaded.
    is_fresh_load: bool,
    now: Now,
    /// Set, but not noted yet, in the order in which they were seen; true: a loading screen came since.
    pending: Vec<(Seen, bool)>,
    /// Flags that were ordered to be cleared, and when last; not seen unset since.
    clearing: BTreeMap<u32, Ms>,
    unread_since: Option<Ms>,
    remembered_at: Ms,
}

impl Tracker {
    pub fn new(saves: Saves) -> Self {
        Self { saves, ..Self::default() }
    }

    pub fn loaded(&self) -> Option<Loaded> {
        self.loaded
    }

    pub fn now(&self) -> &Now {
        &self.now
    }

    /// Which flags count. Answers the order for the game where that is news.
    pub fn watch(&mut self, gates: impl IntoIterator<Item = u32>, finish: Option<u32>) -> Option<Order> {
        let gates: BTreeSet<u32> = gates.into_iter().collect();
        if (&gates, finish) == (&self.gates, self.finish) {
            return None;
        }
        self.pending.retain(|(seen, _)| gates.contains(&seen.flag));
        (self.gates, self.finish) = (gates, finish);
        let flags: BTreeSet<u32> = self.gates.iter().copied().chain(finish).collect();
        Some(Order::Watch { flags: flags.into_iter().collect() })
    }

    /// All marks of others' deaths, new and old. Nobody reads them, so all are set again whenever a loading screen ends.
    pub fn mark(&mut self, flags: impl IntoIterator<Item = u32>) -> Vec<Order> {
        let new: Vec<u32> = flags.into_iter().filter(|flag| self.marks.insert(*flag)).collect();
        let playing = self.loaded.is_some_and(Loaded::counts);
        new.into_iter().filter(|_| playing).map(Order::SetFlag).collect()
    }

    /// `now`: local ms.
    pub fn observe(&mut self, now: Ms, look: &Observation) -> Vec<Happening> {
        let mut out = Vec::new();
        self.notice_reload(now, look);
        let comes_in = look.scene == Scene::Playing && (self.now.scene != Scene::Playing || self.loaded.is_none());
        self.update(now, look);
        match look.scene {
            Scene::Menu => self.leave(&mut out),
            Scene::Loading => {
                for (_, after_loading) in &mut self.pending {
                    *after_loading = true;
                }
            }
            Scene::Playing => {}
        }
        if look.scene == Scene::Playing && self.loaded.is_none() {
            self.is_fresh_load = self.load(look, &mut out);
        }
        if let Some(loaded) = self.loaded {
            if comes_in && loaded.counts() {
                out.extend(self.marks.iter().map(|&flag| Happening::Order(Order::SetFlag(flag))));
            }
            self.read_flags(now, look, loaded, &mut out);
            self.note_due(now, look, loaded, &mut out);
            self.remember(now, look, loaded, &mut out);
        }
        out
    }

    /// Back in the menu: what was not noted is found in the save again, or did not happen in it.
    fn leave(&mut self, out: &mut Vec<Happening>) {
        if self.loaded.take().is_some_and(Loaded::counts) {
            out.push(Happening::Remember);
        }
        self.pending.clear();
        self.clearing.clear();
        self.unread_since = None;
        self.now = Now { at: self.now.at, ..Now::default() };
    }

    /// The menu between two saves may not have been looked at.
    fn notice_reload(&mut self, now: Ms, look: &Observation) {
        let Some(igt) = look.igt_ms.filter(|&igt| igt > 0 && look.scene == Scene::Playing) else { return };
        if self.loaded.is_none() || self.now.igt_ms == 0 {
            return;
        }
        let fell = igt < self.now.igt_ms.saturating_sub(IGT_FALLS_MS);
        let grown = Ms::from(igt) - Ms::from(self.now.igt_ms);
        if fell || grown > (now - self.now.at).max(0) + IGT_JUMPS_MS {
            self.loaded = None;
            self.pending.clear();
            self.clearing.clear();
        }
    }

    fn update(&mut self, now: Ms, look: &Observation) {
        self.now.scene = look.scene;
        if let Some(igt) = look.igt_ms.filter(|&igt| igt > 0) {
            (self.now.igt_ms, self.now.at) = (igt, now);
        }
        self.now.deaths = look.deaths.unwrap_or(self.now.deaths);
        self.now.map = look.map.or(self.now.map);
        if look.scene == Scene::Playing {
            self.now.zone.clone_from(&look.zone);
        }
    }

    /// True if the character was told just now; that takes an IGT.
    fn load(&mut self, look: &Observation, out: &mut Vec<Happening>) -> bool {
        let Some(igt_ms) = look.igt_ms.filter(|&igt| igt > 0) else { return false };
        let (state, character) = self.saves.load(igt_ms);
        self.loaded = Some(Loaded { state, character });
        out.push(Happening::Loaded { state, igt_ms });
        if character.is_some() {
            out.push(Happening::Remember);
        }
        true
    }

    fn read_flags(&mut self, now: Ms, look: &Observation, loaded: Loaded, out: &mut Vec<Happening>) {
        let Some(flags) = &look.flags else {
            self.notice_unread(now, look, out);
            return;
        };
        self.unread_since = None;
        let set: BTreeSet<u32> = flags.iter().copied().collect();
        let is_unset = |flag: u32| !set.contains(&flag) && !look.unread.contains(&flag);
        let fresh_load = std::mem::take(&mut self.is_fresh_load);
        if fresh_load {
            self.compare_with_save(is_unset, loaded);
        }
        self.notice_cleared(is_unset, loaded, out);
        let gates: Vec<u32> = set.intersection(&self.gates).copied().collect();
        for flag in gates {
            let known = self.clearing.contains_key(&flag) || self.pending.iter().any(|(seen, _)| seen.flag == flag);
            if known {
                continue;
            }
            let leftover = fresh_load && self.character(loaded).is_some_and(|it| it.is_leftover(flag, self.now.igt_ms));
            if loaded.counts() && !leftover {
                let seen = self.see(now, flag, false);
                self.pending.push((seen, fresh_load || look.scene == Scene::Loading));
            } else {
                self.clear(now, flag, out);
            }
        }
        match self.finish {
            Some(finish) if set.contains(&finish) => self.see_finish(now, finish, loaded, out),
            Some(finish) if look.scene == Scene::Playing && is_unset(finish) => self.notice_unfinished(loaded, out),
            _ => {}
        }
        let again: Vec<u32> =
            self.clearing.iter().filter(|(_, at)| now - **at >= ORDER_AGAIN_MS).map(|it| *it.0).collect();
        for flag in again {
            self.clear(now, flag, out);
        }
    }

    fn compare_with_save(&mut self, is_unset: impl Fn(u32) -> bool, loaded: Loaded) {
        let (gates, igt) = (&self.gates, self.now.igt_ms);
        if let Some(character) = loaded.character.and_then(|at| self.saves.get_mut(at)) {
            character.compare_with_save(igt, |flag| gates.contains(&flag) && is_unset(flag));
        }
    }

    fn notice_cleared(&mut self, is_unset: impl Fn(u32) -> bool, loaded: Loaded, out: &mut Vec<Happening>) {
        let cleared: Vec<u32> = self.clearing.keys().copied().filter(|&flag| is_unset(flag)).collect();
        for flag in cleared {
            self.clearing.remove(&flag);
            if let Some(character) = loaded.character.and_then(|at| self.saves.get_mut(at)) {
                character.note_cleared(flag, self.now.igt_ms);
                out.push(Happening::Remember);
            }
        }
    }

    /// The finish is noted at once, and its flag stays: the game itself lives by it.
    fn see_finish(&mut self, now: Ms, flag: u32, loaded: Loaded, out: &mut Vec<Happening>) {
        let Some(character) = loaded.character.and_then(|at| self.saves.get_mut(at)) else { return };
        if std::mem::replace(&mut character.finished, true) {
            return;
        }
        // Gates before it were passed before it.
        self.note(now, self.pending.len(), loaded, out);
        out.push(Happening::Noted(self.see(now, flag, true)));
        out.push(Happening::Remember);
    }

    /// After a finish that was taken back.
    fn notice_unfinished(&mut self, loaded: Loaded, out: &mut Vec<Happening>) {
        let character = loaded.character.and_then(|at| self.saves.get_mut(at));
        if character.is_some_and(|character| character.note_unfinished()) {
            out.push(Happening::Remember);
        }
    }

    fn see(&self, now: Ms, flag: u32, finish: bool) -> Seen {
        Seen { flag, finish, igt_ms: self.now.igt_ms, deaths: self.now.deaths, at: now }
    }

    fn note_due(&mut self, now: Ms, look: &Observation, loaded: Loaded, out: &mut Vec<Happening>) {
        let is_due = |(seen, after_loading): &(Seen, bool)| *after_loading || now - seen.at >= WITHOUT_LOADING_MS;
        // In the order in which they were seen: one that waits holds up those after it.
        if look.scene == Scene::Playing {
            self.note(now, self.pending.iter().take_while(|it| is_due(it)).count(), loaded, out);
        }
    }

    /// The first `count` of those that wait.
    fn note(&mut self, now: Ms, count: usize, loaded: Loaded, out: &mut Vec<Happening>) {
        let due: Vec<(Seen, bool)> = self.pending.drain(..count).collect();
        for (seen, _) in due {
            let flag = seen.flag;
            if let Some(character) = loaded.character.and_then(|at| self.saves.get_mut(at)) {
                character.note_gate(flag, seen.igt_ms, self.now.igt_ms);
            }
            out.push(Happening::Noted(seen));
            out.push(Happening::Remember);
            self.clear(now, flag, out);
        }
    }

    fn clear(&mut self, now: Ms, flag: u32, out: &mut Vec<Happening>) {
        self.clearing.insert(flag, now);
        out.push(Happening::Order(Order::ClearFlag(flag)));
    }

    fn notice_unread(&mut self, now: Ms, look: &Observation, out: &mut Vec<Happening>) {
        if look.scene != Scene::Playing || self.gates.is_empty() {
            return;
        }
        let since = *self.unread_since.get_or_insert(now);
        if now - since >= UNREAD_MS {
            // Once in this save: far in the future it would be said again.
            self.unread_since = Some(Ms::MAX);
            let text = format!("Event flags could not be read for {} s.", UNREAD_MS / 1_000);
            out.push(Happening::Note { code: "flag_unread", text });
        }
    }

    fn remember(&mut self, now: Ms, look: &Observation, loaded: Loaded, out: &mut Vec<Happening>) {
        let igt_ms = self.now.igt_ms;
        let Some(character) = loaded.character.and_then(|at| self.saves.get_mut(at)) else { return };
        if look.scene == Scene::Playing {
            character.igt_ms = igt_ms;
        }
        if now - self.remembered_at >= REMEMBER_EVERY_MS {
            out.push(Happening::Remember);
        }
        if out.contains(&Happening::Remember) {
            self.remembered_at = now;
        }
    }

    fn character(&self, loaded: Loaded) -> Option<&crate::saves::Character> {
        loaded.character.and_then(|at| self.saves.get(at))
    }
}
