"""Opening a database for one command: the named one, or a scratch file that is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.database import Database


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database at a URL, tried once where there is something to try; without a URL a temporary SQLite file."""
    with tempfile.TemporaryDirectory(prefix="cchc-", ignore_cleanup_errors=True) as folder:
        database = Database(url or f"sqlite:///{Path(folder, 'scratch.db')}")
        try:
            if database.exists:
                database.try_connection()
            yield database
        finally:
            database.close()
