"""Short ways to what is not filed and what nobody has heard of, in a record of years."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create three indexes, one in another's place."""
    op.create_index(op.f("ix_message_filing_office"), "message", ["filing", "office"])
    op.create_index(op.f("ix_effect_office_heard_state_service"), "effect", ["office", "heard", "state", "service"])
    op.drop_index(op.f("ix_effect_office_sent_at"), "effect")
    op.create_index(op.f("ix_effect_office_mail_class_sent_at"), "effect", ["office", "mail_class", "sent_at"])
