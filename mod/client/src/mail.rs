//! What earlier races left behind: facts that were never sent go out at the next start of any pack, one outbox after another.

use crate::driver::{random_seed, Driver};
use crate::handle::Options;
use crate::log::Log;
use crate::outbox_file::OutboxFile;
use crate::time::Time;
use speedfog_core::engine::{Engine, Setup};
use speedfog_core::game::{GameVersion, Ms};
use speedfog_core::outbox::Outbox;
use speedfog_core::view::ViewOptions;
use std::sync::mpsc::sync_channel;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// A server that is away now gets them at another start.
const PATIENCE: Duration = Duration::from_secs(60);
const QUEUE: usize = 64;
const NAP: Duration = Duration::from_millis(100);

/// On a thread of its own, which ends when all were tried once.
pub fn start(options: &Options) {
    let (folder, game, version) = (options.data_dir.clone(), options.game.clone(), options.mod_version.clone());
    let (time, log) = (Arc::clone(&options.time), options.log.clone());
    let own = options.config.server.mod_token.clone();
    let deliver_all = move || {
        for (file, outbox) in OutboxFile::left_behind(&folder) {
            // The same player's second connection would end the first: another copy of this pack has to send it.
            if outbox.owner.mod_token == own {
                log.line(&format!("{} facts of another copy of this pack wait for it", outbox.len()));
                continue;
            }
            deliver(file, outbox, &game, &version, &time, &log);
        }
    };
    if let Err(error) = thread::Builder::new().name("speedfog-mail".to_owned()).spawn(deliver_all) {
        options.log.line(&format!("no thread for earlier races: {error}"));
    }
}

fn deliver(file: OutboxFile, outbox: Outbox, game: &GameVersion, version: &str, time: &Arc<dyn Time>, log: &Log) {
    log.hide(&outbox.owner.mod_token);
    log.line(&format!("{} facts of race {} are left", outbox.len(), outbox.owner.race_id));
    let setup = Setup {
        outbox,
        game: game.clone(),
        mod_version: version.to_owned(),
        view: ViewOptions::default(),
        deliver_only: true,
        seed: random_seed(),
    };
    let engine = Engine::new(setup, time.now() as Ms);
    let (events, inbox) = sync_channel(QUEUE);
    let hear = move |input| events.send(input).map_err(|_| ());
    let mut driver = Driver::start(engine, Some(file), Arc::clone(time), log.clone(), hear);
    let began = Instant::now();
    while !driver.engine.is_done() && began.elapsed() < PATIENCE {
        driver.tick();
        let now = driver.now();
        let nap = time.wait((driver.engine.next_wake(now) - now) as f64).min(NAP);
        match inbox.recv_timeout(nap) {
            Ok(input) => {
                driver.input(driver.now(), input);
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let (left, over) = (driver.engine.outbox().len(), driver.engine.is_of_no_use());
    log.line(&format!("{left} facts are still left{}", if over { "; the outbox is of no more use" } else { "" }));
    // Of a race that goes on it knows the player's character.
    if over {
        if let Err(error) = driver.remove_file() {
            log.line(&format!("an outbox cannot be removed: {error}"));
        }
    }
}
