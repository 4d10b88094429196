"""Documents with their revisions and passages, and what failed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("revision", sa.String, nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.Column("retired_by", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("collection", sa.String, nullable=False),
        sa.Column("readers", sa.String, nullable=False),
        sa.Column("licence", sa.String, nullable=False),
        sa.Column("attested_by", sa.String),
        sa.Column("attested_at", sa.DateTime(timezone=True)),
        sa.Column("owner", sa.String),
        sa.Column("edition", sa.String),
        sa.Column("effective", sa.Date),
        sa.Column("review", sa.Date),
        sa.Column("step", sa.String),
        sa.Column("paraphrase_of", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("source", name="uq_documents_source"),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("document", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("metadata", sa.JSON, nullable=False),
        sa.Column("embedder", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_revisions_document"),
        sa.UniqueConstraint("document", "number", name="uq_revisions_document"),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("revision", sa.String, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("headings", sa.JSON, nullable=False),
        sa.Column("locator", sa.String, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.ForeignKeyConstraint(["revision"], ["revisions.id"], name="fk_passages_revision"),
    )
    op.create_index("ix_passages_revision", "passages", ["revision"])
    op.create_table(
        "failures",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_failures"),
    )
    state = op.create_table(
        "library_state",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("library_version", sa.Integer, nullable=False),
        sa.Column("shipped_digest", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_library_state"),
    )
    op.bulk_insert(state, [{"id": 1, "library_version": 0, "shipped_digest": ""}])
