"""Durable work: jobs, and the schedules that make them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IN_A_LANE = "state = 'running' AND lane <> ''"
UNFINISHED = "state IN ('waiting', 'running')"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("schedule", sa.String, nullable=False),
        sa.Column("local", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("replays", sa.Integer, nullable=False),
        sa.Column("leased_by", sa.String, nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("sending", sa.JSON(none_as_null=True)),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
        sqlite_autoincrement=True,  # a number is never given again, also after old ones are gone
    )
    unfinished = sa.text(UNFINISHED)
    op.create_index(
        "ix_jobs_unfinished",
        "jobs",
        ["run_at"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "ended_at"])
    op.create_index(
        "ix_jobs_lane", "jobs", ["lane"], sqlite_where=unfinished, postgresql_where=unfinished
    )
    running = sa.text(IN_A_LANE)
    op.create_index(
        "uq_jobs_lane_running",
        "jobs",
        ["lane"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("days", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("catch_up", sa.String, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("considered", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_schedules"),
    )
    op.create_index("ix_schedules_next_at", "schedules", ["next_at"])
