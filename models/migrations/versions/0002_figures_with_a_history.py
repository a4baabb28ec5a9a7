"""figures with a history: retractions, the event that told of a row, and stamps"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "stamp",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stamp")),
    )
    for table in ("observation", "assessment"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
            batch_op.add_column(sa.Column("retracts", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f"fk_{table}_event_id"), "event", ["event_id"], ["id"])
            batch_op.create_foreign_key(batch_op.f(f"fk_{table}_retracts"), table, ["retracts"], ["id"])
            batch_op.create_index(batch_op.f(f"ix_{table}_event_id"), ["event_id"])
    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_event_unit_id"), "unit", ["unit_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_event_actor_id_at"), ["actor_id", "at"])
    with op.batch_alter_table("criteria_set") as batch_op:
        batch_op.add_column(sa.Column("base_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_criteria_set_base_id"), "criteria_set", ["base_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("criteria_set") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_criteria_set_base_id"), type_="foreignkey")
        batch_op.drop_column("base_id")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_actor_id_at"))
        batch_op.drop_constraint(batch_op.f("fk_event_unit_id"), type_="foreignkey")
        batch_op.drop_column("unit_id")
    for table in ("assessment", "observation"):
        # An older program knows no retractions: what was taken back goes, with what took it back.
        rows = sa.table(table, sa.column("id"), sa.column("retracts"))
        gone = [row.retracts for row in op.get_bind().execute(sa.select(rows.c.retracts)) if row.retracts is not None]
        op.execute(rows.delete().where(rows.c.retracts.is_not(None)))
        for id_ in gone:
            op.execute(rows.delete().where(rows.c.id == id_))
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{table}_event_id"))
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_retracts"), type_="foreignkey")
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_event_id"), type_="foreignkey")
            batch_op.drop_column("retracts")
            batch_op.drop_column("event_id")
    op.drop_table("stamp")
