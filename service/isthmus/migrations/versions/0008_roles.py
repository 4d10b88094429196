"""Role definitions: as they are, the events they came about by, approved versions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_definitions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.String, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("readers", sa.JSON, nullable=False),
        sa.Column("snapshot", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role_definitions"),
    )
    op.create_index("ix_role_definitions_owner", "role_definitions", ["owner"])
    op.create_index("ix_role_definitions_changed_at", "role_definitions", ["changed_at"])
    op.create_table(
        "role_events",
        sa.Column("definition", sa.String, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("via", sa.String, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("snapshot", sa.JSON, nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.PrimaryKeyConstraint("definition", "number", name="pk_role_events"),
        sa.ForeignKeyConstraint(
            ["definition"], ["role_definitions.id"], name="fk_role_events_definition"
        ),
    )
    op.create_table(
        "role_versions",
        sa.Column("definition", sa.String, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("snapshot", sa.JSON, nullable=False),
        sa.Column("approved_by", sa.String, nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Integer, nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("definition", "number", name="pk_role_versions"),
        sa.ForeignKeyConstraint(
            ["definition"], ["role_definitions.id"], name="fk_role_versions_definition"
        ),
    )
