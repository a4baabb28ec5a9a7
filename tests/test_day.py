"""The day told in docs/a-day.md is run: a head, an officer, a leader, a deputy; from three tasks to a moved score."""

import re
from pathlib import Path

from tests.processes import run

PAGE = Path(__file__).parents[1] / "docs" / "a-day.md"
EXCHANGES = re.compile(r"^› (.*)\n((?:(?!› |```).*\n)*)", re.MULTILINE)


def said(questions: list[str]) -> list[str]:
    """What the terminal answers to the day's lines, from its first minute."""
    done = run("chat", "--demo", "mau", "--now", "2026-09-08T08:12", stdin="\n".join(questions) + "\n")
    return done.stdout.strip().split("\n\n")


def test_the_day_is_real() -> None:
    exchanges = EXCHANGES.findall(PAGE.read_text())
    questions = [question for question, _ in exchanges]
    assert len(questions) >= 20
    assert said(questions) == [answer.strip() for _, answer in exchanges]


def renew() -> None:
    """Write the page anew with what is answered now."""
    page = PAGE.read_text()
    answers = iter(said([question for question, _ in EXCHANGES.findall(page)]))

    def exchange(found: re.Match[str]) -> str:
        blank = "\n" if found[2].endswith("\n\n") else ""
        return f"› {found[1]}\n{next(answers)}\n{blank}"

    PAGE.write_text(EXCHANGES.sub(exchange, page))


if __name__ == "__main__":
    renew()
