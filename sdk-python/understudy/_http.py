"""Sends requests to the server with the standard library."""

from __future__ import annotations

import base64
import http.client
import json
import random
import re
import socket
import ssl
import urllib.request
import zlib
from typing import Any, Dict, Mapping, Optional
from urllib.parse import quote, unquote, urlsplit

from ._errors import UnderstudyError


class Server:
    """The server's address and the key."""

    def __init__(self, url: str, api_key: str, ssl_context: Optional[ssl.SSLContext]) -> None:
        parts = urlsplit(url.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UnderstudyError("invalid_options", f'"{url}" is not an address.')
        # A message about a header that cannot be sent would hold the key.
        key = (api_key or "").strip()
        if not re.fullmatch("[!-~]+", key):
            raise UnderstudyError("invalid_options", "api_key is not an API key.")
        self._is_secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port or (443 if self._is_secure else 80)
        self._netloc = parts.netloc.rpartition("@")[2]
        self._path = parts.path
        self._key = key
        self._ssl = ssl_context

    def connect(self, timeout: float) -> "tuple[http.client.HTTPConnection, str, Dict[str, str]]":
        """Opens a connection, with the proxies of the environment. Returns it with the path prefix and headers."""
        scheme = "https" if self._is_secure else "http"
        proxy = urllib.request.getproxies().get(scheme)
        if not proxy or urllib.request.proxy_bypass(self._netloc):
            return self._direct(self._host, self._port, timeout), self._path, {}
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        headers: Dict[str, str] = {}
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Proxy-Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        host, port = parts.hostname or "", parts.port or 3128
        if not self._is_secure:
            plain = http.client.HTTPConnection(host, port, timeout=timeout)
            return plain, f"http://{self._netloc}{self._path}", headers
        connection = self._direct(host, port, timeout)
        connection.set_tunnel(self._host, self._port, headers)
        return connection, self._path, {}

    def _direct(self, host: str, port: int, timeout: float) -> http.client.HTTPConnection:
        if not self._is_secure:
            return http.client.HTTPConnection(host, port, timeout=timeout)
        context = self._ssl or ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)

    def open(
        self,
        path: str,
        query: Mapping[str, Optional[str]],
        timeout: float,
        headers: Optional[Mapping[str, str]] = None,
        body: Optional[bytes] = None,
    ) -> "Exchange":
        """Sends a request. Returns for any status. Raises `server_unreachable` or `timeout`."""
        connection, prefix, own = self.connect(timeout)
        given = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value is not None)
        target = f"{prefix}/api/v1{path}{'?' + given if given else ''}"
        sent = {"Authorization": f"Bearer {self._key}", "User-Agent": "understudy-python", **own, **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            connection.request("GET" if body is None else "POST", target, body=body, headers=sent)
            return Exchange(connection, connection.sock, connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise unreachable(error) from error


class Exchange:
    """A response that is being read. `close` may be called from another thread."""

    def __init__(
        self, connection: http.client.HTTPConnection, sock: Optional[socket.socket], response: http.client.HTTPResponse
    ) -> None:
        self._connection = connection
        self._sock = sock
        self.response = response
        self.status = response.status

    def header(self, name: str) -> Optional[str]:
        return self.response.getheader(name)

    def patience(self, seconds: float) -> None:
        """Sets how long the next byte may take."""
        if self._sock is not None:
            self._sock.settimeout(seconds)

    def read(self, most: int) -> bytes:
        """Returns the whole body, decoded. Raises `too_large`, `server_unreachable` or `timeout`."""
        decoder = zlib.decompressobj(31) if self.header("content-encoding") == "gzip" else None
        length = self.header("content-length")
        if length and length.isdigit() and int(length) > most:
            raise _too_large()
        parts = []
        size = 0
        try:
            while True:
                chunk = self.response.read(1 << 16)
                if not chunk:
                    break
                if decoder:
                    chunk = decoder.decompress(chunk, most - size + 1)
                size += len(chunk)
                if size > most or (decoder and decoder.unconsumed_tail):
                    raise _too_large()
                parts.append(chunk)
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise unreachable(error) from error
        return b"".join(parts)

    def problem(self) -> UnderstudyError:
        """Returns the error in a response with status 400 or higher."""
        try:
            said: Any = json.loads(self.read(1_000_000))
        except (UnderstudyError, ValueError):
            said = None  # a proxy's error page
        said = said if isinstance(said, dict) else {}
        code, detail = said.get("code"), said.get("detail")
        return UnderstudyError(
            code if isinstance(code, str) else f"http_{self.status}",
            detail if isinstance(detail, str) else f"The server answered {self.status}.",
            self.status,
        )

    def retry_after(self) -> float:
        """Returns the wait that the server requests, in seconds. 0 if there is none."""
        text = self.header("retry-after") or ""
        return min(float(text), 300) if text.isdigit() else 0

    def close(self) -> None:
        if self._sock is not None:
            try:
                self._sock.shutdown(socket.SHUT_RDWR)  # ends a read of another thread
            except OSError:
                pass
        self._connection.close()


def _too_large() -> UnderstudyError:
    return UnderstudyError("bundle_too_large", "The answer is larger than max_bundle_size. Name a folder, or raise it.")


def unreachable(error: BaseException) -> UnderstudyError:
    if isinstance(error, UnderstudyError):
        return error
    if isinstance(error, (socket.timeout, TimeoutError)):
        return UnderstudyError("timeout", "The server did not answer in time.")
    return UnderstudyError("server_unreachable", f"The server could not be reached: {error}")


def backoff(tries: int, first: float, most: float) -> float:
    """
    Returns the wait before the n-th attempt: exponential up to `most`, with jitter between half of it and all of it.
    """
    return min(most, first * 2 ** min(tries, 20)) * (0.5 + random.random() / 2)
