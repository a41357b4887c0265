"""Runs revisions on the connection that the ledger has opened; Alembic loads this file."""

from alembic import context

from secretary.ledger.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
context.run_migrations()
