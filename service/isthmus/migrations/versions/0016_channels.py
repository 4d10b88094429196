"""Chat platforms: what they delivered and what went back, places, people, buttons, workspaces."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _events()
    _outgoing()
    _places_and_people()
    _buttons_and_installations()


def _named() -> tuple[sa.Column[str], ...]:
    """Give what tells things of all platforms apart."""
    return tuple(sa.Column(name, sa.String, nullable=False) for name in ("platform", "team", "id"))


def _events() -> None:
    op.create_table(
        "channel_events",
        *_named(),
        sa.Column("same_as", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "team", "id", name="pk_channel_events"),
    )
    has_one = sa.text("same_as <> ''")
    op.create_index(
        "uq_channel_events_same_as",
        "channel_events",
        ["platform", "team", "same_as"],
        unique=True,
        sqlite_where=has_one,
        postgresql_where=has_one,
    )
    op.create_index("ix_channel_events_at", "channel_events", ["at"])


def _outgoing() -> None:
    op.create_table(
        "channel_outgoing",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("team", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("number", name="pk_channel_outgoing"),
        sa.UniqueConstraint("key", name="uq_channel_outgoing_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_channel_outgoing_event", "channel_outgoing", ["event"])
    op.create_index("ix_channel_outgoing_made_at", "channel_outgoing", ["made_at"])
    op.create_index(
        "ix_channel_outgoing_reference", "channel_outgoing", ["platform", "team", "reference"]
    )


def _places_and_people() -> None:
    op.create_table(
        "channel_places",
        *_named(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("reference", sa.JSON, nullable=False),
        sa.Column("manner", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("platform", "team", "id", name="pk_channel_places"),
    )
    op.create_table(
        "channel_people",
        *_named(),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("outside", sa.Boolean, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "team", "id", name="pk_channel_people"),
    )
    op.create_index("ix_channel_people_person", "channel_people", ["person"])
    op.create_index("ix_channel_people_email", "channel_people", ["email"])


def _buttons_and_installations() -> None:
    op.create_table(
        "channel_buttons",
        sa.Column("token", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("command", sa.JSON, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_channel_buttons"),
        sa.UniqueConstraint("digest", name="uq_channel_buttons_digest"),
    )
    op.create_index("ix_channel_buttons_until", "channel_buttons", ["until"])
    op.create_table(
        "channel_installations",
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("team", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("secrets", sa.Text, nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("platform", "team", name="pk_channel_installations"),
    )
