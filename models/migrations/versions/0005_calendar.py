"""The office's own calendar: days off and working days by decision"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_calendar_exception_recorded_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_exception_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_exception")),
    )
    with op.batch_alter_table("calendar_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_exception_unit_id_day"), ["unit_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_table("calendar_exception")
