//! Whole stories of a player, told to an engine in simulated time: what reaches the server, what the player reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{Rig, FINISH, GATES, STARTED};
use serde_json::json;
use speedfog_core::game::{Order, Scene};
use speedfog_core::protocol::{FromMod, SaveState};
use speedfog_core::session::Gone;

fn cut() -> Gone {
    Gone::Broken("cut".into())
}

#[test]
fn a_gate_is_reported_when_its_loading_screen_ends_with_the_igt_of_its_flag() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    let seen = rig.world.igt + 20;
    rig.world.flags.insert(GATES[0]);
    rig.wait(100);
    rig.world.scene = Scene::Loading;
    rig.wait(3_000);
    assert_eq!(rig.server.facts, []);
    rig.world.scene = Scene::Playing;
    rig.wait(100);
    assert_eq!(rig.server.flags(), [GATES[0]]);
    let (seq, _, igt, at) = rig.server.facts[0];
    assert_eq!((seq, igt), (1, i64::from(seen)));
    let passed = rig.now - 3_100 - 80 + rig.server.ahead;
    assert!(at.unwrap().abs_diff(passed) < 50, "{at:?} is not about {passed}");
}

#[test]
fn the_same_gate_counts_again_after_its_flag_was_cleared() {
    let mut rig = Rig::playing();
    for _ in 0..3 {
        rig.pass_gate(GATES[0]);
        assert!(!rig.world.flags.contains(&GATES[0]), "cleared");
    }
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [GATES[0]; 3]);
}

#[test]
fn a_gate_without_a_loading_screen_is_reported_all_the_same() {
    let mut rig = Rig::playing();
    rig.world.flags.insert(GATES[0]);
    rig.wait(9_000);
    assert_eq!(rig.server.facts, []);
    rig.wait(2_000);
    assert_eq!(rig.server.flags(), [GATES[0]]);
}

#[test]
fn a_gate_does_not_drag_the_one_after_it_out_of_its_loading_screen() {
    let mut rig = Rig::playing();
    rig.world.flags.insert(GATES[0]);
    rig.wait(9_900);
    rig.world.flags.insert(GATES[1]);
    rig.wait(300);
    assert_eq!(rig.server.flags(), [GATES[0]]);
    rig.world.scene = Scene::Loading;
    rig.wait(3_000);
    assert_eq!(rig.server.flags(), [GATES[0]]);
    rig.world.scene = Scene::Playing;
    rig.wait(300);
    assert_eq!(rig.server.flags(), [GATES[0], GATES[1]]);
}

#[test]
fn the_finish_is_reported_at_once_and_its_flag_stays() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.world.flags.insert(FINISH);
    rig.wait(100);
    assert_eq!(rig.server.flags(), [FINISH]);
    assert!(rig.world.flags.contains(&FINISH));
    rig.load(rig.world.igt);
    rig.wait(5_000);
    assert_eq!(rig.server.flags(), [FINISH], "not again after a reload");
}

#[test]
fn gates_passed_while_offline_are_kept_and_sent_later_in_order_with_their_time() {
    let mut rig = Rig::playing();
    rig.network = false;
    rig.cut(cut());
    for gate in GATES {
        rig.pass_gate(gate);
        rig.wait(10_000);
    }
    assert!(rig.banners()[0].starts_with("Offline for 0:4"), "{:?}", rig.banners());
    assert!(rig.banners()[0].ends_with("4 gates are kept and sent then."));
    rig.network = true;
    rig.wait(35_000);
    assert_eq!(rig.server.flags(), GATES);
    let times: Vec<i64> = rig.server.facts.iter().map(|fact| fact.3.unwrap()).collect();
    assert!(times.windows(2).all(|two| (11_000..11_500).contains(&(two[1] - two[0]))), "{times:?}");
}

#[test]
fn facts_refused_for_now_go_out_again_and_those_refused_for_good_do_not() {
    let mut rig = Rig::playing();
    rig.server.refuse = Some("race_not_running");
    rig.pass_gate(GATES[0]);
    rig.wait(12_000);
    let tries = rig.said(|message| matches!(message, FromMod::EventFlag { .. }));
    assert!((2..=4).contains(&tries), "{tries}");
    rig.server.refuse = None;
    rig.hear(&json!({ "type": "race_start", "started_at": STARTED }));
    rig.wait(100);
    assert_eq!(rig.server.flags(), [GATES[0]], "at once when the race starts");
    rig.server.refuse = Some("unknown_zone");
    rig.pass_gate(GATES[1]);
    rig.server.refuse = None;
    rig.pass_gate(GATES[2]);
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [GATES[0], GATES[2]]);
}

#[test]
fn a_fact_without_an_answer_goes_out_again() {
    let mut rig = Rig::playing();
    rig.server.silent = true;
    rig.pass_gate(GATES[0]);
    rig.pass_gate(GATES[1]);
    rig.wait(11_000);
    let sent: Vec<u64> = rig
        .server
        .said
        .iter()
        .filter_map(|it| if let FromMod::EventFlag { seq, .. } = it { Some(*seq) } else { None })
        .collect();
    assert_eq!(sent, [1, 1, 1], "one is in flight");
}

