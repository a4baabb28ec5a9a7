"""Criteria sets, offices and scorecards as TOML; `*.office.toml` with a [demonstration] can be tried at once."""

from pathlib import Path

FOLDER = Path(__file__).parent
