"""The one fuzz harness: seeded lines that are not commands, and hostile ones."""

import random
from collections.abc import Iterator

NOT_COMMANDS, HOSTILE = "not commands", "hostile"

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
_BITS = "aáàảãạăâđeêioôơuưy019./:-#@*()[]{}<>&;'\"\\|`~!?%$ \t\n\x00\x07\u202e\u200d\u0301😀½²٣Ⅳ一"


def lines(kind: str, rng: random.Random, number: int) -> Iterator[str]:
    """`number` lines of a kind, the same for the same seed."""
    make = _hostile if kind == HOSTILE else _chatter
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
