"""Reminders: the outbox of messages planned for a slot, the ledger of what was told, pauses, cases that go up"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None
_RUNG = ("subject", "due_on", "rung", "person_id")


def _person() -> sa.Column:
    return sa.Column("person_id", sa.Integer(), nullable=False)


def _work() -> sa.Column:
    return sa.Column("work_id", sa.Integer(), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.alter_column("chat_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("job", sa.String(), nullable=False, server_default="notices"))
        batch_op.add_column(sa.Column("slot", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("key", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sure", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("value", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_unique_constraint(batch_op.f("uq_notification_key"), ["key"])
        batch_op.create_index(batch_op.f("ix_notification_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("notification", schema=None) as batch_op:
        for name in ("job", "slot", "sure", "attempts", "value"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("set_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stage_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        _person(),
        sa.Column("work_id", sa.Integer(), nullable=True),
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        _refers("reminder", "notification_id", "notification"),
        _refers("reminder", "person_id", "person"),
        _refers("reminder", "work_id", "work"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "subject", "due_on", "rung", "person_id", name=op.f("uq_reminder_subject_due_on_rung_person_id")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_notification_id"), ["notification_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_person_id_work_id"), ["person_id", "work_id"], unique=False)
    op.create_table(
        "snooze",
        _work(),
        _person(),
        sa.Column("until", sa.Date(), nullable=False),
        _refers("snooze", "person_id", "person"),
        _refers("snooze", "work_id", "work"),
        sa.PrimaryKeyConstraint("work_id", "person_id", name=op.f("pk_snooze")),
    )
    op.create_table(
        "escalation_case",
        _work(),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("steps", sa.String(), nullable=False),
        _refers("escalation_case", "work_id", "work"),
        sa.PrimaryKeyConstraint("work_id", "due_on", name=op.f("pk_escalation_case")),
    )
    op.create_table(
        "escalation_hold",
        _work(),
        _person(),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _refers("escalation_hold", "person_id", "person"),
        _refers("escalation_hold", "work_id", "work"),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_escalation_hold")),
    )
    op.create_table(
        "subscription",
        _person(),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        _refers("subscription", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", "job", name=op.f("pk_subscription")),
    )
    op.create_table(
        "planned_slot",
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_planned_slot")),
    )
    op.create_table(
        "month_sent",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "month", name=op.f("pk_month_sent")),
    )


def downgrade() -> None:
    for table in (
        "month_sent",
        "planned_slot",
        "subscription",
        "escalation_hold",
        "escalation_case",
        "snooze",
        "reminder",
    ):
        op.drop_table(table)
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_column("stage_at")
        batch_op.drop_column("set_at")
    op.execute("UPDATE notice SET notification_id = NULL")  # what was planned is forgotten, what was told stays told
    op.execute("DELETE FROM notification WHERE chat_id IS NULL")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_person_id"))
        batch_op.drop_constraint(batch_op.f("uq_notification_key"), type_="unique")
        for name in ("value", "attempts", "sure", "expires_at", "opens_at", "day", "key", "slot", "job"):
            batch_op.drop_column(name)
        batch_op.alter_column("chat_id", existing_type=sa.Integer(), nullable=False)
