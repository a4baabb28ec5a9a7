"""A sign of life to whoever watches from outside: nobody else notices a reminder that never comes."""

import logging

import aiohttp

log = logging.getLogger("cchc.heartbeat")
WITHIN = 10.0  # seconds


async def beat(url: str) -> bool:
    """Ask an address for anything; whether it answered. The address may be a secret: it is never logged."""
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(WITHIN)) as http, http.get(url) as answer:
            if answer.status < 400:
                return True
            log.warning("the heartbeat was answered with %d", answer.status)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("the heartbeat was not received: %s", type(error).__name__)
    return False
