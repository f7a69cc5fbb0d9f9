//! Crashes in the middle of a write, two processes, what is left behind.

use super::*;
use proptest::prelude::*;
use speedfog_core::outbox::Fact;
use speedfog_core::protocol::SaveState;

fn owner(race: &str, token: &str) -> Owner {
    Owner {
        outbox: format!("box-{token}"),
        url: "ws://127.0.0.1:1".into(),
        race_id: race.into(),
        mod_token: token.into(),
        pack: "pack".into(),
    }
}

fn fact(seq: u64) -> Record {
    Record::Fact(Fact { seq, flag: 7, igt_ms: 1_000, deaths: 0, seen: 5, at: Some(6), finish: false })
}

fn add(file: &mut OutboxFile, outbox: &mut Outbox, record: Record) {
    outbox.apply(record.clone());
    file.add(&[record], outbox).unwrap();
}

fn only_file(folder: &Path) -> PathBuf {
    let mut all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.find(|path| path.extension().is_some_and(|it| it == ENDING)).unwrap()
}

#[test]
fn what_was_added_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    for seq in 1..=3 {
        add(&mut file, &mut outbox, fact(seq));
    }
    add(&mut file, &mut outbox, Record::Done(1));
    drop(file);
    let (_file, again) =
        OutboxFile::open(folder.path(), Owner { outbox: "new".into(), ..owner("r", "token") }).unwrap();
    assert_eq!(again, outbox);
    assert_eq!(again.owner.outbox, "box-token", "it keeps its name");
}

#[test]
fn a_line_cut_short_costs_only_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    add(&mut file, &mut outbox, fact(1));
    let whole = outbox.clone();
    add(&mut file, &mut outbox, fact(2));
    drop(file);
    let path = only_file(folder.path());
    let bytes = fs::read(&path).unwrap();
    let line = to_lines(&[fact(2)]).unwrap().len();
    // Everything but the line feed is a whole record.
    for cut in 2..=line {
        fs::write(&path, &bytes[..bytes.len() - cut]).unwrap();
        let (mut file, mut again) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
        assert_eq!(again, whole, "cut by {cut}");
        // What comes next begins a line of its own.
        add(&mut file, &mut again, fact(2));
        drop(file);
        assert_eq!(OutboxFile::open(folder.path(), owner("r", "token")).unwrap().1.len(), 2);
    }
}

#[test]
fn two_at_once_have_two_outboxes_and_what_the_second_left_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (one, _) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    let (mut two, mut second) =
        OutboxFile::open(folder.path(), Owner { outbox: "second".into(), ..owner("r", "token") }).unwrap();
    assert_eq!(second.owner.outbox, "second");
    add(&mut two, &mut second, fact(1));
    assert_eq!(OutboxFile::left_behind(folder.path()).len(), 0, "both are in use");
    drop(two);
    let mut left = OutboxFile::left_behind(folder.path());
    assert_eq!(left.iter().map(|(_, outbox)| outbox.owner.outbox.as_str()).collect::<Vec<_>>(), ["second"]);
    left.remove(0).0.remove().unwrap();
    drop(left);
    assert_eq!(OutboxFile::left_behind(folder.path()).len(), 0);
    drop(one);
}

fn played(igt_ms: u32) -> Record {
    let mut saves = Saves::default();
    let (_, character) = saves.load(100);
    saves.get_mut(character.unwrap()).unwrap().igt_ms = igt_ms;
    Record::Saves(saves)
}

#[test]
fn what_was_played_while_the_game_before_hung_is_known_and_what_was_not_sent_then_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let open =
        |name: &str| OutboxFile::open(folder.path(), Owner { outbox: name.into(), ..owner("r", "token") }).unwrap();
    let (mut hung, mut outbox) = open("first");
    add(&mut hung, &mut outbox, played(3_600_000));
    let (mut file, mut outbox) = open("second");
    add(&mut file, &mut outbox, played(7_200_000));
    add(&mut file, &mut outbox, fact(1));
    drop((hung, file));
    let (mut file, mut outbox) = open("third");
    assert_eq!((outbox.owner.outbox.as_str(), outbox.len()), ("second", 1), "nobody else sends it");
    add(&mut file, &mut outbox, Record::Done(1));
    drop(file);
    let (_file, mut outbox) = open("fourth");
    assert_eq!(outbox.owner.outbox, "first");
    assert_eq!(outbox.saves.load(7_200_000).0, SaveState::Race, "the character has come so far since");
}

#[test]
fn an_outbox_long_out_of_use_is_removed_where_no_fact_waits_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let day = Duration::from_secs(24 * 3_600);
    let write = |race: &str, ago: Duration, facts: &[Record]| {
        let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner(race, "token")).unwrap();
        facts.iter().for_each(|fact| add(&mut file, &mut outbox, fact.clone()));
        let written = OpenOptions::new().append(true).open(&file.path).unwrap();
        written.set_modified(std::time::SystemTime::now() - ago).unwrap();
        file.path
    };
    let (old, waits) = (write("old", 91 * day, &[]), write("waits", 91 * day, &[fact(1)]));
    let younger = write("younger", 89 * day, &[]);
    assert_eq!(OutboxFile::left_behind(folder.path()).len(), 1);
    assert_eq!([&old, &waits, &younger].map(|path| path.exists()), [false, true, true]);
    assert!(!lock_path(&old).exists());
}

