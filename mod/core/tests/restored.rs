//! Stories of a player whose finish an organizer took back (`/judge restore`): they play on, and may finish again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{player_status, Rig, FINISH, GATES};
use speedfog_core::protocol::FromMod;
use speedfog_core::session::Gone;

fn pulses(rig: &Rig) -> usize {
    rig.said(|message| matches!(message, FromMod::StatusUpdate { .. }))
}

/// Finished and confirmed, a minute into the race.
fn finished() -> Rig {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.world.flags.insert(FINISH);
    rig.wait(2_000);
    assert!(rig.banners()[0].contains("confirmed"), "{:?}", rig.banners());
    rig
}

fn restore(rig: &mut Rig) {
    rig.server.finished = false;
    rig.hear(&player_status("playing"));
}

/// Pulses go out, gates count, the flag that is still set does not; an older save without it is finished once more.
fn plays_on_and_finishes_again(rig: &mut Rig) {
    let before = pulses(rig);
    rig.wait(5_000);
    assert!(pulses(rig) > before + 3, "{} pulses", pulses(rig) - before);
    assert!(!rig.view().state.finished, "{:?}", rig.banners());
    rig.pass_gate(GATES[0]);
    assert_eq!(rig.server.flags(), [FINISH, GATES[0]]);
    rig.world.flags.remove(&FINISH);
    rig.load(rig.world.igt - 3_000);
    rig.wait(1_000);
    rig.world.flags.insert(FINISH);
    rig.wait(2_000);
    assert_eq!(rig.server.flags(), [FINISH, GATES[0], FINISH]);
    assert!(rig.view().state.finished && rig.banners()[0].contains("confirmed"), "{:?}", rig.banners());
    let after = pulses(rig);
    rig.wait(5_000);
    assert_eq!(pulses(rig), after);
}

#[test]
fn restored_while_connected() {
    let mut rig = finished();
    let before = pulses(&rig);
    rig.wait(5_000);
    assert_eq!(pulses(&rig), before, "finished: nothing to tell");
    restore(&mut rig);
    plays_on_and_finishes_again(&mut rig);
}

#[test]
fn restored_while_away() {
    let mut rig = finished();
    rig.cut(Gone::Broken("cut".into()));
    rig.server.finished = false;
    rig.wait(5_000);
    plays_on_and_finishes_again(&mut rig);
}

#[test]
fn restored_after_another_character_was_begun() {
    for away in [false, true] {
        let mut rig = finished();
        let igt = rig.world.igt;
        rig.world.flags.clear();
        rig.load(100);
        rig.wait(2_000);
        if away {
            rig.cut(Gone::Broken("cut".into()));
            rig.server.finished = false;
            rig.wait(5_000);
        } else {
            restore(&mut rig);
        }
        // Back to the one that finished, in a save from before that.
        rig.load(igt - 5_000);
        rig.wait(1_000);
        rig.world.flags.insert(FINISH);
        rig.wait(2_000);
        assert_eq!(rig.server.flags(), [FINISH, FINISH], "away: {away}");
    }
}

#[test]
fn a_flag_that_cannot_be_read_for_a_moment_is_no_finish_anew() {
    let mut rig = finished();
    restore(&mut rig);
    rig.wait(1_000);
    rig.world.unread.insert(FINISH);
    rig.wait(1_000);
    rig.world.unread.clear();
    rig.wait(1_000);
    assert_eq!(rig.server.flags(), [FINISH]);
    assert!(!rig.view().state.finished);
}

#[test]
fn a_crash_after_it_forgets_nothing_of_it() {
    let mut rig = finished();
    restore(&mut rig);
    let save = rig.world.clone();
    let igt = save.igt;
    rig.crash(save);
    rig.wait(3_000);
    rig.load(igt);
    plays_on_and_finishes_again(&mut rig);
}

#[test]
fn playing_that_was_said_before_the_finish_was_read_takes_nothing_back() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.server.silent = true;
    rig.world.flags.insert(FINISH);
    rig.wait(1_000);
    rig.hear(&player_status("playing"));
    rig.wait(1_000);
    assert!(rig.view().state.finished, "not sent yet");
    rig.cut(Gone::Broken("cut".into()));
    rig.server.silent = false;
    rig.wait(5_000);
    assert_eq!(rig.server.flags(), [FINISH], "let in as playing, and told then");
    assert!(rig.banners()[0].contains("confirmed"), "{:?}", rig.banners());
}

#[test]
fn a_finish_whose_ack_was_lost_is_confirmed_at_the_next_connection() {
    let mut rig = Rig::playing();
    rig.load_race(60_000);
    rig.server.silent = true;
    rig.world.flags.insert(FINISH);
    rig.wait(1_000);
    let igt = i64::from(rig.world.igt);
    rig.server.facts.push((1, FINISH, igt, None));
    (rig.server.finished, rig.server.silent) = (true, false);
    rig.cut(Gone::Broken("cut".into()));
    rig.wait(5_000);
    assert_eq!(rig.view().state.unsent, 0);
    assert!(rig.banners()[0].contains("confirmed"), "{:?}", rig.banners());
}
