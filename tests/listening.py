"""A model behind a port of this computer that keeps every request that reaches it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fake_model import Answer, Recorder, faithful


class Heard:
    """What has arrived: the messages of each request, and where requests go."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.messages: list[list[dict[str, str]]] = []

    @property
    def last(self) -> list[str]:
        """The last message of each request."""
        return [each[-1]["content"] for each in self.messages]


@contextmanager
def listening(answer: Answer = faithful) -> Iterator[Heard]:
    """Run the model on a free port of 127.0.0.1."""
    recorder = Recorder(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            heard.messages.append(body["messages"])
            reply = recorder.replied(body)
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard = Heard(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
