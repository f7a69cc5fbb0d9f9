//! The closed lists of the wire. server/present/samples/codes.json is the same for the server; a test compares them. What a
//! newer server might add is read as `Unknown`, so that the message around it still counts.

use serde::{Deserialize, Serialize};

/// Close codes of a socket.
pub mod close {
    pub const NORMAL: u16 = 1000;
    pub const RESTARTING: u16 = 1001;
    pub const FRAME_TOO_LARGE: u16 = 1009;
    pub const TRY_AGAIN: u16 = 1013;
    pub const NO_AUTH: u16 = 4001;
    pub const REFUSED: u16 = 4003;
    pub const RACE_GONE: u16 = 4004;
    pub const TOO_MANY: u16 = 4008;
    pub const REPLACED: u16 = 4009;

    /// After these a client does not come back.
    pub const FINAL: [u16; 3] = [REFUSED, RACE_GONE, REPLACED];
}

/// Declares a list of the wire with its texts, and one more value for what is not on it.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[serde(rename = $text)] $variant,)+
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl $name {
            /// In the order of codes.json.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];
        }
    };
}

codes!(
    /// Why `auth` was refused, for good.
    AuthErrorCode {
        BadToken = "bad_token",
        SeedChanged = "seed_changed",
        Removed = "removed",
        RaceOver = "race_over",
        RaceCancelled = "race_cancelled",
        ModOutdated = "mod_outdated",
    }
);

codes!(
    /// Why a message was refused.
    ErrorCode {
        RaceNotRunning = "race_not_running",
        TryAgain = "try_again",
        UnknownZone = "unknown_zone",
        BadIgt = "bad_igt",
        NotRacing = "not_racing",
        SeqConflict = "seq_conflict",
        Malformed = "malformed",
        UnknownType = "unknown_type",
        TooFast = "too_fast",
    }
);

impl ErrorCode {
    /// The fact is kept and repeated; every other error is final for it.
    pub const fn keeps(self) -> bool {
        matches!(self, Self::RaceNotRunning | Self::TryAgain | Self::TooFast)
    }
}

codes!(
    RaceStatus {
        Draft = "draft",
        Open = "open",
        Countdown = "countdown",
        Running = "running",
        Finished = "finished",
        Cancelled = "cancelled",
    }
);

codes!(
    PlayerStatus {
        Registered = "registered",
        Ready = "ready",
        Playing = "playing",
        Finished = "finished",
        Abandoned = "abandoned",
    }
);

codes!(
    NotReadyReason {
        Player = "player",
        WrongSave = "wrong_save",
        LeftMenu = "left_menu",
    }
);

codes!(
    /// What a loaded save is to this race.
    SaveState {
        Fresh = "fresh",
        Race = "race",
        Other = "other",
    }
);

codes!(
    /// How loud a notice is.
    Level {
        Info = "info",
        Warning = "warning",
    }
);
