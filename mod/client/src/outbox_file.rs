//! An outbox on disk: records, one JSON line each, added at the end and written anew now and then. A line that a crash cut short is
//! left out; whatever came before it holds. One process has it at a time. Deliberately absent: what the records mean.

use sha2::{Digest, Sha256};
use speedfog_core::outbox::{Outbox, Owner, Record};
use speedfog_core::saves::Saves;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const ENDING: &str = "outbox";
/// After so many lines the file is written anew: a long race notes its IGT every ten seconds.
const MOST_LINES: usize = 2_000;
/// The same pack started so many times at once on one computer gets that many outboxes.
const SAME_PACK: usize = 8;
/// Races are over by then: an outbox in which no fact waits is removed.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(90 * 24 * 3_600);

/// Open and locked.
#[derive(Debug)]
pub struct OutboxFile {
    path: PathBuf,
    /// To add to it; None: to be opened again.
    file: Option<File>,
    lines: usize,
    /// Something could not be written: records are missing, and the last line may be half a one.
    damaged: bool,
    /// Held as long as the outbox is open: the lock goes with it.
    lock: File,
}

impl OutboxFile {
    /// The outbox of this race and token in `folder`; a new one where there is none. Of several that nobody has open, one in which facts
    /// wait: nobody else sends them.
    pub fn open(folder: &Path, owner: Owner) -> io::Result<(Self, Outbox)> {
        fs::create_dir_all(folder)?;
        let mut saves = Saves::default();
        let mut best: Option<(PathBuf, File, Option<Outbox>)> = None;
        for path in copies(folder, &owner) {
            if best.is_some() && !path.exists() {
                continue;
            }
            let lock = try_lock(&path)?;
            // One that somebody has open may be unreadable just now: it is theirs.
            let found = if lock.is_some() { read(&path)? } else { read(&path).unwrap_or_default() };
            // Played on with another copy, as while the game before hung: the same character.
            found.iter().for_each(|it| saves.learn(&it.saves));
            if let Some(lock) = lock.filter(|_| best.as_ref().is_none_or(|(.., before)| rank(&found) > rank(before))) {
                best = Some((path, lock, found));
            }
        }
        let (path, lock, found) =
            best.ok_or_else(|| io::Error::other("this pack is running too often on this computer"))?;
        let outbox = match found {
            // The address may have moved since; the outbox keeps its own name.
            Some(mut known) => {
                known.saves.learn(&saves);
                known.owner = Owner { outbox: known.owner.outbox, ..owner };
                known
            }
            None => begin(folder, owner),
        };
        Ok((Self::take(path, lock, &outbox)?, outbox))
    }

    /// Outboxes in `folder` that nobody has open and that still hold facts. Of the others, those long out of use are removed.
    pub fn left_behind(folder: &Path) -> Vec<(Self, Outbox)> {
        outboxes_in(folder).filter_map(|path| Self::reopen(path).ok().flatten()).collect()
    }

    fn reopen(path: PathBuf) -> io::Result<Option<(Self, Outbox)>> {
        let Some(lock) = try_lock(&path)? else { return Ok(None) };
        let Some(outbox) = read(&path)?.filter(|outbox| !outbox.is_empty()) else {
            let unused = path.metadata()?.modified()?.elapsed().unwrap_or_default();
            if unused > FORGOTTEN_AFTER {
                Self { path, file: None, lines: 0, damaged: false, lock }.remove()?;
            }
            return Ok(None);
        };
        Ok(Some((Self::take(path, lock, &outbox)?, outbox)))
    }

    /// One that was there is known even where it cannot be replaced now; the next call of `add` tries again.
    fn take(path: PathBuf, lock: File, outbox: &Outbox) -> io::Result<Self> {
        let mut taken = Self { path, file: None, lines: 0, damaged: true, lock };
        match taken.renew(outbox) {
            Err(error) if !taken.path.exists() => Err(error),
            _ => Ok(taken),
        }
    }

    /// Adds records in one piece; `outbox` has them already. Those that hold facts are on the disk when this returns. After an error
    /// the next call writes what is missing.
    pub fn add(&mut self, records: &[Record], outbox: &Outbox) -> io::Result<()> {
        let is_due = self.damaged || self.lines + records.len() > MOST_LINES;
        if is_due && self.renew(outbox).is_ok() {
            return Ok(());
        }
        // A file that cannot be replaced now (a scanner reads it, the disk is full) grows.
        self.append(records).or_else(|_| {
            self.damaged = true;
            self.renew(outbox)
        })
    }

