//! A game that is played by a script: character, IGT, deaths, loading screens, flags, saves. It knows nothing of races but when GO was;
//! the mod looks at it as it would at the real one.

use crate::script::{igt_at, Dice, Script, Step};
use serde::{Deserialize, Serialize};
use speedfog_core::game::{Ms, Observation, Order, Scene};
use std::collections::BTreeSet;
use std::path::PathBuf;

const LOADING_MS: Ms = 3_000;
const RESPAWN_MS: Ms = 2_500;
const QUIT_OUT_MS: Ms = 4_000;
/// The game saves at gates, when it is left, and so often in between.
const SAVE_EVERY_MS: u32 = 5_000;
/// Who came late or crashed plays this much faster than the clock until it has caught up.
const HURRY: f64 = 1.5;
/// One segment in so many is interrupted by a visit to the main menu.
const QUIT_ONE_IN: u64 = 6;

/// What a crash leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Save {
    igt_ms: u32,
    deaths: u32,
    flags: BTreeSet<u32>,
    /// Steps of the script that were done.
    done: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Menu { until: Ms },
    Loading { until: Ms },
    Playing,
}

pub struct Game {
    script: Script,
    dice: Dice,
    phase: Phase,
    world: Save,
    saved: Save,
    file: Option<PathBuf>,
    watched: BTreeSet<u32>,
    looked_at: Ms,
    /// Set in the last look.
    shown: BTreeSet<u32>,
    /// However rarely somebody looks, each loading screen is seen.
    saw_loading: bool,
    /// IGT of this segment at which the player leaves for the menu.
    quit_at: Option<u32>,
}

impl Game {
    /// `file`: where the save lies; what is there is continued.
    pub fn new(script: Script, seed: u64, file: Option<PathBuf>) -> Self {
        let read = file.as_ref().and_then(|path| std::fs::read(path).ok());
        let saved: Save = read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self {
            script,
            dice: Dice::new(seed),
            phase: Phase::Menu { until: 0 },
            world: saved.clone(),
            saved,
            file,
            watched: BTreeSet::new(),
            looked_at: 0,
            shown: BTreeSet::new(),
            saw_loading: false,
            quit_at: None,
        }
    }

    pub fn is_over(&self) -> bool {
        self.world.done >= self.script.steps.len()
    }

    pub fn gives_up(&self, now: Ms, go_at: Option<Ms>) -> bool {
        let Some((at, go)) = self.script.gives_up_at_ms.zip(go_at) else { return false };
        self.is_over() && now - go >= at
    }

    /// The process dies; `away` later it is started again, with what the save holds.
    pub fn crash(&mut self, now: Ms, away: Ms) {
        self.world = self.saved.clone();
        self.watched.clear();
        self.quit_at = None;
        self.phase = Phase::Menu { until: now + away };
    }

    pub fn obey(&mut self, order: Order) {
        match order {
            Order::Watch { flags } => self.watched = flags.into_iter().collect(),
            Order::ClearFlag(flag) => {
                self.world.flags.remove(&flag);
            }
            Order::SetFlag(flag) => {
                self.world.flags.insert(flag);
            }
        }
    }

    /// `go_at`: local ms of a start that has passed.
    pub fn look(&mut self, now: Ms, go_at: Option<Ms>) -> Observation {
        // In a loading screen the game's clock stands still.
        let elapsed = if self.saw_loading { 0 } else { (now - self.looked_at).clamp(0, LOADING_MS) };
        self.looked_at = now;
        match (self.phase, go_at) {
            (Phase::Menu { until }, Some(_)) if until <= now && !self.script.steps.is_empty() => {
                self.phase = Phase::Loading { until: now + LOADING_MS };
            }
            (Phase::Loading { until }, _) if until <= now && self.saw_loading => self.phase = Phase::Playing,
            _ => {}
        }
        // A gate is passed on foot: its loading screen is seen with the next look.
        let scene = match self.phase {
            Phase::Menu { .. } => return Observation::default(),
            Phase::Loading { .. } => Scene::Loading,
            Phase::Playing => Scene::Playing,
        };
        self.saw_loading = scene == Scene::Loading;
        if let Some(go_at) = go_at.filter(|_| scene == Scene::Playing) {
            self.play(now, now - go_at, elapsed);
        }
        self.shown = self.world.flags.intersection(&self.watched).copied().collect();
        Observation {
            scene,
            igt_ms: Some(self.world.igt_ms),
            deaths: Some(self.world.deaths),
            flags: Some(self.shown.iter().copied().collect()),
            unread: Vec::new(),
            map: None,
            zone: None,
        }
    }

