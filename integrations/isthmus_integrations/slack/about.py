"""What a window carries along while somebody fills it in."""

from dataclasses import asdict, dataclass
from json import dumps, loads
from typing import Final

from isthmus.errors import InvalidError

INDEX: Final = "index"  # a form of ours: what an administrator says of a document
PLACE: Final = "place"
PERSONAL: Final = frozenset({"feedback", PLACE, INDEX})
BROKEN: Final = "This form is not one of ours any more. Open it again."


@dataclass(frozen=True)
class About:
    """``token`` stands for what the form is about; the rest says where it was opened.

    ``for_all`` tells that what comes of it belongs to everybody there; ``alone``, that it was
    opened where only the person sees it; ``kind`` is the form's.
    """

    token: str
    channel: str = ""
    thread: str = ""
    for_all: bool = False
    alone: bool = False
    kind: str = ""

    @property
    def is_personal(self) -> bool:
        """Tell whether what comes of it is nobody else's business."""
        return self.kind in PERSONAL

    @property
    def written(self) -> str:
        return dumps(asdict(self), separators=(",", ":"))


def about_of(written: object) -> About:
    try:
        return About(**loads(str(written)))
    except (ValueError, TypeError) as error:
        raise InvalidError(BROKEN) from error


def kind_of(written: object) -> str:
    """Give which form it is, "" where it is none of ours."""
    try:
        return about_of(written).kind
    except InvalidError:
        return ""
