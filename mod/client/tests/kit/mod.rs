//! A mod on loopback: its options, and servers that let it in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{json, Value};
use speedfog_client::{Config, Log, Options, SystemClock};
use speedfog_core::game::GameVersion;
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{channel, Receiver};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tungstenite::Message;

/// A busy machine may take its time; nobody waits for longer in vain.
pub const WITHIN: Duration = Duration::from_secs(60);

pub fn options(folder: &Path, toml: &str) -> Options {
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

pub fn toml(url: &str, token: &str) -> String {
    format!("[server]\nurl = \"{url}\"\nmod_token = \"{token}\"\nrace_id = \"race\"\npack = \"p\"\n")
}

pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < WITHIN, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

pub fn serve() -> (String, Receiver<Value>) {
    serve_race("open")
}

/// Lets everybody in, acknowledges every fact, and passes on what it hears.
pub fn serve_race(status: &'static str) -> (String, Receiver<Value>) {
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

pub fn hears(heard: &Receiver<Value>, kind: &str) -> Value {
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
