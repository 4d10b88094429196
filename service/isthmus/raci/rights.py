"""Who may do what with a kept chart; its readers are groups, as those of a document are."""

from collections.abc import Collection, Iterable

from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import EVERYONE, Person, Rank
from isthmus.raci.model import Filed


def may_read(filed: Filed, person: Person) -> bool:
    return filed.owner == person.id or person.may_read(filed.readers)


def may_edit(filed: Filed, person: Person) -> bool:
    contributes = not person.is_guest and person.rank.includes(Rank.CONTRIBUTOR)
    return may_read(filed, person) and (contributes or filed.owner == person.id)


def readable(filed: Filed | None, chart: str, by: Person) -> Filed:
    """Give a chart to whoever may read it; raises NotFoundError for anybody else."""
    if filed is None or not may_read(filed, by):
        raise NotFoundError(
            f"There is no chart {chart}, or you may not read it. `isthmus raci list` shows those "
            "there are."
        )
    return filed


def editable(filed: Filed, by: Person) -> Filed:
    """Give a readable chart to its owner and to contributors; raises NotAllowedError."""
    if not may_edit(filed, by):
        by.require(Rank.CONTRIBUTOR)
    return filed


def reader_groups(groups: Iterable[str]) -> tuple[str, ...]:
    """Give groups in the one way they are kept; raises InvalidError where there are none."""
    readers = tuple(sorted({group.strip() for group in groups} - {""}))
    if not readers:
        raise InvalidError("Name the groups who may read it, or `everyone`.")
    if any("," in group for group in readers):
        raise InvalidError("The name of a group has no comma in it.")
    return readers


def all_may_read(readers: Collection[str], source: Collection[str]) -> bool:
    """Tell whether whoever reads something may also read what a line of it stands on."""
    return EVERYONE in source or set(readers) <= set(source)
