"""What may stand in the slots of the forms of dates: days, numbers, weekdays, hours."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from scheduling.dates import NoSuchDay, read_day
from scheduling.forms import Read, Reader, Word, after, either, one_of, only_if, shaped

_ONES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "=tư": 4, "năm": 5, "=sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_TEENS = {word: 10 + number for word, number in _ONES.items() if number != 5} | {"lăm": 15}
_PARTS = {"sáng": "sang", "trưa": "trua", "chiều": "chieu", "=tối": "toi", "=đêm": "dem"}
_WEEKDAYS = {"hai": "0", "ba": "1", "tư": "2", "năm": "3", "sáu": "4", "bảy": "5", "bẩy": "5"}
_TURNS = {"này": "0", "nay": "0", "sau": "1", "tới": "1", "trước": "-1", "qua": "-1", "rồi": "-1", "ngoái": "-1"}
_YEARS = {word: f"{int(turn):+}" for word, turn in _TURNS.items()}
_UNITS = {"ngày": "ngay", "hôm": "ngay", "bữa": "ngay", "tuần": "tuan", "tháng": "thang", "năm": "nam"}


def _words(text: str) -> Reader:
    """Any of some words; "_" joins two that belong together."""
    pairs = [each.split("_") for each in text.split() if "_" in each]
    alone = one_of("", {word: "" for word in text.split() if "_" not in word})
    return either(alone, *(after(first, one_of("", {second: ""})) for first, second in pairs))


def _number(slot: str) -> Reader:
    """A number in words, up to nineteen."""
    teens, ones = ({word: str(number) for word, number in each.items()} for each in (_TEENS, {**_ONES, "mười": 10}))
    return either(after("mười", one_of(slot, teens)), one_of(slot, ones))


def _date(words: Sequence[Word], at: int) -> Read | None:
    text = words[at].lower
    with suppress(NoSuchDay):
        if read_day(text, 2000) is None:
            return None
    said = dict(zip(("day", "month", "year"), re.split("[/.-]", text), strict=False))
    if len(said.get("year", "")) == 2:
        said["year"] = f"20{said['year']}"
    return 1, said


def _ratio(words: Sequence[Word], at: int) -> Read | None:
    """A day and a month that may as well be a part of a whole: 6/7."""
    read = _day_month(words, at)
    return read if read and int(read[1]["day"]) <= int(read[1]["month"]) else None


def _impossible(words: Sequence[Word], at: int) -> Read | None:
    """A part of a whole that is written like a day and a month: 24/27."""
    read = _day_month(words, at)
    return None if read and 1 <= int(read[1]["day"]) <= 31 and 1 <= int(read[1]["month"]) <= 12 else read


def _day_month(words: Sequence[Word], at: int) -> Read | None:
    read = _date(words, at)
    return read if read and "year" not in read[1] else None


def _dotted(words: Sequence[Word], at: int) -> Read | None:
    """20.9, and 20-9 where it cannot be the days from one to the other."""
    read = shaped(r"(?P<day>[0-9]{1,2})[.-](?P<month>[0-9]{1,2})").read(words, at)
    possible = read and ("-" not in words[at].lower or int(read[1]["day"]) >= int(read[1]["month"]))
    return read if possible else None


def _part_of_an_hour(words: Sequence[Word], at: int) -> Read | None:
    """Here "toi" is "tối"; but "8h tối qua" is of yesterday's evening."""
    part = one_of("part", {word.lstrip("="): part for word, part in _PARTS.items()})
    read = either(part, after("buổi", part)).read(words, at)
    return read if read and words[at + 1].folded != "qua" else None


_D, _M = "0?[1-9]|[12][0-9]|3[01]", "0?[1-9]|1[0-2]"
_YEAR = "(?:19|20|21)[0-9]{2}"  # FIRST to LAST
_MONTH = r"0?(?P<month>[1-9]|1[0-2])(?:[/.-](?P<year>" + _YEAR + "))?"
_QUARTER = r"(?P<quarter>[1-4]|i{1,3}|iv)(?:[/.-](?P<year>" + _YEAR + "))?"
_HOUR = r"(?P<hour>[01]?[0-9]|2[0-3])"
_DIGIT_WEEKDAY = either(
    after("thứ", one_of("weekday", {str(number + 2): str(number) for number in range(6)})),
    after("chủ|chúa", one_of("weekday", {"nhật": "6"})),
)
_NAMED_WEEKDAY = after("thứ", one_of("weekday", _WEEKDAYS))
_SHORT_WEEKDAY = one_of("weekday", {f"t{number + 2}": str(number) for number in range(6)} | {"cn": "6"})
_NOW = either(after("hôm|ngày", _words("nay")), _words("nay"))

