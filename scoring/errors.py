"""What is refused at load: a name and values; `templates/errors.txt` has the words."""

from difflib import get_close_matches
from typing import Any


class CatalogError(Exception):
    """A catalog refused: which file, where in it, what is wrong, and the nearest right word."""

    def __init__(self, what: str, file: str = "", where: str = "", **values: Any) -> None:
        super().__init__(what, file, where, values)
        self.what, self.file, self.where, self.values = what, file, where, values

    def at(self, file: str, where: str) -> "CatalogError":
        """The same refusal with its place, where a deeper function did not know it."""
        return CatalogError(self.what, self.file or file, self.where or where, **self.values)


def nearest(word: str, known: "list[str] | tuple[str, ...] | frozenset[str]") -> str:
    """The known word that looks most like `word`, or an empty text."""
    matches = get_close_matches(word, sorted(known), 1, cutoff=0.4)
    return matches[0] if matches else ""
