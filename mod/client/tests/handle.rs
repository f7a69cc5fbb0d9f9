//! The handle as a game holds it: threads, files and sockets for real, on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use serde_json::{json, Value};
use speedfog_client::{Config, Log, Mod, Options, SystemClock, Time};
use speedfog_core::game::{Action, GameVersion, Observation, Order};
use speedfog_core::view::Connection;
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tungstenite::Message;

/// A busy machine may take its time; nobody waits for longer in vain.
const WITHIN: Duration = Duration::from_secs(60);

fn options(folder: &Path, toml: &str) -> Options {
    let (config, problems) = Config::read(toml);
    Options {
        config,
        problems,
        data_dir: folder.to_owned(),
        game: GameVersion { text: "2.6.1".into(), known: true },
        mod_version: "0.1.0".into(),
        time: Arc::new(SystemClock::new()),
        log: Log::open(&folder.join("speedfog_race.log")),
    }
}

fn toml(url: &str, token: &str) -> String {
    format!("[server]\nurl = \"{url}\"\nmod_token = \"{token}\"\nrace_id = \"race\"\npack = \"p\"\n")
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < WITHIN, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

fn serve() -> (String, Receiver<Value>) {
    serve_race("open")
}

/// Lets everybody in, acknowledges every fact, and passes on what it hears.
fn serve_race(status: &'static str) -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let (sender, heard) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            thread::spawn(move || {
                // The question of the start is no upgrade: it gets no answer here.
                let Ok(mut socket) = tungstenite::accept(stream) else { return };
                while let Ok(Message::Text(text)) = socket.read() {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    let answer = match message["type"].as_str() {
                        Some("auth") => Some(welcome(status)),
                        Some("event_flag") => Some(json!({ "type": "ack", "seq": message["seq"] })),
                        _ => None,
                    };
                    if let Some(answer) = answer {
                        let _ = socket.send(Message::text(answer.to_string()));
                    }
                    let _ = sender.send(message);
                }
            });
        }
    });
    (url, heard)
}

fn welcome(status: &str) -> Value {
    json!({ "type": "auth_ok", "participant_id": "me", "code": "K7Q2X",
        "race": { "id": "race", "name": "Race", "status": status, "scheduled_start": null, "starts_at": null, "started_at": null },
        "seed": { "total_layers": 12, "event_ids": [1001], "finish_event": 1900, "pack": "p" }, "last_seq": 0,
        "you": { "status": "registered", "reason": null }, "zone": null,
        "config": { "show_finished_names": true, "late_minutes": 15 }, "participants": [] })
}

fn hears(heard: &Receiver<Value>, kind: &str) -> Value {
    let began = Instant::now();
    while began.elapsed() < WITHIN {
        if let Ok(message) = heard.recv_timeout(WITHIN) {
            if message["type"] == kind {
                return message;
            }
        }
    }
    panic!("{kind} was never said");
}

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
fn what_an_earlier_race_left_behind_goes_out_with_its_own_token() {
    let folder = tempfile::tempdir().unwrap();
    let (old_url, old_heard) = serve_race("finished");
    let (url, _heard) = serve();
    let owner = json!({ "owner": { "outbox": "old-box", "url": old_url, "race_id": "old-race", "mod_token": "old-token", "pack": "q" } });
    let fact = json!({ "fact": { "seq": 4, "flag": 1001, "igt_ms": 5000, "deaths": 1, "seen": 7, "at": 8 } });
    let left = folder.path().join("old-race-0123.outbox");
    std::fs::write(&left, format!("{owner}\n{fact}\n{{\"fact\": cut sho")).unwrap();
    let running = Mod::start(options(folder.path(), &toml(&url, "a-token")));
    let auth = hears(&old_heard, "auth");
    assert_eq!((auth["mod_token"].as_str(), auth["outbox"].as_str()), (Some("old-token"), Some("old-box")));
    let sent = hears(&old_heard, "event_flag");
    let expected =
        json!({ "type": "event_flag", "seq": 4, "flag_id": 1001, "igt_ms": 5000, "death_count": 1, "at": 8 });
    assert_eq!(sent, expected);
    until("the outbox is removed", || !left.exists());
    running.stop();
}

#[test]
fn an_outbox_of_a_race_that_goes_on_is_kept_with_what_it_knows_of_the_character() {
    let folder = tempfile::tempdir().unwrap();
    let (old_url, old_heard) = serve_race("running");
    let (url, _heard) = serve();
    let owner = json!({ "owner": { "outbox": "old-box", "url": old_url, "race_id": "old-race", "mod_token": "old-token", "pack": "q" } });
    let fact = json!({ "fact": { "seq": 1, "flag": 1001, "igt_ms": 5000, "deaths": 1, "seen": 7, "at": 8 } });
    let left = folder.path().join("old-race-0123.outbox");
    std::fs::write(&left, format!("{owner}\n{fact}\n")).unwrap();
    let running = Mod::start(options(folder.path(), &toml(&url, "a-token")));
    hears(&old_heard, "event_flag");
    let log = folder.path().join("speedfog_race.log");
    until("all is sent", || std::fs::read_to_string(&log).is_ok_and(|text| text.contains("0 facts are still left")));
    running.stop();
    assert!(left.exists());
}

#[test]
fn what_another_copy_of_this_pack_left_is_not_sent_over_a_second_connection() {
    let folder = tempfile::tempdir().unwrap();
    let (url, heard) = serve();
    let owner =
        json!({ "owner": { "outbox": "copy", "url": url, "race_id": "race", "mod_token": "a-token", "pack": "p" } });
    let fact = json!({ "fact": { "seq": 1, "flag": 1001, "igt_ms": 5000, "deaths": 1, "seen": 7, "at": 8 } });
    let left = folder.path().join("race-copy.outbox");
    std::fs::write(&left, format!("{owner}\n{fact}\n")).unwrap();
    let running = Mod::start(options(folder.path(), &toml(&url, "a-token")));
    let log = folder.path().join("speedfog_race.log");
    until("the line in the log", || std::fs::read_to_string(&log).is_ok_and(|text| text.contains("wait for it")));
    assert_ne!(hears(&heard, "auth")["outbox"], "copy");
    running.stop();
    assert!(left.exists());
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
