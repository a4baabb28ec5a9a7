"""What was told is asked by its day and step, messages by their day"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None
_OLD = ("subject", "due_on", "rung", "person_id")
_NEW = ("due_on", "rung", "subject", "person_id")


def _unique(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"uq_reminder_{'_'.join(old)}"), type_="unique")
        batch_op.create_unique_constraint(op.f(f"uq_reminder_{'_'.join(new)}"), new)


def upgrade() -> None:
    _unique(_OLD, _NEW)
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_notification_day"), ["day"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_notification_day"))
    _unique(_NEW, _OLD)