SLOTS: Mapping[str, Reader] = {
    "date": Reader(_date),
    "day_month": Reader(_day_month),
    "ratio": Reader(_ratio),
    "impossible": Reader(_impossible),
    "dotted": Reader(_dotted),
    "two_days": shaped(
        rf"(?P<one>{_D})(?:/(?P<one_month>{_M}))?[-–](?P<day>{_D})/(?P<month>{_M})(?:/(?P<year>{_YEAR}))?"
    ),
    "one": shaped(f"(?P<one>{_D})"),
    "day": shaped(r"(?P<day>[0-9]{1,2})"),
    "first": _number("day"),
    "any_month": shaped(r"(?P<month>[0-9]{1,2})"),
    "month": either(shaped(_MONTH), _number("month"), one_of("month", {"tư": "4"})),
    "tm": shaped("t" + _MONTH),
    "quarter": either(shaped(_QUARTER), one_of("quarter", {"một": "1", "hai": "2", "ba": "3", "tư": "4", "bốn": "4"})),
    "q": shaped("q" + _QUARTER),
    "in_year": after("năm", either(shaped(f"(?P<year>{_YEAR})"), one_of("year", _YEARS))),
    "ref": either(
        after("sau", one_of("ref", {"nữa": "2"})),
        after("vừa", one_of("ref", {"qua": "-1", "rồi": "-1"})),
        one_of("ref", _TURNS),
    ),
    "this": one_of("ref", {"này": "0"}),
    "which": either(one_of("", _TURNS), shaped(r"([0-9]+|i{1,3}|iv)(/[0-9]+)?"), _number("")),
    "turn": one_of("turn", {"sau": "sau", "trước": "truoc", "qua": "truoc"}),
    "just": after("vừa", one_of("turn", {"rồi": "truoc", "qua": "truoc"})),
    "coming": one_of("turn", {"tới": "toi"}),
    "n": either(shaped(r"0*(?P<n>[1-9][0-9]{0,2})"), _number("n")),
    "few": one_of("n", {"1": "1", "01": "1", "một": "1", "2": "2", "02": "2", "hai": "2"}),
    "words": _number(""),
    "unit": one_of("unit", _UNITS),
    "months": one_of("unit", {"tháng": "thang"}),
    "span": one_of("unit", {word: unit for word, unit in _UNITS.items() if unit in ("ngay", "tuan")}),
    "weekday": _DIGIT_WEEKDAY,
    "named": _NAMED_WEEKDAY,
    "t6": only_if(lambda word: word.small, _SHORT_WEEKDAY),
    "short": _SHORT_WEEKDAY,
    "any": either(_DIGIT_WEEKDAY, _NAMED_WEEKDAY, _SHORT_WEEKDAY),
    "edge": one_of("edge", {"đầu": "dau", "giữa": "giua", "cuối": "cuoi", "hết": "cuoi"}),
    "end": one_of("edge", {"cuối": "cuoi", "hết": "cuoi"}),
    "within": one_of("edge", {"trong": "cuoi"}),
    "before": one_of("edge", {"trước": "truoc"}),
    "part": one_of("part", _PARTS),
    "part_of_an_hour": Reader(_part_of_an_hour),
    "clock": either(
        shaped(_HOUR + r"(?:h|[hg:](?P<minute>[0-5][0-9])(?:p|ph|phut)?)"),
        only_if(lambda word: word.small, shaped(r"(?P<hour>0?[6-9]|1[0-9]|2[0-3])g")),  # no 5G
    ),
    "hour": either(shaped(_HOUR), _number("hour")),
    "minute": shaped(r"(?P<minute>[0-5]?[0-9])"),
    "round": shaped(r"(?P<minute>00|15|30|45)"),
    "half": one_of("minute", {"rưỡi": "30"}),
    "since": either(after("kể|tính", after("từ", _NOW)), after("từ", _NOW)),
    "digits": shaped(r"[0-9/.-]+"),
    "counted": _words(
        "tiêu_chí chỉ_tiêu chỉ_số hồ_sơ văn_bản nhiệm_vụ đại_biểu thành_viên thành_phần đơn_vị thủ_tục trường_hợp "
        "cán_bộ công_chức công_việc lĩnh_vực điểm xã phường thôn hộ người việc phiếu lần số tổng triệu tỷ đồng nghìn "
        "ngàn trăm khoản loại bộ tthc hs tháng năm buổi lớp mục câu bài tổ nhóm suất đúng trễ đạt"
    ),
    "ordinal": _words(
        "lần kỳ đợt khóa khoá người bên nước quý tháng năm tuần trí hạng đứng xếp loại cấp bậc cột dòng trang "
        "phần chương điều khoản mục điểm số =bản =chí =sơ =tổ =hộ =ý việc câu bước đoạn vòng phiên nhóm mức ngôi"
    ),
    "place": _words(
        "=số =phố =chợ =viện =trường =xóm =ngõ =hẻm =kiệt =nhà =thửa =lô =trang =lớp =tập =hạng =lần =lễ =dịp =mừng "
        "=niệm =tết"
    ),
    "elsewhere": either(
        _words(
            "kể tính từ khi nhận sau trước qua đầu cuối liên liền nghỉ lễ tết đó gần vừa của theo "
            "triển thực hoạt vận thi ban áp đưa"
        ),
        shaped(f"[0-9]{{1,2}}(-[0-9]{{1,2}})?(/({_M}))?"),
    ),
}
