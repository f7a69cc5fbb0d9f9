//! The samples of the server's tests are read and written back: what drifts fails on one of the two sides.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use speedfog_core::protocol::{
    close, parse_to_mod, AuthErrorCode, ErrorCode, FromMod, Heard, Level, NotReadyReason, PlayerStatus, RaceStatus,
    SaveState, TO_MOD_TYPES,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/present/samples")
}

/// Names without ending, and contents.
fn in_folder(name: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(samples().join(name)).unwrap();
    let mut all: Vec<(String, String)> = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_the_server_says_is_read_and_written_back_the_same() {
    let all = in_folder("to-mod");
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, TO_MOD_TYPES.into_iter().collect(), "one sample for each type, and no other");
    for (name, text) in &all {
        let Heard::Message(message) = parse_to_mod(text) else {
            panic!("{name} was not understood: {:?}", parse_to_mod(text))
        };
        let written: Value = serde_json::to_value(&message).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(text).unwrap(), "{name}");
    }
}

#[test]
fn what_a_mod_says_is_read_and_written_back_the_same() {
    let all = in_folder("from-mod");
    assert!(!all.is_empty());
    for (name, text) in &all {
        let message: FromMod = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let sample: Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&message.to_frame()).unwrap(), sample, "{name}");
        assert_eq!(sample["type"], name.as_str());
    }
}

#[test]
fn fields_and_types_of_a_newer_server_do_no_harm() {
    for (name, text) in in_folder("to-mod") {
        let mut newer: Value = serde_json::from_str(&text).unwrap();
        newer["a_field_from_the_future"] = Value::from(vec![1, 2]);
        assert!(matches!(parse_to_mod(&newer.to_string()), Heard::Message(_)), "{name}");
        newer["type"] = Value::from(format!("{name}_2"));
        assert_eq!(parse_to_mod(&newer.to_string()), Heard::Unknown(format!("{name}_2")));
    }
}

#[test]
fn codes_are_those_of_the_server() {
    let codes: Value = serde_json::from_str(&std::fs::read_to_string(samples().join("codes.json")).unwrap()).unwrap();
    let list = |name: &str| -> Vec<String> {
        codes[name].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
    };
    fn texts<T>(all: &[(&str, T)]) -> Vec<String> {
        all.iter().map(|(text, _)| (*text).to_owned()).collect()
    }
    assert_eq!(texts(AuthErrorCode::ALL), list("auth_error"));
    assert_eq!(texts(ErrorCode::ALL), list("error"));
    assert_eq!(texts(NotReadyReason::ALL), list("not_ready"));
    assert_eq!(texts(SaveState::ALL), list("save"));
    assert_eq!(texts(Level::ALL), list("notice"));
    assert_eq!(texts(RaceStatus::ALL), list("race_status"));
    assert_eq!(texts(PlayerStatus::ALL), list("player_status"));
    let keeping: Vec<String> =
        ErrorCode::ALL.iter().filter(|(_, code)| code.keeps()).map(|(text, _)| (*text).to_owned()).collect();
    assert_eq!(keeping, list("keep"));
    let numbers: Vec<u16> = codes["final_close"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| u16::try_from(code.as_u64().unwrap()).unwrap())
        .collect();
    assert_eq!(numbers, close::FINAL);
    let named = [
        ("normal", close::NORMAL),
        ("restarting", close::RESTARTING),
        ("frame_too_large", close::FRAME_TOO_LARGE),
        ("try_again", close::TRY_AGAIN),
        ("no_auth", close::NO_AUTH),
        ("refused", close::REFUSED),
        ("race_gone", close::RACE_GONE),
        ("too_many", close::TOO_MANY),
        ("replaced", close::REPLACED),
    ];
    let all = codes["close"].as_object().unwrap();
    assert_eq!(all.len(), named.len());
    for (name, code) in named {
        assert_eq!(all[name], code, "{name}");
    }
}

#[test]
fn a_code_of_a_newer_server_leaves_the_message_readable() {
    let newer = r#"{"type":"error","code":"too_tired","message":"Later.","seq":4}"#;
    let Heard::Message(speedfog_core::protocol::ToMod::Error { code, seq, .. }) = parse_to_mod(newer) else {
        panic!("not understood")
    };
    assert_eq!((code, seq, code.keeps()), (ErrorCode::Unknown, Some(4), false));
}
