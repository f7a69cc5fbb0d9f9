//! `speedfog-runner`: players without a game. The mod beside each is the real one; only the game is played by a script. It shows the
//! overlay in the terminal, or tells a program what happens.

mod args;
mod commands;
mod game;
mod pack;
mod player;
mod script;

use args::Args;
use clap::Parser;
use commands::Command;
use game::Game;
use player::{Home, Player};
use script::{Dice, Graph, Script};
use serde_json::json;
use speedfog_client::{Log, SystemClock, Time};
use speedfog_core::game::Action;
use speedfog_core::view::to_text;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

const REDRAW: Duration = Duration::from_millis(250);
const CLEAR_SCREEN: &str = "\x1b[2J\x1b[H";

fn main() -> ExitCode {
    let args = Args::parse();
    match cast(&args) {
        Ok(players) => {
            run(&args, players);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Everybody who plays.
fn cast(args: &Args) -> Result<Vec<Player>, String> {
    let mut packs = args.pack.clone();
    if let Some(list) = &args.packs {
        let text = std::fs::read_to_string(list).map_err(|error| format!("{}: {error}", list.display()))?;
        packs.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from));
    }
    packs.truncate(args.players.unwrap_or(usize::MAX));
    let graph: Option<Graph> = args.graph.as_deref().map(read_json).transpose()?;
    let time: Arc<dyn Time> = Arc::new(SystemClock::faster(args.speed));
    let data = args.data.clone().unwrap_or_else(speedfog_client::data_dir);
    let mut players = Vec::new();
    for (at, pack) in packs.iter().enumerate() {
        let (mut config, problems) = pack::read(pack)?;
        for problem in problems {
            eprintln!("{}: {problem}", pack.display());
        }
        if let Some(url) = args.url.get(at).or(args.url.first()) {
            config.server.url.clone_from(url);
        }
        let name = args.name.get(at).cloned().unwrap_or_else(|| name_of(pack, at));
        let name = no_other_s(name, |taken| players.iter().any(|player: &Player| player.name() == taken));
        let seed = args.seed.wrapping_add(at as u64);
        let script = match (args.script.get(at).or(args.script.first()), &graph) {
            (Some(file), _) => read_json(file)?,
            (None, Some(graph)) => graph.plan(args.duration.saturating_mul(1_000), &mut Dice::new(seed)),
            (None, None) => Script::default(),
        };
        let data_dir = data.join("runner").join(&name);
        std::fs::create_dir_all(&data_dir).map_err(|error| format!("{}: {error}", data_dir.display()))?;
        let log = Log::open(&data_dir.join(speedfog_client::LOG_FILE));
        let save = data_dir.join(format!("{}.save", config.server.race_id));
        let game = Game::new(script, seed, Some(save));
        players.push(Player::new(Home { name, config, data_dir, log, time: Arc::clone(&time) }, game));
    }
    Ok(players)
}

fn run(args: &Args, mut players: Vec<Player>) {
    let commands = args.json.then(commands::listen);
    let frame = Duration::from_secs_f64(1.0 / args.rate.clamp(1.0, 1_000.0));
    let mut drawn: Option<Instant> = None;
    loop {
        let began = Instant::now();
        for player in &mut players {
            let news = player.frame();
            if args.json {
                tell(player.name(), &news);
            }
        }
        while let Some(command) = commands.as_ref().and_then(|it| it.try_recv().ok()) {
            if command == Command::Stop {
                players.into_iter().for_each(Player::stop);
                return;
            }
            obey(&mut players, &command);
        }
        if !args.json && drawn.is_none_or(|at| at.elapsed() >= REDRAW) {
            draw(&players);
            drawn = Some(Instant::now());
        }
        if !args.json && players.iter().all(Player::is_done) {
            draw(&players);
            players.into_iter().for_each(Player::stop);
            return;
        }
        thread::sleep(frame.saturating_sub(began.elapsed()));
    }
}

fn obey(players: &mut [Player], command: &Command) {
    let (Command::Crash { player: name, .. } | Command::ToggleReady { player: name }) = command else { return };
    let Some(player) = players.iter_mut().find(|player| player.name() == name) else {
        eprintln!("nobody is called {name}");
        return;
    };
    match command {
        Command::Crash { ms, .. } => player.crash(*ms),
        Command::ToggleReady { .. } => player.press(Action::ToggleReady),
        Command::Stop => {}
    }
}

fn tell(name: &str, news: &[player::Event]) {
    for event in news {
        let mut line = json!(event);
        line["player"] = json!(name);
        println!("{line}");
    }
}

fn draw(players: &[Player]) {
    let mut screen = CLEAR_SCREEN.to_owned();
    for player in players {
        let overlay = player.view().map_or_else(String::new, |view| to_text(&view));
        screen.push_str(&format!("{}\n{overlay}\n", player.name()));
    }
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(screen.as_bytes()).and_then(|()| out.flush());
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn name_of(pack: &Path, at: usize) -> String {
    pack.file_stem().map_or_else(|| format!("player-{}", at + 1), |stem| stem.to_string_lossy().into_owned())
}

/// Packs are often named alike, and each player needs a save and an outbox of their own.
fn no_other_s(name: String, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_of_packs_that_are_named_alike_have_names_of_their_own() {
        let names = ["pack", "pack", "ann", "pack"].into_iter().fold(Vec::<String>::new(), |mut names, name| {
            let own = no_other_s(name.to_owned(), |taken| names.iter().any(|it| it == taken));
            names.push(own);
            names
        });
        assert_eq!(names, ["pack", "pack-2", "ann", "pack-3"]);
    }
}
