"""What the auditor found, day by day"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.Column("examples", sa.String(), nullable=False),
        sa.Column("unconnected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit")),
    )


def downgrade() -> None:
    op.drop_table("audit")
