"""Who may do what, written by hand: what every command answers to every role about work in every relation to a person.

Nothing here is taken from what the commands declare: it is what the declarations are held against.

A pattern has a letter for each of `RELATIONS`, in three groups:
    own unit's, own unit's and given to me, of a unit below
    my unit helps, given by me, given to me though another unit leads it, a unit below mine helps
    of a unit at my side, above me, below the one at my side
    +  done and recorded under my name, or shown
    o  shown to me, but there is nothing to be done with it
    v  I see it, but it is not for me
    .  no such work: as if it did not exist
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.permission_office import RELATIONS, ROLES

NO = "-"  # not this role's command, whatever it is about
# What staff and heads see is the work of their own unit; the others also that of the units below.
OWN, GIVEN = "++. vvv. ...", "v+. vvv. ..."
GIVEN_OF_WIDE, OWN_OF_WIDE, BELOW = "v+v vvvv ...", "++v vvvv ...", "+++ vvvv ..."
SEEN, SEEN_OF_WIDE = "++. +++. ...", "+++ ++++ ..."
IDLE, IDLE_OF_WIDE = "oo. ooo. ...", "ooo oooo ..."


@dataclass(frozen=True)
class Row:
    """A command with a number of work, as one line, and what each role is answered about work in each relation."""

    command: str
    line: str
    expected: tuple[str, str, str, str, str]  # staff, head, officer, leader, administrator
    state: str = "open"  # the work must be in, for the command to make sense
    kinds: tuple[str, ...] = ("task", "report")
    question: str = ""  # the line without a number by which the command asks for one
    idle: str = ""  # begins an "o"
    asks: str = ""  # begins what is asked back of who may use it
    reads: bool = False

    def answer_to(self, role: str, relation: str) -> str:
        pattern = self.expected[ROLES.index(role)].replace(" ", "")
        return NO if pattern == NO else pattern[RELATIONS.index(relation)]


_TASK, _REPORT = ("task",), ("report",)
_PAPER, _REASON = "QĐ 1/QĐ-UBND 25/8", "chờ ý kiến Sở"
WORK = (
    #   command         line                              staff   head    officer      leader       administrator
    Row("acknowledge", "đã rõ {n}",                       (OWN,   OWN,    OWN_OF_WIDE, OWN_OF_WIDE, OWN_OF_WIDE),
        question="đã rõ"),
    Row("stage",       "trình ký {n}",                    (OWN,   OWN,    BELOW,       NO,          NO)),
    Row("done",        f"xong {{n}} {_PAPER}",            (GIVEN, OWN,    OWN_OF_WIDE, OWN_OF_WIDE, GIVEN_OF_WIDE),
        question=f"xong {_PAPER}"),
    Row("sent",        "đã gửi {n} 1/BC-UBND 25/8",       (OWN,   OWN,    NO,          NO,          NO),
        kinds=_REPORT, question="đã gửi 1/BC-UBND 25/8"),
    Row("note",        "ghi chú {n}: đã xin ý kiến",      (OWN,   OWN,    BELOW,       BELOW,       NO)),
    Row("block",       "vướng {n}: chờ số liệu",          (OWN,   OWN,    NO,          NO,          NO)),
    Row("attach",      "minh chứng {n} https://vb.vn/1",  (OWN,   OWN,    BELOW,       NO,          NO),
        question="minh chứng https://vb.vn/1"),
    Row("extend",      f"xin thêm {{n}} 30/12 {_REASON}", (OWN,   OWN,    BELOW,       BELOW,       NO),
        question=f"xin thêm 30/12 {_REASON}", asks="Xin thêm #"),
    Row("snooze",      "nhắc lại {n} 31/8",               (OWN,   OWN,    OWN_OF_WIDE, OWN_OF_WIDE, OWN_OF_WIDE)),
    Row("hold",        "chưa báo cáo lên {n}: chờ số liệu", (NO,  NO,     BELOW,       NO,          NO)),
    Row("nudge",       "đôn đốc {n}",                     (NO,    NO,     BELOW,       NO,          NO),
        reads=True),  # nobody here has a chat: it is shown, and nothing is sent
    Row("pass_on",     "chuyển {n} {part}: nhầm nơi",     (NO,    OWN,    BELOW,       BELOW,       NO)),
    Row("check",       "đối chiếu {n}",                   (NO,    NO,     BELOW,       NO,          NO),
        state="reported", kinds=_TASK),
    Row("send_back",   "đề nghị bổ sung {n}: bản có dấu", (NO,    NO,     BELOW,       NO,          NO),
        state="reported", kinds=_TASK),
    Row("conclude",    "kết luận {n}",                    (NO,    OWN,    BELOW,       BELOW,       NO),
        state="checked", kinds=_TASK),
    Row("grant",       "cho thêm {n}",                    (NO,    OWN,    NO,          BELOW,       NO),
        state="asked", kinds=_TASK),
    Row("refuse",      "không cho thêm {n}: đã thêm",     (NO,    OWN,    NO,          BELOW,       NO),
        state="asked", kinds=_TASK),
    Row("cancel",      "hủy việc {n}: đã bãi bỏ",         (NO,    NO,     BELOW,       BELOW,       NO),
        kinds=_TASK),
    Row("assign",      "giao {n} {doer}",                 (NO,    OWN,    BELOW,       BELOW,       NO)),
    Row("assign",      "giao {n}",                        (NO,    IDLE,   IDLE_OF_WIDE, IDLE_OF_WIDE, NO),
        idle="Giao #"),
    Row("object",      "không đúng {n}",  (IDLE,  IDLE,   IDLE_OF_WIDE, IDLE_OF_WIDE, IDLE_OF_WIDE),
        idle="Không có lần ghi thay nào"),
    Row("tasks",       "việc {n}",        (SEEN,  SEEN,   SEEN_OF_WIDE, SEEN_OF_WIDE, SEEN_OF_WIDE), reads=True),
    Row("details",     "chi tiết {n}",    (SEEN,  SEEN,   SEEN_OF_WIDE, SEEN_OF_WIDE, SEEN_OF_WIDE), reads=True),
    Row("reports",     "báo cáo {n}",     (SEEN,  SEEN,   SEEN_OF_WIDE, SEEN_OF_WIDE, SEEN_OF_WIDE), reads=True,
        kinds=_REPORT),
    Row("files",       "tệp {n}",         (SEEN,  SEEN,   SEEN_OF_WIDE, SEEN_OF_WIDE, SEEN_OF_WIDE), reads=True),
    Row("history",     "lịch sử việc {n}", (SEEN, SEEN,   SEEN_OF_WIDE, SEEN_OF_WIDE, SEEN_OF_WIDE), reads=True),
)  # fmt: skip
SIGHT = next(row for row in WORK if row.command == "tasks")

_ALL, _KEEPERS = set(ROLES), {"officer", "leader"}
# The roles a command is for: anybody else is refused before a word of what follows is read.
FOR = {
    "acknowledge": _ALL, "agree": _ALL, "appraised": _KEEPERS, "assign": {"head", "officer", "leader"},
    "attach": {"staff", "head", "officer"}, "away": {"head", "officer", "leader"}, "block": {"staff", "head"},
    "calendar": _ALL, "channel": _ALL,
    "cancel": {"officer", "leader"}, "chart": _ALL, "check": {"officer"}, "conclude": {"head", "officer", "leader"},
    "data": _ALL, "details": _ALL, "done": _ALL, "explain": _ALL, "extend": {"staff", "head", "officer", "leader"},
    "files": _ALL,
    "find": _ALL, "grant": {"head", "leader"}, "group": {"head", "officer", "leader"},
    "help": _ALL, "hold": {"officer"}, "history": _ALL, "invite": {"administrator"}, "leave": _ALL,
    "lost": _ALL, "me": _ALL, "mend": {"head", "officer", "leader"},
    "note": {"staff", "head", "officer", "leader"}, "nudge": {"officer"},
    "object": _ALL, "on_behalf": {"officer"},
    "pass_on": {"head", "officer", "leader"}, "rate": _ALL, "refuse": {"head", "leader"},
    "quota": {"officer", "administrator"}, "remind": _ALL, "remove": {"administrator"},
    "reports": _ALL, "score": _ALL, "self": _KEEPERS, "send_back": {"officer"}, "sent": {"staff", "head"},
    "snooze": _ALL, "stage": {"staff", "head", "officer"}, "stale": _ALL,
    "task_new": {"head", "officer", "leader"}, "tasks": _ALL,
    "trend": _ALL, "undo": _ALL, "units": _ALL,
}  # fmt: skip
# What may be written for somebody who said it otherwise.
FOR_ANOTHER = {
    "acknowledge", "attach", "block", "data", "done", "extend", "grant", "note", "pass_on", "refuse", "sent", "stage",
}  # fmt: skip
# Commands that are about something else than one piece of work are tried by tests of their own, or only by role.
# The line and the one role that may say it: of people of the own unit and below.
ABOUT_PEOPLE = {
    "invite": ("mời thu/{person}", "administrator"),
    "remove": ("gỡ kết nối thu/{person}", "administrator"),
    "on_behalf": ("ghi thay thu/{person}: đã rõ {n} (điện thoại)", "officer"),
}
# The line for a new task of a unit, and the answer that makes it.
ABOUT_UNITS = {
    "task_new": ("việc mới Rà soát thủ tục; {unit}; 30/12/2026", "không"),
    "assign": ("giao {unit}, 30/12/2026: Rà soát thủ tục", "đồng ý"),
}
ABOUT_FIGURES = {"data", "self", "appraised"}
ABOUT_DAYS = {"calendar"}
ABOUT_RATES = {"mend"}
ABOUT_ONESELF = {"agree", "away", "channel", "group", "help", "leave", "me", "quota", "remind", "undo"}


def tried() -> set[str]:
    """The commands that some table here says how to try; those that only read are tried as they are."""
    return (
        {row.command for row in WORK}
        | ABOUT_PEOPLE.keys()
        | ABOUT_UNITS.keys()
        | ABOUT_FIGURES
        | ABOUT_DAYS
        | ABOUT_RATES
        | ABOUT_ONESELF
    )


def reach(row: Row, role: str) -> str | None:
    """The reach a pattern shows, in the declarations' own words; None for none."""
    letters = "".join(row.answer_to(role, relation) for relation in ("given", "own", "below"))
    if letters[0] == NO:
        return None
    return {"+++": "below", "++.": "own", "++v": "own", "+v.": "assigned", "+vv": "assigned"}[letters]


def acting_rows() -> Iterator[Row]:
    """The rows that change a piece of work."""
    return (row for row in WORK if not row.reads and not row.idle)
