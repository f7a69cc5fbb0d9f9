//! The overlay as hudhook calls it: once to begin, then in every frame of the game.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use hudhook::imgui::{Context, Ui};
use hudhook::{BeforeWndProc, ImguiRenderLoop, RenderContext};
use speedfog_client::Mod;
use windows::Win32::Foundation::{HWND, LPARAM, WPARAM};

use crate::cost::Cost;
use crate::draw::{fonts, Fonts, Look};
use crate::{draw, fault, hooks};

/// In em: some lines.
const WAVERS: f32 = 3.0;
/// After so many faults in a row nothing is drawn but the line that says so.
const MOST_FAULTS: u32 = 3;

pub struct Hud {
    /// Empty until the game was found.
    race: Arc<OnceLock<Arc<Mod>>>,
    look: Look,
    cost: Cost,
    fonts: Option<Fonts>,
    /// Letters were made, and no frame was drawn with them yet.
    untried: bool,
    /// Of the panel as it was drawn last, in em.
    tall: f32,
    faults: u32,
}

impl Hud {
    pub fn new(race: Arc<OnceLock<Arc<Mod>>>, look: Look) -> Self {
        Self { race, look, cost: Cost::new(), fonts: None, untried: false, tall: 0.0, faults: 0 }
    }

    /// Answers how tall the panel is, in em; None where none is shown.
    fn draw(&self, ui: &Ui) -> Option<f32> {
        let tall = self.race.get().zip(self.fonts.as_ref()).and_then(|(race, fonts)| {
            let view = race.view();
            draw::view(ui, &view, fonts, &self.look)
        });
        if fault::happened() {
            draw::sentence(ui, fault::SENTENCE);
        }
        tall
    }

    /// A line more or less, as where another size breaks a sentence elsewhere, must not make the next frame's size waver.
    fn remember(&mut self, tall: f32) {
        if tall > self.tall || tall < self.tall - WAVERS {
            self.tall = tall;
        }
    }
}

impl ImguiRenderLoop for Hud {
    fn initialize<'a>(&'a mut self, context: &mut Context, _: &'a mut dyn RenderContext) {
        let screen = context.io().display_size;
        // A second call comes when the game makes a new device; or in the next frame, where the first one's letters were too much for it.
        let plain = std::mem::replace(&mut self.untried, true);
        self.fonts = fault::contain("fonts", || {
            if plain {
                fonts::plain(context)
            } else {
                fonts::load(context, &self.look, screen)
            }
        });
    }

    /// The letters were drawn for the first size of the screen; what they were made of is not needed once they are with the graphics card.
    fn before_render<'a>(&'a mut self, context: &mut Context, _: &'a mut dyn RenderContext) {
        if let Some(fonts) = &self.fonts {
            let screen = context.io().display_size;
            context.io_mut().font_global_scale = self.look.pixels(screen, self.tall) / fonts.pixels;
        }
        if self.untried {
            context.fonts().clear_input_data();
            context.fonts().clear_tex_data();
        }
    }

    /// Keys are asked for elsewhere and there is no mouse: what the window is told is none of ImGui's business. hudhook would end the game
    /// over half a character, as a window is told of an emoji.
    fn before_wnd_proc(&self, _: HWND, _: u32, _: WPARAM, _: LPARAM) -> BeforeWndProc {
        BeforeWndProc::Break
    }

    fn render(&mut self, ui: &mut Ui) {
        let start = Instant::now();
        self.untried = false;
        if self.faults < MOST_FAULTS {
            match fault::contain("drawing", || self.draw(ui)) {
                Some(tall) => {
                    self.faults = 0;
                    tall.into_iter().for_each(|tall| self.remember(tall));
                }
                None => self.faults += 1,
            }
        } else {
            fault::contain("drawing the fault", || draw::sentence(ui, fault::SENTENCE));
        }
        hooks::note_drawn();
        self.cost.count(start.elapsed());
    }
}
