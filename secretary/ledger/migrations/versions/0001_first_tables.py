"""The first tables of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "case_",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("party_spec", sa.Text(), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("party_key", sa.Text(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("state_json", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_")),
    )
    op.create_index(op.f("ix_case__office_party_key"), "case_", ["office", "party_key"], unique=False)
    op.create_table(
        "failure",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("office", "digest", name=op.f("pk_failure")),
    )
    op.create_table(
        "decision",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("rules_version", sa.Text(), nullable=False),
        sa.Column("reasons_json", sa.Text(), nullable=False),
        sa.Column("trace_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_decision_case_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_index(op.f("ix_decision_office_digest"), "decision", ["office", "digest"], unique=False)
    op.create_table(
        "effect",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("deed_json", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("ordered", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("mail_class", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_effect_case_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_effect")),
    )
    op.create_index(op.f("ix_effect_case_id_state"), "effect", ["case_id", "state"], unique=False)
    op.create_index(op.f("ix_effect_key"), "effect", ["key"], unique=True)
    op.create_index(op.f("ix_effect_office_sent_at"), "effect", ["office", "sent_at"], unique=False)
    op.create_index(op.f("ix_effect_office_state_due"), "effect", ["office", "state", "due"], unique=False)
    op.create_table(
        "event",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_event_case_id")),
        sa.PrimaryKeyConstraint("office", "uid", name=op.f("pk_event")),
    )
    op.create_table(
        "message",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filing", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_message_case_id")),
        sa.PrimaryKeyConstraint("office", "digest", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_office_folder"), "message", ["office", "folder"], unique=False)
    op.create_index(op.f("ix_message_office_sender_key"), "message", ["office", "sender_key"], unique=False)
    op.create_table(
        "thread_id",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_thread_id_case_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_thread_id")),
    )
    op.create_index(op.f("ix_thread_id_case_id"), "thread_id", ["case_id"], unique=False)
    op.create_index(op.f("ix_thread_id_office_message_id"), "thread_id", ["office", "message_id"], unique=True)
    op.create_table(
        "timer",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_timer_case_id")),
        sa.PrimaryKeyConstraint("case_id", "name", name=op.f("pk_timer")),
    )
    op.create_index(op.f("ix_timer_office_due"), "timer", ["office", "due"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("loop_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["effect"], ["effect.key"], name=op.f("fk_recipient_effect")),
        sa.PrimaryKeyConstraint("effect", "loop_key", name=op.f("pk_recipient")),
    )
    op.create_index(op.f("ix_recipient_loop_key"), "recipient", ["loop_key"], unique=False)


def downgrade() -> None:
    """Drop all tables."""
    op.drop_index(op.f("ix_recipient_loop_key"), table_name="recipient")
    op.drop_table("recipient")
    op.drop_index(op.f("ix_timer_office_due"), table_name="timer")
    op.drop_table("timer")
    op.drop_index(op.f("ix_thread_id_office_message_id"), table_name="thread_id")
    op.drop_index(op.f("ix_thread_id_case_id"), table_name="thread_id")
    op.drop_table("thread_id")
    op.drop_index(op.f("ix_message_office_sender_key"), table_name="message")
    op.drop_index(op.f("ix_message_office_folder"), table_name="message")
    op.drop_table("message")
    op.drop_table("event")
    op.drop_index(op.f("ix_effect_office_state_due"), table_name="effect")
    op.drop_index(op.f("ix_effect_office_sent_at"), table_name="effect")
    op.drop_index(op.f("ix_effect_key"), table_name="effect")
    op.drop_index(op.f("ix_effect_case_id_state"), table_name="effect")
    op.drop_table("effect")
    op.drop_index(op.f("ix_decision_office_digest"), table_name="decision")
    op.drop_index(op.f("ix_decision_case_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_table("failure")
    op.drop_index(op.f("ix_case__office_party_key"), table_name="case_")
    op.drop_table("case_")
