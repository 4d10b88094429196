"""What conversations of channels are about, and what came of each message."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talks",
        sa.Column("place", sa.String, nullable=False),
        sa.Column("chart", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_talks"),
    )
    op.create_table(
        "talk_inquiries",
        sa.Column("place", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("conversation", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("place", "person", name="pk_talk_inquiries"),
    )
    op.create_table(
        "heard_messages",
        sa.Column("place", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.JSON),
        sa.PrimaryKeyConstraint("place", "message", "person", name="pk_heard_messages"),
    )
    op.create_index("ix_heard_messages_at", "heard_messages", ["at"])
