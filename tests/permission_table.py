"""The permission table as people read it, from the commands' own declarations.

To renew it: `.venv/bin/python -m tests.permission_table > docs/permissions.md`
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from handlers import Command, commands
from models.permissions import EVERYBODY

FILE = Path(__file__).parents[1] / "docs" / "permissions.md"
RENEW = ".venv/bin/python -m tests.permission_table > docs/permissions.md"
ROLES = ("staff", "head", "officer", "leader", "administrator")
REACHES = {"own": "own unit", "below": "own and below", "assigned": "given to them", None: "–"}
TOPICS = {
    "score": "Asking for scores",
    "work": "Work of a unit",
    "lead": "Giving and checking work",
    "figures": "Saying figures and points",
    "me": "Oneself and others",
}
HEAD = f"""# Who may do what

Made from the commands' declarations (`allows` of each `handlers/*.py`) by
`{RENEW}`; a test fails where it is not current, and
`tests/handlers/test_permissions.py` tries every cell. Roles are those of posts: who holds several posts, or acts for
somebody away, has the reach of each.

- *own unit*: what the unit of the post leads. *own and below*: also what all units below it lead. *given to them*: of
  the own unit's only what was given to this person. *yes*: by the rules at the end. –: refused before a word is read.
- † An officer may also write it for somebody else ("ghi thay").
- Work is **seen** where the own unit leads it or helps with it, or where it was given by or to the person; officers,
  leaders and administrators also see that of the units below. What is not seen is answered like what does not exist.
- Scores are seen of the nearest scored unit at or above a post; officers, leaders and administrators also see those
  below.
"""
RULES = (
    ("who reported work done does not check it, unless the office allows it (`own_check`)", "đối chiếu"),
    ("who gave work concludes it, unless the office leaves that to the checker (`concluded_by`)", "kết luận"),
    ("only the level that set a date moves it: its leader, or the head of the unit that set its own",
     "xin thêm, cho thêm, không cho thêm"),
    ("a date from above is moved by that level's letter, which an officer or leader names", "xin thêm"),
    ("figures: all those of one's unit by its officers and leaders; others those their part of the unit answers for",
     "số liệu"),
    ("points of one's own scored unit; an appraisal also by officers and leaders above it", "tự chấm, thẩm định"),
    ("only what somebody else wrote in one's name", "không đúng"),
    ("only what one wrote oneself, within ten minutes", "hoàn tác"),
    ("only somebody all of whose own posts are in reach", "mời, gỡ kết nối"),
    ("for somebody in reach, and only what that one may do", "ghi thay"),
    ("said in a group, for a unit in reach; there anybody may then ask for the scores its staff see", "nhóm"),
    ("read by everybody; days are recorded by officers and administrators, for units in reach", "lịch"),
    ("one's own only; leaders alone choose what they are told", "lịch nhắc"),
    ("only one's own posts, to somebody of the same unit, below or above it", "vắng mặt"),
)  # fmt: skip


def table() -> str:
    """The whole page."""
    lines = [HEAD]
    for topic, title in TOPICS.items():
        lines += [f"## {title}", "", f"| command | | {' | '.join(ROLES)} |", f"|---|---|{'---|' * len(ROLES)}"]
        lines += [*_rows(topic), ""]
    lines += ["## What a command asks besides", "", "| rule | where |", "|---|---|"]
    lines += [f"| {rule} | {where} |" for rule, where in RULES]
    return "\n".join(lines) + "\n"


def _rows(topic: str) -> Iterator[str]:
    for name, command in commands().items():
        if command.topic == topic:
            cells = " | ".join(_reach(command, role) for role in ROLES)
            mark = " †" if command.for_another else ""
            yield f"| **{command.names[0]}**{mark} | {_gloss(name, command)} | {cells} |"


def _reach(command: Command, role: str) -> str:
    if command.writes and command.allows is EVERYBODY:  # it has rules of its own
        return "yes"
    return REACHES[command.allows.get(role)]


def _gloss(name: str, command: Command) -> str:
    """What the command's file says of itself in its first line."""
    first = (import_module(f"handlers.{name}").__doc__ or command.summary).splitlines()[0]
    return first.partition("`: ")[2].rstrip(".")


if __name__ == "__main__":
    sys.stdout.write(table())
