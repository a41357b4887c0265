"""A short way to mails of one subject; domains are asked mail by mail now."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create an index, and drop one that nothing asks any more."""
    op.create_index(op.f("ix_effect_subject_key_sent_at"), "effect", ["subject_key", "sent_at"])
    op.drop_index(op.f("ix_recipient_domain"), "recipient")
