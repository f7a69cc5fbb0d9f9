//! The thread that owns the socket: it connects, sends what it is told and passes on what it hears, with the time at which it came.
//! It may block for seconds; nobody waits for it. Deliberately absent: when to connect again, what messages mean.

use crate::time::Time;
use speedfog_core::engine::Input;
use speedfog_core::protocol::FromMod;
use speedfog_core::session::Gone;
use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::Arc;
use std::time::Duration;
use tungstenite::client::IntoClientRequest;
use tungstenite::handshake::HandshakeError;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{client_tls_with_config, Error, Message, WebSocket};

/// For all addresses of the host together: the engine gives a connection up after twice as long.
const CONNECT: Duration = Duration::from_secs(10);
const HANDSHAKE: Duration = Duration::from_secs(10);
const WRITE: Duration = Duration::from_secs(5);
/// How long the thread waits for something to say before it looks whether something came. Not the other way round: on Windows a read
/// cannot wait for less than half a second, and one whose time is over may have lost what it had read.
const PAUSE: Duration = Duration::from_millis(10);
/// Far more than a leaderboard of a hundred needs.
const LONGEST_MESSAGE: usize = 4 << 20;

pub enum Command {
    Connect { number: u64 },
    Disconnect { number: u64 },
    Send(FromMod),
    SendSync { rtt_ms: Option<i64>, bound_ms: Option<i64> },
}

type Socket = WebSocket<MaybeTlsStream<TcpStream>>;

/// `url`: of the endpoint. Ends when nobody is left who could give it commands, or to hear it.
pub fn run(url: &str, time: &Arc<dyn Time>, commands: &Receiver<Command>, hear: impl Fn(Input) -> Result<(), ()>) {
    while let Ok(command) = commands.recv() {
        let Command::Connect { number } = command else { continue };
        let why = match connect(url) {
            Ok(socket) => {
                if hear(Input::Opened { number }).is_err() {
                    return;
                }
                converse(socket, number, time, commands, &hear)
            }
            Err(why) => Some(why),
        };
        if let Some(why) = why {
            if hear(Input::Closed { number, why }).is_err() {
                return;
            }
        }
    }
}

fn connect(url: &str) -> Result<Socket, Gone> {
    let request = url.into_client_request().map_err(|error| broken(&error))?;
    let host = request.uri().host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let secure = request.uri().scheme_str() == Some("wss");
    let port = request.uri().port_u16().unwrap_or(if secure { 443 } else { 80 });
    let addresses: Vec<SocketAddr> = (host.as_str(), port).to_socket_addrs().map_err(|error| broken(&error))?.collect();
    let stream = dial(&addresses, TcpStream::connect_timeout).map_err(|error| broken(&error))?;
    let set_up = stream
        .set_nodelay(true)
        .and_then(|()| stream.set_read_timeout(Some(HANDSHAKE)))
        .and_then(|()| stream.set_write_timeout(Some(WRITE)));
    set_up.map_err(|error| broken(&error))?;
    let config = WebSocketConfig::default()
        .read_buffer_size(16 << 10)
        .write_buffer_size(0)
        .max_message_size(Some(LONGEST_MESSAGE))
        .max_frame_size(Some(LONGEST_MESSAGE));
    let (socket, _) = client_tls_with_config(request, stream, Some(config), None).map_err(|error| match error {
        HandshakeError::Failure(error) => refused(error),
        HandshakeError::Interrupted(_) => Gone::Broken("the server did not answer in time".to_owned()),
    })?;
    stop_blocking(&socket).map_err(|error| broken(&error))?;
    Ok(socket)
}

