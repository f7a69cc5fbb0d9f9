//! hudhook's and our own notes on their way into the mod's log. Those that come with every frame are kept to a few.

use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{sync_channel, SyncSender};

use hudhook::tracing::field::{Field, Visit};
use hudhook::tracing::span::{Attributes, Id, Record};
use hudhook::tracing::{error, subscriber, Event, Level, Metadata, Subscriber};
use speedfog_client::Log;

/// Of hudhook's: some come with every frame, and say no more then.
const MOST_FOREIGN: u32 = 200;
/// Lines that may wait to be written.
const QUEUE: usize = 256;

struct ToLog {
    lines: SyncSender<String>,
    foreign: AtomicU32,
}

/// Lines are written by a thread of their own: some come from the one that draws.
pub fn install(log: Log) {
    let (lines, written) = sync_channel::<String>(QUEUE);
    std::thread::spawn(move || written.iter().for_each(|line| log.line(&line)));
    let _ = subscriber::set_global_default(ToLog { lines, foreign: AtomicU32::new(0) });
    // Of this DLL alone: the game's own are none of its business.
    std::panic::set_hook(Box::new(|panic| error!("{panic}")));
}

impl Subscriber for ToLog {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::DEBUG && (is_ours(metadata) || metadata.target().starts_with("hudhook"))
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        if !is_ours(metadata) && self.foreign.fetch_add(1, Ordering::Relaxed) >= MOST_FOREIGN {
            return;
        }
        let mut line = format!("{} {}: ", metadata.level(), metadata.target());
        event.record(&mut Message(&mut line));
        let _ = self.lines.try_send(line);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("speedfog")
}

struct Message<'a>(&'a mut String);

impl Visit for Message<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}
