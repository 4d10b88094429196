"""Role definitions as replies: what they say line by line, and what can be done next."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from isthmus.messages import (
    Button,
    Buttons,
    Fact,
    Facts,
    File,
    Paragraph,
    Part,
    Points,
    Reply,
    Table,
    failed,
)
from isthmus.raci.drafting.naming import Question
from isthmus.raci.model import Status
from isthmus.replying.charts import MOST_OFFERED
from isthmus.roles import orders
from isthmus.roles.exporting.sheet import Sheet
from isthmus.roles.hearing import Heard
from isthmus.roles.model import Definition, Filed, Line, Topic
from isthmus.roles.rewording import Drafted
from isthmus.understanding.commands import DefineRole, OnRole

_MOST_LINES: Final = 4  # of a topic: all of them are a button away, and in the file
_MOST_PROPOSED: Final = 8  # of a topic of what is not kept, and has no buttons
_MOST_SOURCES: Final = 2  # of a line
_LONGEST_LINE: Final = 160
_LONGEST_LABEL: Final = 75  # signs on a button
_STEPS: Final = (orders.Undo, orders.Approve, orders.Submit, orders.Return)
_NONE_YET: Final = (
    "There is no role definition here yet. Say whose, such as: define the OT security lead's role."
)


def definition_shown(filed: Filed, sheet: Sheet, public_url: str) -> Iterator[Part]:
    """Show a kept definition, each line with its number and what it stands on."""
    yield Paragraph(f"{filed.definition.name}. {sheet.standing}")
    yield from _topics(filed.definition, _MOST_LINES)
    if longer := [t for t in Topic if len(filed.definition.of(t)) > _MOST_LINES]:
        yield Buttons("Show all lines:", tuple(_all_of(topic, filed) for topic in longer))
    address = Fact("Address", f"{public_url}/roles/{filed.id}")
    yield Facts((Fact("Role definition", filed.definition.name), address))
    yield _next_steps(filed)


def proposal_told(drafted: Drafted, *, may_keep: bool) -> Reply:
    """Tell a definition that nobody keeps."""
    kept = "" if may_keep else ": keeping a definition needs the rank contributor"
    named = f"{drafted.definition.name}. It is only shown, not kept{kept}."
    notes = (Points("Assumed", drafted.assumed),) if drafted.assumed else ()
    return Reply((Paragraph(named), *_topics(drafted.definition, _MOST_PROPOSED), *notes))


def _topics(definition: Definition, most: int) -> Iterator[Part]:
    for topic in Topic:
        if lines := definition.of(topic):
            yield Points(topic.capitalize(), tuple(_told(lines, most)))


def _told(lines: Sequence[Line], most: int) -> Iterator[str]:
    for line in lines[:most]:
        yield f"{line.id}. {_cut(line.in_words, _LONGEST_LINE)} ({_sources(line)})"
    if len(lines) > most:
        yield f"And {len(lines) - most} more."


def _sources(line: Line) -> str:
    named = [source.in_words for source in line.sources]
    more = len(named) - _MOST_SOURCES
    return "; ".join(named[:_MOST_SOURCES]) + (f"; and {more} more" if more > 0 else "")


def _cut(text: str, longest: int) -> str:
    """Cut a text where a word ends."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 2].rpartition(' ')[0].rstrip(',;')} …"


def _all_of(topic: Topic, filed: Filed) -> Button:
    return _button(topic.capitalize(), orders.ShowLines(topic.value), filed)


def _next_steps(filed: Filed) -> Buttons:
    """Give what can be done with a definition by a button."""
    steps: dict[Status, tuple[tuple[str, orders.Order], ...]] = {
        Status.DRAFT: (("Submit for review", orders.Submit()),),
        Status.IN_REVIEW: (("Approve", orders.Approve()),),
    }
    offered = (
        _button("Word", orders.Export("docx"), filed),
        _button("What changed in the charts?", orders.WhatIsNew(), filed),
        *(_button(*each, filed, filed.number) for each in steps.get(filed.status, ())),
    )
    return Buttons("", offered)


def _button(label: str, order: orders.Order, filed: Filed, seen: int | None = None) -> Button:
    return Button(label, OnRole(order, label, definition=filed.id, seen=seen))


def heard_told(heard: Heard, command: OnRole, filed: Filed) -> Iterator[Part]:
    """Tell what came of an order: lines, choices, a file, and how to take a change back."""
    here = replace(command, definition=filed.id, named="", seen=filed.number)
    choices = tuple(
        Button(_cut(e.label, _LONGEST_LABEL), replace(here, order=e.order)) for e in heard.choices
    )
    said = heard.lines[:-1] if choices else heard.lines
    yield from (Paragraph(line) for line in said)
    if choices:
        yield Buttons(heard.lines[-1], choices)
    if heard.file:
        yield File(heard.file.name, heard.file.media_type, heard.file.content)
    if (after := heard.filed) and not isinstance(command.order, _STEPS):
        yield Buttons("", (_button("Undo", orders.Undo(), after, after.number),))


def all_defined_told(chart: str, kept: Sequence[Filed], there: Sequence[Filed]) -> Reply:
    """Tell which roles of a chart were defined now, and which were before."""
    new = {each.id for each in kept}
    many = "One role definition is" if len(new) == 1 else f"{len(new)} role definitions are"
    told = f"{many} kept as drafts." if new else "Every role is defined already."
    rows = tuple(
        (each.definition.name, "new" if each.id in new else "there before", each.status.value)
        for each in there
    )
    table = Table(("Role", "Definition", "Status"), rows, f"Roles of {chart}")
    return Reply((Paragraph(f"{chart}: {told}"), table, _to_show(there)))


def definitions_listed(found: Sequence[Filed]) -> Reply:
    """List definitions by name, with buttons that show the first ones."""
    if not found:
        return failed(
            "There is no such role definition here, or none that everybody here may read."
        )
    rows = tuple(
        (e.definition.name, e.status.value, str(e.version or ""), str(e.definition.review or ""))
        for e in found
    )
    count = "One role definition." if len(found) == 1 else f"{len(found)} role definitions."
    table = Table(("Role", "Status", "Version", "Review"), rows)
    return Reply((Paragraph(count), table, _to_show(found)))


def _to_show(found: Sequence[Filed]) -> Buttons:
    return Buttons("Show one:", definitions_offered(OnRole(orders.Show(), "show"), found))


def definitions_offered(command: OnRole, found: Sequence[Filed]) -> tuple[Button, ...]:
    """Give an order as buttons, one for each of the first definitions."""
    return tuple(
        Button(each.definition.name, replace(command, definition=each.id, named=""))
        for each in found[:MOST_OFFERED]
    )


def which_definition(command: OnRole, found: Sequence[Filed]) -> Reply:
    """Ask which definition an order is for."""
    if not found:
        return failed(_NONE_YET)
    offered = definitions_offered(command, found)
    return Reply((Buttons("Which role definition do you mean?", offered),))


def which_role(question: Question) -> Reply:
    """Ask which role a name means."""
    choices = tuple(Button(choice, DefineRole(choice)) for choice in question.choices)
    return Reply((Buttons(question.text, choices),))


def not_defined(role: str) -> Reply:
    """Tell that a role has no definition, and offer to put one together."""
    told = f"There is no definition of “{role}” here, or not everybody here may read it."
    offered = Buttons("", (Button("Put one together", DefineRole(role)),))
    return Reply((Paragraph(told), offered), failed=True)
