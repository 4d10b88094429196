"""Each element of a reply, with marks that have to come out wherever it is shown."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
    Picture,
    Points,
    Quote,
    Reply,
    Table,
)
from isthmus.understanding.commands import (
    OpenForm,
    ShowPassages,
    TellMe,
)
from parity.forms import FORM
from replies_of_tests import CONSOLE

PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ADDRESS: Final = f"{CONSOLE}/passages/1"


@dataclass(frozen=True)
class Example:
    """A reply with one element; ``marks`` are what has to come out, by what it is."""

    reply: Reply
    marks: Mapping[str, str]
    opened: bool = False  # looked at in the window that opens
    shared: bool = False  # where others read along, not in a chat of somebody's own


def _table(columns: int, rows: int) -> Table:
    head = tuple(f"Mc{n}" for n in range(columns))
    cells = tuple(tuple(f"Mr{row}-{n}" for n in range(columns)) for row in range(rows))
    return Table(head, cells, "Mtable")


def _marks_of(table: Table) -> dict[str, str]:
    last = table.rows[-1]
    return {"title": "Mtable", "columns": table.columns[-1], "rows": table.rows[0][0]} | {
        "last cell": last[-1]
    }


QUOTE: Final = Quote("Mquote", "Mdocument", "Mlocator", ADDRESS, 1, "Medition")
QUOTED: Final = {
    "words": "Mquote",
    "document": "Mdocument",
    "place": "Mlocator",
    "edition": "Medition",
    "link": ADDRESS,
}
DRAWN: Final = Picture(File("Mpicture.png", "image/png", PICTURE), "Malt")
ATTACHED: Final = Reply((Paragraph("Here it is."), File("Mfile.txt", "text/plain", b"Mcontent")))
NAMED: Final = {"name": "Mfile.txt", "content": "Mcontent"}
PASSAGES: Final = Buttons("", (Button("Show", ShowPassages("a1")),))
EXAMPLES: Final[Mapping[str, Example]] = {
    "Paragraph": Example(Reply((Paragraph("Mtext"),)), {"text": "Mtext"}),
    "Paragraph, cited": Example(
        Reply((Paragraph("Mtext", (1,)), QUOTE)), {"text": "Mtext", "mark": "[1]", "link": ADDRESS}
    ),
    "Points": Example(
        Reply((Points("Mtitle", ("Mitem",)),)), {"title": "Mtitle", "items": "Mitem"}
    ),
    "Byline": Example(Reply((Paragraph("Text."), Byline("Mtext"))), {"text": "Mtext"}),
    "Quote": Example(Reply((Paragraph("Mtext", (1,)), QUOTE)), QUOTED),
    "Quote, with a button for it": Example(
        Reply((Paragraph("Mtext", (1,)), QUOTE, PASSAGES)), QUOTED
    ),
    "Quote, in its window": Example(Reply((QUOTE,)), QUOTED, opened=True),
    "Facts": Example(
        Reply(
            (
                Paragraph("About it."),
                Facts((Fact("Mname", "Mvalue"), Fact("In the console", CONSOLE))),
            )
        ),
        {"name": "Mname", "value": "Mvalue", "link": CONSOLE},
    ),
    "Table": Example(Reply((_table(3, 4),)), _marks_of(_table(3, 4))),
    "Table, 14 columns": Example(Reply((_table(14, 6),)), _marks_of(_table(14, 6))),
    "Table, 250 rows": Example(Reply((_table(4, 250),)), _marks_of(_table(4, 250))),
    "Picture": Example(Reply((DRAWN,)), {"picture": "Mpicture.png", "alternative": "Malt"}),
    "Picture, with its table": Example(
        Reply((DRAWN, _table(3, 4))), {"picture": "Mpicture.png", "table": "Mr3-2"}
    ),
    "Buttons": Example(
        Reply((Buttons("Mabout", (Button("Mlabel", TellMe("a1")),)),)),
        {"text": "Mabout", "label": "Mlabel"},
    ),
    "Buttons, twelve": Example(
        Reply((Buttons("", tuple(Button(f"Mlabel{n}", TellMe("a1")) for n in range(12))),)),
        {"first": "Mlabel0", "last": "Mlabel11"},
    ),
    "File": Example(ATTACHED, NAMED),
    "File, where others read along": Example(ATTACHED, NAMED, shared=True),
    "Table, 250 rows, where others read along": Example(
        Reply((_table(4, 250),)), _marks_of(_table(4, 250)), shared=True
    ),
    "Form": Example(Reply((FORM,)), {"title": "Mtitle", "text": "Mabout"}),
    "Form, opened": Example(
        Reply((FORM,)),
        {
            "title": "Mtitle",
            "text": "Mabout",
            "label": "Mlabel",
            "value": "Mvalue",
            "choices": "Moffered",
            "hint": "Mhint",
            "problem": "Mproblem",
            "submit": "Msubmit",
        },
        opened=True,
    ),
    **{
        f"Field, {entry.value}": Example(
            Reply((Form("T", OpenForm("action"), (field,), "Send"),)),
            {"label": "Mlabel", "value": field.value},
            opened=True,
        )
        for entry in Entry
        for field in [
            Field(
                "f",
                "Mlabel",
                entry,
                "2026-03-29" if entry is Entry.DAY else "ana",
                (Option("ana", "ana"), Option("ben", "ben"))
                if entry not in {Entry.LINE, Entry.TEXT, Entry.DAY}
                else (),
            )
        ]
    },
}
