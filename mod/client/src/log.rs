//! The log file: lines with time, one file and the one before it, both bounded. A token that reaches it is made unreadable. Whoever
//! cannot write it goes on without.

use std::fs::{remove_file, rename, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// The name of the file, beside the mod.
pub const FILE_NAME: &str = "speedfog_race.log";
const MOST_BYTES: u64 = 1_000_000;
const LONGEST_LINE: usize = 2_000;
const HIDDEN: &str = "***";
/// A shorter secret would hide ordinary words.
const SHORTEST_SECRET: usize = 6;

/// Cheap to clone; all clones write to the same file.
#[derive(Clone, Default)]
pub struct Log {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    path: Option<PathBuf>,
    file: Option<File>,
    written: u64,
    secrets: Vec<String>,
}

impl Log {
    /// Into `path`; what is there is continued.
    pub fn open(path: &Path) -> Self {
        let mut inner = Inner { path: Some(path.to_owned()), ..Inner::default() };
        inner.reopen();
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    /// Into nothing.
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// From now on this text is never written.
    pub fn hide(&self, secret: &str) {
        if secret.len() >= SHORTEST_SECRET {
            self.lock().secrets.push(secret.to_owned());
        }
    }

    pub fn line(&self, text: &str) {
        self.lock().write(text);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Inner {
    fn reopen(&mut self) {
        let Some(path) = &self.path else { return };
        self.file = OpenOptions::new().create(true).append(true).open(path).ok();
        self.written = self.file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
    }

    fn write(&mut self, text: &str) {
        if self.file.is_none() {
            return;
        }
        if self.written > MOST_BYTES {
            self.rotate();
        }
        let hidden = self.secrets.iter().fold(text.to_owned(), |safe, secret| safe.replace(secret.as_str(), HIDDEN));
        let safe: String = hidden.chars().take(LONGEST_LINE).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let line = format!("{} {safe}\n", humantime::format_rfc3339_millis(SystemTime::now()));
        if let Some(file) = &mut self.file {
            // A full disk takes the log, not the race.
            let _ = file.write_all(line.as_bytes());
            self.written += line.len() as u64;
        }
    }

    fn rotate(&mut self) {
        self.file = None;
        if let Some(path) = &self.path {
            let mut before = path.clone().into_os_string();
            before.push(".1");
            // Where the old one cannot be kept, the limit holds all the same.
            let _ = rename(path, PathBuf::from(before)).or_else(|_| remove_file(path));
        }
        self.reopen();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::read_to_string;

    #[test]
    fn lines_are_added_and_secrets_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let log = Log::open(&path);
        log.hide("token-of-ann");
        log.hide("");
        log.line("auth with token-of-ann\nand more");
        log.line(&format!("{}token-of-ann", "x".repeat(LONGEST_LINE - 4)));
        Log::open(&path).line("again");
        let text = read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("Z auth with *** and more"), "{text}");
        assert!(lines[1].ends_with("xx***"), "a cut leaves no half of it");
        assert!(lines[2].ends_with("Z again"));
    }

    #[test]
    fn the_file_is_bounded_and_the_one_before_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        let log = Log::open(&path);
        let long = "x".repeat(LONGEST_LINE * 2);
        for _ in 0..1_200 {
            log.line(&long);
        }
        let length = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len();
        let most = MOST_BYTES + LONGEST_LINE as u64 + 100;
        assert!(length(FILE_NAME) < most && (MOST_BYTES..most).contains(&length("speedfog_race.log.1")));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn the_file_is_bounded_where_the_one_before_cannot_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::create_dir(folder.path().join("speedfog_race.log.1")).unwrap();
        let log = Log::open(&path);
        for _ in 0..1_200 {
            log.line(&"x".repeat(LONGEST_LINE));
        }
        assert!(std::fs::metadata(path).unwrap().len() < MOST_BYTES + LONGEST_LINE as u64 + 100);
    }

    #[test]
    fn a_folder_that_is_not_there_does_no_harm() {
        Log::open(Path::new("/nowhere/at/all.log")).line("hm");
        Log::nowhere().line("hm");
    }
}
