"""What calls cost, and how much of that a day may have."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from isthmus.llm.wire import Piece
from isthmus.llm_settings import Price

BYTES_OF_A_TOKEN: Final = 4  # in European languages; where nobody counted, this is the count
FEWEST_BYTES_OF_A_TOKEN: Final = 2  # figures and other scripts: what is set aside beforehand
MILLION: Final = 1_000_000
OVERHEAD: Final = 64  # tokens that a provider adds to the messages
FREE: Final = Price(Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Spent:
    """Tokens, and money in millionths of its unit."""

    tokens: int = 0
    micros: int = 0

    @property
    def money(self) -> str:
        """Give the money in its unit, such as `0.002500`."""
        return f"{Decimal(self.micros) / MILLION:.6f}"

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.tokens + other.tokens, self.micros + other.micros)

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.tokens - other.tokens, self.micros - other.micros)


@dataclass(frozen=True)
class Limits:
    """Most a day; None where there is no limit. A person's are of the tokens alone."""

    tokens: int | None = None
    micros: int | None = None
    tokens_of_a_person: int | None = None

    def allow(self, everybody: Spent, person: Spent) -> bool:
        """Tell whether this much in all, of which this much for one person, is within them."""
        return (
            _within(everybody.tokens, self.tokens)
            and _within(everybody.micros, self.micros)
            and _within(person.tokens, self.tokens_of_a_person)
        )


@dataclass(frozen=True)
class Usage:
    """Tokens of a call; ``counted`` where the provider said them."""

    read: int = 0
    written: int = 0
    counted: bool = True

    def cost(self, price: Price) -> Spent:
        """Give what it costs, rounded up to a millionth."""
        money = self.read * price.read + self.written * price.written
        micros = int(Decimal(money).to_integral_value(ROUND_CEILING))
        return Spent(self.read + self.written, micros)


NOTHING: Final = Usage(counted=False)
FOR_NOTHING: Final = Spent()


def at_most(size: int, most_tokens: int) -> Usage:
    """Give what a call of ``size`` bytes may take, to be set aside before it."""
    return Usage(-(-size // FEWEST_BYTES_OF_A_TOKEN) + OVERHEAD, most_tokens, counted=False)


def used(size: int, written: int, counted: Piece) -> Usage:
    """Give what a call took: as the provider counted it, else by the bytes of both."""
    if counted.tokens_in or counted.tokens_out:
        return Usage(counted.tokens_in, counted.tokens_out)
    return Usage(-(-size // BYTES_OF_A_TOKEN), -(-written // BYTES_OF_A_TOKEN), counted=False)


def _within(spent: int, limit: int | None) -> bool:
    return limit is None or spent <= limit