#[test]
fn a_crash_after_a_gate_loses_and_doubles_nothing() {
    // What the save holds: before the gate, with its flag, with its flag cleared.
    for (kept, expected) in [("before", 2), ("with", 1), ("cleared", 1)] {
        let mut rig = Rig::playing();
        rig.load_race(60_000);
        let before = rig.world.clone();
        rig.world.flags.insert(GATES[0]);
        rig.wait(40);
        let with = rig.world.clone();
        rig.world.scene = Scene::Loading;
        rig.wait(500);
        rig.world.scene = Scene::Playing;
        rig.wait(500);
        let cleared = rig.world.clone();
        let save = match kept {
            "before" => before,
            "with" => with,
            _ => cleared,
        };
        let igt = save.igt;
        rig.crash(save);
        rig.wait(5_000);
        rig.load(igt);
        rig.wait(2_000);
        if kept == "before" {
            rig.pass_gate(GATES[0]);
        }
        rig.wait(2_000);
        assert_eq!(rig.server.flags(), vec![GATES[0]; expected], "{kept}");
        assert!(!rig.world.flags.contains(&GATES[0]), "{kept}");
    }
}

#[test]
fn a_crash_in_the_loading_screen_leaves_the_gate_to_the_save() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.world.flags.insert(GATES[0]);
    rig.wait(40);
    rig.world.scene = Scene::Loading;
    rig.wait(200);
    let save = rig.world.clone();
    rig.crash(save);
    rig.wait(3_000);
    assert_eq!(rig.server.facts, []);
    rig.load(60_140);
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [GATES[0]], "genuine: found in the save");
}

#[test]
fn a_game_started_while_the_server_is_away_goes_on_watching() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.wait(11_000);
    let save = rig.world.clone();
    rig.network = false;
    rig.crash(save);
    rig.wait(1_000);
    rig.load(71_000);
    rig.pass_gate(GATES[1]);
    rig.network = true;
    rig.wait(40_000);
    assert_eq!(rig.server.flags(), [GATES[1]]);
    assert!(rig.server.facts[0].3.is_some(), "its time is known by the stored offset");
}

#[test]
fn another_character_s_gates_do_not_count() {
    let mut rig = Rig::new("running", "playing");
    rig.wait(1_000);
    rig.world.flags = GATES.into_iter().collect();
    rig.world.flags.insert(FINISH);
    rig.load(5_000_000);
    rig.wait(3_000);
    assert_eq!(rig.server.facts, []);
    assert!(
        rig.banners().iter().any(|text| text.starts_with("This is not your race character")),
        "{:?}",
        rig.banners()
    );
    assert_eq!(
        rig.world.flags.iter().copied().collect::<Vec<_>>(),
        [FINISH],
        "gates are cleared, the game's own flag stays"
    );
    assert!(rig.server.said.iter().any(|it| matches!(it, FromMod::Save { state: SaveState::Other, .. })));
    assert_eq!(rig.said(|it| matches!(it, FromMod::StatusUpdate { .. })), 0, "its IGT is nobody's business");
    rig.world.flags.clear();
    rig.load(100);
    rig.pass_gate(GATES[0]);
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [GATES[0]]);
    assert!(!rig.banners().iter().any(|text| text.starts_with("This is not")));
}

#[test]
fn a_reload_and_a_death_change_nothing() {
    let mut rig = Rig::playing();
    rig.pass_gate(GATES[0]);
    rig.world.deaths += 1;
    rig.world.scene = Scene::Loading;
    rig.wait(2_000);
    rig.world.scene = Scene::Playing;
    rig.wait(2_000);
    rig.load(rig.world.igt);
    rig.pass_gate(GATES[1]);
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [GATES[0], GATES[1]]);
    let states: Vec<SaveState> = rig
        .server
        .said
        .iter()
        .filter_map(|it| if let FromMod::Save { state, .. } = it { Some(*state) } else { None })
        .collect();
    assert_eq!(states, [SaveState::Fresh, SaveState::Fresh], "both loads came below 15 s");
}

#[test]
fn an_order_comes_again_until_it_shows() {
    let mut rig = Rig::playing();
    rig.deaf = true;
    rig.pass_gate(GATES[0]);
    rig.wait(3_500);
    let orders = rig.orders.iter().filter(|it| **it == Order::ClearFlag(GATES[0])).count();
    assert!((4..=6).contains(&orders), "{orders}");
    rig.deaf = false;
    rig.wait(1_100);
    assert!(!rig.world.flags.contains(&GATES[0]));
    assert_eq!(rig.server.flags(), [GATES[0]], "seen once");
}

#[test]
fn a_flag_that_cannot_be_read_for_a_moment_is_not_one_that_was_cleared() {
    let mut rig = Rig::playing();
    rig.deaf = true;
    rig.pass_gate(GATES[0]);
    rig.world.unread.insert(GATES[0]);
    rig.wait(2_000);
    rig.world.unread.clear();
    rig.wait(12_000);
    assert_eq!(rig.server.flags(), [GATES[0]], "seen once");
}

#[test]
fn flags_that_cannot_be_read_are_told_once() {
    let mut rig = Rig::playing();
    rig.world.unreadable = true;
    rig.wait(60_000);
    assert_eq!(rig.said(|it| matches!(it, FromMod::Note { code, .. } if code == "flag_unread")), 1);
}
