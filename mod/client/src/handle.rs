//! What the render thread of a game holds: it may be called at 60 Hz and never blocks. Everything slow happens behind it, on threads
//! of its own; no panic of theirs reaches the game.

use crate::config::{self, Config, Problem};
use crate::log::{self, Log};
use crate::mind::{self, Event, Shared};
use crate::time::{SystemClock, Time};
use speedfog_core::engine::Input;
use speedfog_core::game::{Action, GameVersion, Ms, Observation, Order};
use speedfog_core::view::View;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{sync_channel, SyncSender};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// Looks at the game that may wait: some seconds at 60 Hz.
const QUEUE: usize = 512;
const FOLDER: &str = "speedfog-racing";

pub struct Options {
    pub config: Config,
    /// What was wrong with the configuration; shown for a while.
    pub problems: Vec<Problem>,
    /// Where outboxes lie: see `data_dir`.
    pub data_dir: PathBuf,
    pub game: GameVersion,
    pub mod_version: String,
    pub time: Arc<dyn Time>,
    pub log: Log,
}

impl Options {
    /// As a game starts it: `speedfog_race.toml` and the log lie in `folder`, beside the mod.
    pub fn beside(folder: &Path, game: GameVersion) -> Self {
        let log = Log::open(&folder.join(log::FILE_NAME));
        let (config, problems) = match std::fs::read(folder.join(config::FILE_NAME)) {
            // An editor of old writes a letter as one byte: that costs its own value, not all of them.
            Ok(bytes) => Config::read(&String::from_utf8_lossy(&bytes)),
            Err(error) => {
                log.line(&format!("{} cannot be read: {error}", config::FILE_NAME));
                (Config::default(), Vec::new())
            }
        };
        Self {
            config,
            problems,
            data_dir: data_dir(),
            game,
            mod_version: env!("CARGO_PKG_VERSION").to_owned(),
            time: Arc::new(SystemClock::new()),
            log,
        }
    }
}

/// The user's local application data; the folder of temporary files where there is none.
pub fn data_dir() -> PathBuf {
    dirs::data_local_dir().unwrap_or_else(std::env::temp_dir).join(FOLDER)
}

/// A running mod. Dropping it stops its threads soon; what was not sent yet stays in the outbox.
pub struct Mod {
    config: Config,
    time: Arc<dyn Time>,
    log: Log,
    events: SyncSender<Event>,
    shared: Arc<Shared>,
    mind: Option<JoinHandle<()>>,
}

impl Mod {
    /// Starts the threads; returns at once. What goes wrong is shown in the view, never returned.
    pub fn start(options: Options) -> Self {
        let (events, inbox) = sync_channel(QUEUE);
        let shared = Arc::new(Shared::default());
        let (config, time, log) = (options.config.clone(), Arc::clone(&options.time), options.log.clone());
        log.hide(&config.server.mod_token);
        let (behind, sender) = (Arc::clone(&shared), events.clone());
        let mind = thread::Builder::new()
            .name("speedfog-mind".to_owned())
            .spawn(move || mind::run(&options, &inbox, &sender, &behind));
        let mind = mind.map_err(|error| log.line(&format!("no thread for the mod: {error}"))).ok();
        Self { config, time, log, events, shared, mind }
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// One look at the game, stamped with the time of this call. Call it at every frame or ten times a second, in the menu and in
    /// loading screens too. A look that finds the queue full is dropped: the next one says it all again.
    pub fn observe(&self, observation: Observation) {
        self.tell(Input::Observed(observation));
    }

    /// What the game is to do now, oldest first; each is handed out once. Empty, too, while the other side is adding to it.
    pub fn orders(&self) -> Vec<Order> {
        self.shared.take_orders()
    }

    /// A key was pressed.
    pub fn press(&self, action: Action) {
        self.tell(Input::Pressed(action));
    }

    /// Something about the game that the organizer should know, sent as a `note`: a short code and a sentence.
    pub fn note(&self, code: &str, text: &str) {
        self.tell(Input::Note { code: code.to_owned(), text: text.to_owned() });
    }

    /// A line for the log, written behind.
    pub fn log(&self, line: &str) {
        let _ = self.events.try_send(Event::Log(line.to_owned()));
    }

    /// The newest view, at most a few dozen milliseconds old; the same `Arc` as long as nothing changed.
    pub fn view(&self) -> Arc<View> {
        self.shared.view()
    }

    /// Local ms, the clock of `view().state.go_at`.
    pub fn now(&self) -> Ms {
        self.time.now() as Ms
    }

    /// Stops the threads and waits until what was written is on the disk. Not for the render thread.
    pub fn stop(mut self) {
        self.end();
        if self.mind.take().is_some_and(|mind| mind.join().is_err()) {
            self.log.line("the mod's thread ended badly");
        }
    }

    fn tell(&self, input: Input) {
        let at = self.now();
        // Full, or the other side is gone: either way the game goes on.
        let _ = self.events.try_send(Event::Input(at, input));
    }

    fn end(&self) {
        self.shared.stop();
        // Wakes it; if the queue is full it is awake.
        let _ = self.events.try_send(Event::Stop);
    }
}

impl Drop for Mod {
    fn drop(&mut self) {
        self.end();
    }
}
