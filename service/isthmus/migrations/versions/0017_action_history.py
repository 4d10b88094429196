"""Actions: an index of what figures over time are counted from."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    when = ["live", "status_at", "status", "created_at", "first_due_by"]
    op.create_index("ix_actions_history", "actions", [*when, "slips", "step", "audience"])
