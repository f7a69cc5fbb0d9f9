//! Nonsense from the wire: whatever comes, the parser answers, and the engine goes on. Set PROPTEST_CASES for more of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

use kit::{welcome, Rig};
use proptest::prelude::*;
use serde_json::{Map, Value};
use speedfog_core::protocol::{parse_to_mod, Heard, TO_MOD_TYPES};

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,12}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A known type whose fields are anything, some of the right name.
fn almost() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "seq",
        "code",
        "message",
        "t0",
        "t1",
        "t2",
        "starts_at",
        "started_at",
        "status",
        "reason",
        "text",
        "flags",
        "participants",
        "leader_splits",
        "exits",
        "node",
        "race",
        "seed",
        "you",
        "zone",
        "last_seq",
        "place",
    ]);
    let fields = prop::collection::vec((names, json()), 0..8);
    (prop::sample::select(TO_MOD_TYPES.to_vec()), fields).prop_map(|(kind, fields)| {
        let mut object: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        object.insert("type".to_owned(), Value::from(kind));
        Value::Object(object).to_string()
    })
}

/// A real message with one place replaced.
fn broken_welcome() -> impl Strategy<Value = String> {
    (json(), 0..12_usize).prop_map(|(value, at)| {
        let mut message = welcome("running", "playing", 0);
        if let Some(object) = message.as_object_mut() {
            let name = object.keys().nth(at % object.len()).cloned().unwrap_or_default();
            if name != "type" {
                object.insert(name, value);
            }
        }
        message.to_string()
    })
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        prop_assert!(!matches!(parse_to_mod(&text), Heard::Message(_)));
    }

    #[test]
    fn any_json_is_answered(value in json()) {
        prop_assert!(!matches!(parse_to_mod(&value.to_string()), Heard::Message(_)));
    }

}

proptest! {
    // Each case is a minute of a race.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is said, a later gate still reaches the server.
    #[test]
    fn nonsense_on_the_wire_stops_nothing(frames in prop::collection::vec(prop_oneof![almost(), broken_welcome()], 1..12)) {
        let mut rig = Rig::playing();
        for frame in frames {
            rig.hear_text(&frame);
            rig.wait(50);
            let _ = rig.view();
        }
        rig.calm();
        rig.pass_gate(kit::GATES[2]);
        rig.wait(20_000);
        prop_assert!(rig.server.knows(kit::GATES[2]));
    }
}
