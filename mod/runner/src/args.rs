//! What may be said on the command line.

use clap::Parser;
use std::path::PathBuf;

/// A player of SpeedFog races without a game: the same mod, played by a script.
#[derive(Debug, Parser)]
#[command(name = "speedfog-runner", version)]
pub struct Args {
    /// A pack: the zip, its folder, or speedfog_race.toml. Once for each player
    #[arg(long = "pack", value_name = "PATH", required_unless_present = "packs")]
    pub pack: Vec<PathBuf>,

    /// A file that lists packs, one path a line
    #[arg(long, value_name = "FILE")]
    pub packs: Option<PathBuf>,

    /// Only the first so many of the packs
    #[arg(long, value_name = "N")]
    pub players: Option<usize>,

    /// What to play after GO, as JSON: once for all, or once for each player
    #[arg(long, value_name = "FILE", conflicts_with = "graph")]
    pub script: Vec<PathBuf>,

    /// graph.json of the seed: a random way through it is played
    #[arg(long, value_name = "FILE")]
    pub graph: Option<PathBuf>,

    /// How long a random way takes, in seconds of race time
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub duration: i64,

    /// So many times as fast as the clock; the server must be, too
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub speed: f64,

    /// Of whatever is random in the game
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// Names of the players, in the order of their packs
    #[arg(long, value_name = "NAME")]
    pub name: Vec<String>,

    /// Another server than the packs name, once for all or once for each player
    #[arg(long, value_name = "URL")]
    pub url: Vec<String>,

    /// Where outboxes, saves and logs lie; a folder of its own for each player
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,

    /// Looks at the game and at the view per second
    #[arg(long, value_name = "HZ", default_value_t = 60.0)]
    pub rate: f64,

    /// One JSON object a line instead of the overlay; commands on standard input
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
        let args = Args::try_parse_from(["x", "--pack", "a.zip", "--pack", "b.zip", "--players", "1", "--speed", "10"])
            .unwrap();
        assert_eq!((args.pack.len(), args.players, args.json), (2, Some(1), false));
        assert!(Args::try_parse_from(["x"]).is_err());
    }
}
