"""The parts of a reply as elements of a card, in their order."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from isthmus.messages import (
    Button,
    Buttons,
    Byline,
    Fact,
    Facts,
    File,
    Form,
    Paragraph,
    Part,
    Picture,
    Points,
    Quote,
    Reply,
    Table,
    marked,
)
from isthmus.understanding.commands import ShowPassages
from isthmus_integrations.teams.render.elements import (
    block,
    button,
    container,
    heading,
    lines,
    opens,
    run,
    runs,
)
from isthmus_integrations.teams.render.inert import inert, is_ours, is_plain, one_line, unmarked
from isthmus_integrations.teams.render.pictures import can_be_shown
from isthmus_integrations.teams.render.pressing import Token, rows_of
from isthmus_integrations.teams.render.quotes import folded
from isthmus_integrations.teams.render.sizes import Json, weight
from isthmus_integrations.teams.render.tables import as_file, drawn, rest_of, shown_of

_LONGEST_FACT: Final = 400  # name and value, side by side
_MOST_FACTS: Final = 20
_HEAVIEST: Final = 30_000  # of what stays together
_SHORT: Final = 160  # a first sentence that can be a headline
_NUMBERED: Final = re.compile(r"\d+\.\s")
_KILO: Final = 1_000


@dataclass(frozen=True)
class Drawn:
    """What comes of a reply: elements, links to the console, and files that go beside them."""

    elements: list[Json] = field(default_factory=list)
    links: list[Json] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    is_wide: bool = False


@dataclass(frozen=True)
class Drawing:
    """Draws parts; ``told_already`` leaves out what a message before the card has said."""

    reply: Reply
    token: Token
    console: str
    told_already: bool = False

    def drawn(self) -> Drawn:
        elements = [each for part in self._parts for each in self._part(part)]
        if quotes := self._quotes:
            elements += folded(quotes, self.console)
        tables = self.reply.of(Table)
        return Drawn(
            elements, list(self._links()), list(self._files()), any(t.rows for t in tables)
        )

    @property
    def _parts(self) -> Sequence[Part]:
        if not self.told_already:
            return self.reply.parts
        return [
            each for each in self.reply.parts if not isinstance(each, Paragraph | Points | Byline)
        ]

    @property
    def _quotes(self) -> Sequence[Quote]:
        """Give the quotes that no mark of a message before the card leads to."""
        return [e for e in self.reply.of(Quote) if not (self.told_already and e.n)]

    def _part(self, part: Part) -> Iterator[Json]:
        match part:
            case Paragraph():
                yield from self._paragraph(part)
            case Byline(text):
                yield block([run(one_line(text), isSubtle=True, size="Small")])
            case Points(title, items):
                yield from self._points(title, items)
            case Facts(facts):
                yield from self._facts(facts)
            case Table():
                yield from drawn(part, titled=not self._is_named(part.title))
                yield from self._rest_of(part)
            case Buttons():
                yield from self._buttons(part)
            case _:
                yield from self._beside(part)

    def _beside(self, part: Quote | Picture | File | Form) -> Iterator[Json]:
        match part:
            case Quote():  # behind all that is said
                return
            case Picture():
                yield from self._picture(part)
            case File():
                yield _file_named(part)
            case Form():
                yield from self._form(part)
            case _:
                assert_never(part)

    def _is_named(self, title: str) -> bool:
        """Tell whether the first sentence names what a title would say again."""
        return any(each.text.startswith(title) for each in self.reply.of(Paragraph)[:1])

    def _paragraph(self, part: Paragraph) -> Iterator[Json]:
        text = marked(part)
        is_headline = part is self.reply.parts[0] and len(text) <= _SHORT
        yield from lines(text, self.console, **({"weight": "Bolder"} if is_headline else {}))

    def _points(self, title: str, items: Sequence[str]) -> Iterator[Json]:
        if title:
            yield heading(title)
        for each in items:
            first, *more = lines(each, self.console)
            if not _NUMBERED.match(each):
                first["inlines"].insert(0, run("• "))
            yield {**first, "spacing": "Small"}
            yield from more

    def _facts(self, facts: Sequence[Fact]) -> Iterator[Json]:
        ours = [each.value for each in facts if is_ours(each.value, self.console)]
        told = [e for e in facts if e.value not in ours and not _is_within(e.value, ours)]
        beside = [each for each in told if _stands_beside(each)]
        for at in range(0, len(beside), _MOST_FACTS):
            some = beside[at : at + _MOST_FACTS]
            yield {
                "type": "FactSet",
                "facts": [{"title": one_line(e.name), "value": one_line(e.value)} for e in some],
            }
        for each in told:
            if each not in beside:
                first, *more = lines(each.value, self.console)
                first["inlines"].insert(0, run(f"{one_line(each.name, _SHORT)}: ", weight="Bolder"))
                yield {**first, "spacing": "Small"}
                yield from more

    def _rest_of(self, table: Table) -> Iterator[Json]:
        if rest_of(table):
            first = f"The first {shown_of(table)} of {len(table.rows)} rows are shown"
            rest = f"all of them are in {inert(_name_of(table))}"
            yield block([run(f"{first}; {rest}.", isSubtle=True)])

    def _buttons(self, part: Buttons) -> Iterator[Json]:
        sets = rows_of(self._offered(part), self.token)
        if not part.text:
            yield from sets
            return
        together = container([*lines(part.text, self.console), *sets[:1]], separator=True)
        yield from [together] if weight(together) <= _HEAVIEST else together["items"]
        yield from sets[1:]

    def _offered(self, part: Buttons) -> Sequence[Button]:
        """Leave out the button that shows passages where they are one tap away already."""
        if not self._quotes:
            return part.buttons
        return [each for each in part.buttons if not isinstance(each.command, ShowPassages)]

    def _picture(self, picture: Picture) -> Iterator[Json]:
        """Show a picture where no table says the same and Teams takes it in a card."""
        if self.reply.of(Table):
            return
        file = picture.file
        if can_be_shown(file):
            coded = base64.b64encode(file.content).decode()
            yield {
                "type": "Image",
                "url": f"data:{file.media_type};base64,{coded}",
                "altText": unmarked(picture.alt, 300),
            }
        else:
            yield block([run(f"Picture: {one_line(picture.alt, 300)}", isSubtle=True)])
            yield _file_named(file)

    def _form(self, form: Form) -> Iterator[Json]:
        """Offer a form: it opens in a window, on a press."""
        yield heading(form.title)
        if form.text:
            yield from lines(form.text, self.console)
        yield from rows_of([Button("Open the form", form.about)], self.token)

    def _links(self) -> Iterator[Json]:
        """Give the addresses among the facts as buttons, and the console where a file is named."""
        known: set[str] = set()
        for fact in (fact for part in self.reply.of(Facts) for fact in part.facts):
            if is_ours(fact.value, self.console) and fact.value not in known:
                title = fact.name if known else "Open in the console"
                known.add(fact.value)
                yield button(title, opens(fact.value))
        if not known and self.console and any(self._files()):
            yield button("Open the console", opens(self.console))

    def _files(self) -> Iterator[File]:
        yield from self.reply.of(File)
        if not self.reply.of(Table):
            yield from (e.file for e in self.reply.of(Picture) if not can_be_shown(e.file))
        yield from (as_file(e, _name_of(e)) for e in self.reply.of(Table) if rest_of(e))


def _is_within(value: str, addresses: Sequence[str]) -> bool:
    """Tell whether something is an id that a button's address leads to: nobody reads it."""
    return any(each.endswith(f"/{value}") for each in addresses)


def _stands_beside(fact: Fact) -> bool:
    """Tell whether a fact can stand in a FactSet, whose texts are Markdown."""
    texts = (one_line(fact.name), one_line(fact.value))
    return all(is_plain(each) and each for each in texts) and sum(map(len, texts)) <= _LONGEST_FACT


def _file_named(file: File) -> Json:
    size = max(1, round(len(file.content) / _KILO))
    return block([run("File: ", weight="Bolder"), *runs(f"{file.name} ({size:,} kB)", "")])


def _name_of(table: Table) -> str:
    kept = "".join(each if each.isalnum() else "-" for each in table.title[:60]).strip("-")
    return f"{kept or 'table'}.csv"
