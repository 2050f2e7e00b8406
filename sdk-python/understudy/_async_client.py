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
    # Shielded: the first bundle is awaited by others too.
    waiting = asyncio.shield(asyncio.wrap_future(future))
    return await asyncio.wait_for(waiting, max(0.0, deadline_at - time.monotonic()))


class AsyncUnderstudy(BaseClient):
    """The same for asyncio: memory answers at once, and nothing blocks the event loop."""

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
        """The prompt for this user. Raises an UnderstudyError only when there is nothing to serve."""
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
            raise UnderstudyError("not_ready", "No bundle came in time.") from None

    async def flush(self, timeout: float = _close_seconds) -> bool:
        """Sends what waits; False when the server did not take it all."""
        return await asyncio.get_running_loop().run_in_executor(None, self._outbox.flush, timeout)

    async def close(self, timeout: float = _close_seconds) -> None:
        """Sends what waits, writes the rest to the outbox, and ends every connection."""
        await asyncio.get_running_loop().run_in_executor(None, self._close, timeout)

    async def __aenter__(self) -> "AsyncUnderstudy":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
