"""What people want to do to a chart, as the changes that do it.

Every function takes a chart and gives the changes to apply; it changes nothing itself. What is
accepted was accepted as it was read, so a letter is proposed again when it or the text of its
activity changes, when it goes to another role, and when whoever accepted it no longer holds the
role. Moving, naming a column, and the letters of others take no acceptance away. Nothing here
refuses what the rules find: a chart with errors can be kept, and is corrected there.
"""

from isthmus.raci.editing.cells import (
    Given,
    all_in_column,
    letters_set,
    made_accountable,
    without_letters,
)
from isthmus.raci.editing.columns import (
    column_added,
    column_described,
    column_moved,
    column_of,
    column_removed,
    column_renamed,
    column_replaced,
    holder_set,
)
from isthmus.raci.editing.deciding import Only, accepting, declining
from isthmus.raci.editing.rows import (
    row_added,
    row_described,
    row_moved,
    row_removed,
    row_renamed,
    row_split,
    rows_merged,
)
from isthmus.raci.editing.translating import described, letters_translated

__all__ = [
    "Given",
    "Only",
    "accepting",
    "all_in_column",
    "column_added",
    "column_described",
    "column_moved",
    "column_of",
    "column_removed",
    "column_renamed",
    "column_replaced",
    "declining",
    "described",
    "holder_set",
    "letters_set",
    "letters_translated",
    "made_accountable",
    "row_added",
    "row_described",
    "row_moved",
    "row_removed",
    "row_renamed",
    "row_split",
    "rows_merged",
    "without_letters",
]
