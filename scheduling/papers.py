"""A document as people write it: "QĐ 45/QĐ-UBND 4/9", "125/BC-UBND ngày 11/9", "công văn số 12 hôm qua"."""

import re
from datetime import datetime

from models.doing import Paper
from models.messages import UserError
from models.record import Teller
from models.words import clean
from models.work_tables import Document
from scheduling.due import read_due_day

_KINDS = (
    "quyết định|quyet dinh|báo cáo|bao cao|công văn|cong van|kế hoạch|ke hoach|thông báo|thong bao|tờ trình|to trinh|"
    "nghị quyết|nghi quyet|chỉ thị|chi thi|hướng dẫn|huong dan|biên bản|bien ban|giấy mời|giay moi|"
    "qđ|qd|bc|cv|kh|tb|ttr|nq|ct|hd|bb|gm"
)
_SIGN = r"[A-Za-zĐđƯưÔôƠơÂâ][\wĐđ]*(?:[-./&][A-Za-zĐđ][\wĐđ]*)*"
_NUMBER = re.compile(
    rf"(?:\b(?P<kind>{_KINDS})\s+)?(?:số\s+|so\s+)?(?<![\w/.])(?P<number>[0-9]{{1,6}}[a-zđ]?(?:/[0-9]{{4}})?)"
    rf"(?P<sign>[/-]{_SIGN})?(?![\w/%]|[.,][0-9])",
    re.IGNORECASE,
)
LONG_AGO = 180  # days
_LINK = re.compile(r"https?://\S{4,500}")
_INTRODUCE = re.compile(
    r"^(?:theo|bằng|bang|tại|tai|là|la|văn bản|van ban|vb|ngày|ngay|[-,;:.(])\s*|[\s,;:.(-]+$", re.IGNORECASE
)


def read_paper(text: str, now: datetime) -> tuple[Paper, bool]:
    """The document a text names (its summary is what is left), and whether its day is beyond doubt."""
    link = _LINK.search(text)
    number, rest = paper_number(text.replace(link[0], " ") if link else text)
    when = read_due_day(rest, now, past=True)
    day = when.day if when else None
    if day and day > now.date():
        raise UserError("paper_day_to_come", day=day, today=now.date())
    summary = clean(when.rest if when else rest, 200)
    while (shorter := _INTRODUCE.sub("", summary)) != summary:
        summary = shorter
    # "26/8" said on 25/8 is rather a slip than a document of last year.
    slip = when is not None and (now.date() - when.day).days > LONG_AGO and str(when.day.year) not in when.said
    return Paper(number, day, summary, link[0].rstrip(".,;)") if link else ""), not (slip or (when and when.others))


def read_source(text: str, here: datetime, teller: Teller) -> Document | None:
    """The document work is given by, as somebody named it; None where they named none."""
    if not text:
        return None
    paper, _ = read_paper(text, here)
    return Document(paper.number or text, paper.dated, teller.now, teller.person_id, summary=paper.summary)


def paper_number(text: str) -> tuple[str, str]:
    """The first number with a kind or a sign, as an office writes it, and the other text."""
    for found in _NUMBER.finditer(text):
        if found["kind"] or found["sign"]:
            return _tidy(found), f"{text[: found.start()]} {text[found.end() :]}"
    return "", text


def _tidy(found: re.Match[str]) -> str:
    kind, said = found["kind"] or "", (found["number"] + (found["sign"] or "")).upper().replace("QD", "QĐ")
    if len(kind) <= 3:
        kind = kind.upper().replace("QD", "QĐ").replace("TTR", "TTr")
    return f"{kind} {said}".strip()
