//! The system's fonts, one for each script that it has: a name in letters that no font here has shows question marks, not boxes.
//! ImGui draws all its letters once, at the start, into one picture.
#![allow(unsafe_code)]

use std::path::PathBuf;
use std::{env, fs};

use hudhook::imgui::{Context, FontAtlasFlags, FontConfig, FontGlyphRanges, FontId, FontSource};
use hudhook::tracing::{info, warn};

use super::Look;

/// Of the large font, to the other.
const LARGE: f32 = 2.6;
/// Letters are drawn no larger than this, and scaled up for more: the picture of all that Windows has fonts for would be higher than
/// Direct3D 12 takes, and there would be no overlay at all.
const MOST_PIXELS: f32 = 40.0;

pub struct Fonts {
    pub text: FontId,
    /// Has the letters of `PLAIN` alone.
    large: FontId,
    /// Pixels of `text` as it was drawn.
    pub pixels: f32,
}

impl Fonts {
    /// For what is to be large: the small letters, where the large ones lack one of them.
    pub fn large_for(&self, text: &str) -> FontId {
        let has = |c: char| PLAIN.chunks_exact(2).any(|range| (range[0]..=range[1]).contains(&u32::from(c)));
        if text.chars().all(has) {
            self.large
        } else {
            self.text
        }
    }
}

// SAFETY: the ids are used by the thread that draws alone; hudhook only wants to hand the whole overlay to that thread.
unsafe impl Send for Fonts {}
// SAFETY: as above.
unsafe impl Sync for Fonts {}

/// Latin with accents, Greek, Cyrillic, punctuation and currencies.
const WEST: [u32; 13] = [0x20, 0x17f, 0x180, 0x24f, 0x370, 0x3ff, 0x400, 0x52f, 0x1e00, 0x1eff, 0x2010, 0x20bf, 0];
const PLAIN: [u32; 5] = [0x20, 0xff, 0x2010, 0x2027, 0];

const WEST_FILES: [&str; 4] = ["segoeui.ttf", "tahoma.ttf", "arial.ttf", "DejaVuSans.ttf"];

type Script = (&'static [&'static str], fn() -> FontGlyphRanges);

/// The first file of each that exists.
const EAST: [Script; 3] = [
    (&["YuGothM.ttc", "meiryo.ttc", "msgothic.ttc"], FontGlyphRanges::japanese),
    (&["msyh.ttc", "simsun.ttc"], FontGlyphRanges::chinese_simplified_common),
    (&["malgun.ttf", "gulim.ttc"], FontGlyphRanges::korean),
];

/// `screen`: its size; text is drawn for this one, and scaled on another.
pub fn load(context: &mut Context, look: &Look, screen: [f32; 2]) -> Fonts {
    let pixels = look.pixels(screen, 0.0).min(MOST_PIXELS);
    let system = read(&WEST_FILES);
    let east: Vec<(Vec<u8>, FontGlyphRanges)> =
        EAST.iter().filter_map(|(files, ranges)| Some((read(files)?, ranges()))).collect();
    info!("fonts: {pixels} px, west {}, east {}", system.is_some(), east.len());
    if !look.font.is_empty() {
        let chosen = read(&[look.font.as_str()]);
        // What a chosen font lacks, as Cyrillic letters, the system's has.
        if let Some(fonts) = chosen.and_then(|chosen| draw(context, pixels, &[Some(chosen), system.clone()], &east)) {
            return fonts;
        }
        warn!("the font {} is not there, or is none: the system's is taken", look.font);
    }
    draw(context, pixels, &[system], &east).unwrap_or_else(|| plain(context))
}

/// The first of `west` is the large font, too. None, and nothing is left of it, where ImGui cannot draw them.
fn draw(
    context: &mut Context,
    pixels: f32,
    west: &[Option<Vec<u8>>],
    east: &[(Vec<u8>, FontGlyphRanges)],
) -> Option<Fonts> {
    let atlas = context.fonts();
    atlas.flags |= FontAtlasFlags::NO_POWER_OF_TWO_HEIGHT;
    let first = west.iter().flatten().next()?;
    let mut sources: Vec<FontSource<'_>> =
        west.iter().flatten().map(|data| source(data, pixels, FontGlyphRanges::from_slice(&WEST))).collect();
    sources.extend(east.iter().map(|(data, ranges)| source(data, pixels, ranges.clone())));
    let text = atlas.add_font(&sources);
    let large = atlas.add_font(&[source(first, (pixels * LARGE).round(), FontGlyphRanges::from_slice(&PLAIN))]);
    atlas.build_rgba32_texture();
    if !atlas.is_built() {
        atlas.clear();
        return None;
    }
    Some(Fonts { text, large, pixels })
}

/// ImGui's own: letters without accents, at its one size.
pub fn plain(context: &mut Context) -> Fonts {
    let own = context.fonts().add_font(&[FontSource::DefaultFontData { config: None }]);
    Fonts { text: own, large: own, pixels: 13.0 }
}

fn source(data: &[u8], size_pixels: f32, glyph_ranges: FontGlyphRanges) -> FontSource<'_> {
    let config = FontConfig { glyph_ranges, oversample_h: 1, oversample_v: 1, ..FontConfig::default() };
    FontSource::TtfData { data, size_pixels, config: Some(config) }
}

fn read(files: &[&str]) -> Option<Vec<u8>> {
    let windows = env::var_os("SystemRoot").map_or_else(|| PathBuf::from("C:\\Windows"), PathBuf::from);
    let named = files.iter().filter(|file| !file.is_empty());
    named.filter_map(|file| fs::read(windows.join("Fonts").join(file)).ok()).find(|data| is_font(data))
}

/// TrueType, OpenType, or a collection of them, by its first bytes.
fn is_font(data: &[u8]) -> bool {
    [[0, 1, 0, 0], *b"true", *b"OTTO", *b"ttcf"].iter().any(|kind| data.starts_with(kind))
}
