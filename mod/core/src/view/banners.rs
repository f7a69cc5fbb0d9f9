//! What stands above everything else: countdown, GO, finish, what is wrong, what the server says. Deliberately absent: the sentences.

use super::model::{Banner, Urgency};
use super::{words, ViewOptions};
use crate::engine::{Engine, Hindrance};
use crate::game::Ms;
use crate::protocol::{Level, PlayerStatus, RaceStatus, SaveState};
use crate::session::Ending;

const GO_SHOWN_MS: Ms = 5_000;
/// A connection that is back so soon was no trouble to anybody.
const OFFLINE_AFTER_MS: Ms = 3_000;
/// Characters; the server's sentences are far shorter, and all of it is measured in every frame.
const LONGEST: usize = 400;

/// Most urgent first.
pub(super) fn make(engine: &Engine, options: &ViewOptions, now: Ms) -> Vec<Banner> {
    let mut banners: Vec<Banner> = [
        start(engine, now),
        finish(engine),
        ending(engine, options),
        save(engine),
        pack(engine),
        startup(engine),
        offline(engine, now),
        standing(engine),
        before_the_start(engine, options, now),
    ]
    .into_iter()
    .flatten()
    .collect();
    banners.extend(engine.race.notices.iter().map(|notice| {
        let urgency = if notice.level == Level::Warning { Urgency::Warning } else { Urgency::Info };
        banner(urgency, &notice.text)
    }));
    banners.sort_by_key(|banner| banner.urgency);
    banners
}

fn banner(urgency: Urgency, text: &str) -> Banner {
    Banner { urgency, text: text.chars().take(LONGEST).collect() }
}

/// Countdown and GO, by the server's clock.
fn start(engine: &Engine, now: Ms) -> Option<Banner> {
    let go_at = engine.go_at()?;
    let status = engine.race.status()?;
    if now < go_at {
        return (status == RaceStatus::Countdown).then(|| banner(Urgency::Now, &words::countdown(go_at - now)));
    }
    let fresh = now < go_at + GO_SHOWN_MS && status != RaceStatus::Finished;
    fresh.then(|| banner(Urgency::Now, words::GO))
}

fn finish(engine: &Engine) -> Option<Banner> {
    let over = engine.race.status() == Some(RaceStatus::Finished);
    let Some(finish) = &engine.outbox.finish else {
        // Confirmed to an earlier run of the game, or entered by the organizer.
        let mine = engine.race.mine().filter(|line| line.finished)?;
        return Some(banner(Urgency::Info, &words::confirmed(mine.igt_ms?, place(engine), over)));
    };
    let igt = Ms::from(finish.igt_ms);
    Some(match &finish.refused {
        Some(why) => banner(Urgency::Warning, &words::not_accepted(igt, why)),
        None if finish.confirmed => banner(Urgency::Info, &words::confirmed(igt, place(engine).or(finish.place), over)),
        None => banner(Urgency::Now, &words::not_sent(igt)),
    })
}

/// On the board as it is now; None until it shows the finish.
fn place(engine: &Engine) -> Option<u32> {
    let at = engine.race.board.iter().position(|line| line.id == engine.race.me && line.finished)?;
    u32::try_from(at + 1).ok()
}

fn ending(engine: &Engine, options: &ViewOptions) -> Option<Banner> {
    let text = match engine.session.ending()? {
        Ending::Refused => engine.auth_error.as_ref().map_or(words::REFUSED, |(_, message)| message).to_owned(),
        Ending::RaceGone => words::RACE_GONE.to_owned(),
        Ending::Replaced => words::runs_elsewhere(options.toggle_ready),
    };
    Some(banner(Urgency::Warning, &text))
}

fn save(engine: &Engine) -> Option<Banner> {
    let is_other = engine.tracker.loaded()?.state == SaveState::Other;
    (is_other && !engine.race.is_over()).then(|| banner(Urgency::Warning, words::NOT_YOUR_CHARACTER))
}

fn pack(engine: &Engine) -> Option<Banner> {
    if engine.is_outdated() {
        return Some(banner(Urgency::Warning, words::OUTDATED));
    }
    let game = engine.game();
    (!game.known).then(|| banner(Urgency::Warning, &words::unknown_game(&game.text)))
}

fn offline(engine: &Engine, now: Ms) -> Option<Banner> {
    if engine.session.ending().is_some() {
        return None;
    }
    let away = now - engine.session.offline_since()?;
    let never = engine.race.info.is_none();
    if away < OFFLINE_AFTER_MS {
        return never.then(|| banner(Urgency::Info, words::CONNECTING));
    }
    // The answer to the start-up question says it better, as long as nothing was lost.
    if never && engine.startup.is_some() && engine.outbox.is_empty() {
        return None;
    }
    Some(banner(Urgency::Warning, &words::offline(away, engine.outbox.len())))
}

/// Until the socket has its own word for it.
fn startup(engine: &Engine) -> Option<Banner> {
    let is_told = engine.session.is_in() || engine.session.ending().is_some();
    engine.startup.as_ref().filter(|_| !is_told).map(|text| banner(Urgency::Warning, text))
}

/// How the race or this player's part in it ended.
fn standing(engine: &Engine) -> Option<Banner> {
    let message = |otherwise: &str| engine.race.status_message.clone().unwrap_or_else(|| otherwise.to_owned());
    match engine.race.status()? {
        RaceStatus::Cancelled => return Some(banner(Urgency::Now, &message(words::CANCELLED))),
        RaceStatus::Finished => return Some(banner(Urgency::Info, &message(words::RACE_OVER))),
        _ => {}
    }
    let you = engine.race.you.as_ref().filter(|you| you.status == PlayerStatus::Abandoned)?;
    Some(banner(Urgency::Warning, words::out(you.reason.as_deref())))
}

fn before_the_start(engine: &Engine, options: &ViewOptions, now: Ms) -> Option<Banner> {
    let info = engine.race.info.as_ref().filter(|_| engine.session.ending().is_none())?;
    if info.status == RaceStatus::Draft {
        return Some(banner(Urgency::Info, words::NOT_OPEN));
    }
    if !engine.may_get_ready() || engine.go_at().is_some_and(|at| at <= now) {
        return None;
    }
    let (urgency, mut text) = match (engine.race.my_status(), engine.hindrance()) {
        (_, Some(Hindrance::LeftMenu)) => (Urgency::Warning, words::hindrance(Hindrance::LeftMenu).to_owned()),
        // Said by a banner of its own.
        (_, Some(_)) => return None,
        (Some(PlayerStatus::Ready), None) => (Urgency::Info, words::READY.to_owned()),
        _ if engine.took_it_back() => (Urgency::Warning, words::took_it_back(options.toggle_ready)),
        _ => (Urgency::Info, words::GETTING_READY.to_owned()),
    };
    let planned = info.scheduled_start.filter(|_| info.status == RaceStatus::Open);
    if let Some(left) = planned.and_then(|at| engine.clock.to_local(at)).map(|at| at - now).filter(|&left| left > 0) {
        text = format!("{text} {}", words::planned(left));
    }
    Some(banner(urgency, &text))
}
