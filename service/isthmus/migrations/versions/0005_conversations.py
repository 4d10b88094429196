"""Conversations, what people say of answers, what is unanswered, and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("forgotten_at", sa.DateTime(timezone=True)))
    _conversations()
    _feedback()
    _unanswered()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("shared", name="uq_conversations_shared"),
    )
    op.create_index("ix_conversations_owner", "conversations", ["owner"])
    op.create_index("ix_conversations_changed_at", "conversations", ["changed_at"])
    op.create_table(
        "turns",
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("understood", sa.Text),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_terms", sa.Text, nullable=False),
        sa.Column("told_terms", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "number", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_turns_conversation"
        ),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_turns_answer"),
    )
    op.create_index("ix_turns_answer", "turns", ["answer"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer", "person", name="pk_feedback"),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_feedback_answer"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])


def _unanswered() -> None:
    op.create_table(
        "unanswered",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("embedder", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("document", sa.String),
        sa.Column("answer", sa.String),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("changed_by", sa.String),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_table(
        "askings",
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("unanswered", sa.String, nullable=False),
        sa.Column("spelling", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer", name="pk_askings"),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], name="fk_askings_answer"),
        sa.ForeignKeyConstraint(["unanswered"], ["unanswered.id"], name="fk_askings_unanswered"),
    )
    op.create_index("ix_askings_unanswered", "askings", ["unanswered"])
    op.create_index("ix_askings_spelling", "askings", ["spelling"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("unanswered", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("asking", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_on", sa.Integer, nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("document", sa.String),
        sa.Column("answer", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("unanswered", "person", name="uq_subscriptions_unanswered"),
        sa.ForeignKeyConstraint(
            ["unanswered"], ["unanswered.id"], name="fk_subscriptions_unanswered"
        ),
        sa.ForeignKeyConstraint(["asking"], ["answers.id"], name="fk_subscriptions_asking"),
    )
    op.create_index("ix_subscriptions_person", "subscriptions", ["person"])
