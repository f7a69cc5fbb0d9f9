//! The overlay as text, moment by moment of a race. After a wanted change: SPEEDFOG_WRITE_VIEWS=1 cargo test, and read what changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{welcome, Rig, FINISH, GATES};
use serde_json::{json, Value};
use speedfog_core::engine::Input;
use speedfog_core::game::Action;
use speedfog_core::outbox::Outbox;
use speedfog_core::session::Gone;
use std::path::Path;

/// Compares with tests/views/{name}.txt.
fn shows(name: &str, rig: &Rig) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views").join(format!("{name}.txt"));
    let text = rig.text();
    if std::env::var_os("SPEEDFOG_WRITE_VIEWS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{name}:\n{text}");
}

fn player(id: &str, name: &str, layer: i64, gap: Option<i64>) -> Value {
    json!({ "id": id, "name": name, "color": 1, "layer": layer, "igt_ms": null, "death_count": 3, "finished": false,
        "status": "playing", "connected": true, "gap_ms": gap })
}

fn finished(id: &str, name: Option<&str>, igt: i64) -> Value {
    json!({ "id": id, "name": name, "color": 0, "layer": 12, "igt_ms": igt, "death_count": 5, "finished": true,
        "status": "finished", "connected": false, "gap_ms": null })
}

fn board(rig: &mut Rig, lines: Vec<Value>) {
    rig.hear(&json!({ "type": "leaderboard_update", "leader_splits": { "0": 0, "3": 20_000, "4": 60_000 }, "participants": lines }));
}

fn zone(rig: &mut Rig) {
    rig.hear(&json!({ "type": "zone_update", "node": "n", "tier": 8, "layer": 3,
        "display_name": "Leyndell, Royal Capital - Lower Capital Church - Erdtree Sanctuary, inner court",
        "exits": [ { "text": "before the boss", "to": "Caelid Gaol Cave", "origin": true }, { "text": "at the far end", "to": null },
            { "text": "", "to": "Mountaintops of the Giants - First Church of Marika - a very long way up the stairs to it" } ] }));
}

#[test]
fn before_the_start() {
    let mut rig = Rig::new("open", "registered");
    shows("connecting", &rig);
    rig.server.silent = true;
    rig.wait(200);
    let mut hello = welcome("open", "registered", 0);
    hello["race"]["scheduled_start"] = json!(rig.now + rig.server.ahead + 754_000);
    rig.server.silent = false;
    rig.hear(&hello);
    rig.wait(400);
    shows("getting-ready", &rig);
    rig.hear(&json!({ "type": "player_status", "status": "ready", "reason": null }));
    let mut waiting = player("me", "Ann", 0, None);
    waiting["status"] = json!("ready");
    let mut other = player("x", "Ben", 0, None);
    other["status"] = json!("registered");
    other["connected"] = json!(false);
    board(&mut rig, vec![waiting, other]);
    shows("ready", &rig);
    rig.load(9_000_000);
    shows("old-character", &rig);
}

#[test]
fn countdown_and_go() {
    let mut rig = Rig::new("open", "ready");
    rig.wait(2_000);
    let starts_at = rig.now + rig.server.ahead + 10_000;
    rig.hear(&json!({ "type": "countdown", "starts_at": starts_at, "seconds": 10 }));
    rig.wait(20);
    shows("countdown-10", &rig);
    rig.wait(9_900);
    shows("countdown-1", &rig);
    rig.wait(80);
    shows("go", &rig);
    assert!(rig.view().state.has_started);
    rig.hear(&json!({ "type": "race_start", "started_at": starts_at }));
    rig.wait(5_000);
    assert!(!rig.banners().contains(&"GO!".to_owned()));
}

#[test]
fn a_countdown_that_is_stopped() {
    let mut rig = Rig::new("open", "ready");
    rig.wait(2_000);
    let starts_at = rig.now + rig.server.ahead + 10_000;
    rig.hear(&json!({ "type": "countdown", "starts_at": starts_at, "seconds": 10 }));
    rig.hear(&json!({ "type": "countdown_cancelled", "message": "Ann is not ready." }));
    shows("countdown-stopped", &rig);
    rig.wait(40_000);
    assert!(!rig.text().contains("GO"));
}

