//! A client of sockets, as a stock `AgentClient` speaks.

use std::{net::TcpStream, time::Duration};

use serde_json::{Value, json};
use tungstenite::{
    Error, Message, WebSocket, client::IntoClientRequest, handshake::client::Response,
    http::HeaderValue, protocol::frame::coding::CloseCode,
};

use super::key_of;

pub(crate) struct Socket {
    socket: WebSocket<TcpStream>,
    /// Frames that came while another one was waited for.
    pub(crate) others: Vec<Value>,
    pub(crate) head: Response,
    next: u64,
}

impl Socket {
    /// A socket of a user, whose key is a subprotocol, as in a browser.
    #[track_caller]
    pub(crate) fn open(port: u16, path: &str, user: &str) -> Socket {
        let protocols = format!("bloqr.agent.v1, bearer.{}", key_of(user));
        Socket::with(port, path, &[("sec-websocket-protocol", &protocols)]).unwrap()
    }

    /// With these headers. An error is a handshake that is refused by a status.
    #[track_caller]
    pub(crate) fn with(port: u16, path: &str, headers: &[(&str, &str)]) -> Result<Socket, Error> {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut request = format!("ws://localhost{path}").into_client_request()?;
        for (name, value) in headers {
            let name: tungstenite::http::HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        match tungstenite::client(request, stream) {
            Ok((socket, head)) => Ok(Socket { socket, others: Vec::new(), head, next: 0 }),
            Err(tungstenite::HandshakeError::Failure(error)) => Err(error),
            Err(tungstenite::HandshakeError::Interrupted(_)) => panic!("the socket blocks"),
        }
    }

    pub(crate) fn send(&mut self, text: &str) -> Result<(), Error> {
        self.socket.send(Message::text(text))
    }

    /// The next frame, or how the socket was closed.
    pub(crate) fn frame(&mut self) -> Result<Value, Closed> {
        if !self.others.is_empty() {
            return Ok(self.others.remove(0));
        }
        self.read()
    }

    fn read(&mut self) -> Result<Value, Closed> {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Ok(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(frame)) => {
                    return Err(Closed(frame.map_or(1005, |it| u16::from(it.code))));
                }
                Ok(_) => (),
                // Without a close frame, as a client sees it.
                Err(_) => return Err(Closed(u16::from(CloseCode::Abnormal))),
            }
        }
    }

    /// The next frame of a type.
    #[track_caller]
    pub(crate) fn until(&mut self, kind: &str) -> Value {
        let kept = self.others.iter().position(|it| it["type"] == kind);
        if let Some(n) = kept {
            return self.others.remove(n);
        }
        loop {
            let frame =
                self.read().unwrap_or_else(|it| panic!("closed with {} before {kind}", it.0));
            if frame["type"] == kind {
                return frame;
            }
            self.others.push(frame);
        }
    }

    /// The first frame with a state of which this holds.
    #[track_caller]
    pub(crate) fn state_when(&mut self, is: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut frame = self.until("cf_agent_state");
            if is(&frame["state"]) {
                return frame["state"].take();
            }
        }
    }

    /// Sends a call; its id.
    pub(crate) fn ask(&mut self, method: &str, argument: &Value) -> Result<String, Error> {
        self.next += 1;
        let id = format!("call-{}", self.next);
        let frame = json!({ "type": "rpc", "id": id, "method": method, "args": [argument] });
        self.send(&frame.to_string()).map(|()| id)
    }

    /// Calls a method: its result, or the error.
    #[track_caller]
    pub(crate) fn call(&mut self, method: &str, argument: Value) -> Result<Value, String> {
        let id = self.ask(method, &argument).unwrap();
        self.answer(&id)
    }

    /// The last frame that answers a call.
    #[track_caller]
    pub(crate) fn answer(&mut self, id: &str) -> Result<Value, String> {
        loop {
            let mut frame = self.until("rpc");
            assert_eq!(frame["id"], id);
            if frame["success"] == false {
                return Err(frame["error"].as_str().unwrap().to_owned());
            }
            if frame["done"] == true {
                return Ok(frame["result"].take());
            }
        }
    }
}

/// The code with which a socket was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed(pub(crate) u16);

/// The code with which a socket is closed at last, whatever comes before.
pub(crate) fn closes(mut socket: Socket) -> u16 {
    loop {
        if let Err(Closed(code)) = socket.frame() {
            return code;
        }
    }
}
