"""The README's transcript is run: what it shows is what one gets."""

import re
from pathlib import Path

from tests.processes import run

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_transcript_of_the_readme_is_real() -> None:
    transcripts = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    exchanges = re.split(r"^› (.*)\n", "\n".join(transcripts), flags=re.MULTILINE)[1:]
    questions, answers = exchanges[::2], [answer.strip() for answer in exchanges[1::2]]
    assert len(questions) >= 7
    said = run("chat", "--demo", stdin="\n".join(questions) + "\n").stdout.strip().split("\n\n")
    assert said == answers


def test_the_digest_of_the_readme_is_real() -> None:
    shown = re.findall(r"```console\n\$ .venv/bin/cchc ([^\n]*)\n› ([^\n]*)\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 1
    for command, line, answer in shown:
        assert run(*command.split(), stdin=line + "\n").stdout.strip() == answer.strip()


def test_the_readme_names_both_commands() -> None:
    assert "make run" in README
    assert "make test" in README
