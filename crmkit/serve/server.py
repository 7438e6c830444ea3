"""Answer browsers on this machine: GET and HEAD, files of the site only, and word of changes."""

from __future__ import annotations

import os
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crmkit.serve.dress import OWN, own_file
from crmkit.serve.shown import Shown

LOOPBACK = "127.0.0.1"
# Seconds: how often a silent connection is tried, and how long a browser may keep an idle one.
BEAT, IDLE = 15.0, 60.0
# How many connections may wait to be taken up.
BACKLOG = 16

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
# A page of another origin must not load customers as a script or frame; nothing is kept in a cache.
GUARDS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def listen(port: int) -> socket.socket:
    """A socket on the loopback address only; `port` 0 takes any free one. OSError when it is in use."""
    found = socket.socket()
    try:
        if os.name != "nt":  # there it would share the port with a stranger; elsewhere one need not wait
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((LOOPBACK, port))
        found.listen(BACKLOG)
    except OSError:
        found.close()
        raise
    return found


class Server(ThreadingHTTPServer):
    """Answers on a socket that listens; it has nothing to show until `shown` is set."""

    daemon_threads = True

    def __init__(self, listening: socket.socket) -> None:
        self.shown: Shown | None = None
        super().__init__(listening.getsockname()[:2], Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that went away is no error."""

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which a browser may ask: a foreign name that leads here is another site's trick."""
        names = (LOOPBACK, "localhost")
        bare = names if self.server_port == 80 else ()
        return frozenset((*bare, *(f"{name}:{self.server_port}" for name in names)))


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "crmkit", ""
    timeout = IDLE

    def do_GET(self) -> None:
        """A file of the site, or word of changes."""
        shown = self.server.shown
        refusal = self._refusal()
        if refusal or shown is None:
            self._refuse(refusal or HTTPStatus.SERVICE_UNAVAILABLE)
            return
        address = urlsplit(self.path)
        if address.path == f"/{OWN}events":
            self._events(shown, parse_qs(address.query))
            return
        if address.path.startswith(f"/{OWN}"):
            data = own_file(address.path.removeprefix(f"/{OWN}"))
            if data is None:
                self._refuse(HTTPStatus.NOT_FOUND)
            else:
                self._send(HTTPStatus.OK, address.path, data)
            return
        answer = shown.answer(address.path)
        status = HTTPStatus.OK if answer.found else HTTPStatus.NOT_FOUND
        self._send(status, answer.name if answer.found else ".html", answer.body)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Nothing is ever changed from a browser."""
        self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not talked about."""

    def _refusal(self) -> HTTPStatus | None:
        """Why a request is not answered: it asks another host, or a foreign page asks through the browser."""
        if self.headers.get_all("Host") is None or len(self.headers.get_all("Host") or ()) != 1:
            return HTTPStatus.BAD_REQUEST
        if self.headers["Host"].strip().lower() not in self.server.hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        site = self.headers.get("Sec-Fetch-Site", "none")
        visit = self.headers.get("Sec-Fetch-Mode") == "navigate"
        return None if visit or site in ("none", "same-origin") else HTTPStatus.FORBIDDEN

    def _refuse(self, status: HTTPStatus, headers: dict[str, str] | None = None) -> None:
        self.close_connection = True
        self._send(status, ".txt", f"{status.value} {status.phrase}\n".encode(), headers)

    def _send(
        self, status: HTTPStatus, name: str, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        suffix = PurePath(name).suffix or PurePath("x" + name).suffix
        self.send_header("Content-Type", TYPES.get(suffix.lower(), "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        for key, value in {**GUARDS, **(headers or {})}.items():
            self.send_header(key, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self, shown: Shown, query: dict[str, list[str]]) -> None:
        """Keep the connection until what the browser shows is out of date, then say so."""
        page, seen = (query.get(key, [""])[0] for key in ("page", "seen"))
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        for key, value in {**GUARDS, "Connection": "close"}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 500\n\n")
        while not shown.closed:
            if shown.wait(page, seen, BEAT):
                self.wfile.write(b"event: reload\ndata: now\n\n")
                return
            self.wfile.write(b":\n\n")
