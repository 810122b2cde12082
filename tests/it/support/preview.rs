//! A running `gongkai serve`, asked over plain sockets as a browser would, and its stream of events, which a story reads instead of
//! waiting.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::site::{Site, TODAY};

/// Long enough for a busy machine; a story that gets no answer fails after it.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Preview {
    program: Child,
    pub url: String,
    authority: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// The stream that a page listens to.
pub struct Events {
    stream: BufReader<TcpStream>,
    /// The stream says from time to time that it is alive, so reading alone would not end.
    deadline: Instant,
}

#[derive(Debug)]
pub struct Event {
    pub name: String,
    pub data: String,
}

impl Preview {
    pub fn start(site: &Site, more: &[&str]) -> Preview {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args([&["serve", "--port", "0", "--as-of", TODAY], more].concat())
            .current_dir(&site.root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("its output")).read_line(&mut line).expect("the address");
        let url = line.trim_end().to_string();
        let authority = url.strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).expect("an address").to_string();
        Preview { program, url, authority }
    }

    pub fn port(&self) -> &str {
        self.authority.rsplit(':').next().expect("a port")
    }

    /// Sends these bytes and reads all that comes back.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("the request is taken");
        let mut bytes = Vec::new();
        // Refusals may close while the request is still being sent.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Answer { status, head: head.to_string(), body: body.to_string() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.authority))
    }

    /// The text of a page that must be there.
    #[track_caller]
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// What a page of that number is told when it asks.
    pub fn state(&self, version: &str) -> Value {
        serde_json::from_str(&self.page(&format!("/_gongkai/state?v={version}"))).expect("JSON")
    }

    /// A connection that says nothing.
    pub fn silence(&self) -> TcpStream {
        self.connect()
    }

    /// What a page that is shown now will be told.
    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /_gongkai/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.authority);
        stream.write_all(request.as_bytes()).expect("the request is taken");
        let mut events = Events { stream: BufReader::new(stream), deadline: Instant::now() + PATIENCE };
        // The stream has begun when its first comment is here; what changes from now on is told.
        while events.line() != ": " {}
        events
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.authority).expect("the server answers");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// Presses Ctrl-C and returns the exit code.
    #[cfg(unix)]
    pub fn interrupt(mut self) -> Option<i32> {
        let sent = Command::new("kill").args(["-INT", &self.program.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
        self.program.wait().expect("it ends").code()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Events {
    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(Instant::now() < self.deadline, "no such event came");
        let read = self.stream.read_line(&mut line).expect("an event in time");
        assert!(read > 0, "the stream ended");
        line.trim_end_matches(['\r', '\n']).to_string()
    }

    pub fn take(&mut self) -> Event {
        let mut event = Event { name: String::new(), data: String::new() };
        loop {
            let line = self.line();
            if let Some(name) = line.strip_prefix("event: ") {
                event.name = name.to_string();
            } else if let Some(data) = line.strip_prefix("data: ") {
                event.data = data.to_string();
            } else if line.is_empty() && !event.name.is_empty() {
                return event;
            }
        }
    }

    /// Reads on to the first event of that name.
    pub fn until(&mut self, name: &str) -> Event {
        loop {
            let event = self.take();
            if event.name == name {
                return event;
            }
        }
    }

    /// Reads on to the first problems, and returns them.
    pub fn problems(&mut self) -> Vec<Value> {
        let event = self.until("problems");
        let json: Value = serde_json::from_str(&event.data).expect("JSON");
        json["problems"].as_array().expect("a list").clone()
    }

    /// Waits for new sites until one passes `is_right`.
    pub fn reloads_until(&mut self, mut is_right: impl FnMut() -> bool) {
        while !is_right() {
            self.until("reload");
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        let _ = self.stream.get_ref().shutdown(Shutdown::Both);
    }
}
