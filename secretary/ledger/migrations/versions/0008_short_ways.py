"""Short ways to what is not filed and what nobody has heard of, in a record of years."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create two indexes."""
    op.create_index(op.f("ix_message_filing"), "message", ["filing"])
    op.create_index(op.f("ix_effect_office_heard_service"), "effect", ["office", "heard", "service"])
