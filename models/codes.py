"""One-time codes: how one is drawn and written on paper, and how it is recognised however somebody types it."""

import hashlib
import re
import secrets
import unicodedata

# No 0 and O, no 1, I and L; and no vowel, W or D: a Vietnamese keyboard makes â, ư and đ of "aa", "w" and "dd".
SYMBOLS = "23456789BCFGHJKMNPQRSTVXZ"
LENGTH, GROUP = 18, 3  # 25 ** 18 is 83 bits: a stolen table of digests cannot be searched
LONGEST = 2000  # characters that are looked at: a message with the code in it was perhaps forwarded whole

_ONE = f"[{SYMBOLS}]"
_PRINTED = re.compile(rf"(?<![A-Z0-9])(?:{_ONE}{{{GROUP}}}-){{{LENGTH // GROUP - 1}}}{_ONE}{{{GROUP}}}(?![A-Z0-9])")
_INTRODUCED = re.compile(r"\s*(?:/?START(?:@\w+)?\s|(?:MÃ|MA|CODE)\b)")  # Telegram's deep link; as people write


def new_code() -> str:
    """A code nobody has had."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))


def printed(code: str) -> str:
    """As it is read aloud, in threes: 7KQ-4MZ-9RT-X2B-HHN-P5G. Telegram's deep links carry it as it is."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def code_in(text: str) -> str:
    """The code a message is (in any case, with any spaces and marks, in full-width letters) or has in print, or ""."""
    capitals = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    hyphened = "".join("-" if unicodedata.category(c) == "Pd" else c for c in capitals)
    if found := _PRINTED.search(hyphened):
        return found[0].replace("-", "")
    alone = "".join(c for c in _INTRODUCED.sub("", capitals, count=1) if c.isalnum())
    return alone if re.fullmatch(rf"{_ONE}{{{LENGTH}}}", alone) else ""


def digest_of(code: str) -> str:
    """What is kept of a code. SHA-256 is enough for 83 random bits; slow hashes are for what people choose."""
    return hashlib.sha256(code.encode()).hexdigest()
