"""Links to files: one file each, unguessable, good for an hour, with no list of others and nothing kept on the way."""

import asyncio
import re
from datetime import datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import LAST, Links
from bot.web import Web
from tests.offices import ZONE

FILES = {"kept:a": b"%PDF one", "kept:b": b"\x89PNG two"}
NAME = "Quyết định số 45 & phụ lục.pdf"


class Office:
    """An office's web application, asked without a network."""

    def __init__(self, secret: bytes = b"of the office") -> None:
        self.now = datetime(2026, 9, 8, 8, tzinfo=ZONE)
        self.links = Links("https://cchc.vn/zalo", secret, lambda: self.now, self._content)

    async def _content(self, ref: str) -> bytes | None:
        return FILES.get(ref)

    def get(self, url: str, method: str = "GET") -> httpx.Response:
        async def well() -> bool:
            return True

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(Web("", self.links.routes, well).application())
            async with httpx.AsyncClient(transport=transport) as client:
                return await client.request(method, url)

        return asyncio.run(asked())


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def test_a_link_gives_its_file_with_its_name_and_kind(office: Office) -> None:
    given = office.get(office.links.link("kept:a", NAME))
    assert (given.status_code, given.content) == (200, FILES["kept:a"])
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Quy%E1%BA%BFt")
    assert given.headers["cache-control"] == "no-store"
    assert given.headers["x-content-type-options"] == "nosniff"


def test_a_picture_is_shown(office: Office) -> None:
    given = office.get(office.links.link("kept:b", "bieu-do-2026.png"))
    assert given.headers["content-type"] == "image/png"
    assert given.headers["content-disposition"].startswith("inline")


def test_a_link_is_over_after_an_hour() -> None:
    office = Office()
    link = office.links.link("kept:a", NAME)
    office.now += LAST
    assert office.get(link).status_code == 200
    office.now += timedelta(seconds=1)
    assert office.get(link).status_code == 404


@pytest.mark.parametrize("ref", ["kept:b", "kept:gone", "telegram:1:document:x"])
def test_a_link_leads_to_no_other_file(office: Office, ref: str) -> None:
    one, other = (office.links.link(each, NAME).split("/") for each in ("kept:a", ref))
    swapped = "/".join([*one[:-2], other[-2], one[-1]])
    assert office.get(swapped).status_code == 404


def test_nothing_lists_files(office: Office) -> None:
    link = office.links.link("kept:a", NAME)
    for parts in range(4, link.count("/") + 1):
        above = "/".join(link.split("/")[:parts])
        for url in (above, f"{above}/"):
            assert office.get(url).status_code == 404


def test_another_office_signs_otherwise(office: Office) -> None:
    assert office.get(Office(b"of another").links.link("kept:a", NAME)).status_code == 404
    assert office.get(office.links.link("kept:a", NAME), "POST").status_code == 405


@given(place=st.integers(0, 400), letter=st.characters(codec="ascii", categories=["L", "N"]))
def test_a_changed_link_gives_nothing(place: int, letter: str) -> None:
    office = Office()
    link = office.links.link("kept:a", "a.pdf")
    head, tail = link[: len("https://cchc.vn/zalo/tep/")], link[len("https://cchc.vn/zalo/tep/") :]
    place %= len(tail)
    if tail[place] in ("/", letter) or (place == tail.rindex("/") - 1):  # base64's last bits may be anything
        return
    changed = head + tail[:place] + letter + tail[place + 1 :]
    given = office.get(changed)
    assert given.status_code == 404, changed
    assert not re.search(rb"PDF", given.content)