    fn play(&mut self, now: Ms, race_ms: Ms, elapsed: Ms) {
        let Some(&step) = self.script.steps.get(self.world.done) else { return };
        // Believable, never ahead of the clock, and exactly the script's at each gate.
        let grown = self.world.igt_ms + (elapsed as f64 * HURRY) as u32;
        self.world.igt_ms = grown.min(igt_at(race_ms)).min(step.igt_ms).max(self.world.igt_ms);
        // A flag that the mod has not seen cleared could not be seen a second time; a player needs seconds to come back.
        let passable = !self.world.flags.contains(&step.flag) && !self.shown.contains(&step.flag);
        if passable && race_ms >= step.at_ms && self.world.igt_ms >= step.igt_ms {
            self.pass(now, race_ms, step);
        } else if self.quit_at.is_some_and(|at| self.world.igt_ms >= at) {
            self.quit_at = None;
            self.save();
            self.phase = Phase::Menu { until: now + QUIT_OUT_MS };
        } else if self.should_die(step, race_ms) {
            self.world.deaths += 1;
            self.phase = Phase::Loading { until: now + RESPAWN_MS };
        } else if self.world.igt_ms >= self.saved.igt_ms.saturating_add(SAVE_EVERY_MS) {
            self.save();
        }
    }

    fn pass(&mut self, now: Ms, race_ms: Ms, step: Step) {
        self.world.deaths = step.deaths;
        self.world.flags.insert(step.flag);
        self.world.done += 1;
        self.save();
        let next = self.script.steps.get(self.world.done);
        let room = next.map_or(LOADING_MS, |next| ((next.at_ms - race_ms) / 2).clamp(0, LOADING_MS));
        self.quit_at = next.filter(|next| next.at_ms - race_ms > 4 * QUIT_OUT_MS).and_then(|next| {
            let middle = step.igt_ms + (next.igt_ms.saturating_sub(step.igt_ms)) / 3;
            (self.dice.roll(QUIT_ONE_IN) == 0).then_some(middle)
        });
        if !step.finish {
            self.phase = Phase::Loading { until: now + room };
        }
    }

    fn should_die(&self, step: Step, race_ms: Ms) -> bool {
        let before = self.world.done.checked_sub(1).and_then(|at| self.script.steps.get(at)).map_or(0, |it| it.igt_ms);
        let middle = before + step.igt_ms.saturating_sub(before) / 2;
        self.world.deaths < step.deaths && self.world.igt_ms >= middle && step.at_ms - race_ms > 2 * RESPAWN_MS
    }

    fn save(&mut self) {
        self.saved = self.world.clone();
        let Some(path) = &self.file else { return };
        let fresh = path.with_extension("new");
        let written = serde_json::to_vec(&self.saved).ok().and_then(|bytes| std::fs::write(&fresh, bytes).ok());
        if written.is_some() {
            let _ = std::fs::rename(&fresh, path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script() -> Script {
        let step = |flag, at_ms, deaths, finish| Step { flag, at_ms, igt_ms: igt_at(at_ms), deaths, finish };
        Script {
            steps: vec![step(1, 20_000, 0, false), step(2, 60_000, 2, false), step(9, 90_000, 2, true)],
            gives_up_at_ms: None,
        }
    }

    /// Every 100 ms; GO at 0.
    fn play(game: &mut Game, from: Ms, to: Ms) -> Vec<(Ms, Observation)> {
        (from..to).step_by(100).map(|now| (now, game.look(now, (now >= 0).then_some(0)))).collect()
    }

    #[test]
    fn a_run_is_believable() {
        let mut game = Game::new(script(), 1, None);
        game.obey(Order::Watch { flags: vec![1, 2, 9] });
        let looks = play(&mut game, -5_000, 95_000);
        assert!(looks.iter().all(|(now, look)| *now >= 0 || look.scene == Scene::Menu));
        let igts: Vec<u32> = looks.iter().filter_map(|(_, look)| look.igt_ms).collect();
        assert!(igts.is_sorted() && igts[0] == 0);
        assert!(looks.iter().all(|(now, look)| Ms::from(look.igt_ms.unwrap_or(0)) <= (*now).max(0)));
        let first = |flag: u32| {
            let at = looks.iter().position(|(_, look)| look.flags.as_ref().is_some_and(|set| set.contains(&flag)));
            let (_, look) = &looks[at.unwrap()];
            let after = looks.get(at.unwrap() + 1).map(|(_, next)| next.scene);
            (look.scene, look.igt_ms.unwrap(), look.deaths.unwrap(), after)
        };
        assert_eq!(first(1), (Scene::Playing, 19_400, 0, Some(Scene::Loading)));
        assert_eq!(first(2), (Scene::Playing, 58_200, 2, Some(Scene::Loading)));
        assert_eq!(first(9), (Scene::Playing, 87_300, 2, Some(Scene::Playing)));
        assert!(game.is_over());
    }

    #[test]
    fn a_crash_falls_back_to_the_save_and_the_rest_is_caught_up() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("save.json");
        let mut game = Game::new(script(), 1, Some(file.clone()));
        play(&mut game, 0, 40_000);
        drop(game);
        let mut game = Game::new(script(), 1, Some(file));
        assert!(game.world.done == 1 && (19_400..40_000).contains(&game.world.igt_ms));
        play(&mut game, 50_000, 110_000);
        assert!(game.is_over() && game.world.igt_ms == 87_300 && game.world.deaths == 2);
    }
}
