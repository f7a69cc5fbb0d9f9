//! The thread that owns the socket: it connects, sends what it is told and passes on what it hears, with the time at which it came.
//! It may block for seconds; nobody waits for it. Deliberately absent: when to connect again, what messages mean.

use crate::time::Time;
use speedfog_core::engine::Input;
use speedfog_core::protocol::FromMod;
use speedfog_core::session::Gone;
use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
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
/// How long the thread listens before it looks whether something is to be sent.
const LISTEN: Duration = Duration::from_millis(10);
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
    set_read_timeout(&socket, LISTEN).map_err(|error| broken(&error))?;
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
    loop {
        loop {
            let message = match commands.try_recv() {
                Ok(Command::Send(message)) => message,
                Ok(Command::SendSync { rtt_ms, bound_ms }) => FromMod::TimeSync { t0: time.now(), rtt_ms, bound_ms },
                Ok(Command::Disconnect { number: which }) if which == number => return None,
                Ok(Command::Disconnect { .. } | Command::Connect { .. }) => continue,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    let _ = socket.close(None);
                    return None;
                }
            };
            if let Err(error) = socket.send(Message::text(message.to_frame())) {
                return Some(gone(&error));
            }
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
            Err(Error::Io(error)) if is_pause(&error) => {}
            Err(error) => return Some(gone(&error)),
        }
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

fn set_read_timeout(socket: &Socket, timeout: Duration) -> io::Result<()> {
    match socket.get_ref() {
        MaybeTlsStream::Plain(stream) => stream.set_read_timeout(Some(timeout)),
        MaybeTlsStream::Rustls(stream) => stream.sock.set_read_timeout(Some(timeout)),
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
    use std::cell::RefCell;

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
