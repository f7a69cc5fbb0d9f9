//! An engine with everything that it needs around it, in simulated time: a server that answers as the real one does, a game, a disk.

#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod server;

pub use server::{player_status, welcome, Server};

use serde_json::Value;
use speedfog_core::engine::{Effect, Engine, Input, Setup};
use speedfog_core::game::{Action, GameVersion, Ms, Observation, Order, Scene};
use speedfog_core::outbox::{Outbox, Owner, Record};
use speedfog_core::protocol::FromMod;
use speedfog_core::session::Gone;
use speedfog_core::view::{to_text, View, ViewOptions};
use std::collections::BTreeSet;

pub const GATES: [u32; 4] = [1_001, 1_002, 1_003, 1_004];
pub const FINISH: u32 = 1_900;
/// Server ms of the start, and how far the server's clock is ahead.
pub const STARTED: Ms = 1_763_800_010_000;
pub const PACK: &str = "9f86d081";
const STEP: Ms = 20;

/// What the game is at the moment.
#[derive(Clone, Default)]
pub struct World {
    pub scene: Scene,
    pub igt: u32,
    pub deaths: u32,
    pub flags: BTreeSet<u32>,
    pub watched: BTreeSet<u32>,
    pub unreadable: bool,
    /// Flags that alone cannot be read.
    pub unread: BTreeSet<u32>,
}

pub struct Rig {
    pub engine: Engine,
    pub now: Ms,
    pub server: Server,
    pub world: World,
    pub disk: Vec<Record>,
    pub logged: Vec<String>,
    pub orders: Vec<Order>,
    /// Number of the open connection.
    pub link: Option<u64>,
    /// False: connections are refused.
    pub network: bool,
    /// Looks at the game are lost, and messages of the server doubled and exchanged, by these dice.
    pub noise: Option<u64>,
    /// The game does not clear flags.
    pub deaf: bool,
    arriving: Vec<Value>,
}

pub fn owner() -> Owner {
    Owner {
        outbox: "box".into(),
        url: "ws://host".into(),
        race_id: "r".into(),
        mod_token: "secret".into(),
        pack: PACK.into(),
    }
}

pub fn setup(outbox: Outbox) -> Setup {
    Setup {
        outbox,
        game: GameVersion { text: "2.6.1".into(), known: true },
        mod_version: "0.1.0".into(),
        view: ViewOptions::default(),
        deliver_only: false,
        seed: 7,
    }
}

impl Rig {
    /// In the menu, not connected yet. Local time begins at 1,000,000.
    pub fn new(race: &'static str, you: &'static str) -> Self {
        Self::with(setup(Outbox::new(owner())), race, you)
    }

    pub fn with(setup: Setup, race: &'static str, you: &'static str) -> Self {
        let now = 1_000_000;
        let disk = setup.outbox.to_records();
        let server = Server { race, you, ahead: STARTED - now, ..Server::default() };
        Self {
            engine: Engine::new(setup, now),
            now,
            server,
            world: World::default(),
            disk,
            logged: Vec::new(),
            orders: Vec::new(),
            link: None,
            network: true,
            noise: None,
            deaf: false,
            arriving: Vec::new(),
        }
    }

    /// In a running race with a new character, connected.
    pub fn playing() -> Self {
        let mut rig = Self::new("running", "playing");
        rig.wait(1_000);
        rig.load(100);
        rig.wait(500);
        rig
    }

    /// The process dies: only the disk is left. The game goes back to what `save` holds.
    pub fn crash(&mut self, save: World) {
        let outbox = Outbox::fold(self.disk.clone()).expect("an owner is on the disk");
        self.disk = outbox.to_records();
        self.engine = Engine::new(setup(outbox), self.now);
        self.link = None;
        self.arriving.clear();
        self.world = World { scene: Scene::Menu, watched: BTreeSet::new(), ..save };
    }

    /// Time goes by in small steps; the game is looked at in each.
    pub fn wait(&mut self, ms: Ms) {
        let until = self.now + ms;
        while self.now < until {
            self.now += STEP;
            if self.world.scene == Scene::Playing {
                self.world.igt += STEP as u32;
            }
            // Never more than a quarter of a second without a look, as long as the game runs at all.
            if self.roll(4) != 1 || self.now % 240 == 0 {
                self.look();
            }
            self.deliver();
            let effects = self.engine.tick(self.now);
            self.carry_out(effects);
        }
    }

