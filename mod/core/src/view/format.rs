//! Times, places and names as people read them.

use crate::game::Ms;

/// `1:02:03`, never negative.
pub fn duration(ms: Ms) -> String {
    let seconds = ms.max(0) / 1_000;
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// `0:35`, from an hour on `1:02:03`.
pub fn short_duration(ms: Ms) -> String {
    let seconds = ms.max(0) / 1_000;
    if seconds >= 3_600 {
        duration(ms)
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

/// `+0:12` behind, `-0:05` ahead.
pub fn gap(ms: Ms) -> String {
    // Whole seconds first: what is less than one is no gap to either side.
    let seconds = ms / 1_000;
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{}", short_duration(seconds.abs() * 1_000))
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub fn ordinal(place: u32) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// `min(layer + 1, total) / total`, as everywhere.
pub fn layer(layer: i64, total: i64) -> String {
    format!("{}/{total}", (layer + 1).min(total))
}

/// At most `most` characters: of a name that is too long the part after its last " - ", then an ellipsis.
pub fn shorten(name: &str, most: usize) -> String {
    let length = |text: &str| text.chars().count();
    if length(name) <= most {
        return name.to_owned();
    }
    let tail = name.rsplit(" - ").next().unwrap_or(name).trim();
    if length(tail) <= most {
        return tail.to_owned();
    }
    let kept: String = tail.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_on_the_pages() {
        for (ms, long, short) in [
            (0, "0:00:00", "0:00"),
            (59_999, "0:00:59", "0:59"),
            (3_723_000, "1:02:03", "1:02:03"),
            (-5, "0:00:00", "0:00"),
            (360_000_000, "100:00:00", "100:00:00"),
        ] {
            assert_eq!((duration(ms), short_duration(ms)), (long.to_owned(), short.to_owned()));
        }
        for (ms, text) in [(12_400, "+0:12"), (-5_000, "-0:05"), (-400, "+0:00"), (3_600_000, "+1:00:00")] {
            assert_eq!(gap(ms), text);
        }
    }

    #[test]
    fn places_have_their_endings() {
        let places = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal);
        assert_eq!(places, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
    }

    #[test]
    fn the_last_layer_is_the_last_word() {
        assert_eq!([layer(0, 12), layer(11, 12), layer(12, 12)], ["1/12", "12/12", "12/12"]);
    }

    #[test]
    fn long_names_keep_what_tells_them_apart() {
        let name = "Leyndell, Royal Capital - Erdtree Sanctuary - Morgott the Omen King";
        assert_eq!(shorten(name, 80), name);
        assert_eq!(shorten(name, 30), "Morgott the Omen King");
        assert_eq!(shorten(name, 10), "Morgott t…");
        assert_eq!(shorten("ЖЖЖЖЖ", 3), "ЖЖ…");
        assert_eq!(shorten("abc", 0), "…");
    }
}
