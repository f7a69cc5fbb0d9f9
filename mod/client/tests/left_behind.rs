//! What earlier starts left in their outboxes, as the next one finds it: threads, files and sockets for real, on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{hears, options, serve, serve_race, toml, until};
use serde_json::json;
use speedfog_client::Mod;

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
