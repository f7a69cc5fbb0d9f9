//! What a renderer draws, ready to draw: texts, colours, lengths. It decides nothing and formats nothing.

use crate::game::Ms;
use crate::protocol::{PlayerStatus, RaceStatus};

/// Red, green, blue.
pub type Rgb = [u8; 3];

#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// False: the player has hidden the overlay. Banners of urgency `Now` are shown all the same.
    pub visible: bool,
    /// Above everything else, most urgent first.
    pub banners: Vec<Banner>,
    pub header: Header,
    /// Leaderboard, in order; never more than the configuration allows, and one's own line is always among them.
    pub lines: Vec<Line>,
    pub exits: Exits,
    /// The same in terms of a program, for those who act instead of draw.
    pub state: State,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// Left, first row: the zone, or the race's name before a zone is known.
    pub zone: String,
    /// Right, first row: `1:23:45`, empty while there is none.
    pub igt: String,
    /// Left, second row: `Tier 8`.
    pub tier: String,
    /// Right, second row: `4/12`.
    pub layer: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// From 1.
    pub place: usize,
    pub name: String,
    pub color: Rgb,
    /// This player's own line, to be highlighted.
    pub own: bool,
    /// False: shown paler. Always true of those who have finished.
    pub connected: bool,
    /// True: lines between this one and the one above are not shown.
    pub after_gap: bool,
    pub progress: Progress,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// `time`: final IGT.
    Finished { time: String },
    /// `bar`: 0 to 1. `layer`: `8/12`. `gap`: to the leader, `+0:12`; None where there is none to tell.
    Racing { bar: f32, layer: String, gap: Option<String> },
    /// Not started yet, or out: one word.
    Out { word: &'static str },
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exits {
    /// False: not shown at all (configuration), nor is the title.
    pub shown: bool,
    /// False: only the title.
    pub open: bool,
    /// `Exits (F11 to collapse)`.
    pub title: String,
    pub lines: Vec<ExitLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExitLine {
    /// The gate by which the player came.
    pub origin: bool,
    /// Name of the zone behind it, `???` while undiscovered.
    pub to: String,
    /// Where in this zone it stands; may be empty.
    pub at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Large, in the middle: countdown, GO, finish.
    Now,
    /// Something is wrong and the player can do something.
    Warning,
    Info,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banner {
    pub urgency: Urgency,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Connection {
    #[default]
    Connecting,
    Online,
    /// Tries again by itself.
    Offline,
    /// Does not try again: refused, replaced, or the race is gone.
    Over,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    pub connection: Connection,
    /// None until the server has said it.
    pub race: Option<RaceStatus>,
    pub you: Option<PlayerStatus>,
    /// Local ms of the start, passed or planned: known from the countdown on.
    pub go_at: Option<Ms>,
    /// True from the start on, by the server's clock.
    pub has_started: bool,
    /// Facts that the server has not confirmed yet.
    pub unsent: usize,
    /// Place of a confirmed finish.
    pub place: Option<u32>,
    /// The finish was seen, confirmed or not.
    pub finished: bool,
}
