"""A stand-in for a geocoding service, on this machine alone, that counts."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class StandIn:
    """Answers of a service by name, and how often each was asked and answered.

    ``before`` is called with a name before it is answered; if it gives a status code,
    that is the answer.
    """

    def __init__(self, answer: Callable[[str], object]) -> None:
        self.answer = answer
        self.before: Callable[[str], int | None] = lambda _: None
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.paths: list[str] = []
        self.url = ""

    def _respond(self, handler: BaseHTTPRequestHandler) -> None:
        name = parse_qs(urlsplit(handler.path).query)["q"][0]
        self.paths.append(handler.path)
        self.agents.add(handler.headers["User-Agent"])
        self.asked[name] += 1
        status = self.before(name)
        body = b"" if status else json.dumps(self.answer(name)).encode()
        handler.send_response(status or 200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        if not status:
            self.answered[name] += 1

    @contextmanager
    def serving(self) -> Iterator[StandIn]:
        """The service, up and asked at ``url``."""
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in._respond(self)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
