//! Carries out what an engine wants: files, socket, orders, log. The same for a game and for what an earlier race left behind.

use crate::log::Log;
use crate::outbox_file::OutboxFile;
use crate::socket::{self, Command};
use crate::time::Time;
use speedfog_core::engine::{Effect, Engine, Input};
use speedfog_core::game::{Ms, Order};
use speedfog_core::outbox::{Owner, Record};
use speedfog_core::view::words;
use std::io;
use std::sync::mpsc::{channel, Sender};
use std::sync::Arc;
use std::thread;

pub struct Driver {
    pub engine: Engine,
    time: Arc<dyn Time>,
    log: Log,
    /// None: it could not be opened; the mod goes on without and says so. So it does while it cannot be written.
    file: Option<OutboxFile>,
    socket: Sender<Command>,
}

impl Driver {
    /// Starts the socket's thread, which ends when the driver is dropped. `hear` is called from it; an error ends it.
    pub fn start(
        engine: Engine,
        file: Option<OutboxFile>,
        time: Arc<dyn Time>,
        log: Log,
        hear: impl Fn(Input) -> Result<(), ()> + Send + 'static,
    ) -> Self {
        let (socket, commands) = channel();
        let url = endpoint(&engine.outbox().owner);
        let (clock, diary) = (Arc::clone(&time), log.clone());
        let spawned = thread::Builder::new().name("speedfog-socket".to_owned()).spawn(move || {
            // After a panic the connection counts as silent, and the engine asks for another.
            let listen = || socket::run(&url, &clock, &commands, &hear);
            while std::panic::catch_unwind(std::panic::AssertUnwindSafe(listen)).is_err() {
                diary.line("the socket's thread failed and goes on");
            }
        });
        if let Err(error) = spawned {
            log.line(&format!("no thread for the socket: {error}"));
        }
        Self { engine, time, log, file, socket }
    }

    /// Local ms.
    pub fn now(&self) -> Ms {
        self.time.now() as Ms
    }

    pub fn input(&mut self, at: Ms, input: Input) -> Vec<Order> {
        let effects = self.engine.input(at, input);
        self.carry_out(effects)
    }

    pub fn tick(&mut self) -> Vec<Order> {
        let effects = self.engine.tick(self.now());
        self.carry_out(effects)
    }

    /// Outboxes of no further use leave nothing behind.
    pub fn remove_file(self) -> std::io::Result<()> {
        self.file.map_or(Ok(()), OutboxFile::remove)
    }

    /// Stored first, in one piece, then said.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Order> {
        let stored: Vec<Record> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Store(record) => Some(record.clone()),
                _ => None,
            })
            .collect();
        let kept = self.store(&stored);
        let mut orders = Vec::new();
        for effect in effects {
            match effect {
                Effect::Store(_) => {}
                Effect::Order(order) => orders.push(order),
                Effect::Log(line) => self.log.line(&line),
                Effect::Connect { number } => self.tell(Command::Connect { number }),
                Effect::Disconnect { number } => self.tell(Command::Disconnect { number }),
                Effect::Send(message) => self.tell(Command::Send(message)),
                Effect::SendSync { rtt_ms, bound_ms } => self.tell(Command::SendSync { rtt_ms, bound_ms }),
            }
        }
        if let Err(error) = kept {
            self.log.line(&format!("the outbox cannot be written: {error}"));
            orders.extend(self.input(self.now(), Input::Warning(words::not_kept(&error.to_string()))));
        }
        orders
    }

    fn store(&mut self, records: &[Record]) -> io::Result<()> {
        match &mut self.file {
            Some(file) if !records.is_empty() => file.add(records, self.engine.outbox()),
            _ => Ok(()),
        }
    }

    /// A socket thread that is gone has said so in the log.
    fn tell(&self, command: Command) {
        let _ = self.socket.send(command);
    }
}

fn endpoint(owner: &Owner) -> String {
    format!("{}/ws/mod/{}", owner.url, owner.race_id)
}

/// A random outbox id, plain ASCII.
pub fn random_id() -> String {
    random().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// For jitter.
pub fn random_seed() -> u64 {
    u64::from_le_bytes(random())
}

/// Without a source of randomness the clock must do.
fn random() -> [u8; 8] {
    let mut bytes = [0; 8];
    if getrandom::fill(&mut bytes).is_err() {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        bytes = (since.as_nanos() as u64).to_le_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SystemClock;
    use speedfog_core::engine::Setup;
    use speedfog_core::game::{GameVersion, Observation, Scene};
    use speedfog_core::view::ViewOptions;

    #[test]
    fn the_player_is_told_while_the_disk_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let owner = Owner {
            outbox: random_id(),
            url: "ws://127.0.0.1:1".into(),
            race_id: "race".into(),
            mod_token: "a-token".into(),
            pack: "p".into(),
        };
        let (mut file, outbox) = OutboxFile::open(folder.path(), owner).unwrap();
        file.fill_the_disk();
        let setup = Setup {
            outbox,
            game: GameVersion { text: "2.6.1".into(), known: true },
            mod_version: "0.1.0".into(),
            view: ViewOptions::default(),
            deliver_only: false,
            seed: 1,
        };
        let time = Arc::new(SystemClock::new());
        let engine = Engine::new(setup, time.now() as Ms);
        let mut driver = Driver::start(engine, Some(file), time, Log::nowhere(), |_| Ok(()));
        let look = Observation { scene: Scene::Playing, igt_ms: Some(100), ..Observation::default() };
        driver.input(driver.now(), Input::Observed(look));
        let view = driver.engine.view(driver.now());
        assert!(view.banners.iter().any(|it| it.text.contains("cannot be kept")), "{:?}", view.banners);
    }
}
