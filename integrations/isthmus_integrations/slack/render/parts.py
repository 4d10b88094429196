"""The parts of a reply as pieces of a message, in the order they are shown."""

from collections.abc import Iterator, Mapping, Sequence
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
from isthmus_integrations.slack.render.characters import NOTHING, one_line, seen, shortened
from isthmus_integrations.slack.render.lists import GOES_ON, gathered, pointed
from isthmus_integrations.slack.render.pieces import CHUNK, Means, Piece, Upload
from isthmus_integrations.slack.render.pressing import pressing
from isthmus_integrations.slack.render.quoting import quoted, sources
from isthmus_integrations.slack.render.rich import (
    Block,
    lines,
    link,
    linked,
    note,
    rich,
    section,
    words,
)
from isthmus_integrations.slack.render.splitting import split
from isthmus_integrations.slack.render.tables import drawn, tabled

Line = tuple[Block, str]  # and the same as text

_MOST_MARKS: Final = 8  # behind a sentence, each with its address
_LONGEST_NAME: Final = 300


def pieces_of(reply: Reply, means: Means) -> Iterator[Piece]:
    """Give the parts of a reply, quotes only by their sources where a button shows them."""
    asked = any(isinstance(each.command, ShowPassages) for each in reply.buttons)
    cited = {each.n: each.address for each in reply.of(Quote) if each.n}
    before = ""
    for group in _groups(reply.parts):
        match group:
            case (Quote(), *_):
                quotes = [each for each in group if isinstance(each, Quote)]
                yield from _quotes(quotes, means, folded=asked)
            case (Picture() as picture, Table() as table):
                yield from tabled(table, picture, means, before)
            case _:
                yield from _part(group[0], cited, means, before)
        before = group[-1].text if isinstance(group[-1], Paragraph) else ""


def _groups(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Keep quotes together, and a picture with the table that says the same."""
    group: tuple[Part, ...] = ()
    for part in parts:
        if group and not _belong_together(group[-1], part):
            yield group
            group = ()
        group = (*group, part)
    if group:
        yield group


def _belong_together(before: Part, part: Part) -> bool:
    match before, part:
        case (Quote(), Quote()) | (Picture(), Table()):
            return True
    return False


def _part(part: Part, cited: Mapping[int, str], means: Means, before: str) -> Iterator[Piece]:
    match part:
        case Paragraph():
            yield from _paragraph(part, cited, means)
        case Byline(text):
            yield Piece((note(shortened(seen(text), CHUNK)),), shortened(seen(text), CHUNK))
        case Points():
            yield from pointed(part, means)
        case Facts():
            yield from _facts(part, means)
        case Table():
            yield from tabled(part, None, means, before)
        case Buttons():
            yield from pressing(part, means)
        case Quote():
            yield from quoted(part, means.console)
        case _:
            yield from _beside(part, means)


def _beside(part: Form | Picture | File, means: Means) -> Iterator[Piece]:
    """Give what Slack shows beside a message: files, pictures, forms in a window of their own."""
    match part:
        case Form():
            offered = Button(part.title, part.about)
            return pressing(Buttons(part.text, (offered,)), means)
        case Picture():
            upload = drawn(part)
            return _attached(upload, f"Picture: {upload.alt}", means)
        case File():
            upload = Upload(part.name, part.media_type, part.content)
            return _attached(upload, f"Attached: {one_line(part.name)}", means)
        case _:
            assert_never(part)


def _attached(upload: Upload, told: str, means: Means) -> Iterator[Piece]:
    text = shortened(told, CHUNK)
    if means.in_view:
        text = shortened(f"Not shown here, but in the console. {told}", CHUNK)
    yield Piece((note(text),), text, () if means.in_view else (upload,))


# ---- texts


def _paragraph(part: Paragraph, cited: Mapping[int, str], means: Means) -> Iterator[Piece]:
    linking = part.citations if len(part.citations) <= _MOST_MARKS else ()
    text = seen(part.text if linking else marked(part))
    *before, last = [*split(text, CHUNK)] or [""]
    for each in before:
        yield Piece((rich(section(linked(each, means.console))),), each)
    marks = [
        element
        for n in linking
        for element in (words(" "), link(f"[{n}]", cited.get(n, ""), means.console))
    ]
    if last or marks:
        told = " ".join(filter(None, (last, *(f"[{n}]" for n in linking))))
        yield Piece((rich(section([*linked(last, means.console), *marks])),), told)


def _quotes(quotes: Sequence[Quote], means: Means, *, folded: bool) -> Iterator[Piece]:
    if folded:
        return sources(quotes, means.console)
    return (piece for each in quotes for piece in quoted(each, means.console))


def _facts(part: Facts, means: Means) -> Iterator[Piece]:
    told = (line for each in part.facts for line in _fact(each, means))
    for group in gathered(told, lambda line: line[1]):
        blocks, texts = zip(*group, strict=True)
        yield Piece((rich(lines(blocks)),), "\n".join(texts))


def _fact(fact: Fact, means: Means) -> Iterator[Line]:
    name = shortened(one_line(fact.name), _LONGEST_NAME) or NOTHING
    for place, text in enumerate([*split(seen(fact.value), CHUNK)] or [NOTHING]):
        if place:
            yield section(linked(f"{GOES_ON}{text}", means.console)), text
        else:
            named = words(f"{name}: ", bold=True)
            yield section([named, *linked(text, means.console)]), f"{name}: {text}"