#[test]
fn a_new_pack_for_the_same_race_has_its_own_and_the_token_is_in_no_name() {
    let folder = tempfile::tempdir().unwrap();
    let (_one, _) = OutboxFile::open(folder.path(), owner("r", "token-one")).unwrap();
    let (_two, outbox) = OutboxFile::open(folder.path(), owner("../r", "token-two")).unwrap();
    assert_eq!(outbox.owner.outbox, "box-token-two");
    for entry in fs::read_dir(folder.path()).unwrap() {
        assert!(!entry.unwrap().file_name().to_string_lossy().contains("token"));
    }
}

#[test]
fn a_long_race_does_not_make_a_long_file() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    add(&mut file, &mut outbox, fact(1));
    for seq in 0..3 * MOST_LINES as u64 {
        add(&mut file, &mut outbox, Record::Done(seq + 100));
    }
    let lines = fs::read_to_string(only_file(folder.path())).unwrap().lines().count();
    assert!(lines <= MOST_LINES, "{lines}");
    drop(file);
    assert_eq!(OutboxFile::open(folder.path(), owner("r", "token")).unwrap().1, outbox);
}

/// No file can be written beside the old one.
fn block(path: &Path) -> PathBuf {
    let fresh = path.with_extension("new");
    fs::create_dir(&fresh).unwrap();
    fresh
}

impl OutboxFile {
    /// Nothing can be written any more. Answers what stands in the way of a new file.
    pub(crate) fn fill_the_disk(&mut self) -> PathBuf {
        self.file = Some(File::open(&self.path).unwrap());
        block(&self.path)
    }
}

#[test]
fn what_could_not_be_written_is_written_by_the_next_call() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    let path = only_file(folder.path());
    let blocked = file.fill_the_disk();
    outbox.apply(fact(1));
    assert!(file.add(&[fact(1)], &outbox).is_err());
    // There is room again, but half of the line stands there, and a new file is still not to be had.
    file.file = None;
    OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"fact\":{\"seq\"").unwrap();
    add(&mut file, &mut outbox, fact(2));
    let read_now = || read(&path).unwrap().unwrap().len();
    assert_eq!(read_now(), 1, "the second one; the first one waits");
    fs::remove_dir(blocked).unwrap();
    add(&mut file, &mut outbox, fact(3));
    assert_eq!(read_now(), 3);
    drop(file);
    assert_eq!(OutboxFile::open(folder.path(), owner("r", "token")).unwrap().1, outbox);
}

#[test]
fn what_could_not_be_written_because_the_file_was_shut_is_written_by_the_next_call() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    let path = only_file(folder.path());
    let (blocked, away) = (block(&path), path.with_extension("away"));
    fs::rename(&path, &away).unwrap();
    fs::create_dir(&path).unwrap();
    outbox.apply(fact(1));
    assert!(file.add(&[fact(1)], &outbox).is_err());
    fs::remove_dir(&path).unwrap();
    fs::remove_dir(blocked).unwrap();
    fs::rename(&away, &path).unwrap();
    add(&mut file, &mut outbox, fact(2));
    assert_eq!(read(&path).unwrap().map(|it| it.len()), Some(2));
}

#[test]
fn a_long_file_that_cannot_be_replaced_grows() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    let path = only_file(folder.path());
    block(&path);
    file.lines = MOST_LINES;
    add(&mut file, &mut outbox, fact(1));
    assert_eq!(read(&path).unwrap(), Some(outbox));
}

#[test]
fn an_outbox_that_cannot_be_replaced_at_the_start_is_known_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    add(&mut file, &mut outbox, fact(1));
    drop(file);
    let path = only_file(folder.path());
    let blocked = block(&path);
    let (mut file, mut again) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    assert_eq!(again, outbox);
    add(&mut file, &mut again, fact(2));
    assert_eq!(read(&path).unwrap(), Some(again.clone()));
    fs::remove_dir(blocked).unwrap();
    add(&mut file, &mut again, Record::Done(1));
    assert_eq!(read(&path).unwrap(), Some(again));
}

#[test]
fn a_new_pack_of_the_same_race_knows_the_character_and_one_of_another_seed_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token-one")).unwrap();
    add(&mut file, &mut outbox, played(2_400_000));
    let saves = outbox.saves.clone();
    add(&mut file, &mut outbox, fact(1));
    drop(file);
    let (_new, renewed) = OutboxFile::open(folder.path(), owner("r", "token-two")).unwrap();
    assert_eq!((&renewed.saves, renewed.len()), (&saves, 0), "what it did not send is its own");
    assert_eq!(renewed.owner.outbox, "box-token-two");
    let rerolled = Owner { pack: "another".into(), ..owner("r", "token-three") };
    for stranger in [rerolled, owner("s", "token-four")] {
        assert_eq!(OutboxFile::open(folder.path(), stranger).unwrap().1.saves, Saves::default());
    }
}

#[cfg(unix)]
#[test]
fn only_the_user_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let _open = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
    assert_eq!(fs::metadata(only_file(folder.path())).unwrap().permissions().mode() & 0o777, 0o600);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever was broken in the file, it opens, and what is read is among what was written.
    #[test]
    fn a_broken_file_opens(at in 0..2_000_usize, bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let (mut file, mut outbox) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
        for seq in 1..=5 {
            add(&mut file, &mut outbox, fact(seq));
        }
        drop(file);
        let path = only_file(folder.path());
        let mut content = fs::read(&path).unwrap();
        let at = at % content.len();
        content.splice(at..at, bytes);
        fs::write(&path, content).unwrap();
        let (_file, again) = OutboxFile::open(folder.path(), owner("r", "token")).unwrap();
        prop_assert!(again.len() <= 5);
    }
}
