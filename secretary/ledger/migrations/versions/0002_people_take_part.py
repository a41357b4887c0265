"""People of the office take part: what they sent by themselves, whom they know, notes of reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Turns are counted from the outbox; a case remembers from where."""
    op.create_table(
        "place",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office", "folder", name=op.f("pk_place")),
    )
    op.create_table(
        "known",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "address_key", name=op.f("pk_known")),
    )
    op.add_column("timer", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("case_", sa.Column("person_seq", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("case_", "turns")


def downgrade() -> None:
    """The tables as they were."""
    op.add_column("case_", sa.Column("turns", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("case_", "person_seq")
    op.drop_column("timer", "note")
    op.drop_table("known")
    op.drop_table("place")
