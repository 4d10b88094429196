"""SQL tables of actions.

``actions`` is narrow: what lists are filtered, ordered and counted by. ``action_details`` holds the
action itself; the other tables but the events are there to find actions by. Events are only added.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from isthmus.storage import METADATA, Instant

_COUNTED: Final = (  # all that counting looks at, so that it need not read the rows
    *("live", "status", "step", "owner", "due_by"),
    *("audience", "urgency", "estimate", "owner_name"),
)

_OVER_TIME: Final = (  # all that figures over time are counted from
    *("live", "status_at", "status", "created_at", "first_due_by"),
    *("slips", "step", "audience"),
)

action_audiences: Final = Table(
    "action_audiences",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("readers", String, nullable=False, unique=True),
)

actions: Final = Table(
    "actions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("audience", ForeignKey("action_audiences.id"), nullable=False),
    Column("status", String, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("step", String, nullable=False),
    Column("owner", String, nullable=False),  # the key of a party, "" for nobody
    Column("due_by", Date, nullable=False),  # the last day there is where none was agreed
    Column("first_due_by", Date, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("estimate", Float),
    Column("slips", Integer, nullable=False),
    Column("waiting_for", String, nullable=False),
    Column("creator", String, nullable=False),
    Column("source", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("status_at", Instant, nullable=False),
    Column("title", String, nullable=False),  # folded
    Column("owner_name", String, nullable=False),
    Index("ix_actions_counted", *_COUNTED),
    Index("ix_actions_history", *_OVER_TIME),
    Index("ix_actions_live", "live", "due_by", "id"),
    Index("ix_actions_urgency", "status", "urgency", "due_by", "id"),
    Index("ix_actions_due_by", "due_by", "id"),
    Index("ix_actions_changed_at", "changed_at", "id"),
    Index("ix_actions_owner", "owner", "live", "due_by"),
    Index("ix_actions_step", "step", "live", "due_by"),
    Index("ix_actions_status_at", "status", "status_at"),
    Index("ix_actions_waiting_for", "waiting_for"),
)

action_details: Final = Table(
    "action_details",
    METADATA,
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Column("snapshot", JSON, nullable=False),
)

action_events: Final = Table(
    "action_events",
    METADATA,
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("via", String, nullable=False),
    Column("said", Text, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("undoes", Integer),
    Index("ix_action_events_at", "at", "action", "number"),
)

action_people: Final = Table(  # who always sees it, and in which part they are in it
    "action_people",
    METADATA,
    Column("key", String, primary_key=True),
    Column("part", String, primary_key=True),
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Index("ix_action_people_action", "action"),
    sqlite_with_rowid=False,
)

action_labels: Final = Table(
    "action_labels",
    METADATA,
    Column("label", String, primary_key=True),
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Index("ix_action_labels_action", "action"),
    sqlite_with_rowid=False,
)

action_blockers: Final = Table(
    "action_blockers",
    METADATA,
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Column("blocker", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Index("ix_action_blockers_blocker", "blocker"),
    sqlite_with_rowid=False,
)

action_words: Final = Table(
    "action_words",
    METADATA,
    Column("word", String, primary_key=True),
    Column("action", ForeignKey("actions.id"), primary_key=True, autoincrement=False),
    Column("titled", Boolean, nullable=False),
    Index("ix_action_words_action", "action"),
    sqlite_with_rowid=False,
)

action_steps: Final = Table(
    "action_steps",
    METADATA,
    Column("step", String, primary_key=True),
    Column("lead", String, nullable=False),
    Column("evidence", Boolean, nullable=False),
    Column("silence", Integer, nullable=False),
)
