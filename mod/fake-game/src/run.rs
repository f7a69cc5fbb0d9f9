//! The game's loop: messages, what the control port asks for, a frame.
#![allow(unsafe_code)]

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use serde_json::{json, Value};
use windows::Win32::System::ProcessStatus::{GetProcessMemoryInfo, PROCESS_MEMORY_COUNTERS};
use windows::Win32::System::Threading::GetCurrentProcess;

use crate::arguments::{Arguments, Load};
use crate::control::{self, Command, Request};
use crate::flags::Flags;
use crate::image::{Image, Scene};
use crate::mods;
use crate::render::Renderer;
use crate::stats::Stats;
use crate::window::Window;

const FRAME: Duration = Duration::from_micros(16_667);

struct Game<'a> {
    arguments: &'a Arguments,
    image: Image,
    flags: Flags,
    window: Window,
    renderer: Renderer,
    size: (u32, u32),
    stats: Stats,
    playing: bool,
    clock: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), String> {
    let flags = Flags::lay_out();
    let image = Image::lay_out(flags.manager)?;
    let requests = control::listen()?;
    if arguments.load != Load::Late {
        load_mods(arguments)?;
    }
    if arguments.load == Load::First {
        wait_for_window(&requests);
    }
    let (width, height) = (arguments.width, arguments.height);
    let window = Window::open(width, height).map_err(|error| format!("no window: {error}"))?;
    let renderer = Renderer::new(window.handle, width, height, arguments.format)
        .map_err(|error| format!("no Direct3D 12: {error}"))?;
    let game = Game {
        arguments,
        image,
        flags,
        window,
        renderer,
        size: (width, height),
        stats: Stats::default(),
        playing: false,
        clock: false,
    };
    game.play(&requests)
}

impl Game<'_> {
    fn play(mut self, requests: &Receiver<Request>) -> Result<(), String> {
        let mut last = Instant::now();
        while self.window.handle_messages() {
            while let Ok(request) = requests.try_recv() {
                if matches!(request.command, Command::Crash) {
                    std::process::abort();
                }
                let quit = matches!(request.command, Command::Quit);
                let answer = self.obey(&request.command).unwrap_or_else(|problem| json!({ "fault": problem }));
                request.answer(answer);
                if quit {
                    // The line goes out before the process does.
                    std::thread::sleep(FRAME);
                    return Ok(());
                }
            }
            let now = Instant::now();
            if self.playing && self.clock {
                self.image.advance_igt((now - last).as_millis() as u32);
            }
            last = now;
            self.frame()?;
            std::thread::sleep(FRAME.saturating_sub(now.elapsed()));
        }
        Ok(())
    }

    fn frame(&mut self) -> Result<(), String> {
        let Some(size) = self.window.size() else { return Ok(()) };
        if size != self.size {
            self.renderer.resize(size.0, size.1).map_err(|error| format!("no resize: {error}"))?;
            self.size = size;
        }
        let took = self.renderer.draw().map_err(|error| format!("no frame: {error}"))?;
        self.stats.count(took);
        Ok(())
    }

    fn obey(&mut self, command: &Command) -> Result<Value, String> {
        match command {
            Command::Scene(scene) => {
                self.playing = *scene == Scene::Playing;
                self.image.scene(*scene);
            }
            Command::Igt(ms) => self.image.igt(*ms),
            Command::Clock(on) => self.clock = *on,
            Command::Deaths(count) => self.image.deaths(*count),
            Command::Map(map) => self.image.map(*map),
            Command::Position(position) => self.image.position(*position),
            Command::Flag(flag, on) => self.flags.set(*flag, *on),
            Command::Read(flag) => return Ok(json!({ "flag": flag, "set": self.flags.is_set(*flag) })),
            Command::Load => load_mods(self.arguments)?,
            Command::Size(width, height, framed) => {
                self.window.resize(*width, *height, *framed).map_err(|error| error.to_string())?;
            }
            Command::Minimize(on) => self.window.minimize(*on),
            Command::Type(unit) => self.window.type_unit(*unit).map_err(|error| error.to_string())?,
            Command::Stats => return Ok(self.stats.take()),
            Command::Memory => return memory(),
            Command::Crash | Command::Quit | Command::Window => {}
        }
        Ok(json!({ "done": true }))
    }
}

/// Whatever else is asked before is not done.
fn wait_for_window(requests: &Receiver<Request>) {
    while let Ok(request) = requests.recv() {
        let is_it = matches!(request.command, Command::Window);
        request.answer(json!({ "done": is_it }));
        if is_it {
            return;
        }
    }
}

fn load_mods(arguments: &Arguments) -> Result<(), String> {
    if let Some(config) = &arguments.config {
        mods::load(config)?;
    }
    Ok(())
}

fn memory() -> Result<Value, String> {
    let mut counters = PROCESS_MEMORY_COUNTERS::default();
    let size = size_of::<PROCESS_MEMORY_COUNTERS>() as u32;
    // SAFETY: a plain call with data that outlives it.
    unsafe { GetProcessMemoryInfo(GetCurrentProcess(), &mut counters, size) }.map_err(|error| error.to_string())?;
    Ok(json!({ "working_set": counters.WorkingSetSize, "committed": counters.PagefileUsage }))
}
