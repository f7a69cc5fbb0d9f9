//! Lines from a test, answers back. One connection at a time; a line is carried out between two frames.
//!
//! scene menu|loading|playing, igt MS, clock on|off, deaths N, map m31_19_00_00, position X Y Z, flag ID 0|1, read ID, load, window,
//! size W H framed|plain, minimize on|off, type UNIT, stats, memory, crash, quit

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{channel, Receiver, Sender};

use serde_json::Value;

use crate::image::Scene;

pub enum Command {
    Scene(Scene),
    Igt(u32),
    /// Whether IGT goes on by itself.
    Clock(bool),
    Deaths(u32),
    Map(u32),
    Position([f32; 3]),
    Flag(u32, bool),
    Read(u32),
    /// The mods of the configuration, now.
    Load,
    /// Where mods are loaded `first`: the window, now.
    Window,
    Size(u32, u32, bool),
    Minimize(bool),
    /// The window is told of a character, or half of one: a UTF-16 code unit.
    Type(u16),
    /// How long Present took since the last `stats`.
    Stats,
    /// Of this process, in bytes.
    Memory,
    /// Gone at once, as when a game crashes.
    Crash,
    Quit,
}

pub struct Request {
    pub command: Command,
    answer: Sender<Value>,
}

impl Request {
    pub fn answer(self, value: Value) {
        let _ = self.answer.send(value);
    }
}

/// Listens on a port of its own choice, which it prints.
pub fn listen() -> Result<Receiver<Request>, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let (requests, received) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = serve(&stream, &requests);
        }
    });
    println!("{}", serde_json::json!({ "control": port }));
    Ok(received)
}

fn serve(stream: &TcpStream, requests: &Sender<Request>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream;
    for line in BufReader::new(stream).lines() {
        let answer = match parse(&line?) {
            Err(problem) => serde_json::json!({ "fault": problem }),
            Ok(command) => {
                let (answer, answered) = channel();
                let _ = requests.send(Request { command, answer });
                answered.recv().unwrap_or_else(|_| serde_json::json!({ "fault": "the game is gone" }))
            }
        };
        out.write_all(format!("{answer}\n").as_bytes())?;
    }
    Ok(())
}

fn parse(line: &str) -> Result<Command, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let parsed = match words.as_slice() {
        ["scene", "menu"] => Some(Command::Scene(Scene::Menu)),
        ["scene", "loading"] => Some(Command::Scene(Scene::Loading)),
        ["scene", "playing"] => Some(Command::Scene(Scene::Playing)),
        ["igt", ms] => ms.parse().ok().map(Command::Igt),
        ["clock", state] => Some(Command::Clock(*state == "on")),
        ["deaths", count] => count.parse().ok().map(Command::Deaths),
        ["map", name] => parse_map(name).map(Command::Map),
        ["position", x, y, z] => parse_position([x, y, z]).map(Command::Position),
        ["flag", id, on] => id.parse().ok().map(|id| Command::Flag(id, *on == "1")),
        ["read", id] => id.parse().ok().map(Command::Read),
        ["load"] => Some(Command::Load),
        ["window"] => Some(Command::Window),
        ["size", width, height, frame] => {
            width.parse().ok().zip(height.parse().ok()).map(|(w, h)| Command::Size(w, h, *frame == "framed"))
        }
        ["minimize", state] => Some(Command::Minimize(*state == "on")),
        ["type", unit] => unit.parse().ok().map(Command::Type),
        ["stats"] => Some(Command::Stats),
        ["memory"] => Some(Command::Memory),
        ["crash"] => Some(Command::Crash),
        ["quit"] => Some(Command::Quit),
        _ => None,
    };
    parsed.ok_or_else(|| format!("not understood: {line}"))
}

/// `m60_43_46_00`, a byte each.
fn parse_map(name: &str) -> Option<u32> {
    let bytes: Vec<u8> = name.strip_prefix('m')?.split('_').map_while(|part| part.parse().ok()).collect();
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

fn parse_position(words: [&str; 3]) -> Option<[f32; 3]> {
    let numbers: Vec<f32> = words.iter().map_while(|word| word.parse().ok()).collect();
    numbers.try_into().ok()
}
