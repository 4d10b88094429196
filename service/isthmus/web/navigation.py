"""Where a visitor can go: the places of the console, by rank."""

from dataclasses import dataclass
from typing import Final

from isthmus.people import Person, Rank


@dataclass(frozen=True)
class Place:
    """One link of the navigation; ``sections`` are the other addresses that belong to it."""

    name: str
    address: str
    rank: Rank = Rank.READER
    sections: tuple[str, ...] = ()
    apart: bool = False  # under "More", where there are several of them

    def holds(self, path: str) -> bool:
        below = (*self.sections, self.address) if self.address != "/" else self.sections
        return path == self.address or any(
            path == one or path.startswith(f"{one}/") for one in below
        )


PLACES: Final = (
    Place("Ask", "/", sections=("/answers", "/ask", "/conversations", "/said")),
    Place("Library", "/library", sections=("/passages",)),
    Place("Blueprint", "/blueprint"),
    Place("Charts", "/charts"),
    Place("Roles", "/roles"),
    Place("Actions", "/actions"),
    Place("Programme", "/programme"),
    Place("Unanswered", "/unanswered", Rank.LEAD, apart=True),
    Place("People and keys", "/people", Rank.ADMINISTRATOR, sections=("/keys",), apart=True),
    Place("Audit", "/audit", Rank.ADMINISTRATOR, apart=True),
    Place("Jobs", "/jobs", Rank.ADMINISTRATOR, apart=True),
)


def places(visitor: Person) -> list[Place]:
    """Give the places this visitor may go to; a guest has the rank of a reader."""
    return [place for place in PLACES if visitor.rank.includes(place.rank)]
