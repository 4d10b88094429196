"""What comes in and what goes out, the same for every channel.

A channel makes a Message of what its platform sends, and its own cards of a Reply. Who asks and who
can see the reply come from the platform, never from the text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import Any, Final, TypeVar, cast, get_args

from isthmus.errors import InvalidError
from isthmus.people import Audience, Person, alone
from isthmus.understanding.commands import CLASSES, Command, OpenForm
from isthmus.understanding.written import Written

P = TypeVar("P")
_OF_THE_PLACE: Final = Person("(place)", "This place")  # reads what the groups of a place may


@dataclass(frozen=True)
class Message:
    """``id`` is the platform's own, the same for each delivery; ``conversation`` is a thread there.

    ``command`` is that of a pressed button, already proved to be ours and this person's. Without an
    ``audience`` only the person sees the reply. Where a place limits what is said in it, answers
    stand on documents of ``collections`` alone, and on what the groups ``readers`` may read.
    ``step`` and ``site`` are what is talked about there, where the words name none; ``language`` is
    one, as `de`, in which days are named there beside English.
    """

    id: str
    channel: str
    conversation: str
    by: Person
    text: str = ""
    command: Command | None = None
    audience: Audience | None = None
    collections: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    step: str = ""
    site: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if not (self.id and self.channel and self.conversation):
            raise ValueError("without its ids a message cannot be told from another")

    @property
    def place(self) -> str:
        """The conversation's name among those of all channels."""
        return f"{self.channel}/{self.conversation}"

    @property
    def seen_by(self) -> Audience:
        """Everybody who sees the reply, the person among them."""
        members = self.audience.members if self.audience else ()
        limit = (replace(_OF_THE_PLACE, groups=frozenset(self.readers)),) if self.readers else ()
        return Audience(tuple(dict.fromkeys((self.by, *members, *limit))))

    @property
    def is_private(self) -> bool:
        return self.seen_by == alone(self.by)

    @property
    def reader(self) -> Person:
        """The person, with groups that everybody who sees the reply is in, and no others."""
        members = self.seen_by.members
        shared = reduce(frozenset.intersection, (each.groups for each in members))
        unrestricted = all(each.unrestricted for each in members)
        admitted = all(each.admitted for each in members)
        return replace(self.by, groups=shared, unrestricted=unrestricted, admitted=admitted)


# ---- what a reply is made of


@dataclass(frozen=True)
class Paragraph:
    """``citations`` are the numbers of quotes in the same reply."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Points:
    """A list with what it is a list of, such as "Assumed"."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Byline:
    """Tells, in small print, that a language model wrote words of this reply, and what of that."""

    text: str


@dataclass(frozen=True)
class Quote:
    """Words of a document; ``n`` is the number they are cited by, 0 where nothing cites them."""

    text: str
    title: str
    locator: str
    address: str
    n: int = 0
    edition: str = ""


@dataclass(frozen=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Table:
    """``rows`` have as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Picture:
    """``alt`` says what is to be seen; a table beside it says the same."""

    file: File
    alt: str


@dataclass(frozen=True)
class Button:
    """Pressed, it comes back as a Message with its command."""

    label: str
    command: Command


@dataclass(frozen=True)
class Buttons:
    """What can be done next, under what it is about: a question, or a finding."""

    text: str
    buttons: tuple[Button, ...]


class Entry(StrEnum):
    """How something is put into a field."""

    LINE = "line"
    TEXT = "text"  # several lines
    DAY = "day"  # as 2026-03-29
    CHOICE = "choice"
    CHOICES = "choices"
    PEOPLE = "people"  # ids of people
    PERSON = "person"


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """``value`` is what is entered already; ``problem`` says what is wrong with it.

    Of a field for several choices or people ``value`` has one a line.
    """

    name: str
    label: str
    entry: Entry = Entry.LINE
    value: str = ""
    options: tuple[Option, ...] = ()
    needed: bool = False
    hint: str = ""
    longest: int = 0  # characters; 0 where nothing is said
    problem: str = ""


@dataclass(frozen=True)
class Form:
    """Filled in and sent, it comes back as a Message with `Fill`; ``about`` is what it fills.

    ``words`` are sentences that do the same where no form can be shown.
    """

    title: str
    about: OpenForm
    fields: tuple[Field, ...]
    submit: str
    text: str = ""  # what it is about, above the fields
    words: tuple[str, ...] = ()


Part = Paragraph | Points | Byline | Quote | Facts | Table | Picture | Buttons | File | Form


@dataclass(frozen=True)
class Reply:
    """Parts in the order they are shown, what matters most first.

    ``failed`` tells that nothing came of the message, as the first paragraph says.
    """

    parts: tuple[Part, ...]
    failed: bool = False

    def of(self, kind: type[P]) -> tuple[P, ...]:
        return tuple(part for part in self.parts if isinstance(part, kind))

    @property
    def text(self) -> str:
        """All paragraphs as one text, with citation marks."""
        return " ".join(marked(each) for each in self.of(Paragraph))

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for each in self.of(Buttons) for button in each.buttons)


@dataclass(frozen=True)
class Told:
    """A sentence of a reply that is still being written, with the quotes that no other had."""

    paragraph: Paragraph
    quotes: tuple[Quote, ...] = ()


Tell = Callable[[Told], None]
"""Shows what is told already; the reply says it again, with everything else."""


def silent(told: Told) -> None:
    """Show nothing before all of it is there."""


def so_far(told: Sequence[Told], byline: str) -> Reply:
    """Give what is told already as a reply, the sentences before their quotes."""
    sentences = (each.paragraph for each in told)
    quotes = (quote for each in told for quote in each.quotes)
    return Reply((*sentences, Byline(byline), *quotes))


def marked(paragraph: Paragraph) -> str:
    """Give the text of a paragraph with its citation marks behind it."""
    return paragraph.text + "".join(f" [{n}]" for n in paragraph.citations)


def said(text: str) -> Reply:
    return Reply((Paragraph(text),))


def failed(text: str) -> Reply:
    return Reply((Paragraph(text),), failed=True)


_WRITTEN: Final = Written((Reply, Fact, Button, Field, Option, *get_args(Part), *CLASSES))


def reply_as_json(reply: Reply) -> dict[str, Any]:
    return cast("dict[str, Any]", _WRITTEN.as_json(reply))


def reply_of(known: object) -> Reply:
    """Read a reply back; raises InvalidError where it is none."""
    read = _WRITTEN.of(known)
    if not isinstance(read, Reply):
        raise InvalidError("This is no reply.")
    return read
