"""What came of events is looked up by how their keys begin, on PostgreSQL, too."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name, table, of_patterns = "ix_channel_outgoing_event", "channel_outgoing", "text_pattern_ops"
    op.drop_index(name, table)
    op.create_index(name, table, ["event"], postgresql_ops={"event": of_patterns})
