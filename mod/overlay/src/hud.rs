//! The overlay as hudhook calls it: once to begin, then in every frame of the game.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use hudhook::imgui::{Context, Ui};
use hudhook::{ImguiRenderLoop, RenderContext};
use speedfog_client::Mod;

use crate::cost::Cost;
use crate::draw::{fonts, Fonts, Look};
use crate::{draw, fault, hooks};

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
    faults: u32,
}

impl Hud {
    pub fn new(race: Arc<OnceLock<Arc<Mod>>>, look: Look) -> Self {
        Self { race, look, cost: Cost::new(), fonts: None, untried: false, faults: 0 }
    }

    fn draw(&self, ui: &Ui) {
        if let (Some(race), Some(fonts)) = (self.race.get(), &self.fonts) {
            draw::view(ui, &race.view(), fonts, &self.look);
        }
        if fault::happened() {
            draw::sentence(ui, fault::SENTENCE);
        }
    }
}

impl ImguiRenderLoop for Hud {
    fn initialize<'a>(&'a mut self, context: &mut Context, _: &'a mut dyn RenderContext) {
        let height = context.io().display_size[1];
        // A second call comes when the game makes a new device; or in the next frame, where the first one's letters were too much for it.
        let plain = std::mem::replace(&mut self.untried, true);
        self.fonts = fault::contain("fonts", || {
            if plain {
                fonts::plain(context)
            } else {
                fonts::load(context, &self.look, height)
            }
        });
    }

    /// The letters were drawn for the first size of the screen.
    fn before_render<'a>(&'a mut self, context: &mut Context, _: &'a mut dyn RenderContext) {
        if let Some(fonts) = &self.fonts {
            let height = context.io().display_size[1];
            context.io_mut().font_global_scale = self.look.pixels(height) / fonts.pixels;
        }
    }

    fn render(&mut self, ui: &mut Ui) {
        let start = Instant::now();
        self.untried = false;
        if self.faults < MOST_FAULTS {
            match fault::contain("drawing", || self.draw(ui)) {
                Some(()) => self.faults = 0,
                None => self.faults += 1,
            }
        } else {
            fault::contain("drawing the fault", || draw::sentence(ui, fault::SENTENCE));
        }
        hooks::note_drawn();
        self.cost.count(start.elapsed());
    }
}
