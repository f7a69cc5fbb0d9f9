//! What a program may tell a running runner, one JSON object a line on its standard input; the end of it means stop.

use serde::Deserialize;
use speedfog_core::game::Ms;
use std::io::BufRead;
use std::sync::mpsc::{channel, Receiver};
use std::thread;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// The game's process dies and comes back `ms` later.
    Crash {
        player: String,
        ms: Ms,
    },
    /// The key that takes "ready" back, says it again, or takes a race over.
    ToggleReady {
        player: String,
    },
    Stop,
}

/// What cannot be read is said on standard error and skipped.
pub fn listen() -> Receiver<Command> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            match serde_json::from_str(&line) {
                Ok(command) => {
                    if sender.send(command).is_err() {
                        return;
                    }
                }
                Err(error) => eprintln!("not understood: {error}"),
            }
        }
        let _ = sender.send(Command::Stop);
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_json() {
        let read = |text: &str| serde_json::from_str::<Command>(text).ok();
        assert_eq!(
            read(r#"{"do":"crash","player":"ann","ms":9000}"#),
            Some(Command::Crash { player: "ann".into(), ms: 9_000 })
        );
        assert_eq!(read(r#"{"do":"stop"}"#), Some(Command::Stop));
        assert_eq!(read(r#"{"do":"dance"}"#), None);
    }
}
