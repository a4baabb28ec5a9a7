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
# What changes or explains something: commands, codes of both offices with values of every sort, days and words around.
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
_SAID = (
    "7.3.1 1360/2200", "7.3.1 1.400 / 2.300 hồ sơ", "7.3.1 61,5 %", "7.3.2 48/120", "7.4 1800/2200 900/1900",
    "1.2 21", "7.4 kết quả 900/1900", "1.5 đúng hạn 14, muộn 2, chưa làm 0", "1.5 15/2/0", "1.4 thiếu 1", "1.7.2 có",
    "2.3.1 khá", "6.1 thiếu 1", "6.2 71,5%", "3.7 84,5", "6.3.2 muộn", "7.2 0,5", "4.2 71/70", "P/I.1.a 2", "B/I.1.b 1",
    "SIPAS 81,2%", "2.2.2 0/0", "7.4.3 200/1900", "7.4.2 40/281", "3.5 7700/7800", "1.7 4/1/0", "5.9 5 người",
    "5.9 0,5 điểm", "6.4 trễ", "2021 3.6 0,86", "SIPAS 75% 76% 77% 78% 79%", "SIPAS thủ tục 80", "5.3.3 715/721",
    "1.2 0,96 điểm", "2025 7.1 7,5 31/12", "7 9", "3.1 0,5",
)  # fmt: skip
_CODES = (
    "7.3.1", "7.4", "3.5", "1.4", "1.7", "2.4", "5.9", "SIPAS", "P/I.1.a", "I.1.a", "7", "index", "tổng", "cả năm",
    "9.9", "online_filing", "access", "TC7.3.1", "7,3,1", "７.３.１", "..", "/", "B/", "Đ",
)  # fmt: skip
_VALUES = (
    "3/2", "0/0", "1/0", "100,1%", "-1", "-1/5", "99", "1e9", "1" * 15, "1" * 16, "999999999999999/999999999999999",
    "½", "٣/٤", "0,000000001", "1/2/3/4", "trên", "2 trên 3", "= 5", "1.310.000", "31/2", "99/99", "rồi", "1310/2140",
    "0,5", "có", "50%",
)  # fmt: skip
_AROUND = (
    "24/8", "18/7", "25/8/2026", "31/12/2025", "31/12", "1/1", "30/2", "quý 3", "tháng 7", "vòng 2", "vòng 99", "2",
    "2021", "2025", "1900", ";", ",", ":", "xã mẫu:", "tất cả", "nguồn", "Hệ thống giải quyết TTHC", "lý do", "<b>",
    "{{ 7*7 }}", "%s", "'", '"', "\\", "\x00", "\u202e", "a\u0301", "\n", "điểm", "hồ sơ", "ngày", "x" * 130,
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
    """A line that may well change something, or nearly."""
    command = rng.choice(_COMMANDS)
    said = [rng.choice(_SAID) if rng.random() < 0.75 else f"{rng.choice(_CODES)} {rng.choice(_VALUES)}"]
    if rng.random() < 0.2:
        said.append(rng.choice(_SAID))
    words = [command, "; ".join(said), *rng.choices(_AROUND, k=rng.choice((0, 0, 0, 1, 1, 2)))]
    if rng.random() < 0.1:
        rng.shuffle(words)
    line = " ".join(words)
    if rng.random() < 0.1:
        cut = rng.randint(0, len(line))
        line = line[:cut] + rng.choice(_BITS) + line[cut + rng.randint(0, 2) :]
    return line
