//! A stand-in for the game, for tests under Wine: a window that is drawn with Direct3D 12, the structures that the mod reads at the
//! addresses of file version 2.6.1, mods loaded as ModEngine2 loads them, all of it moved by lines on a control port.
//! It shares no code with the mod, so that a wrong offset there is not wrong here too; whether both are wrong, only the game can say.
//!
//! eldenring.exe [--config <config_speedfog.toml>] [--load early|first|late] [--size 1280x720] [--format sdr|hdr10|scrgb]
//!
//! The first line on standard output is {"control":PORT}; each line that is sent there is answered by one line of JSON (see control.rs).

#[cfg(windows)]
mod arguments;
#[cfg(windows)]
mod control;
#[cfg(windows)]
mod flags;
#[cfg(windows)]
mod image;
#[cfg(windows)]
mod mods;
#[cfg(windows)]
mod render;
#[cfg(windows)]
mod run;
#[cfg(windows)]
mod stats;
#[cfg(windows)]
mod window;

#[cfg(windows)]
fn main() {
    if let Err(problem) = arguments::parse(std::env::args().skip(1)).and_then(|arguments| run::run(&arguments)) {
        println!("{}", serde_json::json!({ "fault": problem }));
        std::process::exit(1);
    }
}

#[cfg(not(windows))]
fn main() {
    eprintln!("This is a program for Windows, or for Wine: see README.md of mod/.");
}