#[test]
fn in_the_race() {
    let mut rig = Rig::playing();
    rig.load_race(50_000);
    rig.wait(5_000);
    zone(&mut rig);
    let lines = vec![
        finished("f", Some("Player4"), 6_332_000),
        player("l", "Player1", 8, Some(0)),
        player("me", "You", 3, Some(12_000)),
    ];
    board(&mut rig, lines.clone());
    shows("racing", &rig);
    // The leader left this layer at 1:00 of IGT: from then on the own gap grows by the own clock.
    rig.wait(75_000 - i64::from(rig.world.igt));
    shows("gap-ticks", &rig);
    rig.press(Action::ToggleExits);
    shows("exits-closed", &rig);
    rig.press(Action::ToggleUi);
    shows("hidden", &rig);
}

#[test]
fn ones_own_line_is_always_there() {
    let mut rig = Rig::playing();
    rig.wait(5_000);
    let mut lines: Vec<Value> = (1..=14)
        .map(|at| player(&format!("p{at}"), &format!("Player{at} with a name"), 14 - at, Some(at * 61_000)))
        .collect();
    lines.push(player("me", "You", 0, Some(4_000_000)));
    lines[0] = finished("f", None, 3_000_000);
    lines[2]["connected"] = json!(false);
    lines[3]["status"] = json!("abandoned");
    board(&mut rig, lines);
    shows("many", &rig);
}

#[test]
fn the_finish() {
    let mut rig = Rig::playing();
    rig.load_race(3_723_000);
    rig.network = false;
    rig.cut(Gone::Broken("cut".into()));
    rig.world.flags.insert(FINISH);
    rig.wait(35_000);
    shows("finish-not-sent", &rig);
    rig.press(Action::ToggleUi);
    shows("finish-not-sent-hidden", &rig);
    rig.press(Action::ToggleUi);
    rig.network = true;
    rig.wait(40_000);
    shows("finish-confirmed", &rig);
    rig.hear(&json!({ "type": "race_status_change", "status": "finished", "message": "The race is over." }));
    board(&mut rig, vec![finished("x", Some("Ben"), 3_000_000), finished("me", Some("You"), 3_723_000)]);
    shows("finish-final", &rig);
}

#[test]
fn a_finish_that_is_not_sent_yet_is_shown_beside_another_character_too() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.network = false;
    rig.cut(Gone::Broken("cut".into()));
    rig.world.flags.insert(FINISH);
    rig.wait(1_000);
    rig.world.flags.clear();
    rig.load(100);
    rig.wait(1_000);
    assert!(rig.banners()[0].contains("not sent yet"), "{:?}", rig.banners());
    rig.network = true;
    rig.wait(35_000);
    assert!(rig.banners()[0].contains("confirmed"), "{:?}", rig.banners());
}

#[test]
fn a_finish_that_is_refused() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.wait(5_000);
    rig.server.refuse = Some("not_racing");
    rig.world.flags.insert(FINISH);
    rig.wait(200);
    shows("finish-refused", &rig);
}

#[test]
fn offline() {
    let mut rig = Rig::playing();
    rig.wait(5_000);
    rig.network = false;
    rig.cut(Gone::Broken("cut".into()));
    rig.wait(2_000);
    assert_eq!(rig.banners(), Vec::<String>::new(), "a moment is no trouble");
    rig.pass_gate(GATES[0]);
    rig.pass_gate(GATES[1]);
    rig.wait(35_000);
    shows("offline", &rig);
}

#[test]
fn what_is_wrong() {
    let mut rig = Rig::playing();
    rig.wait(10_000);
    rig.hear(&json!({ "type": "notice", "level": "info", "text": "Five minutes left to join the voice channel." }));
    rig.hear(&json!({ "type": "notice", "level": "warning", "text": "Please read the rules again." }));
    rig.hear(&json!({ "type": "player_status", "status": "abandoned", "reason": "inactive" }));
    shows("notices", &rig);
    rig.wait(31_000);
    assert_eq!(rig.banners().len(), 1, "notices go");
    rig.hear(&json!({ "type": "race_status_change", "status": "cancelled", "message": "Cancelled by Ann: broken seed. You can stop." }));
    shows("cancelled", &rig);

    let mut rig = Rig::with(kit::setup(Outbox::new(kit::owner())), "open", "registered");
    rig.network = false;
    rig.input(Input::Startup(Some("The race server (host) cannot be reached.".into())));
    rig.wait(10_000);
    shows("unreachable", &rig);

    let mut unknown = kit::setup(Outbox::new(kit::owner()));
    unknown.game.known = false;
    unknown.game.text = "9.9.9".into();
    let mut rig = Rig::with(unknown, "open", "registered");
    rig.wait(1_000);
    shows("unknown-game", &rig);

    let mut rig = Rig::playing();
    rig.wait(5_000);
    rig.cut(Gone::Closed(4004));
    shows("race-gone", &rig);
}
