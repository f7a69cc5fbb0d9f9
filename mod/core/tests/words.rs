//! What is said and heard between a player's mod and the server, beside gates: readiness, pulses, marks, endings, what was left behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{welcome, Rig, GATES, STARTED};
use serde_json::json;
use speedfog_core::engine::Input;
use speedfog_core::game::{Action, Order, Scene};
use speedfog_core::outbox::Outbox;
use speedfog_core::protocol::{FromMod, NotReadyReason, SaveState};
use speedfog_core::session::Gone;

fn cut() -> Gone {
    Gone::Broken("cut".into())
}

#[test]
fn ready_is_said_in_the_menu_and_taken_back_elsewhere() {
    let mut rig = Rig::new("open", "registered");
    rig.wait(1_000);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 1);
    rig.hear(&json!({ "type": "player_status", "status": "ready", "reason": null }));
    rig.wait(10_000);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 1);
    rig.load(100);
    rig.wait(1_000);
    let not_ready = |rig: &Rig, why| rig.said(|it| *it == FromMod::NotReady { reason: why });
    assert_eq!(not_ready(&rig, NotReadyReason::LeftMenu), 0, "a new character is as good as the menu");
    rig.wait(15_000);
    assert_eq!(not_ready(&rig, NotReadyReason::LeftMenu), 1);
    rig.hear(&json!({ "type": "player_status", "status": "registered", "reason": "left_menu" }));
    rig.world.scene = Scene::Menu;
    rig.wait(1_000);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 2);
    rig.hear(&json!({ "type": "player_status", "status": "ready", "reason": null }));
    rig.load(9_000_000);
    rig.wait(1_000);
    assert_eq!(not_ready(&rig, NotReadyReason::WrongSave), 1);
}

#[test]
fn who_took_ready_back_is_ready_again_only_by_the_key() {
    let mut rig = Rig::new("open", "registered");
    rig.wait(1_000);
    rig.hear(&json!({ "type": "player_status", "status": "ready", "reason": null }));
    rig.press(Action::ToggleReady);
    assert_eq!(rig.said(|it| *it == FromMod::NotReady { reason: NotReadyReason::Player }), 1);
    rig.hear(&json!({ "type": "player_status", "status": "registered", "reason": "player" }));
    rig.wait(60_000);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 1);
    assert!(rig.banners().contains(&"Not ready. F8 says ready again.".to_owned()));
    rig.press(Action::ToggleReady);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 2);
}

#[test]
fn a_ready_without_an_answer_is_said_again_and_none_where_it_cannot_be() {
    let mut rig = Rig::new("open", "registered");
    rig.wait(12_000);
    assert!((2..=3).contains(&rig.said(|it| *it == FromMod::Ready)));
    for (race, you) in [("draft", "registered"), ("running", "registered"), ("open", "abandoned")] {
        let mut rig = Rig::new(race, you);
        rig.wait(12_000);
        assert_eq!(rig.said(|it| *it == FromMod::Ready), 0, "{race} {you}");
    }
    let mut rig = Rig::new("open", "registered");
    let mut other = welcome("open", "registered", 0);
    other["seed"]["pack"] = json!("another");
    rig.server.silent = true;
    rig.wait(200);
    rig.hear(&other);
    rig.wait(10_000);
    assert_eq!(rig.said(|it| *it == FromMod::Ready), 0, "not with a pack of another seed");
    assert!(rig.banners().iter().any(|text| text.starts_with("Your pack is outdated")));
}

#[test]
fn a_key_takes_a_race_over_from_another_computer() {
    let mut rig = Rig::playing();
    rig.cut(Gone::Closed(4009));
    rig.wait(120_000);
    assert!(rig.link.is_none());
    assert_eq!(rig.banners(), ["Your pack runs elsewhere. F8 takes the race over again."]);
    rig.press(Action::ToggleReady);
    rig.wait(100);
    assert!(rig.link.is_some());
}

#[test]
fn a_pack_that_died_says_why_and_does_not_knock_again() {
    let mut rig = Rig::new("open", "registered");
    rig.server.silent = true;
    // The question of the start is answered with the same sentence.
    rig.input(Input::Startup(Some("New seed. Get your pack: /pack".into())));
    rig.wait(100);
    rig.hear(&json!({ "type": "auth_error", "code": "seed_changed", "message": "New seed. Get your pack: /pack" }));
    rig.cut(Gone::Closed(4003));
    rig.wait(600_000);
    assert_eq!(rig.banners(), ["New seed. Get your pack: /pack"]);
    assert_eq!(rig.said(|it| matches!(it, FromMod::Auth { .. })), 1);
}

#[test]
fn what_the_server_has_already_is_not_sent_again() {
    let mut rig = Rig::playing();
    rig.pass_gate(GATES[0]);
    rig.wait(500);
    rig.server.silent = true;
    rig.pass_gate(GATES[1]);
    // It was stored, and the answer was lost.
    rig.server.facts.push((2, GATES[1], 1, None));
    rig.server.silent = false;
    rig.cut(cut());
    rig.wait(3_000);
    rig.pass_gate(GATES[2]);
    rig.wait(500);
    let seqs: Vec<u64> = rig.server.facts.iter().map(|fact| fact.0).collect();
    assert_eq!((seqs, rig.server.flags()), (vec![1, 2, 3], GATES[..3].to_vec()));
}

#[test]
fn an_echo_of_the_welcome_turns_nothing_back() {
    let mut rig = Rig::new("open", "registered");
    rig.wait(200);
    rig.hear(&json!({ "type": "race_start", "started_at": STARTED }));
    rig.hear(&welcome("open", "registered", 0));
    assert!(rig.view().state.has_started);
    rig.hear(&json!({ "type": "countdown", "starts_at": STARTED, "seconds": 10 }));
    assert!(rig.view().state.has_started, "a countdown that was overtaken");
}

