"""Mails that lie in folders for orders, until they count."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "settling",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office", "folder", "uidvalidity", "uid", name=op.f("pk_settling")),
    )
    op.create_index(op.f("ix_settling_office_due"), "settling", ["office", "due"])
