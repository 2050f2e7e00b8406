from __future__ import annotations


class UnderstudyError(Exception):
    """`code` is stable: one of the API's, or not_ready, timeout, closed, bundle_invalid, server_unreachable."""

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        #: The HTTP status; 0 when no server said it.
        self.status = status

    def __reduce__(self) -> "tuple[type[UnderstudyError], tuple[str, str, int]]":
        return (UnderstudyError, (self.code, self.message, self.status))


class NeedsServer(Exception):
    """What was asked for is beyond this package; the server does it."""
