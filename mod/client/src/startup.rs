//! The question of the start: is this pack still right, is the race still on (PROTOCOL.md, HTTP for the mod)? Asked once, answered
//! with one sentence for the player, or none where all is well.

use crate::config::Server;
use serde::Deserialize;
use speedfog_core::protocol::{RaceInfo, RaceStatus, PROTOCOL_VERSION};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(15);
const LONGEST_ANSWER: u64 = 64 << 10;

#[derive(Deserialize)]
struct Status {
    protocol: u32,
    mod_latest: String,
    race: RaceInfo,
    pack: String,
}

#[derive(Deserialize)]
struct Problem {
    error: ProblemBody,
}

#[derive(Deserialize)]
struct ProblemBody {
    message: String,
}

/// Blocks for some seconds at most.
pub fn ask(server: &Server, mod_version: &str) -> Option<String> {
    let base = http_base(&server.url);
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build().into();
    let answer = agent
        .get(format!("{base}/api/mod/status"))
        .query("race", &server.race_id)
        .header("Authorization", format!("Bearer {}", server.mod_token))
        .call();
    let mut response = match answer {
        Ok(response) => response,
        Err(_) => return Some(unreachable(&base)),
    };
    let status = response.status().as_u16();
    match response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string() {
        Ok(body) => judge(status, &body, &server.pack, mod_version).unwrap_or_else(|| Some(unreachable(&base))),
        Err(_) => Some(unreachable(&base)),
    }
}

/// None: that is no answer of a race server.
fn judge(status: u16, body: &str, pack: &str, mod_version: &str) -> Option<Option<String>> {
    if status != 200 {
        let problem: Problem = serde_json::from_str(body).ok()?;
        return Some(Some(problem.error.message));
    }
    let told: Status = serde_json::from_str(body).ok()?;
    let sentence = if told.protocol > PROTOCOL_VERSION {
        Some(format!("This pack's mod ({mod_version}) is too old, {} is out. Get your pack again: /pack in Discord, !pack in chat.", told.mod_latest))
    } else if told.race.status == RaceStatus::Cancelled {
        Some("This race was cancelled. You can stop.".to_owned())
    } else if told.race.status == RaceStatus::Finished {
        Some("This race is over.".to_owned())
    } else if !pack.is_empty() && told.pack != pack {
        Some("Your pack is outdated: the race has a new seed. Get yours: /pack in Discord, !pack in chat.".to_owned())
    } else {
        None
    };
    Some(sentence)
}

fn unreachable(base: &str) -> String {
    let host = base.split("://").nth(1).unwrap_or(base);
    format!("The race server ({host}) cannot be reached. The mod goes on trying; gates are kept and sent later.")
}

/// `wss://host` -> `https://host`.
fn http_base(url: &str) -> String {
    url.strip_prefix("ws").map_or_else(|| url.to_owned(), |rest| format!("http{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(protocol: u32, status: &str) -> String {
        format!(
            r#"{{"protocol":{protocol},"mod_latest":"0.2.0","pack":"abc","race":{{"id":"x","name":"n","status":"{status}",
            "scheduled_start":null,"starts_at":null,"started_at":null}}}}"#
        )
    }

    #[test]
    fn one_sentence_or_none() {
        for (status, text, pack, expected) in [
            (200, body(1, "open"), "abc", ""),
            (200, body(1, "running"), "", ""),
            (200, body(1, "open"), "other", "outdated"),
            (200, body(2, "open"), "abc", "too old, 0.2.0 is out"),
            (200, body(1, "cancelled"), "abc", "cancelled"),
            (200, body(1, "finished"), "abc", "over"),
            (401, r#"{"error":{"code":"seed_changed","message":"New seed."}}"#.to_owned(), "abc", "New seed."),
        ] {
            let said = judge(status, &text, pack, "0.1.0").expect(&text).unwrap_or_default();
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{text}: {said}");
        }
        assert_eq!(judge(200, "<html>", "abc", "0.1.0"), None);
        assert_eq!(judge(502, "Bad Gateway", "abc", "0.1.0"), None);
    }

    #[test]
    fn sockets_and_pages_have_one_host() {
        assert_eq!(http_base("wss://a.example"), "https://a.example");
        assert_eq!(http_base("ws://127.0.0.1:3000"), "http://127.0.0.1:3000");
    }

    #[test]
    fn a_server_that_is_not_there_is_said_so() {
        let server =
            Server { url: "ws://127.0.0.1:1".into(), mod_token: "t".into(), race_id: "r".into(), pack: String::new() };
        let said = ask(&server, "0.1.0").unwrap();
        assert!(said.contains("(127.0.0.1:1) cannot be reached"), "{said}");
    }
}
