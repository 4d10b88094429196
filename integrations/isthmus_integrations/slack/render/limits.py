"""What Slack takes at most, and how long it may think a text is.

Where sources differ, the smaller figure stands here. What Slack does not tell, but refuses, is
marked as ours.
"""

from typing import Final

# ---- a message, a view
BLOCKS_OF_A_MESSAGE: Final = 49  # one more is for what a channel adds of its own
BLOCKS_OF_A_VIEW: Final = 100
FALLBACK: Final = 4_000
TEXTS_OF_A_MESSAGE: Final = 11_000  # ours: beyond about 13,200 it says `msg_blocks_too_long`
BYTES_OF_A_VIEW: Final = 150_000  # ours: it refuses one of more than 250 kB
TITLE: Final = 24  # of a modal, as what its buttons say
METADATA: Final = 3_000
CALLBACK: Final = 255

# ---- blocks and what is in them
HEADER: Final = 150
ACTIONS: Final = 25
LABEL: Final = 75  # on a button, in a list of choices
LINK: Final = 500  # ours: Slack takes 3,000, but counts them as part of the message

# ---- a table
ROWS: Final = 100  # with its header
COLUMNS: Final = 20
GLIMPSE: Final = 20  # ours: rows of a table that does not fit; the whole one is a file
CELLS: Final = 8_000  # all cells together; Slack takes 10,000, but counts them as of the message

# ---- a form
HINT: Final = 2_000
ENTERED: Final = 3_000
OPTIONS: Final = 100  # in a group, and groups in a list
OPTION_VALUE: Final = 150
OPTIONS_SHOWN: Final = 500  # ours: a list of more is searched by nobody, and a view has its size

# ---- files, and how far a reply goes
ALT: Final = 1_000
POSTINGS: Final = 5  # ours: what is longer is a file


def weight(text: str) -> int:
    """Count a text as Slack may at most: in UTF-16, with `& < >` escaped."""
    marks = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return len(text) + sum(sign > "\uffff" for sign in text) + marks
