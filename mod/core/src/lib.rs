//! What the mod knows and does, without the game and without a network: the wire, the clock, the tracker of fog gates, the race as the
//! server tells it, and the view that a renderer only has to draw. Everything here is told the time and answers with data; nothing
//! waits, reads files or opens sockets (that is `client`), reads memory (`game`) or draws (`overlay`).

pub mod clock;
pub mod engine;
pub mod game;
pub mod happening;
pub mod keys;
pub mod outbox;
pub mod palette;
pub mod protocol;
pub mod race;
pub mod saves;
pub mod session;
pub mod tracker;
pub mod view;
