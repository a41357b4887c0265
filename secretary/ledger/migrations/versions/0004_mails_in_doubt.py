"""Mails in doubt: receipts, what to undo, since when an effect waits, limits by subject and domain."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what waits already counts as old, and is looked for before it is sent."""
    old = "1970-01-01 00:00:00"
    with op.batch_alter_table("effect") as effect:
        effect.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=False, server_default=old))
        effect.add_column(sa.Column("undo", sa.Text(), nullable=False, server_default=""))
        effect.add_column(sa.Column("subject_key", sa.Text(), nullable=False, server_default=""))
        effect.add_column(sa.Column("receipt_at", sa.DateTime(timezone=True), nullable=True))
        effect.create_index(op.f("ix_effect_office_message_id"), ["office", "message_id"], unique=False)
    with op.batch_alter_table("recipient") as recipient:
        recipient.add_column(sa.Column("domain", sa.Text(), nullable=False, server_default=""))
        recipient.create_index(op.f("ix_recipient_domain"), ["domain"], unique=False)


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("recipient") as recipient:
        recipient.drop_index(op.f("ix_recipient_domain"))
        recipient.drop_column("domain")
    with op.batch_alter_table("effect") as effect:
        effect.drop_index(op.f("ix_effect_office_message_id"))
        for column in ("receipt_at", "subject_key", "undo", "since"):
            effect.drop_column(column)