/// One address after another. Each has its share of the time: one that swallows everything must not cost the others theirs.
fn dial<T>(addresses: &[SocketAddr], call: impl Fn(&SocketAddr, Duration) -> io::Result<T>) -> io::Result<T> {
    let share = CONNECT / u32::try_from(addresses.len().max(1)).unwrap_or(u32::MAX);
    let mut last = io::Error::new(io::ErrorKind::NotFound, "no such host");
    for address in addresses {
        match call(address, share) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// None: somebody here wanted the end.
fn converse(
    mut socket: Socket,
    number: u64,
    time: &Arc<dyn Time>,
    commands: &Receiver<Command>,
    hear: &impl Fn(Input) -> Result<(), ()>,
) -> Option<Gone> {
    let (mut is_idle, mut is_unsent) = (false, false);
    loop {
        let message = match wait(commands, if is_idle { PAUSE } else { Duration::ZERO }) {
            Ok(Some(Command::Send(message))) => Some(message),
            Ok(Some(Command::SendSync { rtt_ms, bound_ms })) => {
                Some(FromMod::TimeSync { t0: time.now(), rtt_ms, bound_ms })
            }
            Ok(Some(Command::Disconnect { number: which })) if which == number => return None,
            Ok(Some(Command::Disconnect { .. } | Command::Connect { .. })) => continue,
            Ok(None) => None,
            Err(()) => {
                let _ = socket.close(None);
                return None;
            }
        };
        if message.is_some() || is_unsent {
            match say(&mut socket, message.as_ref()) {
                Ok(all) => is_unsent = !all,
                Err(why) => return Some(why),
            }
        }
        is_idle = false;
        if message.is_some() {
            continue;
        }
        match socket.read() {
            Ok(Message::Text(text)) => {
                let frame = Input::Frame { number, arrived: time.now(), text: text.to_string() };
                if hear(frame).is_err() {
                    return None;
                }
            }
            Ok(Message::Close(frame)) => {
                let code = frame.map_or(tungstenite::protocol::frame::coding::CloseCode::Status, |frame| frame.code);
                // The answer to the close goes out with the next flush; who does not get it loses nothing.
                let _ = socket.flush();
                return Some(Gone::Closed(code.into()));
            }
            Ok(_) => {}
            Err(Error::Io(error)) if is_pause(&error) => is_idle = true,
            Err(error) => return Some(gone(&error)),
        }
    }
}

/// False: not all of it could go out yet; it is kept, and goes out before anything else.
fn say(socket: &mut Socket, message: Option<&FromMod>) -> Result<bool, Gone> {
    let said = match message {
        Some(message) => socket.send(Message::text(message.to_frame())),
        None => socket.flush(),
    };
    match said {
        Ok(()) => Ok(true),
        Err(Error::Io(error)) if is_pause(&error) => Ok(false),
        Err(error) => Err(gone(&error)),
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

fn stop_blocking(socket: &Socket) -> io::Result<()> {
    match socket.get_ref() {
        MaybeTlsStream::Plain(stream) => stream.set_nonblocking(true),
        MaybeTlsStream::Rustls(stream) => stream.sock.set_nonblocking(true),
        _ => Ok(()),
    }
}

fn refused(error: Error) -> Gone {
    let Error::Http(response) = error else { return gone(&error) };
    let body = response.body().as_deref().unwrap_or_default();
    let read: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let code = read.as_ref().and_then(|it| it.pointer("/error/code")?.as_str()).unwrap_or_default();
    Gone::Refused { status: response.status().as_u16(), code: code.to_owned() }
}

fn gone(error: &Error) -> Gone {
    broken(error)
}

fn broken(error: &impl std::fmt::Display) -> Gone {
    Gone::Broken(error.to_string())
}

/// Waits for a while as `recv_timeout` does, but a channel without senders is told apart by the caller.
pub fn wait<T>(receiver: &Receiver<T>, timeout: Duration) -> Result<Option<T>, ()> {
    match receiver.recv_timeout(timeout) {
        Ok(it) => Ok(Some(it)),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SystemClock;
    use std::cell::RefCell;
    use std::net::TcpListener;
    use std::sync::mpsc::channel;
    use std::thread;

    const WITHIN: Duration = Duration::from_secs(60);
    /// More than lies between two ends of a connection that nobody reads.
    const MANY: usize = 600;

    fn note(number: usize) -> FromMod {
        FromMod::Note { code: number.to_string(), text: "x".repeat(8_000) }
    }

    #[test]
    fn a_server_that_does_not_read_is_heard_all_the_same_and_gets_everything_in_order_later() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("ws://{}/", listener.local_addr().unwrap());
        let (go_on, told) = channel();
        let server = thread::spawn(move || {
            let mut socket = tungstenite::accept(listener.accept().unwrap().0).unwrap();
            told.recv().unwrap();
            socket.send(Message::text("hello")).unwrap();
            told.recv().unwrap();
            (0..MANY).map(|_| socket.read().unwrap().to_text().unwrap().to_owned()).collect::<Vec<_>>()
        });
        let (commands, inbox) = channel();
        let (events, heard) = channel();
        let time: Arc<dyn Time> = Arc::new(SystemClock::new());
        let client = thread::spawn(move || run(&url, &time, &inbox, |input| events.send(input).map_err(|_| ())));
        commands.send(Command::Connect { number: 1 }).unwrap();
        assert_eq!(heard.recv_timeout(WITHIN), Ok(Input::Opened { number: 1 }));
        for number in 0..MANY {
            commands.send(Command::Send(note(number))).unwrap();
        }
        go_on.send(()).unwrap();
        let Input::Frame { text, .. } = heard.recv_timeout(WITHIN).unwrap() else { panic!("nothing was said") };
        assert_eq!(text, "hello");
        go_on.send(()).unwrap();
        assert_eq!(server.join().unwrap(), (0..MANY).map(|number| note(number).to_frame()).collect::<Vec<_>>());
        drop(commands);
        client.join().unwrap();
    }

    #[test]
    fn the_last_of_many_addresses_is_reached_before_the_patience_is_over() {
        let addresses: Vec<SocketAddr> = (1..=4).map(|at| SocketAddr::from(([127, 0, 0, at], 80))).collect();
        let tried = RefCell::new(Vec::new());
        let reached = dial(&addresses, |address, share| {
            tried.borrow_mut().push((*address, share));
            if *address == addresses[3] {
                Ok(*address)
            } else {
                Err(io::ErrorKind::TimedOut.into())
            }
        });
        assert_eq!(reached.ok(), Some(addresses[3]));
        assert_eq!(tried.borrow().iter().map(|(address, _)| *address).collect::<Vec<_>>(), addresses);
        assert!(tried.borrow().iter().map(|(_, share)| *share).sum::<Duration>() <= CONNECT);
        assert!(dial(&[], |address, _| Ok(*address)).is_err());
    }
}
