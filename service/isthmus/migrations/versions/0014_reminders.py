"""What is said to people: messages, deliveries, what was said when, and how they want it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _said()
    _told()
    _wanted()


def _said() -> None:
    op.create_table(
        "reminder_messages",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("sort", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_messages"),
        sa.UniqueConstraint("key", name="uq_reminder_messages_key"),
    )
    op.create_index("ix_reminder_messages_person", "reminder_messages", ["person", "at"])
    op.create_table(
        "reminder_sayings",
        sa.Column("person", sa.String, nullable=False),
        sa.Column("action", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("due", sa.Date),
        sa.PrimaryKeyConstraint("person", "action", "day", "why", name="pk_reminder_sayings"),
    )


def _told() -> None:
    op.create_table(
        "reminder_news",
        sa.Column("person", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("action", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "why", "action", "subject", name="pk_reminder_news"),
    )
    op.create_table(
        "reminder_deliveries",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("sort", sa.String, nullable=False),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_deliveries"),
        sa.ForeignKeyConstraint(
            ["message"], ["reminder_messages.id"], name="fk_reminder_deliveries_message"
        ),
    )
    op.create_index("ix_reminder_deliveries_message", "reminder_deliveries", ["message"])
    op.create_index("ix_reminder_deliveries_person", "reminder_deliveries", ["person", "at"])
    op.create_index("ix_reminder_deliveries_at", "reminder_deliveries", ["at"])


def _wanted() -> None:
    op.create_table(
        "reminder_quiets",
        sa.Column("action", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("acknowledged", sa.Date),
        sa.Column("due", sa.Date),
        sa.PrimaryKeyConstraint("action", "person", name="pk_reminder_quiets"),
    )
    op.create_index("ix_reminder_quiets_person", "reminder_quiets", ["person", "until"])
    op.create_table(
        "reminder_preferences",
        sa.Column("person", sa.String, nullable=False),
        sa.Column("at", sa.String),
        sa.Column("ways", sa.JSON(none_as_null=True)),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("mornings", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_reminder_preferences"),
    )
    op.create_table(
        "digest_subscriptions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("steps", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digest_subscriptions"),
    )
    op.create_index("ix_digest_subscriptions_person", "digest_subscriptions", ["person"])
