"""Parts in a row, as the letters of a set say them."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from isthmus.raci.drafting.adapting import Adapted, Given
from isthmus.raci.letters import LetterSet, Part
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Column, Row
from isthmus_knowledge.catalogue import Side

Cells = Mapping[str, Cell]
"""The cells of a row by the id of the column."""

_CHECKERS: Final = ("AUD", "GRC", "OTL", "SE", "CISO", "SOC", "NA", "PM")  # the likeliest first
_MUST_AGREE: Final = ("SE", "LEG")  # RAPID's agreement is for law and safety


def cells_of(adapted: Adapted, letters: LetterSet, row: Row, columns: Sequence[Column]) -> Cells:
    """Give the cells of a row; a set without a letter for a part leaves that part out."""
    given = [*adapted.given]
    given = [*_supported(given)] if letters.of(Part.SUPPORTS) else given
    given = [*_agreed(given, row)] if letters.of(Part.AGREES) else given
    given += [*_recommended(given)] if letters.of(Part.RECOMMENDS) else []
    given = [*_verified(given)] if letters.of(Part.VERIFIES) else given
    given += [*_signed(given)] if letters.of(Part.SIGNS) else []
    given += [*_left_out(given, columns)] if letters.of(Part.OUT) else []
    cells: dict[str, list[Assignment]] = {}
    order = [each.part for each in letters.letters]
    known = (each for each in given if each.part in order)
    for each in sorted(
        known, key=lambda each: (each.part is not Part.DECIDES, order.index(each.part))
    ):
        letter = letters.of(each.part)
        if letter is not None:
            cells.setdefault(each.column.id, []).append(Assignment(letter.letter, each.basis))
    return MappingProxyType({column: tuple(cell) for column, cell in cells.items()})


def _supported(given: Sequence[Given]) -> Iterator[Given]:
    """Let one role lead the work; those of other organisations and of the other side support it."""
    doing = [each for each in given if each.part is Part.DOES]
    ours = [each for each in doing if each.column.side is not Side.EXTERNAL]
    lead = (ours or doing)[0].column
    deciding = [each.column for each in given if each.part is Part.DECIDES]
    for each in given:
        works = each.part is Part.DOES and each.column.side not in {lead.side, Side.BOTH}
        helps = each.part is Part.ASKED and each.column.side is Side.EXTERNAL
        if (works or helps) and each.column not in deciding:
            yield Given(
                each.column, Part.SUPPORTS, _also(each.basis, f"{lead.name} leads the work")
            )
        else:
            yield each


def _agreed(given: Sequence[Given], row: Row) -> Iterator[Given]:
    for each in given:
        must = each.column.role == "LEG" or (each.column.role == "SE" and row.safety_relevant)
        if each.part is Part.ASKED and must and each.column.role in _MUST_AGREE:
            why = "law" if each.column.role == "LEG" else "safety"
            yield Given(
                each.column, Part.AGREES, _also(each.basis, f"for reasons of {why} it has to agree")
            )
        else:
            yield each


def _recommended(given: Sequence[Given]) -> Iterator[Given]:
    doing = [each for each in given if each.part is Part.DOES]
    ours = [each for each in doing if each.column.side is not Side.EXTERNAL]
    for each in (ours or doing)[:1]:
        yield Given(
            each.column,
            Part.RECOMMENDS,
            _also(each.basis, "whoever does the work proposes the decision"),
        )


def _verified(given: Sequence[Given]) -> Iterator[Given]:
    """Let somebody verify who neither does the work nor decides."""
    busy = {each.column.id for each in given if each.part in {Part.DOES, Part.DECIDES}}
    ours = [each for each in given if each.column.side is not Side.EXTERNAL]
    free = [each for each in ours if each.column.id not in busy]
    chosen = min(free, key=lambda each: _rank(each.column), default=None)
    for each in given:
        if each is chosen:
            basis = _also(each.basis, "it takes no part in the work, so it can check the result")
            yield from [each] if each.part is Part.ASKED else []
            yield Given(each.column, Part.VERIFIES, basis)
        else:
            yield each


def _rank(column: Column) -> int:
    """Rank who may verify: those who usually check, then the organisation's own, then others."""
    if column.role in _CHECKERS:
        return _CHECKERS.index(column.role)
    return len(_CHECKERS) + bool(column.role)


def _signed(given: Sequence[Given]) -> Iterator[Given]:
    """Let whoever decides sign off, unless the work is its own."""
    doing = {each.column.id for each in given if each.part is Part.DOES}
    for each in given:
        if each.part is Part.DECIDES and each.column.id not in doing:
            yield Given(
                each.column,
                Part.SIGNS,
                _also(each.basis, "whoever answers for it approves the handover"),
            )


def _left_out(given: Sequence[Given], columns: Sequence[Column]) -> Iterator[Given]:
    there = {each.column.id for each in given}
    for column in columns:
        if column.id not in there:
            text = (
                f"The catalogue gives {column.name} no part in this, so it is left out on purpose."
            )
            yield Given(column, Part.OUT, Basis(BasisKind.RULE, text, source="role-without-letter"))


def _also(basis: Basis, why: str) -> Basis:
    return Basis(basis.kind, f"{basis.text.removesuffix('.')}; {why}.", basis.source)
