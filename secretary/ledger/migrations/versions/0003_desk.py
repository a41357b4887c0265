"""Sign-in links and sessions of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the desk."""
    op.create_table(
        "desk_link",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_link")),
    )
    op.create_index(op.f("ix_desk_link_address_issued"), "desk_link", ["address", "issued"], unique=False)
    op.create_table(
        "desk_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_session")),
    )
