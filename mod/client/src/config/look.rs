//! Whether and how the overlay is drawn, of `[overlay]`: where it stands, its font, its colours.

use super::{Reader, Section, PERCENT};
use speedfog_core::view::Rgb;

/// Which corner of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    #[default]
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

const PLACES: [(&str, Place); 4] = [
    ("top_left", Place::TopLeft),
    ("top_right", Place::TopRight),
    ("bottom_left", Place::BottomLeft),
    ("bottom_right", Place::BottomRight),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// False: nothing is drawn, and the game's own drawing is left alone.
    pub draw: bool,
    pub position: Place,
    pub border: bool,
    /// False: other players who have finished have no name, even if the organizer shows them.
    pub show_finished_names: bool,
    /// A file in the system's folder of fonts or a whole path; empty: the system's usual one.
    pub font: String,
    pub background: Rgb,
    pub text: Rgb,
    /// Marks one's own line, and the border.
    pub own: Rgb,
    /// Of text and bars, per cent: where HDR is on, full white dazzles.
    pub brightness: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            draw: true,
            position: Place::TopLeft,
            border: true,
            show_finished_names: true,
            font: String::new(),
            background: [10, 10, 15],
            text: [242, 240, 230],
            own: [217, 173, 77],
            brightness: 100,
        }
    }
}

impl Look {
    pub(super) fn read(reader: &mut Reader<'_>, overlay: Section<'_, '_>) -> Self {
        let usual = Self::default();
        let must = "\"top_left\", \"top_right\", \"bottom_left\" or \"bottom_right\"";
        let position = reader.value(overlay, ("overlay", "position"), must, |value| {
            let text = value.as_str()?;
            PLACES.iter().find(|(name, _)| *name == text).map(|(_, place)| *place)
        });
        let mut color = |name, otherwise| {
            reader
                .value(overlay, ("overlay", name), "a colour like \"#d9ad4d\"", |value| {
                    value.as_str().and_then(parse_color)
                })
                .unwrap_or(otherwise)
        };
        let (background, text, own) =
            (color("background", usual.background), color("text", usual.text), color("own", usual.own));
        Self {
            draw: reader.switch(overlay, "draw", usual.draw),
            position: position.unwrap_or_default(),
            border: reader.switch(overlay, "border", usual.border),
            show_finished_names: reader.switch(overlay, "show_finished_names", usual.show_finished_names),
            font: reader.text(overlay, "overlay", "font"),
            background,
            text,
            own,
            brightness: reader.number(overlay, "brightness", PERCENT, usual.brightness),
        }
    }
}

/// `#rrggbb`.
fn parse_color(text: &str) -> Option<Rgb> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn the_look_is_read_and_what_is_wrong_has_its_default() {
        let text = "[overlay]\nposition = \"bottom_right\"\nborder = false\nown = \"#00ff7f\"\ntext = \"white\"\nfont = \"a.ttf\"\nbrightness = 60\ndraw = false\n";
        let (config, problems) = Config::read(text);
        let look = config.overlay.look;
        assert_eq!(
            (look.position, look.border, look.own, look.text),
            (Place::BottomRight, false, [0, 255, 127], Look::default().text)
        );
        assert_eq!((look.font.as_str(), look.show_finished_names), ("a.ttf", true));
        assert_eq!((look.brightness, look.draw), (60, false));
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].line, problems[0].text.as_str()),
            (5, "overlay.text: must be a colour like \"#d9ad4d\"")
        );
    }

    #[test]
    fn a_place_is_named_as_it_is_written() {
        let (config, problems) = Config::read("[overlay]\nposition = \"middle\"\n");
        assert_eq!((config.overlay.look.position, problems.len()), (Place::TopLeft, 1));
    }
}
