//! The question of the start: is this pack still right, is the race still on (PROTOCOL.md, HTTP for the mod)? Asked once, answered
//! with one sentence for the player, or none where all is well; that a newer mod is out is worth a notice only.

use crate::config::Server;
use serde::Deserialize;
use speedfog_core::engine::Input;
use speedfog_core::protocol::{RaceInfo, RaceStatus, PROTOCOL_VERSION};
use speedfog_core::view::words;
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

/// What the engine is to be told. Blocks for some seconds at most.
pub fn ask(server: &Server, mod_version: &str) -> Input {
    let unreachable = |base| Input::Startup(Some(unreachable(base)));
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
        Err(_) => return unreachable(&base),
    };
    let status = response.status().as_u16();
    match response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string() {
        Ok(body) => judge(status, &body, &server.pack, mod_version).unwrap_or_else(|| unreachable(&base)),
        Err(_) => unreachable(&base),
    }
}

/// None: that is no answer of a race server.
fn judge(status: u16, body: &str, pack: &str, mod_version: &str) -> Option<Input> {
    if status != 200 {
        let problem: Problem = serde_json::from_str(body).ok()?;
        return Some(Input::Startup(Some(problem.error.message)));
    }
    let told: Status = serde_json::from_str(body).ok()?;
    let sentence = if told.protocol > PROTOCOL_VERSION {
        Some(words::too_old(mod_version, &told.mod_latest))
    } else if told.race.status == RaceStatus::Cancelled {
        Some(words::CANCELLED.to_owned())
    } else if told.race.status == RaceStatus::Finished {
        Some(words::RACE_OVER.to_owned())
    } else if !pack.is_empty() && told.pack != pack {
        Some(words::OUTDATED.to_owned())
    } else if is_newer(&told.mod_latest, mod_version) {
        return Some(Input::Warning(words::newer(&told.mod_latest)));
    } else {
        None
    };
    Some(Input::Startup(sentence))
}

/// Of two versions like 0.10.2; false where one is written in another way.
fn is_newer(latest: &str, own: &str) -> bool {
    let numbers = |version: &str| -> Option<[u32; 3]> {
        let parts: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
        parts.ok()?.try_into().ok()
    };
    matches!((numbers(latest), numbers(own)), (Some(latest), Some(own)) if latest > own)
}

fn unreachable(base: &str) -> String {
    let host = base.split("://").nth(1).unwrap_or(base);
    words::unreachable(host)
}

/// `wss://host` -> `https://host`.
fn http_base(url: &str) -> String {
    url.strip_prefix("ws").map_or_else(|| url.to_owned(), |rest| format!("http{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(protocol: u32, latest: &str, status: &str) -> String {
        format!(
            r#"{{"protocol":{protocol},"mod_latest":"{latest}","pack":"abc","race":{{"id":"x","name":"n","status":"{status}",
            "scheduled_start":null,"starts_at":null,"started_at":null}}}}"#
        )
    }

    #[test]
    fn one_sentence_or_none() {
        for (status, text, pack, expected) in [
            (200, body(1, "0.1.0", "open"), "abc", ""),
            (200, body(1, "0.1.0", "running"), "", ""),
            (200, body(1, "0.2.0", "open"), "other", "outdated"),
            (200, body(2, "0.2.0", "open"), "abc", "too old, 0.2.0 is out"),
            (200, body(1, "0.2.0", "cancelled"), "abc", "cancelled"),
            (200, body(1, "0.2.0", "finished"), "abc", "over"),
            (401, r#"{"error":{"code":"seed_changed","message":"New seed."}}"#.to_owned(), "abc", "New seed."),
        ] {
            let Some(Input::Startup(said)) = judge(status, &text, pack, "0.1.0") else { panic!("{text}") };
            let said = said.unwrap_or_default();
            assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{text}: {said}");
        }
        assert_eq!(judge(200, "<html>", "abc", "0.1.0"), None);
        assert_eq!(judge(502, "Bad Gateway", "abc", "0.1.0"), None);
    }

    #[test]
    fn a_newer_mod_is_told_and_an_older_or_odd_one_is_not() {
        let newer = "A newer version of this mod is out (0.10.0); your pack still works.";
        let heard = |latest, own| judge(200, &body(1, latest, "open"), "abc", own);
        assert_eq!(heard("0.10.0", "0.9.1"), Some(Input::Warning(newer.to_owned())), "numbers, not texts");
        for (latest, own) in [("0.9.1", "0.10.0"), ("0.10.0", "0.10.0"), ("next", "0.9.1"), ("0.10", "0.9.1")] {
            assert_eq!(heard(latest, own), Some(Input::Startup(None)), "{latest} to {own}");
        }
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
        let Input::Startup(Some(said)) = ask(&server, "0.1.0") else { panic!("nothing was said") };
        assert!(said.contains("(127.0.0.1:1) cannot be reached"), "{said}");
    }
}
