"""A request under a key of its sender's own, by which it is known when it comes again."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from isthmus.errors import InvalidError

LONGEST_KEY: Final = 200


@dataclass(frozen=True)
class Request:
    """What somebody asks for, under a key of their own; ``digest`` tells one body from another."""

    key: str
    digest: str

    def __post_init__(self) -> None:
        printable = self.key.isascii() and self.key.isprintable()
        if not (self.key and printable and len(self.key) <= LONGEST_KEY):
            raise InvalidError(
                f"An `Idempotency-Key` has 1 to {LONGEST_KEY} letters, digits or signs: take a "
                "new UUID for each thing that is to be made."
            )


def request(key: str, place: str, body: bytes) -> Request:
    """Give what is asked of a place, such as `POST /api/v1/actions`."""
    return Request(key, sha256(place.encode() + b"\n" + body).hexdigest())
