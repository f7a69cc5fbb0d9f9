//! The command line.

use std::path::PathBuf;

use windows::Win32::Graphics::Dxgi::Common::{
    DXGI_FORMAT, DXGI_FORMAT_R10G10B10A2_UNORM, DXGI_FORMAT_R16G16B16A16_FLOAT, DXGI_FORMAT_R8G8B8A8_UNORM,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// Before the window exists, as ModEngine2 does.
    Early,
    /// The same, and the window comes when the control port says `window`: the game takes its time.
    First,
    /// When the control port says `load`.
    Late,
}

pub struct Arguments {
    /// ModEngine2's configuration; its `external_dlls` are loaded, relative to it.
    pub config: Option<PathBuf>,
    pub load: Load,
    pub width: u32,
    pub height: u32,
    pub format: DXGI_FORMAT,
}

pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments =
        Arguments { config: None, load: Load::Early, width: 1280, height: 720, format: DXGI_FORMAT_R8G8B8A8_UNORM };
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match (word.as_str(), value.as_str()) {
            ("--config", path) => arguments.config = Some(PathBuf::from(path)),
            ("--load", "early") => arguments.load = Load::Early,
            ("--load", "first") => arguments.load = Load::First,
            ("--load", "late") => arguments.load = Load::Late,
            ("--size", size) => (arguments.width, arguments.height) = parse_size(size)?,
            ("--format", "sdr") => arguments.format = DXGI_FORMAT_R8G8B8A8_UNORM,
            ("--format", "hdr10") => arguments.format = DXGI_FORMAT_R10G10B10A2_UNORM,
            ("--format", "scrgb") => arguments.format = DXGI_FORMAT_R16G16B16A16_FLOAT,
            _ => return Err(format!("{word} {value} is not known")),
        }
    }
    Ok(arguments)
}

fn parse_size(text: &str) -> Result<(u32, u32), String> {
    text.split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
        .ok_or_else(|| format!("{text} is no size"))
}
