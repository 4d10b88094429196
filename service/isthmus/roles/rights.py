"""Who may do what with a kept definition; its readers are groups, as those of a chart are."""

from isthmus.errors import NotFoundError
from isthmus.people import Person, Rank
from isthmus.roles.model import Filed


def may_read(filed: Filed, person: Person) -> bool:
    return filed.owner == person.id or person.may_read(filed.readers)


def may_edit(filed: Filed, person: Person) -> bool:
    contributes = not person.is_guest and person.rank.includes(Rank.CONTRIBUTOR)
    owns = filed.owner == person.id and not person.is_guest
    return may_read(filed, person) and (contributes or owns)


def readable(filed: Filed | None, definition: str, by: Person) -> Filed:
    """Give a definition to whoever may read it; raises NotFoundError for anybody else."""
    if filed is None or not may_read(filed, by):
        raise NotFoundError(
            f"There is no role definition {definition}, or you may not read it. "
            "`isthmus role list` shows those there are."
        )
    return filed


def editable(filed: Filed, by: Person) -> Filed:
    """Give a readable definition to its owner and to contributors; raises NotAllowedError."""
    if not may_edit(filed, by):
        by.require(Rank.CONTRIBUTOR)
    return filed
