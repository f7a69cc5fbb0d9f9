//! One player: a game that is played by a script, the mod beside it, and what of it is worth telling.

use crate::game::Game;
use serde::Serialize;
use speedfog_client::{Log, Mod, Options, Time};
use speedfog_core::game::{Action, GameVersion, Ms};
use speedfog_core::protocol::{PlayerStatus, RaceStatus};
use speedfog_core::view::{Connection, Urgency, View};
use std::path::PathBuf;
use std::sync::Arc;

/// Of the game that is played here.
const GAME: &str = "2.6.1";
const GO: &str = "GO!";

/// What a player's mod needs to start, any number of times.
pub struct Home {
    pub name: String,
    pub config: speedfog_client::Config,
    pub data_dir: PathBuf,
    pub log: Log,
    pub time: Arc<dyn Time>,
}

/// A line for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Something of this changed.
    State {
        online: bool,
        over: bool,
        race: Option<RaceStatus>,
        you: Option<PlayerStatus>,
        unsent: usize,
        finished: bool,
        place: Option<u32>,
    },
    /// GO is on the screen. `real_ms`: of this computer's own clock.
    Go {
        real_ms: Ms,
    },
    GaveUp,
    /// The most urgent banner changed.
    Banner {
        text: String,
    },
}

pub struct Player {
    home: Home,
    game: Game,
    running: Option<Mod>,
    /// Local ms at which the game is started again.
    back_at: Ms,
    told: Vec<Event>,
    gave_up: bool,
    saw_go: bool,
}

impl Player {
    pub fn new(home: Home, game: Game) -> Self {
        Self { home, game, running: None, back_at: 0, told: Vec::new(), gave_up: false, saw_go: false }
    }

    pub fn name(&self) -> &str {
        &self.home.name
    }

    pub fn view(&self) -> Option<Arc<View>> {
        self.running.as_ref().map(Mod::view)
    }

    /// One frame. Answers what is new.
    pub fn frame(&mut self) -> Vec<Event> {
        let now = self.home.time.now() as Ms;
        if self.running.is_none() && self.back_at <= now {
            self.running = Some(Mod::start(self.options()));
        }
        let Some(running) = &self.running else { return Vec::new() };
        let view = running.view();
        let go_at = view.state.go_at.filter(|&at| at <= now && view.state.has_started);
        running.observe(self.game.look(now, go_at));
        for order in running.orders() {
            self.game.obey(order);
        }
        self.news(&view, now, go_at)
    }

    fn news(&mut self, view: &View, now: Ms, go_at: Option<Ms>) -> Vec<Event> {
        let mut news = Vec::new();
        let state = &view.state;
        news.push(Event::State {
            online: state.connection == Connection::Online,
            over: state.connection == Connection::Over,
            race: state.race,
            you: state.you,
            unsent: state.unsent,
            finished: state.finished,
            place: state.place,
        });
        news.extend(view.banners.first().map(|banner| Event::Banner { text: banner.text.clone() }));
        news.retain(|event| !self.told.contains(event));
        self.told.retain(|old| !news.iter().any(|new| std::mem::discriminant(old) == std::mem::discriminant(new)));
        self.told.extend(news.iter().cloned());
        if !self.saw_go && view.banners.iter().any(|it| it.urgency == Urgency::Now && it.text == GO) {
            self.saw_go = true;
            news.push(Event::Go { real_ms: real_ms() });
        }
        if !self.gave_up && self.game.gives_up(now, go_at) {
            self.gave_up = true;
            news.push(Event::GaveUp);
        }
        news
    }

    /// The game's process dies; `away` ms later it is started again.
    pub fn crash(&mut self, away: Ms) {
        let now = self.home.time.now() as Ms;
        if let Some(running) = self.running.take() {
            running.stop();
        }
        self.game.crash(now, away);
        self.back_at = now + away;
        self.told.clear();
    }

    pub fn press(&self, action: Action) {
        if let Some(running) = &self.running {
            running.press(action);
        }
    }

    /// True if there is nothing more to do for this player.
    pub fn is_done(&self) -> bool {
        let Some(view) = self.view() else { return false };
        let state = &view.state;
        let played = (self.game.is_over() && state.has_started && state.unsent == 0) || self.gave_up;
        let over = matches!(state.race, Some(RaceStatus::Finished | RaceStatus::Cancelled));
        state.connection == Connection::Over || (played && (state.you == Some(PlayerStatus::Finished) || over))
    }

    pub fn stop(self) {
        if let Some(running) = self.running {
            running.stop();
        }
    }

    fn options(&self) -> Options {
        Options {
            config: self.home.config.clone(),
            problems: Vec::new(),
            data_dir: self.home.data_dir.clone(),
            game: GameVersion { text: GAME.to_owned(), known: true },
            mod_version: env!("CARGO_PKG_VERSION").to_owned(),
            time: Arc::clone(&self.home.time),
            log: self.home.log.clone(),
        }
    }
}

fn real_ms() -> Ms {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ms::try_from(since.as_millis()).unwrap_or(Ms::MAX)
}
