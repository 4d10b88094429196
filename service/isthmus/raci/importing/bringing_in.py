"""The two ways in: a file, and a text that somebody pasted."""

from collections.abc import Callable, Sequence

from isthmus.errors import InvalidError
from isthmus.raci.importing import opening, texts
from isthmus.raci.importing.convention import is_ours
from isthmus.raci.importing.grids import Piece
from isthmus.raci.importing.pieces import NO_CHART, read_pieces
from isthmus.raci.importing.reading import NotUnderstood, Reading, Source
from isthmus.raci.importing.records import is_record, read_record
from isthmus.raci.model import too_large

PASTED = ("Pasted chart", "the pasted text")
THE_TEXT = "The pasted text"


def read_charts(
    content: bytes,
    name: str,
    pieces_of: Callable[[bytes, str], Sequence[Piece]] = opening.pieces_of,
) -> Reading:
    """Read the charts in a file; raises InvalidError, with what to do, for one that has none."""
    text = opening.plain_text(content)
    if text is None:
        return _found(read_pieces(pieces_of(content, name), Source(name, name)), name)
    if not text.strip():
        raise InvalidError(f"{name} is empty. Check the file and import it again.")
    if is_record(text):
        return _found(read_record(text, Source(name, name)), name)
    return _found(_best(texts.readings_of(text, name), Source(name, name)), name)


def read_pasted(text: str) -> Reading:
    """Read the charts in a text; raises InvalidError, with what to do, where there is none."""
    if not text.strip():
        raise InvalidError("There is no text. Paste the chart with its headers.")
    content = opening.within_limits(text).encode("utf-8", "replace")
    text = content.decode()
    if opening.is_markup(text):
        return _found(
            read_pieces(opening.pieces_of(content, "pasted.html"), Source(*PASTED)), THE_TEXT
        )
    if is_record(text):
        return _found(read_record(text, Source(*PASTED)), THE_TEXT)
    return _found(_best(texts.readings_of(text, ""), Source(*PASTED)), THE_TEXT)


def _best(candidates: Sequence[Sequence[Piece]], source: Source) -> Reading:
    """Read a text in each way that it can be cut, and keep what was understood best."""
    ways = [each for each in candidates if is_ours(each)][:1] or candidates
    readings = [read_pieces(pieces, Source(source.name, source.called)) for pieces in ways]
    if not any(reading.charts for reading in readings):
        return Reading((), tuple(_reasons(readings)))
    return max(readings, key=lambda each: (bool(each.charts), _understood(each)))


def _reasons(readings: Sequence[Reading]) -> list[NotUnderstood]:
    """Give what kept a text from being read in any way; that there is no chart says least."""
    every = dict.fromkeys(each for reading in readings for each in reading.not_understood)
    return sorted(every, key=lambda each: each.why == NO_CHART)


def _understood(reading: Reading) -> tuple[int, int]:
    letters = sum(len(cell) for each in reading.charts for cell in each.chart.cells.values())
    missed = sum(len(each.not_understood) for each in reading.charts)
    return letters, -missed - len(reading.not_understood)


def _found(reading: Reading, name: str) -> Reading:
    reading = _of_a_size(reading)
    if reading.charts:
        return reading
    reasons = " ".join(f"{each.cell}: {each.why}" for each in reading.not_understood[:3])
    raise InvalidError(
        f"{name} holds no chart that could be found. A chart has roles on one side, activities on "
        f"the other, and letters such as R, A, C, I between them. {reasons}".strip()
    )


def _of_a_size(reading: Reading) -> Reading:
    """Leave out, with the reason, what is too large to be kept."""
    reasons = [(each, too_large(each.chart)) for each in reading.charts]
    left = [NotUnderstood(each.chart.title, "", reason) for each, reason in reasons if reason]
    kept = tuple(each for each, reason in reasons if not reason)
    return Reading(kept, (*left, *reading.not_understood))
