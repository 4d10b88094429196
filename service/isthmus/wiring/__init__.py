"""The parts of the service, put together; `main.py` chooses them."""

from dataclasses import dataclass

from isthmus.wiring.channels import Channels
from isthmus.wiring.shelves import OwnedIndex

__all__ = ["OwnedIndex", "Wiring"]


@dataclass(frozen=True)
class Wiring(Channels):
    """Everything a command or the service works with; models and indexes open when first used."""
