"""What `serve` answers: this machine only, files of the site only, nothing to a foreign page (K3, J1, P7)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from crmkit.serve import Server, Shown, listen
from crmkit.serve.dress import Trouble
from crmkit.serve.shown import confined

PAGE = """<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; base-uri 'none'">
</head>
<body class="x"><h1>曾国藩</h1></body></html>
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A site, and beside it what nobody may get."""
    folder = tmp_path / "site"
    for name, text in {
        "index.html": "<title>start</title>",
        "customers.html": PAGE,
        "customers/CRM-1.html": PAGE,
        "search/0.js": "window.CRMKIT_SEARCH = [];",
        "static/site.css": "body {}",
        ".crmkit-site": "1",
        "../secret.html": "secret",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "up").symlink_to(tmp_path)
    return folder


@pytest.fixture
def server(out: Path) -> Iterator[Server]:
    running = Server(listen(0))
    running.shown = Shown(out, "not here", "en")
    Thread(target=running.serve_forever, daemon=True).start()
    yield running
    running.shown.close()
    running.shutdown()
    running.server_close()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.putrequest(method, path, skip_host="host" in headers)
    for key, value in headers.items():
        connection.putheader(key.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_it_listens_on_the_loopback_address_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost", ""])
def test_another_host_is_not_served(server: Server, host: str) -> None:
    """A foreign name that leads to 127.0.0.1 would make its pages ours to the browser."""
    answer, body = ask(server, "/customers.html", host=host.format(port=server.server_port))
    assert answer.status == 421
    assert "曾国藩".encode() not in body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_its_own_names_are_served(server: Server, host: str) -> None:
    assert ask(server, "/customers.html", host=f"{host}:{server.server_port}")[0].status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_cannot_load_customers_as_a_script(server: Server, site: str) -> None:
    headers = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"}
    answer, body = ask(server, "/search/0.js", **headers)
    assert (answer.status, body) == (403, b"403 Forbidden\n")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_link_on_a_foreign_page_may_lead_here_but_no_frame_shows_it(server: Server) -> None:
    answer, _ = ask(server, "/customers.html", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert answer.status == 200
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html", "/%2e%2e/secret.html", "/customers/../../secret.html", "/..%2fsecret.html",
        "/customers/..%5c..%5csecret.html", "//secret.html", "/./customers.html", "/link.html",
        "/up/secret.html", "/.crmkit-site", "/customers", "/customers/", "/customers.html%00.css",
        "/C:/secret.html", "/%ff", "/_serve/../serve/kept.py", "/_serve/kept.py",
    ],
)  # fmt: skip
def test_only_files_of_the_site_are_found(server: Server, path: str) -> None:
    """Ways out, links, hidden files, folders: not there, and no folder is listed."""
    answer, body = ask(server, path)
    assert answer.status == 404
    assert b"secret" not in body
    assert b"CRM-1" not in body


def test_an_address_is_one_file_and_nothing_else() -> None:
    assert confined("/") == "index.html"
    assert confined("/en/customers/CRM-1.html?x=../..#y") == "en/customers/CRM-1.html"
    assert confined("/%E6%9B%BE.html") == "曾.html"
    assert confined("customers.html") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_allowed(server: Server, method: str) -> None:
    answer, _ = ask(server, "/customers.html", method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_head_says_what_get_would(server: Server) -> None:
    head, nothing = ask(server, "/customers.html", "HEAD")
    get, body = ask(server, "/customers.html")
    assert nothing == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(body))


def test_the_script_is_in_the_bytes_served_and_not_on_the_disk(server: Server, out: Path) -> None:
    _, body = ask(server, "/customers.html")
    assert b"/_serve/reload.js" in body
    assert b"script-src 'self'; connect-src 'self';" in body
    assert (out / "customers.html").read_text("utf-8") == PAGE
    script, _ = ask(server, "/_serve/reload.js")
    assert script.headers["Content-Type"].startswith("text/javascript")


def test_a_trouble_stands_on_every_page_as_text(server: Server) -> None:
    assert server.shown is not None
    server.shown.trouble([Trouble("broken", ("<script>alert(1)</script>",))])
    for path in ("/customers.html", "/customers/CRM-1.html", "/gone.html"):
        _, body = ask(server, path)
        assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in body
        assert b"<script>" not in body


def events(server: Server, page: str) -> HTTPResponse:
    """A connection that waits for news about a page as it is shown now."""
    assert server.shown is not None
    seen = server.shown.answer(page).mark
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request("GET", f"/_serve/events?seen={seen}&page={page}")
    answer = connection.getresponse()
    assert answer.readline() == b"retry: 500\n"
    return answer


def test_a_browser_is_told_when_its_own_page_changed(server: Server, out: Path) -> None:
    assert server.shown is not None
    mine, other = events(server, "/customers/CRM-1.html"), events(server, "/customers.html")
    server.shown.lay({"customers/CRM-1.html": b"new"})
    assert b"event: reload" in mine.read()
    (out / "customers.html").write_text(PAGE.replace("曾", "李"), "utf-8")
    server.shown.settle()
    assert b"event: reload" in other.read()


def test_a_browser_that_missed_a_change_is_told_at_once(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request("GET", "/_serve/events?seen=old&page=/customers.html")
    assert b"event: reload" in connection.getresponse().read()


@pytest.mark.parametrize("what", ["style", "trouble"])
def test_a_new_style_and_a_trouble_reload_every_page(server: Server, out: Path, what: str) -> None:
    assert server.shown is not None
    waiting = events(server, "/customers/CRM-1.html")
    if what == "style":
        (out / "static/site.css").write_text("body { color: red }")
        server.shown.settle()
    else:
        server.shown.trouble([Trouble("broken")])
    assert b"event: reload" in waiting.read()


def test_when_the_preview_ends_nobody_waits_on(server: Server) -> None:
    assert server.shown is not None
    waiting = events(server, "/customers.html")
    server.shown.close()
    assert b"reload" not in waiting.read()


def test_a_port_in_use_is_said_with_exit_code_3(crm) -> None:  # type: ignore[no-untyped-def]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = crm("serve", "--port", str(port))
    assert (done.code, done.err) == (3, f"crmkit: port {port} is not to be had: name another with --port\n")
    assert not (crm.book / "site").exists()


def test_ctrl_c_ends_it_with_130_and_no_traceback(crm) -> None:  # type: ignore[no-untyped-def]
    import os
    import signal
    import subprocess
    import sys

    command = [sys.executable, "-m", "crmkit", *crm.arguments(("serve", "--port", "0"), "2024-06-30", "en")]
    root = str(Path(__file__).resolve().parents[2])
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith(b"http://127.0.0.1:")
    running.stderr.readline()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.strip()) == (130, b"", b"")
