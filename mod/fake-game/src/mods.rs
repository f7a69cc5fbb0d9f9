//! Loads mods as ModEngine2 does: the DLLs that its configuration names, relative to that file.
#![allow(unsafe_code)]

use std::path::{Path, PathBuf};

use windows::core::HSTRING;
use windows::Win32::System::LibraryLoader::LoadLibraryW;

/// The names of what was loaded.
pub fn load(config: &Path) -> Result<Vec<PathBuf>, String> {
    let text = std::fs::read_to_string(config).map_err(|error| format!("{}: {error}", config.display()))?;
    let table: toml::Table = text.parse().map_err(|error| format!("{}: {error}", config.display()))?;
    let named = table
        .get("modengine")
        .and_then(|part| part.get("external_dlls"))
        .and_then(|list| list.as_array())
        .ok_or("[modengine] external_dlls is missing")?;
    let folder = config.parent().unwrap_or(Path::new("."));
    named
        .iter()
        .filter_map(|name| name.as_str())
        .map(|name| {
            let path = folder.join(name);
            // SAFETY: loads the mod under test; what its entry does is the test's subject.
            match unsafe { LoadLibraryW(&HSTRING::from(path.as_os_str())) } {
                Ok(_) => Ok(path),
                Err(error) => Err(format!("{}: {error}", path.display())),
            }
        })
        .collect()
}
