"""What is sent out: a definition, how far it is and who approved it."""

from dataclasses import dataclass

from isthmus.raci.exporting.sheet import Approval, RoleSheet
from isthmus.raci.model import Status
from isthmus.raci.speaking import capital
from isthmus.roles.model import Definition, Line, Topic


@dataclass(frozen=True)
class Sheet:
    """``version`` is the last approved one, empty before the first; ``approval`` is that one's."""

    definition: Definition
    status: str = Status.DRAFT
    version: str = ""
    approval: Approval | None = None

    @property
    def standing(self) -> str:
        """Say in words how far the definition is."""
        named = f"version {self.version}" if self.version else ""
        by = f"approved {self.approval.on} by {self.approval.by}" if self.approval else ""
        last = ", ".join(part for part in (named, by) if part)
        if self.status in {Status.APPROVED, Status.SUPERSEDED}:
            over = ", superseded" if self.status == Status.SUPERSEDED else ""
            return capital(f"{last}{over}.")
        return capital(f"{self.status}; last approved: {last}." if last else f"{self.status}.")

    @property
    def headlines(self) -> tuple[str, ...]:
        definition = self.definition
        said = {
            "Side": definition.side or "",
            "Review": definition.review.isoformat() if definition.review else "",
        }
        return (self.standing, *(f"{name}: {text}" for name, text in said.items() if text))

    @property
    def sections(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """Give each heading that has lines, in order."""
        found = ((heading(topic), self.definition.of(topic)) for topic in Topic)
        return tuple((name, lines) for name, lines in found if lines)


def heading(topic: Topic) -> str:
    return capital(topic)


def sources_of(line: Line) -> str:
    return "; ".join(source.in_words for source in line.sources)


def as_role_sheet(sheet: Sheet) -> RoleSheet:
    """Give a definition as a chart's file prints it."""
    sections = [
        (name, [f"{line.in_words} [{sources_of(line)}]" for line in lines])
        for name, lines in sheet.sections
    ]
    return RoleSheet(sheet.definition.name, sheet.standing, sections)
