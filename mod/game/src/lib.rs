//! The game as the mod sees it: a reader over a `Memory`, so that all of it but one file runs and is tested on Linux. Where things lie
//! is data (`places/default.toml`, which a file beside the DLL may correct); what cannot be read is None, never a fault. The game is not
//! changed but for the event flags that an `Order` names, and nothing of it is detoured.

mod executable;
mod flags;
mod game;
mod memory;
mod pattern;
mod places;
#[cfg(windows)]
mod process;
#[cfg(test)]
mod test_kit;

pub use game::Game;
pub use memory::Memory;
pub use places::{PlacesFile, FILE_NAME};
#[cfg(windows)]
pub use process::ThisProcess;
