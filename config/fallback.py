"""The cache where its server may be away: then each process counts and keeps for itself.

Nothing in the cache is the only copy of anything: it holds drawings, and the counts behind the limits on guessing and
on the API. Without the server a page draws anew, and a limit counts within one process: it lets through as many times
more as there are web processes, and never falls away.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for one answer of the server
LEFT_ALONE = 10.0  # seconds without a question to a server that did not answer: each question would wait as long

# A connection that the server has closed meanwhile is opened again, once. A server that is silent is not asked twice.
CONNECTION: Mapping[str, object] = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 1, supported_errors=(NoConnection,)),
}

# Until when a server is left alone, by its address: Django makes a cache for each thread, and all shall know of it.
_away: dict[str, float] = {}


def _either(name: str) -> Callable[..., Any]:
    """A method of the cache: what the server answers, or else the memory of this process."""

    def ask(self: "FallbackCache", *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= _away.get(self.server, 0.0):
            try:
                return getattr(RedisCache, name)(self, *arguments, **named)
            except (RedisError, OSError) as error:
                # What the error says may hold the address of the server, and that its password.
                logger.warning("The cache does not answer: %s", type(error).__name__)
                _away[self.server] = time.monotonic() + LEFT_ALONE
        return getattr(self.own, name)(*arguments, **named)

    return ask


class FallbackCache(RedisCache):
    """Redis or Valkey, and this process's own memory as long as the server does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": {**CONNECTION, **params.get("OPTIONS", {})}})
        self.server = server
        self.own = LocMemCache(f"instead of {server}", params)

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    has_key = _either("has_key")
    incr = _either("incr")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    clear = _either("clear")