#[test]
fn marks_of_others_deaths_are_set_in_a_save_that_counts_and_after_each_loading_screen() {
    let mut rig = Rig::new("running", "playing");
    rig.wait(500);
    rig.hear(&json!({ "type": "death_counts", "flags": [71, 72] }));
    assert!(!rig.orders.contains(&Order::SetFlag(71)), "not in the menu");
    rig.load(100);
    assert_eq!(rig.orders.iter().filter(|it| matches!(it, Order::SetFlag(_))).count(), 2);
    rig.hear(&json!({ "type": "death_counts", "flags": [71, 72, 73] }));
    assert_eq!(rig.orders.last(), Some(&Order::SetFlag(73)));
    rig.load(rig.world.igt);
    assert_eq!(rig.orders.iter().filter(|it| matches!(it, Order::SetFlag(_))).count(), 6);
    // What the game could not do in a loading screen is not seen by anybody: all of them once more.
    rig.world.scene = Scene::Loading;
    rig.wait(1_000);
    rig.world.scene = Scene::Playing;
    rig.wait(1_000);
    assert_eq!(rig.orders.iter().filter(|it| matches!(it, Order::SetFlag(_))).count(), 9);
}

#[test]
fn each_load_is_told_even_where_two_come_before_a_connection() {
    let mut rig = Rig::new("running", "playing");
    rig.network = false;
    rig.wait(1_000);
    rig.load(5_000_000);
    rig.load(100);
    rig.network = true;
    rig.wait(40_000);
    let states: Vec<SaveState> = rig
        .server
        .said
        .iter()
        .filter_map(|it| if let FromMod::Save { state, .. } = it { Some(*state) } else { None })
        .collect();
    assert_eq!(states, [SaveState::Other, SaveState::Fresh]);
}

#[test]
fn pulses_come_once_a_second_while_racing() {
    let mut rig = Rig::playing();
    rig.server.said.clear();
    rig.wait(10_000);
    let pulses = rig.said(|it| matches!(it, FromMod::StatusUpdate { .. }));
    assert!((9..=11).contains(&pulses), "{pulses}");
    rig.world.scene = Scene::Menu;
    rig.wait(100);
    rig.server.said.clear();
    rig.wait(5_000);
    assert_eq!(rig.said(|it| matches!(it, FromMod::StatusUpdate { .. })), 0);
}

#[test]
fn what_is_left_of_an_earlier_race_is_sent_and_nothing_else_is_said() {
    let mut rig = Rig::playing();
    rig.network = false;
    rig.cut(cut());
    rig.pass_gate(GATES[0]);
    rig.pass_gate(GATES[1]);
    let outbox = Outbox::fold(rig.disk.clone()).unwrap();
    let mut setup = kit::setup(outbox);
    setup.deliver_only = true;
    let mut mail = Rig::with(setup, "open", "registered");
    assert!(!mail.engine.is_done());
    mail.wait(2_000);
    assert!(mail.engine.is_done());
    assert_eq!(mail.server.flags(), [GATES[0], GATES[1]]);
    assert_eq!(mail.said(|it| *it == FromMod::Ready), 0);
    assert_eq!(mail.orders, []);
    assert!(!mail.engine.is_of_no_use(), "it knows the character");
    mail.hear(&json!({ "type": "race_status_change", "status": "finished", "message": null }));
    assert!(mail.engine.is_of_no_use());
}

#[test]
fn what_a_mod_that_is_too_old_could_not_send_waits_for_a_newer_one() {
    for (code, of_no_use) in [("mod_outdated", false), ("bad_token", true)] {
        let mut rig = Rig::playing();
        rig.server.silent = true;
        rig.pass_gate(GATES[0]);
        rig.cut(cut());
        rig.wait(2_000);
        rig.hear(&json!({ "type": "auth_error", "code": code, "message": "No." }));
        rig.cut(Gone::Closed(4003));
        assert_eq!((rig.engine.is_of_no_use(), rig.engine.outbox().len()), (of_no_use, 1), "{code}");
    }
}

#[test]
fn a_countdown_before_the_welcome_keeps_nobody_busy() {
    let mut rig = Rig::new("open", "registered");
    rig.server.silent = true;
    rig.wait(100);
    rig.hear(&json!({ "type": "countdown", "starts_at": STARTED, "seconds": 10 }));
    assert!(rig.engine.next_wake(rig.now) > rig.now);
}

#[test]
fn what_is_not_understood_is_logged_and_skipped() {
    let mut rig = Rig::playing();
    let before = rig.text();
    rig.hear_text("{");
    rig.hear(&json!({ "type": "ack", "seq": "one" }));
    rig.hear(&json!({ "type": "dance" }));
    let said = |start: &str| rig.logged.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(said("a message was not understood: not JSON"), 1, "{:?}", rig.logged);
    assert_eq!(said("a message was not understood: ack: "), 1, "{:?}", rig.logged);
    assert_eq!(said("the server said something new: dance"), 1, "{:?}", rig.logged);
    assert_eq!((rig.text(), rig.link.is_some()), (before, true));
}

#[test]
fn no_log_line_has_the_token() {
    let mut rig = Rig::playing();
    rig.pass_gate(GATES[0]);
    rig.input(Input::Note { code: "x".into(), text: "y".into() });
    rig.cut(Gone::Closed(4003));
    assert!(!rig.logged.is_empty() && rig.logged.iter().all(|line| !line.contains("secret")));
}
