"""Zalo's own hosts: the API's, and those that keep what people send. Nothing else is ever asked for a picture."""

import re

API = "https://bot-api.zaloplatforms.com"
# A name of the platform's own (zdn.vn, as live bots report) and a path, and nothing in which parsers differ: no user,
# no port, no escape.
_MEDIA = re.compile(r"https://(?:[a-z0-9-]{1,63}\.){1,5}zdn\.vn/[!-\[\]-~]{1,2000}", re.ASCII)


def is_own(url: str, api: str = API) -> bool:
    """Whether an address is one of Zalo's own, by https; the API's is whatever the configuration says."""
    of_the_api = url.startswith(f"{api.rstrip('/')}/") and re.fullmatch(r"[!-\[\]-~]{1,2000}", url) is not None
    return of_the_api or _MEDIA.fullmatch(url) is not None
