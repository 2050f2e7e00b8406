from __future__ import annotations


class UnderstudyError(Exception):
    """
    An error of the client. `code` is stable: one of the API's, or not_ready, timeout, closed, bundle_invalid,
    server_unreachable.
    """

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        #: The HTTP status, or 0 without a response.
        self.status = status

    def __reduce__(self) -> "tuple[type[UnderstudyError], tuple[str, str, int]]":
        return (UnderstudyError, (self.code, self.message, self.status))


class NeedsServer(Exception):
    """This package does not support the request, so the server must answer it."""
