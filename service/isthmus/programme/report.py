"""A steering report as every format shows it: sentences, figures, tables and two pictures."""

from dataclasses import dataclass, field

from isthmus.programme.overview import Point


@dataclass(frozen=True)
class Column:
    """``share`` is how much of the width it takes among its neighbours."""

    name: str
    share: float = 1
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """``more`` says what there is beyond these rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


@dataclass(frozen=True)
class Section:
    """A question of the steering group and its answer, first in a sentence, then in tables.

    ``is_of_steps`` tells that the bars of the steps are its picture.
    """

    title: str
    lead: str
    tables: tuple[Table, ...] = ()
    is_of_steps: bool = False


@dataclass(frozen=True)
class Figure:
    """A number to be seen first; ``tone`` is good, bad or plain."""

    name: str
    value: str
    note: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Bar:
    """How much of a step is done: ``late`` of what is open is overdue."""

    name: str
    done: int
    open: int
    late: int


@dataclass(frozen=True)
class Report:
    """``name`` is what its file is called after; ``worded`` tells whose words the summary is in.

    It is empty where no language model was asked, and else stands among the notes, too. ``writer``
    is the model that wrote the summary, empty where the words are ours.
    """

    name: str
    title: str
    subtitle: str
    as_of: str
    summary: tuple[str, ...]
    figures: tuple[Figure, ...]
    points: tuple[Point, ...]
    steps: tuple[Bar, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = field(default=())
    worded: str = ""
    writer: str = ""