    fn append(&mut self, records: &[Record]) -> io::Result<()> {
        let lines = to_lines(records)?;
        // What comes next must not continue half a line.
        let lines = if self.damaged { format!("\n{lines}") } else { lines };
        let weighs = |record: &Record| matches!(record, Record::Fact(_) | Record::Finish(_));
        let mut file = match self.file.take() {
            Some(file) => file,
            None => OpenOptions::new().append(true).open(&self.path)?,
        };
        let written = file.write_all(lines.as_bytes()).and_then(|()| {
            if records.iter().any(weighs) {
                file.sync_data()
            } else {
                Ok(())
            }
        });
        self.file = Some(file);
        self.lines += records.len();
        written
    }

    /// Beside the old one, then in its place: at no moment is there no outbox.
    fn renew(&mut self, outbox: &Outbox) -> io::Result<()> {
        let records = outbox.to_records();
        let fresh = self.path.with_extension("new");
        let mut file = private(OpenOptions::new().create(true).truncate(true).write(true)).open(&fresh)?;
        file.write_all(to_lines(&records)?.as_bytes())?;
        file.sync_all()?;
        drop(file);
        // Under Wine no file is replaced that is open.
        self.file = None;
        fs::rename(&fresh, &self.path)?;
        (self.lines, self.damaged) = (records.len(), false);
        Ok(())
    }

    /// For one that nobody will ever need.
    pub fn remove(self) -> io::Result<()> {
        drop(self.file);
        fs::remove_file(&self.path)?;
        drop(self.lock);
        fs::remove_file(lock_path(&self.path))
    }
}

/// Where the outboxes of this race and token may lie.
fn copies(folder: &Path, owner: &Owner) -> impl Iterator<Item = PathBuf> {
    let first = folder.join(key_of(owner));
    (0..SAME_PACK).map(move |copy| {
        let mut name = first.clone().into_os_string();
        if copy > 0 {
            name.push(format!("-{copy}"));
        }
        name.push(format!(".{ENDING}"));
        name.into()
    })
}

/// Which of several is to be gone on with.
fn rank(found: &Option<Outbox>) -> usize {
    found.as_ref().map_or(0, |outbox| if outbox.is_empty() { 1 } else { 2 })
}

/// The race and a hash of the token: a new pack for the same race has an outbox of its own.
fn key_of(owner: &Owner) -> String {
    let race: String = owner.race_id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect();
    let hash = Sha256::digest(owner.mod_token.as_bytes());
    let short: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{race}-{short}")
}

/// A new one. Who got another pack of the same race (`/pack new`) goes on with the same character: it is known from the newest of
/// the outboxes before it.
fn begin(folder: &Path, owner: Owner) -> Outbox {
    let is_of_this_race = |it: &Outbox| (&it.owner.race_id, &it.owner.pack) == (&owner.race_id, &owner.pack);
    let before = outboxes_in(folder)
        .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, read(&path).ok()??)))
        .filter(|(_, outbox)| is_of_this_race(outbox))
        .max_by_key(|(written, _)| *written);
    let mut fresh = Outbox::new(owner);
    if let Some((_, before)) = before {
        fresh.saves = before.saves;
    }
    fresh
}

fn outboxes_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    paths.filter(|path| path.extension().is_some_and(|it| it == ENDING))
}

fn lock_path(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

/// None: somebody else has it.
fn try_lock(path: &Path) -> io::Result<Option<File>> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(lock_path(path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// None where there is no file, or none that says whose it is.
fn read(path: &Path) -> io::Result<Option<Outbox>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Outbox::fold(parse(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn parse(bytes: &[u8]) -> impl Iterator<Item = Record> + '_ {
    bytes.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok())
}

/// Readable by the user only; on Windows the folder is.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn to_lines(records: &[Record]) -> io::Result<String> {
    let mut text = String::new();
    for record in records {
        text.push_str(&serde_json::to_string(record)?);
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
#[path = "outbox_file_tests.rs"]
mod tests;
