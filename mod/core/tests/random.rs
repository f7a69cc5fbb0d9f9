//! Whatever happens between the game and the server, the facts that reach it are those of a clean run: random streams of looks with
//! some of them lost, cuts, refusals, doubled and exchanged messages, quit-outs, deaths, crashes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{Rig, FINISH, GATES};
use proptest::prelude::*;
use speedfog_core::game::{Ms, Scene};
use speedfog_core::session::Gone;

#[derive(Debug, Clone)]
enum Deed {
    Pass(usize),
    /// The process dies so many ms after the gate's flag was set, and the save has everything until then.
    PassAndCrash(usize, Ms),
    Wait(Ms),
    Die,
    QuitOut,
    Crash,
    Cut,
    NetworkGone,
    NetworkBack,
    Refuse(&'static str),
    Silent(bool),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0..GATES.len()).prop_map(Deed::Pass),
        2 => (0..GATES.len(), 0..2_500_i64).prop_map(|(gate, ms)| Deed::PassAndCrash(gate, ms)),
        3 => (100..15_000_i64).prop_map(Deed::Wait),
        1 => Just(Deed::Die),
        1 => Just(Deed::QuitOut),
        1 => Just(Deed::Crash),
        2 => Just(Deed::Cut),
        1 => Just(Deed::NetworkGone),
        2 => Just(Deed::NetworkBack),
        1 => prop::sample::select(vec!["race_not_running", "try_again", "too_fast"]).prop_map(Deed::Refuse),
        1 => any::<bool>().prop_map(Deed::Silent),
    ]
}

fn restart(rig: &mut Rig) {
    let save = rig.world.clone();
    let igt = save.igt;
    rig.crash(save);
    rig.wait(3_000);
    rig.load(igt);
    rig.wait(500);
}

/// The same gate is passed again only after its flag was cleared and somebody has looked: a player needs seconds to come back to it.
fn until_clear(rig: &mut Rig, flag: u32) {
    for _ in 0..200 {
        let clear = !rig.world.flags.contains(&flag);
        rig.wait(240);
        if clear {
            return;
        }
    }
    panic!("flag {flag} was never cleared");
}

fn load_screen(rig: &mut Rig, ms: Ms) {
    rig.world.scene = Scene::Loading;
    rig.wait(ms);
    rig.world.scene = Scene::Playing;
    rig.wait(100);
}

fn act(rig: &mut Rig, deed: &Deed, played: &mut Vec<(u32, u32)>) {
    match deed {
        Deed::Pass(gate) => {
            until_clear(rig, GATES[*gate]);
            played.push((GATES[*gate], rig.world.igt));
            rig.world.flags.insert(GATES[*gate]);
            rig.wait(240);
            load_screen(rig, 2_000);
        }
        Deed::PassAndCrash(gate, after) => {
            until_clear(rig, GATES[*gate]);
            played.push((GATES[*gate], rig.world.igt));
            rig.world.flags.insert(GATES[*gate]);
            rig.wait(240.min(*after));
            rig.world.scene = Scene::Loading;
            rig.wait((*after - 240).clamp(0, 1_500));
            rig.world.scene = Scene::Playing;
            rig.wait((*after - 1_740).max(0));
            restart(rig);
        }
        Deed::Wait(ms) => rig.wait(*ms),
        Deed::Die => {
            rig.world.deaths += 1;
            load_screen(rig, 1_500);
        }
        Deed::QuitOut => rig.load(rig.world.igt),
        Deed::Crash => restart(rig),
        Deed::Cut => rig.cut(Gone::Broken("cut".into())),
        Deed::NetworkGone => {
            rig.network = false;
            rig.cut(Gone::Broken("gone".into()));
        }
        Deed::NetworkBack => rig.network = true,
        Deed::Refuse(code) => rig.server.refuse = Some(code),
        Deed::Silent(silent) => {
            rig.server.silent = *silent;
            rig.server.refuse = None;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_facts_are_those_of_a_clean_run(deeds in prop::collection::vec(deed(), 1..25), noise in any::<u64>()) {
        let mut rig = Rig::playing();
        rig.load_race(60_000);
        rig.noise = Some(noise);
        let mut played = Vec::new();
        for deed in &deeds {
            act(&mut rig, deed, &mut played);
        }
        rig.noise = None;
        rig.network = true;
        rig.server.silent = false;
        rig.server.refuse = None;
        // Whatever was asked of a server that did not answer is asked of one that does.
        rig.cut(Gone::Closed(1001));
        played.push((FINISH, rig.world.igt));
        rig.world.flags.insert(FINISH);
        rig.wait(45_000);

        let flags: Vec<u32> = played.iter().map(|(flag, _)| *flag).collect();
        prop_assert_eq!(rig.server.flags(), flags.clone());
        for ((flag, igt), fact) in played.iter().zip(&rig.server.facts) {
            // Seen with the next look; a gate whose process died is seen at the next load.
            prop_assert!((i64::from(*igt)..i64::from(*igt) + 1_000).contains(&fact.2), "{} at {}: {:?}", flag, igt, fact);
        }
        let seqs: Vec<u64> = rig.server.facts.iter().map(|fact| fact.0).collect();
        prop_assert_eq!(seqs, (1..=flags.len() as u64).collect::<Vec<_>>());
        prop_assert_eq!(rig.view().state.unsent, 0);
        prop_assert_eq!(rig.view().state.place, Some(3));
    }
}
