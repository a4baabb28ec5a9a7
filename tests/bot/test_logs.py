"""The log of a serving process: lines a program can read, in which no secret stands."""

import json
import logging
import sys

from bot.logs import Lines, about

TOKEN = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def record(text: str, *values: object, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord("cchc", logging.ERROR, "", 0, text, values, exc_info)  # type: ignore[arg-type]


def test_a_line_says_when_what_and_about_which_update() -> None:
    about.set("77")
    line = json.loads(Lines([TOKEN]).format(record("%s in %d ms", "said", 3)))
    assert (line["level"], line["from"], line["update"], line["said"]) == ("ERROR", "cchc", "77", "said in 3 ms")
    about.set("")


def test_a_token_stands_in_no_message_no_url_and_no_traceback() -> None:
    try:
        raise ValueError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        said = Lines([TOKEN]).format(record("failed: %s", {"url": f"/bot{TOKEN}"}, exc_info=sys.exc_info()))
    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said
    assert "ValueError" in said


def test_a_password_in_a_url_is_blacked_out_and_nothing_where_there_is_no_secret() -> None:
    url = "postgresql://cchc:matkhau@may/cchc"
    assert "matkhau" not in Lines([url, ""]).format(record("cannot reach %s", url))
    assert "năm 2021" in Lines(["", url]).format(record("năm 2021"))
