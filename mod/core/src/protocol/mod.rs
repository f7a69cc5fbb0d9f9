//! The wire between a mod and the server (PROTOCOL.md), as types. The samples of the server's tests are read and written back by
//! the tests here, so that neither side drifts. Deliberately absent: when anything is sent, and what it leads to.

mod codes;
mod from_mod;
mod parse;
mod to_mod;

pub use codes::{close, AuthErrorCode, ErrorCode, Level, NotReadyReason, PlayerStatus, RaceStatus, SaveState};
pub use from_mod::FromMod;
pub use parse::{parse_to_mod, Heard, TO_MOD_TYPES};
pub use to_mod::{BoardPlayer, Config, Exit, RaceInfo, SeedInfo, Splits, ToMod, Welcome, You, Zone};

/// What this mod speaks; the server refuses older ones with `mod_outdated`.
pub const PROTOCOL_VERSION: u32 = 1;
