"""What gives the right to use a licensed text; how a fetched document is asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents", sa.Column("attestation", sa.Text))
    op.create_table(
        "fetched",
        sa.Column("source", sa.String, nullable=False),
        sa.Column("etag", sa.String, nullable=False),
        sa.Column("last_modified", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_fetched"),
    )
