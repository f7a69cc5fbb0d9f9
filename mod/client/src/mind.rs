//! The thread that thinks: it turns what the game, the player and the socket say into orders, words to the server and a view, and keeps
//! the outbox. If it fails it begins again from the outbox: observations are levels, so that nothing else is needed.

use crate::driver::{random_id, random_seed, Driver};
use crate::handle::Options;
use crate::outbox_file::OutboxFile;
use crate::{mail, startup};
use speedfog_core::engine::{Engine, Input, Setup};
use speedfog_core::game::{Ms, Order};
use speedfog_core::outbox::{Outbox, Owner};
use speedfog_core::view::{words, Banner, Urgency, View, ViewOptions};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

/// How old a view may get: gaps, IGT and seconds of a countdown change in between.
const VIEW_EVERY: Duration = Duration::from_millis(50);
/// Events that are dealt with before anything is drawn.
const AT_ONCE: usize = 256;
const RESTARTS: usize = 3;

pub enum Event {
    /// Local ms, and what happened then.
    Input(Ms, Input),
    Log(String),
    Stop,
}

/// Between the thread that draws and the one that thinks.
#[derive(Default)]
pub struct Shared {
    view: Mutex<Arc<View>>,
    orders: Mutex<Vec<Order>>,
    stopped: AtomicBool,
}

impl Shared {
    /// Waits for no longer than it takes to exchange a pointer.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&own(&self.view))
    }

    pub fn take_orders(&self) -> Vec<Order> {
        match self.orders.try_lock() {
            Ok(mut orders) => std::mem::take(&mut *orders),
            Err(TryLockError::Poisoned(orders)) => std::mem::take(&mut *orders.into_inner()),
            Err(TryLockError::WouldBlock) => Vec::new(),
        }
    }

    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Compared, made and thrown away outside of the lock: the thread that draws takes it in every frame.
    fn show(&self, view: View) {
        if *self.view() != view {
            let fresh = Arc::new(view);
            let old = std::mem::replace(&mut *own(&self.view), fresh);
            drop(old);
        }
    }
}

fn own<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The thread's whole life.
pub fn run(options: &Options, inbox: &Receiver<Event>, sender: &SyncSender<Event>, shared: &Shared) {
    options.log.line(&format!(
        "mod {} in game {} ({}known), race {}",
        options.mod_version,
        options.game.text,
        if options.game.known { "" } else { "un" },
        options.config.server.race_id
    ));
    ask_at_start(options, sender);
    for _ in 0..=RESTARTS {
        if catch_unwind(AssertUnwindSafe(|| think(options, inbox, sender, shared))).is_ok() {
            return;
        }
        options.log.line("the mod's thread failed and begins again from the outbox");
    }
    let banners = vec![Banner { urgency: Urgency::Warning, text: words::FAILED.to_owned() }];
    shared.show(View { visible: true, banners, ..View::default() });
}

fn think(options: &Options, inbox: &Receiver<Event>, sender: &SyncSender<Event>, shared: &Shared) {
    let (mut driver, undone) = begin(options, sender);
    if let Some(why) = undone {
        driver.input(driver.now(), Input::Warning(why));
    }
    if !options.config.is_complete() {
        driver.input(driver.now(), Input::Startup(Some(words::INCOMPLETE.to_owned())));
    }
    for problem in &options.problems {
        options.log.line(&problem.to_string());
        driver.input(driver.now(), Input::Warning(problem.to_string()));
    }
    let mut shown: Option<Instant> = None;
    while !shared.is_stopped() {
        let orders = driver.tick();
        give(shared, orders);
        let now = driver.now();
        if shown.is_none_or(|at| at.elapsed() >= VIEW_EVERY) {
            shared.show(driver.engine.view(now));
            shown = Some(Instant::now());
        }
        let until = options.time.wait((driver.engine.next_wake(now) - now) as f64);
        let Ok(first) = crate::socket::wait(inbox, until.min(VIEW_EVERY)) else { return };
        // What is due may be GO, which is shown when it is and not with the next view.
        let mut redraw = until <= VIEW_EVERY;
        for event in first.into_iter().chain(inbox.try_iter().take(AT_ONCE)) {
            match event {
                Event::Input(at, input) => {
                    redraw |= !matches!(input, Input::Observed(_));
                    give(shared, driver.input(at, input));
                }
                Event::Log(line) => options.log.line(&line),
                Event::Stop => return,
            }
        }
        if redraw {
            shown = None;
        }
    }
}

fn give(shared: &Shared, orders: Vec<Order>) {
    if !orders.is_empty() {
        own(&shared.orders).extend(orders);
    }
}

/// The engine on its outbox, and what there is to say about that.
fn begin(options: &Options, sender: &SyncSender<Event>) -> (Driver, Option<String>) {
    let server = &options.config.server;
    let owner = Owner {
        outbox: random_id(),
        url: server.url.clone(),
        race_id: server.race_id.clone(),
        mod_token: server.mod_token.clone(),
        pack: server.pack.clone(),
    };
    let (file, outbox, undone) = match OutboxFile::open(&options.data_dir, owner.clone()) {
        Ok((file, outbox)) => (Some(file), outbox, None),
        Err(error) => {
            options.log.line(&format!("no outbox in {}: {error}", options.data_dir.display()));
            (None, Outbox::new(owner), Some(words::not_kept(&error.to_string())))
        }
    };
    // Only now: its own outbox is open, and so not among those that were left behind.
    mail::start(options);
    let setup = Setup {
        outbox,
        game: options.game.clone(),
        mod_version: options.mod_version.clone(),
        view: view_options(options),
        deliver_only: false,
        seed: random_seed(),
    };
    let engine = Engine::new(setup, options.time.now() as Ms);
    let (events, time) = (sender.clone(), Arc::clone(&options.time));
    let hear = move |input| events.send(Event::Input(time.now() as Ms, input)).map_err(|_| ());
    (Driver::start(engine, file, Arc::clone(&options.time), options.log.clone(), hear), undone)
}

fn view_options(options: &Options) -> ViewOptions {
    let (overlay, keys) = (&options.config.overlay, &options.config.keybindings);
    ViewOptions {
        lines: overlay.lines,
        show_exits: overlay.show_exits,
        toggle_exits: keys.toggle_exits,
        toggle_ready: keys.toggle_ready,
    }
}

/// Asked once, by a thread that may wait for its answer, and for room in the queue.
fn ask_at_start(options: &Options, sender: &SyncSender<Event>) {
    if !options.config.is_complete() {
        return;
    }
    let (server, version) = (options.config.server.clone(), options.mod_version.clone());
    let (sender, time) = (sender.clone(), Arc::clone(&options.time));
    let ask = move || {
        let heard = startup::ask(&server, &version);
        let _ = sender.send(Event::Input(time.now() as Ms, heard));
    };
    if let Err(error) = thread::Builder::new().name("speedfog-startup".to_owned()).spawn(ask) {
        options.log.line(&format!("no thread for the start-up question: {error}"));
    }
}
