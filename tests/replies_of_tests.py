"""Replies and forms of any size and with hostile texts, for whatever shows them."""

from collections.abc import Callable, Iterator
from typing import Final, assert_never
from unicodedata import category

from hypothesis import strategies as st

from isthmus.actions import orders
from isthmus.messages import (
    Button,
    Buttons,
    Byline,
    Entry,
    Fact,
    Facts,
    Field,
    File,
    Form,
    Option,
    Paragraph,
    Part,
    Picture,
    Points,
    Quote,
    Reply,
    Table,
)
from isthmus.understanding.commands import Ask, Command, OnAction, OpenForm, Rate, ShowPassages

CONSOLE: Final = "https://isthmus.plant.example"
LONGEST_WORD: Final = 60  # longer ones may be cut in two

HOSTILE: Final = (
    "<!channel>",
    "<!here|here>",
    "<@U0123ABCD>",
    "<!subteam^S0123|@plant>",
    "<#C0123|general>",
    "<https://evil.example|https://isthmus.plant.example>",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "https://isthmus.plant.example.evil.example/a",
    "https://isthmus.plant.example@evil.example/a",
    "@channel @here",
    "*bold* _italic_ ~gone~ `code` ```block```",
    "&lt;!channel&gt; &amp;amp;",
    ":skull: :+1: :flag-de:",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    "zero\u200bwidth\u200d\ufeff\u2060",
    "bell\x07null\x00",
    "> quoted\n- listed\n# heading",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f512",
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example")',
    "\ta\r\nb\u2028c",
    "",
    " ",
)

atoms = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.sampled_from(("The plant manager approves it.", "word", "x" * 300, f"{CONSOLE}/actions/17")),
)
lines = st.builds(" ".join, st.lists(atoms, max_size=4))
texts = st.builds(
    lambda parts, times, between: between.join(parts * times),
    st.lists(atoms, min_size=1, max_size=5),
    st.one_of(st.integers(1, 3), st.sampled_from((40, 120))),
    st.sampled_from((" ", ". ", "\n", "\n\n", "")),
)
names = st.one_of(st.just("table.xlsx"), st.text(max_size=300))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.one_of(st.integers(1, 8), st.integers(19, 25)))
    rows = draw(st.one_of(st.integers(0, 12), st.integers(95, 130)))
    palette = draw(st.lists(lines, min_size=1, max_size=6))
    cells = iter(range(columns * (rows + 1)))
    filled = [
        tuple(palette[next(cells) % len(palette)] for _ in range(columns)) for _ in range(rows + 1)
    ]
    return Table(filled[0], tuple(filled[1:]), draw(lines))


orders_of_actions = st.sampled_from((orders.Agree(), orders.Drop(), orders.AskFor()))
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Ask, lines),
    st.builds(OnAction, orders_of_actions, st.just("")),
    st.builds(Rate, st.just("a1"), st.booleans()),
    st.builds(ShowPassages, st.just("a1")),
)
buttons = st.builds(Button, lines, commands)
files = st.builds(File, names, st.just("text/plain"), st.binary(max_size=20))
entries = st.sampled_from(Entry)
options = st.builds(Option, lines, lines)


@st.composite
def fields(draw: st.DrawFn, name: str = "field") -> Field:
    offered = draw(st.one_of(st.lists(options, max_size=6), st.just(many_options(130))))
    entry = draw(entries)
    value = draw(texts)
    if draw(st.booleans()):
        value = "\n".join(dict.fromkeys(each.value for each in offered[:3]))
    if entry is Entry.DAY and draw(st.booleans()):
        value = draw(st.dates()).isoformat()
    return Field(
        name=name,
        label=draw(texts),
        entry=entry,
        value=value,
        options=tuple(offered),
        needed=draw(st.booleans()),
        hint=draw(texts),
        longest=draw(st.sampled_from((0, 10, 3_000, 20_000))),
        problem=draw(st.one_of(st.just(""), texts)),
    )


def many_options(number: int) -> list[Option]:
    return [Option(f"p{place}", f"Person {place}") for place in range(number)]


@st.composite
def forms(draw: st.DrawFn) -> Form:
    number = draw(st.one_of(st.integers(0, 4), st.sampled_from((60, 110))))
    shape = draw(fields())
    fresh = [draw(fields(f"f{place}:x")) for place in range(min(number, 4))]
    more = [Field(f"m{place}", shape.label, shape.entry, shape.value) for place in range(4, number)]
    return Form(draw(texts), OpenForm("action"), (*fresh, *more), draw(lines), draw(texts))


parts = st.one_of(
    st.builds(Paragraph, texts, st.lists(st.integers(1, 5), max_size=20).map(tuple)),
    st.builds(Points, lines, st.lists(texts, max_size=30).map(tuple)),
    st.builds(
        Quote,
        texts,
        lines,
        lines,
        st.sampled_from((f"{CONSOLE}/passages/1", "https://evil.example", "", "javascript:1")),
        st.integers(0, 5),
        lines,
    ),
    st.builds(Byline, texts),
    st.builds(Facts, st.lists(st.builds(Fact, lines, texts), max_size=15).map(tuple)),
    tables(),
    st.builds(Picture, files, texts),
    st.builds(Buttons, texts, st.lists(buttons, max_size=60).map(tuple)),
    files,
    forms(),
)
replies = st.builds(Reply, st.lists(parts, max_size=8).map(tuple), st.booleans())


# ---- what must reach a person


def told_by(reply: Reply) -> Iterator[str]:
    """Give the words of a reply; those of quotes only where no button shows them."""
    folded = any(isinstance(each.command, ShowPassages) for each in reply.buttons)
    for text in (text for part in reply.parts for text in _told(part, folded=folded)):
        yield from (word for word in text.split() if _is_plain(word))


def _told(part: Part, *, folded: bool) -> Iterator[str]:
    match part:
        case Paragraph(text) | Byline(text):
            yield text
        case Points(title, items):
            yield from (title, *items)
        case Quote(text):
            yield from () if folded else (text,)
        case Facts(facts):
            yield from (each.value for each in facts)
        case Table(columns, rows):
            yield from (cell for row in (columns, *rows) for cell in row)
        case Buttons() | Form() | Picture() | File():
            yield from _told_to_press(part)
        case _:
            assert_never(part)


def _told_to_press(part: Buttons | Form | Picture | File) -> Iterator[str]:
    match part:
        case Buttons(text, buttons):
            pressed = (e.label for e in buttons if not isinstance(e.command, Rate))
            yield from (text, *pressed)
        case Form():
            yield from (part.title, part.text)
        case _:
            return


def _is_plain(word: str) -> bool:
    """Tell whether a word is to be read as it stands: short, nothing hidden, no address of ours."""
    seen = all(category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in word)
    return seen and len(word) <= LONGEST_WORD and "://isthmus.plant.example" not in word


def tokens() -> Callable[[Button], str]:
    """Give tokens as long as the real ones."""
    return lambda button: f"{len(button.label):064d}"
