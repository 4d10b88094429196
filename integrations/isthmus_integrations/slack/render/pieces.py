"""What stays together in a message, and what it takes to make it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from isthmus.messages import Button, File
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.rich import Block

ACTION = "isthmus"
FEEDBACK = f"{ACTION}:feedback"
_PRESSED = {"actions", "context_actions"}
CHUNK = 2_000  # of a text: so that what stands above it fits beside it


@dataclass(frozen=True)
class Upload(File):
    """A file beside a message; ``alt`` says what is to be seen where it is a picture."""

    alt: str = ""


@dataclass(frozen=True)
class Piece:
    """Blocks that stay together; ``text`` is the same for whoever does not see them.

    ``written`` is what a file says in their place, where that is more.
    """

    blocks: tuple[Block, ...]
    text: str = ""
    files: tuple[Upload, ...] = ()
    written: str = ""

    @property
    def has_table(self) -> bool:
        return any(each["type"] == "table" for each in self.blocks)

    @property
    def presses(self) -> int:
        """Count what can be pressed."""
        rows = sum(len(each["elements"]) for each in self.blocks if each["type"] in _PRESSED)
        return rows + sum("accessory" in each for each in self.blocks)


@dataclass(frozen=True)
class Means:
    """``in_view`` is for a page or a window, in which Slack shows no tables and no files."""

    token: Callable[[Button], str]
    console: str
    address: str = ""  # where the console shows what a reply is about
    in_view: bool = False
    _numbers: Iterator[int] = field(default_factory=count)

    def action(self) -> str:
        return f"{ACTION}:{next(self._numbers)}"


@dataclass
class Room:
    """What a view has taken in so far; a line is kept free, to say what it did not."""

    blocks: list[Block] = field(default_factory=list)
    size: int = 0

    def put(self, blocks: Sequence[Block]) -> bool:
        """Take blocks in, all or none; False where there is no room for them."""
        size = self.size + len(json.dumps(blocks))
        many = len(self.blocks) + len(blocks)
        if many >= limits.BLOCKS_OF_A_VIEW or size >= limits.BYTES_OF_A_VIEW:
            return False
        self.blocks += blocks
        self.size = size
        return True
