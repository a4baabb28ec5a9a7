"""One request to a messenger, as often as it is known not to have been received."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TypeVar

from bot.outcomes import Closed, Unsaid
from bot.pace import Pace
from bot.tally import Tally

log = logging.getLogger("cchc.messenger")
T = TypeVar("T")
PATIENCE = 60.0  # seconds of trying a broadcast
TRIES = {"down": 5, "uncertain": 2}  # of one request: the messenger failed; or it may have been received
# What became of a request that failed ("wait", "moved", "closed", "same", "refused", "revoked", "not sent", "down" or
# "uncertain"), how long to wait before the next, and why a chat is closed.
Failure = tuple[str, float, str]


async def request(
    pace: Pace, tally: Tally, chat: str, attempt: Callable[[], Awaitable[T]], read: Callable[[Exception], Failure],
    broadcast: bool = False, says: bool = True, most_waits: int = 1_000_000,
) -> T | None:  # fmt: skip
    """What a request comes to, in its turn; Closed, or Unsaid. `says`: it is a message, and counted. `most_waits`: how
    often a messenger may ask to wait, where it does not say how long: it may mean until next month.

    A broadcast gives up before somebody else takes it for lost. What may have been received of it is not sent again
    here: the outbox knows whether it may be.
    """
    began, failed = pace.clock(), Counter[str]()
    for number in count():
        if broadcast and max(pace.clock(), pace.rest_until) - began > PATIENCE:
            raise Unsaid("wait")
        await (pace.broadcast(chat) if broadcast else pace.reply(chat))
        try:
            done = await attempt()
            tally.add(says)
            return done
        except Exception as error:
            what, rest, why = read(error)
            log.warning("%s (%s)", what, error)
            if what == "same":
                return None
            if what == "closed":
                raise Closed(why) from None
            if what == "revoked":
                raise
            tally.add(says and what in TRIES)
            failed[what] += 1
            if rest:
                pace.rest(rest)
            tries = 1 if broadcast and what in TRIES else {**TRIES, "wait": most_waits}.get(what, 1_000_000)
            if what == "refused" or failed[what] >= tries:
                raise Unsaid(what) from error
            if not rest and what != "moved":
                await asyncio.sleep(min(30, 0.5 * 2 ** min(number, 6)) * random.uniform(0.8, 1.2))  # noqa: S311
    raise AssertionError
