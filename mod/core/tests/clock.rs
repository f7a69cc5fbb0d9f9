//! Two players whose computers' clocks are five minutes apart see GO at the same moment, in simulated time and with slow wires.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{owner, setup, welcome};
use serde_json::json;
use speedfog_core::engine::{Effect, Engine, Input};
use speedfog_core::game::Ms;
use speedfog_core::outbox::Outbox;
use speedfog_core::protocol::FromMod;

const STEP: Ms = 1;
const COUNTDOWN_AT: Ms = 30_000;
const GO: Ms = 40_000;

/// In true ms since the beginning; the server's clock is true.
struct Computer {
    engine: Engine,
    /// Its clock minus the true one.
    ahead: Ms,
    dice: u64,
    /// Shortest and longest way, there and back alike, and by how much a way back may be longer.
    ways: (Ms, Ms, Ms),
    arriving: Vec<(Ms, String)>,
}

impl Computer {
    fn new(ahead: Ms, seed: u64, ways: (Ms, Ms, Ms)) -> Self {
        let engine = Engine::new(setup(Outbox::new(owner())), kit::STARTED + ahead);
        Self { engine, ahead, dice: seed | 1, ways, arriving: Vec::new() }
    }

    fn roll(&mut self, from: Ms, to: Ms) -> Ms {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        from + (self.dice >> 11) as Ms % (to - from + 1)
    }

    fn local(&self, now: Ms) -> Ms {
        kit::STARTED + now + self.ahead
    }

    /// What the server says arrives after a way.
    fn tell(&mut self, now: Ms, text: String) {
        let way = self.roll(self.ways.0, self.ways.1);
        self.arriving.push((now + way, text));
    }

    fn step(&mut self, now: Ms) {
        let local = self.local(now);
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.arriving).into_iter().partition(|(at, _)| *at <= now);
        self.arriving = later;
        for (_, text) in due {
            let effects = self.engine.input(local, Input::Frame { number: 1, arrived: local as f64, text });
            self.carry_out(now, effects);
        }
        let effects = self.engine.tick(local);
        self.carry_out(now, effects);
    }

    fn carry_out(&mut self, now: Ms, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect { number } => {
                    let effects = self.engine.input(self.local(now), Input::Opened { number });
                    self.carry_out(now, effects);
                }
                Effect::Send(FromMod::Auth { .. }) => self.tell(now, welcome("open", "ready", 0).to_string()),
                Effect::SendSync { .. } => {
                    let there = self.roll(self.ways.0, self.ways.1);
                    let back = there + self.roll(0, self.ways.2);
                    let heard = kit::STARTED + now + there;
                    let answer = json!({ "type": "time_sync", "t0": self.local(now), "t1": heard, "t2": heard });
                    self.arriving.push((now + there + back, answer.to_string()));
                }
                _ => {}
            }
        }
    }

    fn says_go(&self, now: Ms) -> bool {
        self.engine.view(self.local(now)).banners.iter().any(|banner| banner.text == "GO!")
    }
}

/// True ms at which each of two computers says GO.
fn race(seed: u64, uneven: Ms) -> [Ms; 2] {
    let mut computers =
        [Computer::new(0, seed * 7 + 1, (20, 200, uneven)), Computer::new(-300_000, seed * 11 + 5, (20, 200, uneven))];
    let mut seen = [None; 2];
    for now in (0..GO + 2_000).step_by(STEP as usize) {
        for (computer, seen) in computers.iter_mut().zip(&mut seen) {
            if now == COUNTDOWN_AT {
                let countdown = json!({ "type": "countdown", "starts_at": kit::STARTED + GO, "seconds": 10 });
                computer.tell(now, countdown.to_string());
            }
            if now == GO {
                let start = json!({ "type": "race_start", "started_at": kit::STARTED + GO });
                computer.tell(now, start.to_string());
            }
            computer.step(now);
            if now > GO - 1_000 && seen.is_none() && computer.says_go(now) {
                *seen = Some(now);
            }
        }
    }
    seen.map(|at| at.expect("GO was never said"))
}

#[test]
fn go_is_said_within_fifty_milliseconds() {
    let spread = |uneven: Ms| {
        let runs: Vec<[Ms; 2]> = (1..=12).map(|seed| race(seed, uneven)).collect();
        let apart = runs.iter().map(|[one, two]| one.abs_diff(*two)).max().unwrap();
        let off = runs.iter().flatten().map(|at| at.abs_diff(GO)).max().unwrap();
        (apart, off)
    };
    let (even, off) = spread(0);
    println!("as long there as back: {even} ms apart at most, {off} ms off");
    assert!(even <= 50 && off <= 50);
    // What no client can know: half the difference between the ways stays.
    let (uneven, off) = spread(60);
    println!("up to 60 ms longer back: {uneven} ms apart at most, {off} ms off");
    assert!(uneven <= 50);
}
