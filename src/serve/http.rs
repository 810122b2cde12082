//! The socket: one thread for each connection, `GET` and `HEAD` only, everything out of memory. Heads are short and must come
//! soon; a browser holds few connections, and beyond a limit silent ones make room.

#![expect(
    clippy::disallowed_methods,
    reason = "numbers of sites must grow from one run to the next, so the first is the time"
)]

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::answer::{Answer, Whole, answer};
use super::bulletin::Bulletin;
use super::connections::{Connections, Place};
use super::request::{self, LONGEST_HEAD};
use crate::error::Error;

/// How long a connection may be silent between requests, and a head take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often a silent stream of events says that it is alive; a closed page is noticed then.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// A port that belongs to this preview.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

/// The number of the first site of a run.
pub fn first_version() -> u64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(passed.as_millis()).unwrap_or(0)
}

impl Server {
    /// Takes the port; browsers wait from now on.
    pub fn bind(bind: IpAddr, port: u16) -> Result<Server, Error> {
        let listener = TcpListener::bind((bind, port)).map_err(|error| refused(bind, port, &error))?;
        let address = listener.local_addr().map_err(|error| refused(bind, port, &error))?;
        Ok(Server { listener, address })
    }

    /// What to type into a browser on this machine.
    pub fn url(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
        }
        format!("http://{address}/")
    }

    /// Answers from now on, until the program ends.
    ///
    /// # Errors
    ///
    /// When the system has no thread for it.
    pub fn start(self, bulletin: Arc<Bulletin>) -> Result<(), Error> {
        let started = thread::Builder::new().spawn(move || self.admit_all(&bulletin));
        started.map(drop).map_err(|error| Error::io("启动", "预览的网页服务", error))
    }

    fn admit_all(&self, bulletin: &Arc<Bulletin>) {
        let connections = Arc::new(Connections::default());
        for stream in self.listener.incoming() {
            let Ok(stream) = stream else {
                // Out of file handles: some will come back.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            self.admit(Arc::new(stream), &connections, bulletin);
        }
    }

    /// Gives a connection a place and a thread, or turns it away.
    fn admit(&self, stream: Arc<TcpStream>, connections: &Arc<Connections>, bulletin: &Arc<Bulletin>) {
        let is_begun = connections.admit(&stream).is_some_and(|place| {
            let (stream, bulletin, bound) = (stream.clone(), bulletin.clone(), self.address.ip());
            // The other side may go away while it is answered: nobody is left to tell.
            let talk = move || drop(converse(&stream, bound, &bulletin, &place));
            thread::Builder::new().spawn(talk).is_ok()
        });
        if !is_begun {
            let _ = send(&stream, &Whole::sentence(503, "连接太多"), false, false);
        }
    }
}

fn refused(bind: IpAddr, port: u16, error: &io::Error) -> Error {
    Error::Usage(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "端口 {port} 已经被别的程序占用\n  处理：用 `--port` 换一个端口，如 `--port {}`；`--port 0` 自动选一个",
            if port < 65_535 { port + 1 } else { 4000 }
        ),
        io::ErrorKind::PermissionDenied => {
            format!("没有权限使用端口 {port}\n  处理：用 `--port` 换一个 1024 以上的端口，如 `--port 4000`")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!("本机没有地址 {bind}\n  处理：用 `--bind` 写本机的地址；不写时是 127.0.0.1")
        }
        _ => format!("不能监听 {}：{error}\n  处理：检查 `--bind` 和 `--port`", SocketAddr::new(bind, port)),
    })
}

