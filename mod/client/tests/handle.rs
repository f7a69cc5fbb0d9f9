//! The handle as a game holds it: threads, files and sockets for real, on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{hears, options, serve, toml, until, WITHIN};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use speedfog_client::{Mod, Options, SystemClock, Time};
use speedfog_core::game::{Action, GameVersion, Observation, Order};
use speedfog_core::view::Connection;
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[test]
fn a_game_is_told_what_to_watch_and_its_player_gets_ready() {
    let folder = tempfile::tempdir().unwrap();
    let (url, heard) = serve();
    let running = Mod::start(options(folder.path(), &toml(&url, "a-token")));
    let mut orders = Vec::new();
    until("orders", || {
        running.observe(Observation::default());
        orders.extend(running.orders());
        !orders.is_empty()
    });
    assert_eq!(orders, [Order::Watch { flags: vec![1001, 1900] }]);
    let auth = hears(&heard, "auth");
    assert_eq!((auth["mod_token"].as_str(), auth["protocol"].as_i64()), (Some("a-token"), Some(1)));
    hears(&heard, "ready");
    until("online", || running.view().state.connection == Connection::Online);
    running.press(Action::ToggleUi);
    until("hidden", || !running.view().visible);
    running.stop();
    let log = std::fs::read_to_string(folder.path().join("speedfog_race.log")).unwrap();
    assert!(log.contains("in the race K7Q2X") && !log.contains("a-token"), "{log}");
}

#[test]
fn without_a_server_the_game_never_waits_and_the_player_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let running = Mod::start(options(folder.path(), &toml("ws://127.0.0.1:1", "a-token")));
    // Far more looks than the queue holds.
    for _ in 0..5_000 {
        running.observe(Observation::default());
        let _ = (running.view(), running.orders());
    }
    let said = || running.view().banners.iter().any(|it| it.text.contains("(127.0.0.1:1) cannot be reached"));
    until("the sentence", said);
    running.stop();
}

/// Keeps the mod's own thread from going on until it is let.
struct Held {
    clock: SystemClock,
    go_on: AtomicBool,
}

impl Time for Held {
    fn now(&self) -> f64 {
        self.clock.now()
    }

    fn wait(&self, ms: f64) -> Duration {
        until("it may go on", || self.go_on.load(Ordering::Relaxed));
        self.clock.wait(ms)
    }
}

#[test]
fn nothing_that_waits_in_the_queue_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let time = Arc::new(Held { clock: SystemClock::new(), go_on: AtomicBool::new(false) });
    let pause = Arc::clone(&time);
    let running = Mod::start(Options { time, ..options(folder.path(), "") });
    // More than is dealt with at once, and an odd number: one that is lost shows.
    for _ in 0..501 {
        running.press(Action::ToggleUi);
    }
    running.log("the last of all");
    pause.go_on.store(true, Ordering::Relaxed);
    let log = folder.path().join("speedfog_race.log");
    until("the last line", || std::fs::read_to_string(&log).is_ok_and(|text| text.contains("the last of all")));
    until("hidden", || !running.view().visible);
    running.stop();
}

/// With a certificate that it made itself. Passes on what the first word of each client was, or that there was none.
fn impersonate() -> (u16, Receiver<std::io::Result<usize>>) {
    let certificate = CertificateDer::from(&include_bytes!("unknown-authority/certificate.der")[..]);
    let key = PrivateKeyDer::try_from(&include_bytes!("unknown-authority/key.der")[..]).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, heard) = channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let _ = sender.send(rustls::Stream::new(&mut connection, &mut stream).read(&mut [0; 64]));
        }
    });
    (port, heard)
}

#[test]
fn a_server_that_nobody_vouches_for_hears_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (port, heard) = impersonate();
    let running = Mod::start(options(folder.path(), &toml(&format!("wss://127.0.0.1:{port}"), "a-token")));
    // The question of the start, and the socket.
    for _ in 0..2 {
        let first = heard.recv_timeout(WITHIN).unwrap();
        assert!(first.is_err(), "{first:?}");
    }
    until("the sentence", || running.view().banners.iter().any(|it| it.text.contains("cannot be reached")));
    let log = folder.path().join("speedfog_race.log");
    until("the reason", || std::fs::read_to_string(&log).is_ok_and(|text| text.contains("certificate")));
    running.stop();
}

/// Panics in the mod's own thread as often as it is told to: nobody else waits by it.
struct Faulty {
    clock: SystemClock,
    left: AtomicUsize,
}

impl Time for Faulty {
    fn now(&self) -> f64 {
        self.clock.now()
    }

    fn wait(&self, ms: f64) -> Duration {
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        assert!(taken.is_err(), "a fault on purpose");
        self.clock.wait(ms)
    }
}

fn with_faults(folder: &Path, url: &str, faults: usize) -> Mod {
    let time = Arc::new(Faulty { clock: SystemClock::new(), left: AtomicUsize::new(faults) });
    Mod::start(Options { time, ..options(folder, &toml(url, "a-token")) })
}

#[test]
fn a_panic_ends_in_the_mod_s_own_thread_which_begins_again() {
    let folder = tempfile::tempdir().unwrap();
    let (url, heard) = serve();
    let running = with_faults(folder.path(), &url, 2);
    hears(&heard, "ready");
    until("online", || {
        running.observe(Observation::default());
        running.view().state.connection == Connection::Online
    });
    running.stop();
}

#[test]
fn a_mod_that_fails_again_and_again_says_so_and_the_game_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let running = with_faults(folder.path(), "ws://127.0.0.1:1", usize::MAX);
    until("the sentence", || running.view().banners.iter().any(|it| it.text.contains("stopped working")));
    running.observe(Observation::default());
    running.press(Action::ToggleReady);
    assert_eq!(running.orders(), []);
    running.stop();
}

#[test]
fn a_letter_of_another_encoding_costs_its_own_value_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = toml("ws://host", "a-token").into_bytes();
    text.extend(b"[overlay]\nfont = \"J\xF6rg.ttf\"\nfont_size = 20\n");
    std::fs::write(folder.path().join("speedfog_race.toml"), text).unwrap();
    let read = Options::beside(folder.path(), GameVersion { text: "2.6.1".into(), known: true });
    assert!(read.config.is_complete());
    assert_eq!((read.config.overlay.font_size, read.problems), (20, vec![]));
}

#[test]
fn a_configuration_that_says_nothing_and_a_folder_that_cannot_be_written_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let mut without = options(folder.path(), "[overlay]\nfont_size = 900\n");
    without.data_dir = file.join("no-folder");
    let running = Mod::start(without);
    for part in ["names no race", "font_size", "cannot be kept"] {
        until(part, || running.view().banners.iter().any(|it| it.text.contains(part)));
    }
    running.stop();
}
