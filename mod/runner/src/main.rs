//! A player without a game.
fn main() {}