/// Answers one request after another.
fn converse(stream: &TcpStream, bound: IpAddr, bulletin: &Bulletin, place: &Place) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut received = Vec::new();
    loop {
        place.is_silent();
        let head = match head(stream, &mut received)? {
            Head::Whole(head) => head,
            Head::TooLong => return send(stream, &Whole::sentence(431, "请求太长"), false, false),
            Head::Ended => return Ok(()),
        };
        place.is_answered();
        let request = match request::parse(&head, bound) {
            Ok(request) => request,
            Err((status, sentence)) => {
                return send(stream, &Whole::sentence(status, sentence), head.starts_with(b"HEAD "), false);
            }
        };
        match answer(&request, &bulletin.now()) {
            Answer::Whole(whole) => send(stream, &whole, request.is_head, request.keep_alive)?,
            Answer::Events { .. } if request.is_head => {
                return send(stream, &Whole::new(200, EVENTS, Vec::new()), true, false);
            }
            Answer::Events { seen } => return events(stream, seen, bulletin),
        }
        if !request.keep_alive {
            return Ok(());
        }
    }
}

enum Head {
    Whole(Vec<u8>),
    TooLong,
    Ended,
}

/// Reads up to the empty line; what follows it stays in `received`.
fn head(mut stream: &TcpStream, received: &mut Vec<u8>) -> io::Result<Head> {
    const END: &[u8] = b"\r\n\r\n";
    let deadline = Instant::now() + PATIENCE;
    let mut part = [0; 4096];
    loop {
        if let Some(at) = received.windows(END.len()).position(|bytes| bytes == END) {
            let mut head: Vec<u8> = received.drain(..at + END.len()).collect();
            head.truncate(at);
            return Ok(Head::Whole(head));
        }
        if received.len() > LONGEST_HEAD {
            return Ok(Head::TooLong);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Head::Ended);
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part)? {
            0 => return Ok(Head::Ended),
            length => received.extend_from_slice(&part[..length]),
        }
    }
}

/// No page of another origin may take in what the preview shows: drafts are in it, in search scripts as well.
const OWN_PAGES_ONLY: &str = "Cross-Origin-Resource-Policy: same-origin\r\n";

fn send(mut stream: &TcpStream, whole: &Whole, is_head: bool, keep_alive: bool) -> io::Result<()> {
    let Whole { status, mime, body, location } = whole;
    let mut head = format!(
        "HTTP/1.1 {status} {}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\n{OWN_PAGES_ONLY}",
        reason(*status),
        body.len()
    );
    if let Some(location) = location {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    if *status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    head.push_str(if keep_alive { "\r\n" } else { "Connection: close\r\n\r\n" });
    let mut bytes = head.into_bytes();
    if !is_head {
        bytes.extend_from_slice(body);
    }
    stream.write_all(&bytes)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "HTTP Version Not Supported",
    }
}

const EVENTS: &str = "text/event-stream; charset=utf-8";

/// Tells a page when to load again, when to swap its style sheets, and what is wrong, until the page goes away.
fn events(mut stream: &TcpStream, seen: Option<u64>, bulletin: &Bulletin) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {EVENTS}\r\nCache-Control: no-store\r\n{OWN_PAGES_ONLY}Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    let mut state = bulletin.now();
    let mut version = seen.unwrap_or(state.version);
    // A page starts without a panel.
    let mut notice = None;
    stream.write_all(format!("retry: 500\nid: {version}\n: \n\n").as_bytes())?;
    loop {
        if state.version != version {
            let styles = state.styles_since(version);
            version = state.version;
            let (name, data) = match styles {
                Some(sheets) => ("styles", serde_json::to_string(&sheets).unwrap_or_default()),
                None => ("reload", String::from("{}")),
            };
            stream.write_all(format!("id: {version}\nevent: {name}\ndata: {data}\n\n").as_bytes())?;
        }
        if notice != Some(state.notice) {
            if notice.is_some() || !state.problems.is_empty() {
                let data = state.problems.json();
                stream.write_all(format!("event: problems\ndata: {data}\n\n").as_bytes())?;
            }
            notice = Some(state.notice);
        }
        let next = bulletin.wait(version, state.notice, HEARTBEAT);
        if (next.version, next.notice) == (state.version, state.notice) {
            stream.write_all(b": \n\n")?;
        }
        state = next;
    }
}
