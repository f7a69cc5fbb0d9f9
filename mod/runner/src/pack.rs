//! Finds `speedfog_race.toml` in what a player has: a zip as downloaded, an unzipped folder, or the file itself.

use speedfog_client::{Config, Problem, CONFIG_FILE};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// No configuration is longer.
const MOST_BYTES: u64 = 1 << 20;

/// Errors are sentences.
pub fn read(path: &Path) -> Result<(Config, Vec<Problem>), String> {
    let text = read_text(path).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(Config::read(&text))
}

fn read_text(path: &Path) -> Result<String, String> {
    if path.is_dir() {
        let file = find_in(path).ok_or_else(|| format!("there is no {CONFIG_FILE} in it"))?;
        return fs::read_to_string(file).map_err(|error| error.to_string());
    }
    if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml")) {
        return fs::read_to_string(path).map_err(|error| error.to_string());
    }
    read_zip(path)
}

/// In the folder itself or in the one folder inside of it, as zips unpack.
fn find_in(folder: &Path) -> Option<PathBuf> {
    let here = folder.join(CONFIG_FILE);
    if here.is_file() {
        return Some(here);
    }
    fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path().join(CONFIG_FILE)).find(|path| path.is_file())
}

fn read_zip(path: &Path) -> Result<String, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut zip = zip::ZipArchive::new(file).map_err(|error| format!("is no zip: {error}"))?;
    let is_it = |name: &str| name.rsplit('/').next() == Some(CONFIG_FILE);
    let name = zip.file_names().flatten().find(|name| is_it(name)).map(std::borrow::Cow::into_owned);
    let name = name.ok_or_else(|| format!("there is no {CONFIG_FILE} in it"))?;
    let entry = zip.by_name(&name).map_err(|error| error.to_string())?;
    let mut text = String::new();
    entry.take(MOST_BYTES).read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const TOML: &str = "[server]\nurl = \"ws://host\"\nmod_token = \"t\"\nrace_id = \"r\"\n";

    #[test]
    fn a_zip_a_folder_and_the_file_are_the_same_pack() {
        let place = tempfile::tempdir().unwrap();
        let inner = place.path().join("SpeedFog K7Q2X");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join(CONFIG_FILE), TOML).unwrap();
        let zip_path = place.path().join("pack.zip");
        let mut zip = zip::ZipWriter::new(File::create(&zip_path).unwrap());
        for (name, content) in [("Top/README.txt", "hello"), ("Top/speedfog_race.toml", TOML)] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        for path in [place.path().to_owned(), inner.clone(), inner.join(CONFIG_FILE), zip_path] {
            let (config, problems) = read(&path).unwrap();
            assert_eq!((config.server.url.as_str(), problems.len()), ("ws://host", 0), "{}", path.display());
        }
    }

    #[test]
    fn what_is_no_pack_is_said_so() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("pack.zip");
        fs::write(&file, "not a zip").unwrap();
        assert!(read(&file).unwrap_err().contains("is no zip"));
        assert!(read(place.path()).unwrap_err().contains("there is no speedfog_race.toml"));
        assert!(read(&place.path().join("gone.zip")).is_err());
    }
}