    /// 0 without noise.
    fn roll(&mut self, sides: u64) -> u64 {
        let Some(dice) = &mut self.noise else { return 0 };
        *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*dice >> 33) % sides
    }

    fn deliver(&mut self) {
        let mut now = std::mem::take(&mut self.arriving);
        if self.roll(8) == 1 {
            now.reverse();
        }
        for message in now {
            self.hear(&message);
            match self.roll(8) {
                1 => self.hear(&message),
                2 => self.arriving.push(message),
                _ => {}
            }
        }
    }

    pub fn look(&mut self) {
        let world = &self.world;
        let in_game = world.scene != Scene::Menu;
        let shown = |flag: &u32| world.watched.contains(flag) && !world.unread.contains(flag);
        let observation = Observation {
            scene: world.scene,
            igt_ms: in_game.then_some(world.igt),
            deaths: in_game.then_some(world.deaths),
            flags: (in_game && !world.unreadable).then(|| world.flags.iter().copied().filter(shown).collect()),
            unread: world.unread.iter().copied().collect(),
            ..Observation::default()
        };
        self.input(Input::Observed(observation));
    }

    pub fn input(&mut self, input: Input) {
        let effects = self.engine.input(self.now, input);
        self.carry_out(effects);
    }

    pub fn hear(&mut self, message: &Value) {
        self.hear_text(&message.to_string());
    }

    pub fn hear_text(&mut self, text: &str) {
        let Some(number) = self.link else { return };
        self.input(Input::Frame { number, arrived: self.now as f64, text: text.to_owned() });
    }

    /// The connection breaks.
    pub fn cut(&mut self, why: Gone) {
        if let Some(number) = self.link.take() {
            self.arriving.clear();
            self.input(Input::Closed { number, why });
        }
    }

    /// After nonsense: a new connection to a server that knows what it says.
    pub fn calm(&mut self) {
        self.cut(Gone::Closed(1001));
        self.wait(40_000);
    }

    pub fn press(&mut self, action: Action) {
        self.input(Input::Pressed(action));
    }

    pub fn view(&self) -> View {
        self.engine.view(self.now)
    }

    pub fn text(&self) -> String {
        to_text(&self.view())
    }

    pub fn banners(&self) -> Vec<String> {
        self.view().banners.into_iter().map(|banner| banner.text).collect()
    }

    /// A character with this IGT comes out of the menu.
    pub fn load(&mut self, igt: u32) {
        self.world.scene = Scene::Menu;
        self.wait(100);
        self.world.igt = igt;
        self.world.scene = Scene::Loading;
        self.wait(500);
        self.world.scene = Scene::Playing;
        self.wait(100);
    }

    /// The character of this race has come so far.
    pub fn load_race(&mut self, igt: u32) {
        for so_far in (self.world.igt..igt).step_by(50_000).chain([igt]) {
            self.load(so_far);
        }
        self.world.igt = igt;
    }

    /// Its flag is set, a loading screen follows.
    pub fn pass_gate(&mut self, flag: u32) {
        self.world.flags.insert(flag);
        self.wait(60);
        self.world.scene = Scene::Loading;
        self.wait(1_000);
        self.world.scene = Scene::Playing;
        self.wait(200);
    }

    pub fn said(&self, fits: impl Fn(&FromMod) -> bool) -> usize {
        self.server.said.iter().filter(|message| fits(message)).count()
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Store(record) => self.disk.push(record),
                Effect::Log(line) => self.logged.push(line),
                Effect::Order(order) => {
                    match &order {
                        Order::Watch { flags } => self.world.watched = flags.iter().copied().collect(),
                        Order::ClearFlag(_) if self.deaf => {}
                        Order::ClearFlag(flag) => {
                            self.world.flags.remove(flag);
                        }
                        Order::SetFlag(flag) => {
                            self.world.flags.insert(*flag);
                        }
                    }
                    self.orders.push(order);
                }
                Effect::Connect { number } if self.network => {
                    self.link = Some(number);
                    self.input(Input::Opened { number });
                }
                Effect::Connect { number } => {
                    self.input(Input::Closed { number, why: Gone::Broken("no network".into()) });
                }
                Effect::Disconnect { .. } => self.link = None,
                Effect::Send(message) => self.server_hears(&message),
                Effect::SendSync { rtt_ms, bound_ms } => {
                    self.server_hears(&FromMod::TimeSync { t0: self.now as f64, rtt_ms, bound_ms });
                }
            }
        }
    }

    fn server_hears(&mut self, message: &FromMod) {
        if self.link.is_some() {
            self.arriving.extend(self.server.answer(self.now, message));
        }
    }
}
