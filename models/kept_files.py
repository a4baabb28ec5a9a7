"""What files hold, kept where no messenger keeps it; `File.ref` and `Attachment.ref` name it "kept:<hash>"."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.database import insert_for
from models.messenger_tables import KeptFile

KEPT = "kept"


def keep_file(session: Session, content: bytes, now: datetime, lasts: timedelta | None = None) -> str:
    """Keep what a file holds, for good or a while; where it is kept. What is kept for good stays so."""
    key, until = sha256(content).hexdigest(), now + lasts if lasts else None
    insert = insert_for(session, KeptFile).values(hash=key, content=content, at=now, until=until)
    longer = insert.on_conflict_do_update(
        index_elements=[KeptFile.hash], set_={"until": until}, where=KeptFile.until.is_not(None)
    )
    session.execute(longer)
    return f"{KEPT}:{key}"


def kept_file(session: Session, ref: str) -> bytes | None:
    """What a kept file holds; None for what is kept elsewhere, or no longer."""
    channel, _, key = ref.partition(":")
    return session.scalar(select(KeptFile.content).where(KeptFile.hash == key)) if channel == KEPT else None


def forget_files(session: Session, now: datetime) -> int:
    """Forget what was kept for a while; how many."""
    return len(session.execute(delete(KeptFile).where(KeptFile.until < now).returning(KeptFile.hash)).all())
