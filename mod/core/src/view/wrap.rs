//! Breaks a sentence into lines, by whatever measure the one who draws has.

/// Lines that fit, broken at blanks. A word that fits no line, as a sentence in a language without blanks, is broken between letters;
/// a letter that does not fit stands alone.
pub fn wrap<'t>(text: &'t str, fits: impl Fn(&str) -> bool, mut line: impl FnMut(&'t str)) {
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (first, after) = rest.split_at(end_of_line(rest, &fits));
        line(first.trim_end());
        rest = after.trim_start();
    }
}

fn end_of_line(text: &str, fits: &impl Fn(&str) -> bool) -> usize {
    if fits(text) {
        return text.len();
    }
    let longest = |ends: &mut dyn Iterator<Item = usize>| ends.take_while(|end| fits(&text[..*end])).last();
    let mut blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let mut letters = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let one = text.chars().next().map_or(text.len(), char::len_utf8);
    longest(&mut blanks).or_else(|| longest(&mut letters)).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, most: usize) -> Vec<&str> {
        let mut lines = Vec::new();
        wrap(text, |line| line.chars().count() <= most, |line| lines.push(line));
        lines
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(lines("Ready. Waiting for the start", 12), ["Ready.", "Waiting for", "the start"]);
        assert_eq!(lines("  as wide as that  ", 15), ["as wide as that"]);
        assert_eq!(lines("a  b", 1), ["a", "b"]);
        assert_eq!(lines("", 5), [""; 0]);
    }

    #[test]
    fn a_word_that_fits_no_line_breaks_between_letters() {
        assert_eq!(lines("レースは終わりました", 4), ["レースは", "終わりま", "した"]);
        assert_eq!(lines("a longword b", 5), ["a", "longw", "ord b"]);
        assert_eq!(lines("жж", 0), ["ж", "ж"], "nothing fits, and yet it ends");
    }
}
