"""Action items, their events, and what they are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_audiences",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("readers", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action_audiences"),
        sa.UniqueConstraint("readers", name="uq_action_audiences_readers"),
    )
    _actions()
    op.create_table(
        "action_details",
        _action(),
        sa.Column("snapshot", sa.JSON, nullable=False),
        *_keys("action_details", "action"),
    )
    op.create_table(
        "action_events",
        _action(),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("via", sa.String, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        sa.Column("undoes", sa.Integer),
        *_keys("action_events", "action", "number"),
    )
    op.create_index("ix_action_events_at", "action_events", ["at", "action", "number"])
    _found_by()
    op.create_table(
        "action_steps",
        sa.Column("step", sa.String, nullable=False),
        sa.Column("lead", sa.String, nullable=False),
        sa.Column("evidence", sa.Boolean, nullable=False),
        sa.Column("silence", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("step", name="pk_action_steps"),
    )


def _actions() -> None:
    texts = ("status", "step", "owner", "waiting_for", "creator", "source", "title", "owner_name")
    op.create_table(
        "actions",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("audience", sa.Integer, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("due_by", sa.Date, nullable=False),
        sa.Column("first_due_by", sa.Date, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("estimate", sa.Float),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
        sa.ForeignKeyConstraint(["audience"], ["action_audiences.id"], name="fk_actions_audience"),
    )
    counted = ["live", "status", "step", "owner", "due_by"]
    counted += ["audience", "urgency", "estimate", "owner_name"]
    op.create_index("ix_actions_counted", "actions", counted)
    op.create_index("ix_actions_live", "actions", ["live", "due_by", "id"])
    op.create_index("ix_actions_urgency", "actions", ["status", "urgency", "due_by", "id"])
    op.create_index("ix_actions_due_by", "actions", ["due_by", "id"])
    op.create_index("ix_actions_changed_at", "actions", ["changed_at", "id"])
    op.create_index("ix_actions_owner", "actions", ["owner", "live", "due_by"])
    op.create_index("ix_actions_step", "actions", ["step", "live", "due_by"])
    op.create_index("ix_actions_status_at", "actions", ["status", "status_at"])
    op.create_index("ix_actions_waiting_for", "actions", ["waiting_for"])


def _found_by() -> None:
    op.create_table(
        "action_people",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        _action(),
        *_keys("action_people", "key", "part", "action"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action_labels",
        sa.Column("label", sa.String, nullable=False),
        _action(),
        *_keys("action_labels", "label", "action"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action_blockers",
        _action(),
        sa.Column("blocker", sa.Integer, nullable=False, autoincrement=False),
        *_keys("action_blockers", "action", "blocker"),
        sa.ForeignKeyConstraint(["blocker"], ["actions.id"], name="fk_action_blockers_blocker"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action_words",
        sa.Column("word", sa.String, nullable=False),
        _action(),
        sa.Column("titled", sa.Boolean, nullable=False),
        *_keys("action_words", "word", "action"),
        sqlite_with_rowid=False,
    )
    for table in ("action_people", "action_labels", "action_words"):
        op.create_index(f"ix_{table}_action", table, ["action"])
    op.create_index("ix_action_blockers_blocker", "action_blockers", ["blocker"])


def _action() -> sa.Column[int]:
    return sa.Column("action", sa.Integer, nullable=False, autoincrement=False)


def _keys(table: str, *primary: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint(*primary, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name=f"fk_{table}_action"),
    )
