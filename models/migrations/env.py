"""Run by Alembic inside the one transaction that `models.migrate` holds."""

from alembic import context

import models  # noqa: F401 - fills the metadata
from models.database import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds everything
)
context.run_migrations()
