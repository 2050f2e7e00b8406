"""A server that responds like Understudy's runtime, for faults that the real one does not have. Uses real HTTP."""

import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def prompt_of(name, version=1, text=None, **more):
    content = {"type": "chat", "messages": [{"role": "system", "content": text or f"This is {name} {version}."}]}
    prompt = {"promptId": f"id-{name}", "name": name, "versionId": f"v-{name}-{version}", "version": version}
    return {**prompt, "contentHash": "h", "content": content, **more}


def bundle_of(prompts, environment="production"):
    document = {"format": 1, "environment": environment, "folder": None}
    document["prompts"] = sorted(prompts, key=lambda one: one["name"])
    own = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(own.encode()).hexdigest()
    return digest, f'{{"hash":"{digest}","bundle":{own}}}'.encode()


class FakeServer:
    def __init__(self, *prompts):
        self.prompts = list(prompts)
        self.bundle = None
        self.handlers = {}
        self.has_streams = True
        self.heartbeat_ms = 15_000
        self.clock_ms = 0
        self.seen = []
        self._streams = []
        self._connections = []
        self._lock = threading.Lock()
        self._port = 0
        self._server = None
        self.start()

    def start(self):
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                with fake._lock:
                    fake._connections.append(self.connection)

            def log_message(self, *_):
                pass

            def do_GET(self):
                fake._answer(self)

            do_POST = do_GET

        class Server(ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 100

            def handle_error(self, *_):
                pass  # a connection that was cut

        self._server = Server(("127.0.0.1", self._port), Handler)
        self._port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self._port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        with self._lock:
            connections, self._connections, self._streams = self._connections, [], []
        for connection in connections:
            try:
                connection.shutdown(2)
            except OSError:
                pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def asked(self, path):
        with self._lock:
            return [one for one in self.seen if one["path"].split("?")[0] == f"/api/v1{path}"]

    def events(self, kind="events"):
        return [item for one in self.asked(f"/{kind}") for item in one["body"][kind]]

    def release(self, *changed):
        """Releases prompts and sends the changes to streams."""
        start, _ = bundle_of(self.prompts)
        ids = {one["promptId"] for one in changed}
        self.prompts = [one for one in self.prompts if one["promptId"] not in ids] + list(changed)
        end, _ = bundle_of(self.prompts)
        self.tell("change", {"from": start, "to": end, "prompts": list(changed), "removed": []})

    def tell(self, event, data):
        for stream in list(self._streams):
            stream.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
            stream.flush()

    def _answer(self, handler):
        length = int(handler.headers.get("content-length") or 0)
        body = json.loads(handler.rfile.read(length)) if length else None
        with self._lock:
            self.seen.append({"path": handler.path, "headers": dict(handler.headers), "body": body})
        path = handler.path.split("?")[0]
        name = path.rsplit("/", 1)[1]
        answer = self.handlers.get(path) or getattr(self, f"_{name}", None)
        if answer:
            answer(handler)
        else:
            problem(handler, 404, "not_found")

    def _now(self):
        return time.time() * 1000 + self.clock_ms

    def _bundle(self, handler):
        digest, text = bundle_of(self.prompts)
        if self.bundle:
            digest, text = json.loads(self.bundle)["hash"], self.bundle
        headers = {"etag": f'"{digest}"', "x-server-time": str(int(self._now()))}
        if f'"{digest}"' in (handler.headers.get("if-none-match") or ""):
            return send(handler, 304, b"", headers)
        return send(handler, 200, text, headers)

    def _stream(self, handler):
        if not self.has_streams:
            return problem(handler, 501, "stream_not_available")
        digest, _ = bundle_of(self.prompts)
        following = None if handler.headers.get("last-event-id") == digest else "bundle"
        said = {"hash": digest, "next": following, "now": self._now(), "heartbeatMs": self.heartbeat_ms}
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.send_header("connection", "close")
        handler.end_headers()
        handler.wfile.write(f"event: hello\ndata: {json.dumps(said)}\n\n".encode())
        handler.wfile.flush()
        self._streams.append(handler.wfile)
        handler.close_connection = True
        while handler.wfile in self._streams:
            time.sleep(0.02)
        return None

    def end_streams(self, data=None):
        if data:
            self.tell("end", data)
        self._streams = []

    def _events(self, handler):
        send(handler, 202, b'{"accepted":1,"duplicates":0,"rejected":[]}')

    _exposures = _events


def send(handler, status, body, headers=None):
    handler.send_response(status)
    handler.send_header("content-length", str(len(body)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def problem(handler, status, code, headers=None):
    send(handler, status, json.dumps({"status": status, "code": code, "detail": f"The fake says {code}."}).encode(), headers)
