"""What a conversation was about: the last thing of each kind, and which of them came last."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talk_subjects",
        sa.Column("place", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("place", "kind", name="pk_talk_subjects"),
    )
    op.execute(
        "INSERT INTO talk_subjects (place, kind, id, turn) "
        "SELECT place, 'chart', chart, 1 FROM talks"
    )
    op.drop_table("talks")
