"""The one fuzz harness: seeded lines that are not commands, hostile ones, and figures and points half understood."""

import random
from collections.abc import Iterator

NOT_COMMANDS, HOSTILE, FIGURES = "not commands", "hostile", "figures"

_WORDS = [
    "chào",
    "em",
    "anh",
    "chị",
    "đồng",
    "chí",
    "ơi",
    "hôm",
    "nay",
    "trời",
    "mưa",
    "họp",
    "giao",
    "ban",
    "xong",
    "rồi",
    "nhé",
    "ok",
    "rõ",
    "đã",
    "👍",
    "ký",
    "rồi",
    "để",
    "thứ",
    "hai",
    "làm",
    "cái",
    "này",
    "bên",
    "kinh",
    "tế",
    "chứ",
    "hello",
    "thanks",
    "what",
    "the",
    "báo",
    "cáo",
    "quý",
    "3",
    "gửi",
    "chưa",
    "12",
    "15/9",
    "7.4.3",
    "2021",
    "SIPAS",
    "xã",
    "Mẫu",
    "119/3571",
    "20%",
    "I.1.a",
]
_SEEDS = (
    "", " ", "\t", "\x00", "\x1b[2J\x1b[31m", "\u202e1202 mểiđ", "\u2066\u2069", "\ufeffđiểm 2021", "🇻🇳" * 50,
    "điểm " + "9" * 5000, "điểm " + "7." * 2000, "/" * 300, "điểm ' OR '1'='1' --",
    "tìm %_%", 'tìm "; DROP TABLE unit;--',
    "<script>alert(1)</script>", "<b>điểm</b>", "{{ config }}", "{% for x in range(10**9) %}{% endfor %}",
    "điểm {{7*7}}", "điểm ２０２１", "điểm ٢٠٢١", "điểm ²", "điểm ①.④", "điểm Ⅶ", "điểm 2021\u200b7.4.3",
    "điểm 00/00/0000", "điểm 31/2/2022", "điểm 1/1/9999", "điểm 99/99", "điểm -1", "điểm 1e999", "điểm NaN",
    "điểm ../../etc/passwd", "trợ giúp ../score", "trợ giúp {{ 1 }}", "/as admin", "/quit now", "điểm index",
    "điểm 2021 index", "mất điểm \ud800", "tìm \ud83d", "điểm " + "a\u0301" * 3000, "đ" * 100_000, "\r\n\r\n",
    "$(reboot)", "%s%s%n", "điểm\u00a02021", "ĐIỂM" * 500, "điểm 2021 " + "x " * 900,
    "tất cả", "mất điểm tất cả all hết",
)  # fmt: skip
# What follows a command that changes or explains something: codes of both offices, values of every sort, days, words.
_COMMANDS = (
    "số liệu",
    "so lieu",
    "/data",
    "tự chấm",
    "/self",
    "thẩm định",
    "giải thích",
    "lịch sử",
    "hoàn tác",
    "undo",
)
_CODES = (
    "7.3.1", "7.3.2", "7.4", "7.4.3", "3.5", "3.5.1", "1.4", "1.5", "1.7", "1.7.2", "2.4", "4.2", "5.9", "6.2", "6.4",
    "SIPAS", "P/I.1.a", "I.1.a", "B/I.2", "7", "index", "tổng", "cả năm", "online_filing", "access", "TC7.3.1", "9.9",
    "7,3,1", "７.３.１", "..", "/", "B/", "Đ", "2.2.2", "3.7", "B",
)  # fmt: skip
_VALUES = (
    "1360/2200", "1.360/2.200", "1310 / 2140", "3/2", "0/0", "1/0", "61,21%", "61,21 %", "100,1%", "-1", "-1/5", "0,5",
    "0.5 điểm", "1,75", "99", "1e9", "1" * 15, "1" * 16, "999999999999999/999999999999999", "0,000000001", "có", "không",
    "khá", "đúng hạn", "muộn 2", "đúng hạn 14, muộn 2, chưa làm 0", "14/2/0", "thiếu 1", "trễ", "120/281 38/281", "½", "٣/٤",
    "75% 76% 77% 78% 79%", "1/2/3/4", "trên", "2 trên 3", "= 5", "1.310.000", "31/2", "99/99", "kết quả 1/2", "thủ tục 80",
)  # fmt: skip
_AROUND = (
    "24/8", "18/7", "25/8/2026", "31/12/2025", "31/12", "1/1", "30/2", "quý 3", "tháng 7", "quý IV", "vòng 2", "vòng 99", "2",
    "2021", "2025", "1900", ";", ";;", ",", ":", "xã mẫu:", "huyện vân canh:", "tất cả", "nguồn", "Hệ thống giải quyết TTHC",
    "lý do", "<b>", "{{ 7*7 }}", "%s", "'", '"', "\\", "\x00", "\u202e", "a\u0301", "\n", "điểm", "hồ sơ", "ngày", "x" * 130,
)  # fmt: skip
_BITS = "aáàảãạăâđeêioôơuưy019./:-#@*()[]{}<>&;'\"\\|`~!?%$ \t\n\x00\x07\u202e\u200d\u0301😀½²٣Ⅳ一"


def lines(kind: str, rng: random.Random, number: int) -> Iterator[str]:
    """`number` lines of a kind, the same for the same seed."""
    make = {HOSTILE: _hostile, FIGURES: _figures}.get(kind, _chatter)
    for index in range(number):
        yield _SEEDS[index] if kind == HOSTILE and index < len(_SEEDS) else make(rng)


def _chatter(rng: random.Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(1, 12)))


def _hostile(rng: random.Random) -> str:
    shape = rng.randrange(4)
    if shape == 0:
        return "".join(rng.choice(_BITS) for _ in range(rng.randint(0, 80)))
    if shape == 1:
        line = list(rng.choice(_SEEDS)[:2000])
        for _ in range(rng.randint(1, 8)):
            line.insert(rng.randint(0, len(line)), rng.choice(_BITS))
        return "".join(line)
    if shape == 2:
        command = rng.choice(("điểm", "mất điểm", "tìm", "đơn vị", "trợ giúp", "tôi", "/score", "/lost"))
        return f"{command} {''.join(rng.choice(_BITS) for _ in range(rng.randint(0, 40)))}"
    ranges = ((32, 0x300), (0x1E00, 0x2100), (0x10000, 0x1F700))
    return "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randint(1, 60)))


def _figures(rng: random.Random) -> str:
    """A line that may well change something: a command, mostly a code and a value, and what stands around them."""
    words = [rng.choice(_COMMANDS)]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        parts = [rng.choice(_CODES), rng.choice(_VALUES), *rng.choices(_AROUND, k=rng.randint(0, 3))]
        if rng.random() < 0.2:
            rng.shuffle(parts)
        words += [*parts, ";"]
    line = " ".join(words[: -1 if rng.random() < 0.8 else None])
    if rng.random() < 0.15:
        cut = rng.randint(0, len(line))
        line = line[:cut] + rng.choice(_BITS) + line[cut + rng.randint(0, 2) :]
    return line
