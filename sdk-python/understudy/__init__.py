"""Resolves Understudy's prompts in the process of your application."""

from ._async_client import AsyncUnderstudy
from ._client import Understudy
from ._errors import UnderstudyError
from ._prompt import Prompt
from ._wrap import wrap_anthropic, wrap_openai

__all__ = ["AsyncUnderstudy", "Prompt", "Understudy", "UnderstudyError", "wrap_anthropic", "wrap_openai"]
