from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from typing import Any, Mapping, Optional, TypeVar

from ._client import _close_seconds, Asked, BaseClient, Fallback
from ._content import Placeholders
from ._errors import NeedsServer, UnderstudyError
from ._prompt import Prompt

T = TypeVar("T")


async def _within(future: "Future[T]", deadline_at: float) -> T:
    # Shielded, because other tasks await the first bundle too.
    waiting = asyncio.shield(asyncio.wrap_future(future))
    return await asyncio.wait_for(waiting, max(0.0, deadline_at - time.monotonic()))


class AsyncUnderstudy(BaseClient):
    """The client for asyncio. Memory answers immediately, and the event loop is never blocked."""

    async def resolve(
        self,
        name: str,
        *,
        user_id: Optional[str] = None,
        variables: Optional[Mapping[str, Any]] = None,
        placeholders: Optional[Placeholders] = None,
        format: str = "messages",
        version: Optional[int] = None,
        fallback: Optional[Fallback] = None,
    ) -> Prompt:
        """
        Returns the prompt for this user. Raises an UnderstudyError only if there is neither a prompt nor a fallback.
        """
        deadline_at = time.monotonic() + self._deadline
        asked = Asked(name, user_id, variables, placeholders, format, version, fallback, deadline_at)
        try:
            try:
                prompt = self._from_memory(asked)
                if prompt is not None:
                    return prompt
            except NeedsServer:
                pass
            if self._is_closed:
                raise UnderstudyError("closed", "The client is closed.")
            await _within(self._ready, deadline_at)
            found = self._after_waiting(asked)
            return found if found is not None else await _within(self._ask(asked), deadline_at)
        except asyncio.TimeoutError:
            return self._conclude(asked, TimeoutError())
        except Exception as error:
            return self._conclude(asked, error)

    async def ready(self, timeout: Optional[float] = None) -> None:
        """Waits until prompts can be served. Raises `not_ready` after `timeout` seconds (default: the deadline)."""
        try:
            await _within(self._ready, time.monotonic() + (self._deadline if timeout is None else timeout))
        except asyncio.TimeoutError:
            raise UnderstudyError("not_ready", "No bundle arrived in time.") from None

    async def flush(self, timeout: float = _close_seconds) -> bool:
        """Sends queued events. Returns False if the server did not accept all of them."""
        return await asyncio.get_running_loop().run_in_executor(None, self._outbox.flush, timeout)

    async def close(self, timeout: float = _close_seconds) -> None:
        """Sends queued events, writes the rest to the outbox, and closes all connections."""
        await asyncio.get_running_loop().run_in_executor(None, self._close, timeout)

    async def __aenter__(self) -> "AsyncUnderstudy":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
