//! The mod's way to the world: configuration, outbox on disk, the start-up question by HTTP, the socket, and the threads that turn
//! `core` into something that runs beside a game. Deliberately absent: rules (they are in `core`), memory, drawing.

mod config;
mod handle;

pub use config::{Config, Keybindings, Overlay, Server};
pub use handle::{Mod, Options};
