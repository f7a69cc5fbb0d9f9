//! The part of the game's memory that the mod reads. The executable's image is as large as the game's, so that an address inside it is
//! `base + RVA` as there; behind the pointers at those places lie blocks that are never freed.
#![allow(unsafe_code)]

use windows::Win32::System::LibraryLoader::GetModuleHandleW;

/// Zeroes at the end of the image: every address below is inside.
const SIZE: usize = 0x580_0000;
static mut FILLER: [u8; SIZE] = [0; SIZE];

/// File version 2.6.1.
const GAME_DATA_MAN: usize = 0x3d5_df38;
const WORLD_CHR_MAN: usize = 0x3d6_5f88;
const FLAG_MAN: usize = 0x3d6_8448;
const MENU_MAN: usize = 0x3d6_b7b0;

const IGT: usize = 0xa0;
const DEATHS: usize = 0x94;
const PLAYER: usize = 0x1e508;
const POSITION: usize = 0x6c0;
const MAP: usize = 0x6d0;
const SCREEN: usize = 0x730;
const LOADED: usize = 0x744;

pub struct Image {
    game_data: usize,
    world: usize,
    player: usize,
    menu: usize,
    map: u32,
    igt: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    Menu,
    Loading,
    Playing,
}

impl Image {
    /// `flags`: what the pointer to the flags' manager points to.
    pub fn lay_out(flags: usize) -> Result<Self, String> {
        let base = base()?;
        let filler = &raw mut FILLER as usize;
        // The linker decides where the zeroes lie: a place outside would be someone else's.
        if filler > base + 0x50_0000 || filler + SIZE < base + 0x500_0000 {
            return Err(format!("the image has its zeroes at {:#x}", filler - base));
        }
        let image = Self {
            game_data: block(0x200),
            world: block(0x1f000),
            player: block(0x800),
            menu: block(0x800),
            map: 0x3c2b_2e00,
            igt: 0,
        };
        write(base + GAME_DATA_MAN, image.game_data);
        write(base + WORLD_CHR_MAN, image.world);
        write(base + FLAG_MAN, flags);
        write(base + MENU_MAN, image.menu);
        image.scene(Scene::Menu);
        Ok(image)
    }

    pub fn scene(&self, scene: Scene) {
        let (player, map, screen, loaded) = match scene {
            Scene::Menu => (0, u32::MAX, 1_u32, 0.0_f32),
            Scene::Loading => (self.player, u32::MAX, 1, 0.0),
            Scene::Playing => (self.player, self.map, 0, 1.0),
        };
        write(self.player + MAP, map);
        write(self.world + PLAYER, player);
        write(self.menu + SCREEN, screen);
        write(self.menu + LOADED, loaded);
        write(self.game_data + IGT, if scene == Scene::Menu { 0 } else { self.igt });
    }

    pub fn igt(&mut self, ms: u32) {
        self.igt = ms;
        write(self.game_data + IGT, ms);
    }

    pub fn advance_igt(&mut self, by_ms: u32) {
        self.igt(self.igt.saturating_add(by_ms));
    }

    pub fn deaths(&self, count: u32) {
        write(self.game_data + DEATHS, count);
    }

    /// Shown from the next scene on.
    pub fn map(&mut self, map: u32) {
        self.map = map;
    }

    pub fn position(&self, [x, y, z]: [f32; 3]) {
        write(self.player + POSITION, [x, y, z]);
    }
}

/// Where the executable lies.
fn base() -> Result<usize, String> {
    // SAFETY: asks for the handle of this executable, which stays loaded.
    let module = unsafe { GetModuleHandleW(None) }.map_err(|error| error.to_string())?;
    Ok(module.0 as usize)
}

/// Zeroes that are never freed.
pub fn block(size: usize) -> usize {
    vec![0_u64; size.div_ceil(8)].leak().as_mut_ptr() as usize
}

/// Only for addresses that `block` or `lay_out` gave.
pub fn write<T>(address: usize, value: T) {
    // SAFETY: inside a block of this process that is never freed; the mod reads it as it reads the game, torn or not.
    unsafe { (address as *mut T).write_unaligned(value) }
}

pub fn read<T: Copy>(address: usize) -> T {
    // SAFETY: as above.
    unsafe { (address as *const T).read_unaligned() }
}
