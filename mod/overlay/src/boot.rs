//! From the loaded DLL to a running mod: what lies beside it is read, the hooks go in, the game is found, the threads start.
#![allow(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hudhook::tracing::{info, warn};
use speedfog_client::{Mod, Options, CONFIG_FILE};
use speedfog_core::game::GameVersion;
use speedfog_game::{PlacesFile, FILE_NAME};
use windows::Win32::Foundation::HMODULE;
use windows::Win32::System::LibraryLoader::GetModuleFileNameW;

use crate::draw::Look;
use crate::hud::Hud;
use crate::{fault, hooks, keys, trace, watch};

/// `module`: where the DLL lies in memory.
pub fn start(module: usize) {
    let library = folder_of(module);
    let folder = home_of(&library);
    let mut options = Options::beside(&folder, GameVersion { text: String::new(), known: false });
    trace::install(options.log.clone());
    info!("speedfog_race.dll {} in {}", env!("CARGO_PKG_VERSION"), folder.display());

    // The hooks are in before the game makes its swap chain, if that is possible at all; what they draw comes later.
    let race = Arc::new(OnceLock::new());
    let hud = Hud::new(Arc::clone(&race), Look::new(&options.config.overlay));
    if options.config.overlay.look.draw {
        std::thread::spawn(move || fault::contain("hooks", || hooks::apply(hud)));
    } else {
        info!("the overlay is switched off");
    }

    let game = watch::find_game(&read_places(&[&library, &folder]));
    options.game = game.version();
    let bindings = options.config.keybindings.clone();
    let running = Arc::new(Mod::start(options));
    keys::watch(&bindings, Arc::clone(&running));
    let _ = race.set(Arc::clone(&running));
    watch::spawn(game, running);
}

/// The built-in places, corrected by the first file that one of these folders has.
fn read_places(folders: &[&Path]) -> PlacesFile {
    let mut places = PlacesFile::built_in();
    if let Some(bytes) = folders.iter().find_map(|folder| fs::read(folder.join(FILE_NAME)).ok()) {
        // As of the configuration: an editor of old writes a letter as one byte.
        match places.correct(&String::from_utf8_lossy(&bytes)) {
            Ok(()) => info!("{FILE_NAME} was read"),
            Err(problem) => warn!("{problem}"),
        }
    }
    places
}

/// Where the configuration is, and then the log too: beside the DLL, or, as in packs, a folder or two above it.
fn home_of(folder: &Path) -> PathBuf {
    let found = folder.ancestors().take(3).find(|folder| folder.join(CONFIG_FILE).is_file());
    found.unwrap_or(folder).to_path_buf()
}

/// The folder that the DLL was loaded from; the game's own where the system does not say.
fn folder_of(module: usize) -> PathBuf {
    let mut name = [0_u16; 1024];
    // SAFETY: `module` is this DLL, which is never unloaded; `name` outlives the call.
    let length = unsafe { GetModuleFileNameW(Some(HMODULE(module as _)), &mut name) } as usize;
    let path = PathBuf::from(String::from_utf16_lossy(&name[..length]));
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}
