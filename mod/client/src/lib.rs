//! The mod's way to the world: configuration, outbox on disk, the start-up question by HTTP, the socket, and the threads that turn
//! `core` into something that runs beside a game. Deliberately absent: rules (they are in `core`), memory, drawing.

mod config;
mod driver;
mod handle;
mod log;
mod mail;
mod mind;
mod outbox_file;
mod socket;
mod startup;
mod time;

pub use config::{Config, Keybindings, Look, Overlay, Place, Problem, Server, FILE_NAME as CONFIG_FILE};
pub use handle::{data_dir, Mod, Options};
pub use log::{Log, FILE_NAME as LOG_FILE};
pub use time::{SystemClock, Time};
