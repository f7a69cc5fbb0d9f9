//! Every sentence that the overlay says by itself, in English, in one place, but for what is wrong in a file and where. What the server
//! says comes from the server.

use super::format::{duration, ordinal, short_duration};
use crate::engine::Hindrance;
use crate::game::Ms;
use crate::keys::Key;

pub const GO: &str = "GO!";
pub const UNDISCOVERED: &str = "???";
/// A finished player whose name the race hides.
pub const HIDDEN: &str = "(hidden)";
pub const CONNECTING: &str = "Connecting to the race server...";
pub const NOT_OPEN: &str = "The race is not open yet.";
pub const GETTING_READY: &str = "Getting ready...";
pub const READY: &str = "Ready. Waiting for the start: stay in the main menu.";
pub const RACE_OVER: &str = "The race is over.";
pub const RACE_GONE: &str = "This race is over and its results are final.";
pub const CANCELLED: &str = "This race was cancelled. You can stop.";
pub const REFUSED: &str = "The race server does not take this pack. Get yours: /pack in Discord, !pack in chat.";
pub const OUTDATED: &str =
    "Your pack is outdated: the race has a new seed. Get yours: /pack in Discord, !pack in chat.";
pub const NOT_YOUR_CHARACTER: &str =
    "This is not your race character: its gates do not count. Load yours, or start a new one.";

pub(crate) fn hindrance(why: Hindrance) -> &'static str {
    match why {
        Hindrance::Pack => OUTDATED,
        Hindrance::Game => "Not ready: the mod does not know this version of the game.",
        Hindrance::WrongSave => "Not ready: this is an old character. Go back to the main menu.",
        Hindrance::LeftMenu => "Not ready: go back to the main menu and start a new character at GO.",
    }
}

pub const INCOMPLETE: &str = "speedfog_race.toml names no race. Get your pack again: /pack in Discord, !pack in chat.";
pub const FAILED: &str = "The mod stopped working. Gates are seen again after a restart of the game.";

pub fn unreachable(host: &str) -> String {
    format!("The race server ({host}) cannot be reached. The mod goes on trying; gates are kept and sent later.")
}

pub fn too_old(version: &str, latest: &str) -> String {
    format!("This pack's mod ({version}) is too old, {latest} is out. Get your pack again: /pack in Discord, !pack in chat.")
}

pub fn newer(latest: &str) -> String {
    format!("A newer version of this mod is out ({latest}); your pack still works.")
}

/// `error`: the computer's own word for it.
pub fn not_kept(error: &str) -> String {
    format!("Gates cannot be kept on this computer ({error}): do not close the game while offline.")
}

pub fn unknown_game(version: &str) -> String {
    format!("The mod does not know version {version} of the game: gates cannot be seen. Get a newer pack, or tell the organizer.")
}

pub fn took_it_back(key: Key) -> String {
    format!("Not ready. {key} says ready again.")
}

pub fn planned(in_ms: Ms) -> String {
    format!("Planned start in {}.", short_duration(in_ms))
}

/// Whole seconds that are left, counted up: the 1 stands for the last of them.
pub fn countdown(left_ms: Ms) -> String {
    let seconds = (left_ms.max(0) + 999) / 1_000;
    if seconds >= 60 {
        format!("Start in {}", short_duration(seconds * 1_000))
    } else {
        format!("Start in {seconds}")
    }
}

pub fn not_sent(igt_ms: Ms) -> String {
    format!("{}, not sent yet: keep the game open", duration(igt_ms))
}

/// `final_place`: the race is over, nobody can pass any more.
pub fn confirmed(igt_ms: Ms, place: Option<u32>, final_place: bool) -> String {
    let time = duration(igt_ms);
    match place {
        Some(place) if final_place => format!("{time}, confirmed, {}", ordinal(place)),
        Some(place) => format!("{time}, confirmed, {} so far", ordinal(place)),
        None => format!("{time}, confirmed"),
    }
}

pub fn not_accepted(igt_ms: Ms, why: &str) -> String {
    format!("{}, not accepted: {why} Tell the organizer.", duration(igt_ms))
}

pub fn offline(for_ms: Ms, unsent: usize) -> String {
    let kept = match unsent {
        0 => String::new(),
        1 => " 1 gate is kept and sent then.".to_owned(),
        many => format!(" {many} gates are kept and sent then."),
    };
    format!("Offline for {}, trying again.{kept}", short_duration(for_ms))
}

pub fn runs_elsewhere(key: Key) -> String {
    format!("Your pack runs elsewhere. {key} takes the race over again.")
}

/// Why a player is out, by the server's reason.
pub fn out(reason: Option<&str>) -> &'static str {
    match reason {
        Some("forfeit") => "You gave up. Unforfeit in chat takes it back.",
        Some("inactive") => "You are out: nothing happened for a long time. Your next gate brings you back.",
        Some("no_show") => "You are out: you came too late for the start. Ask the organizer.",
        Some("removed") => "You are not in this race any more.",
        Some("disqualified") => "You were disqualified. Ask the organizer.",
        Some("ended") => "The race was ended.",
        _ => "You are out of this race.",
    }
}

pub fn exits(key: Key, open: bool) -> String {
    format!("Exits ({key} to {})", if open { "collapse" } else { "open" })
}
