"""What sentences ask of role definitions, and which of them could be for a chart as well."""

import pytest

from isthmus.raci.orders import Accept, RemoveRow, RenameRow
from isthmus.roles import orders
from isthmus.understanding.commands import (
    Ask,
    Command,
    DefineRole,
    DefineRoles,
    DraftChart,
    ListRoles,
    OnAction,
    OnChart,
    OnRole,
)
from isthmus.understanding.grammar import understand

DUTY = "Reviews firewall rules monthly"
LEAD = "OT security lead"
NAMED = (
    ("show the definition of the OT security lead", LEAD, orders.Show()),
    ("show me the OT security lead's definition", LEAD, orders.Show()),
    ("show the OT security lead's role", LEAD, orders.Show()),
    ("show the role definition of the OT security lead", LEAD, orders.Show()),
    ("open the OT security lead definition", LEAD, orders.Show()),
    ("give me the definition of the OT security lead", LEAD, orders.Show()),
    (
        "add to the OT security lead's responsibilities: reviews firewall rules monthly",
        LEAD,
        orders.AddLine(DUTY, "responsible for"),
    ),
    (
        "add “reviews firewall rules monthly” to the OT security lead's duties",
        LEAD,
        orders.AddLine(DUTY, "responsible for"),
    ),
    (
        "in the OT security lead's definition, change line 3 to ends sessions",
        LEAD,
        orders.ChangeLine("3", "Ends sessions"),
    ),
    (
        "in the definition of the OT security lead: remove line 3",
        LEAD,
        orders.RemoveLine("3"),
    ),
    ("remove line 3 from the OT security lead's definition", LEAD, orders.RemoveLine("3")),
    ("approve the OT security lead's definition", LEAD, orders.Approve()),
    ("approve the definition of the OT security lead", LEAD, orders.Approve()),
    ("submit the OT security lead's definition for review", LEAD, orders.Submit()),
    ("submit the role definition of the CISO for review", "CISO", orders.Submit()),
    ("send the OT security lead's definition as Word", LEAD, orders.Export("docx")),
    ("export the definition of the OT security lead as markdown", LEAD, orders.Export("md")),
    (
        "give the OT security lead's definition back: line 3 is too broad",
        LEAD,
        orders.Return("line 3 is too broad"),
    ),
    (
        "what changed in the OT security lead's definition since the approved version?",
        LEAD,
        orders.WhatChanged(),
    ),
    (
        "rename the definition of the OT security lead to OT security officer",
        LEAD,
        orders.RenameRole("OT security officer"),
    ),
    ("undo the last change in the OT security lead's definition", LEAD, orders.Undo()),
)
CURRENT = (
    ("add to its responsibilities: reviews firewall rules monthly", DUTY, "responsible for"),
    ("add a responsibility: reviews firewall rules monthly", DUTY, "responsible for"),
    ("please add to the duties: reviews firewall rules monthly", DUTY, "responsible for"),
    ("add under competences: knows Modbus", "Knows Modbus", "competences"),
    ("add knows Modbus to its skills", "Knows Modbus", "competences"),
    ("add a decision right: ends a session", "Ends a session", "decides alone"),
    ("add to decides alone: ends a session", "Ends a session", "decides alone"),
    ("it also decides alone: ends a session", "Ends a session", "decides alone"),
    ("set the purpose to keep the plant safe", "Keep the plant safe", "purpose"),
    ("it reports to the CISO", "The CISO", "reports to"),
    ("it escalates to the plant manager", "The plant manager", "escalates to"),
    ("add: knows Modbus", "Knows Modbus", ""),
)
BOTH = (
    ("undo", orders.Undo()),
    ("redo that", orders.Redo()),
    ("approve it", orders.Approve()),
    ("submit it for review", orders.Submit()),
    ("give it back: row 2 is wrong", orders.Return("row 2 is wrong")),
    ("send it back to draft because it is wrong", orders.Return("it is wrong")),
    ("what changed since the approved version?", orders.WhatChanged()),
    ("what changed since version 2?", orders.WhatChanged("2")),
    ("send it as Word", orders.Export("docx")),
    ("send it as Excel", orders.Export("xlsx")),
    ("show it", orders.Show()),
    ("review in six months", orders.ReviewOn("in six months")),
)
ALIKE = (
    ("remove line 3", orders.RemoveLine("3"), RemoveRow("line 3")),
    (
        "remove the line about firewall rules",
        orders.RemoveLine("firewall rules"),
        RemoveRow("firewall rules"),
    ),
    ("accept everything", orders.TakeOver(), Accept()),
)
ROLE_ONLY = (
    ("change line 3 to ends a session", orders.ChangeLine("3", "Ends a session")),
    ("reword the line about sessions: ends them", orders.ChangeLine("sessions", "Ends them")),
    ("rename it to OT security officer", orders.RenameRole("OT security officer")),
    ("what changed in the charts since?", orders.WhatIsNew()),
    ("what's new in the charts?", orders.WhatIsNew()),
    ("what has changed in the sources since then?", orders.WhatIsNew()),
    ("what do the charts say otherwise now?", orders.WhatIsNew()),
    ("is it still up to date?", orders.WhatIsNew()),
    ("take that over", orders.TakeOver()),
    ("take over the changes", orders.TakeOver()),
    ("bring it up to date", orders.TakeOver()),
    ("refresh it", orders.TakeOver()),
    ("show its responsibilities", orders.ShowLines("responsible for")),
    ("what are its duties?", orders.ShowLines("responsible for")),
)
OTHERS: tuple[tuple[str, Command], ...] = (
    ("define the OT security lead", DefineRole(LEAD)),
    ("please define our plant manager", DefineRole("plant manager")),
    ("write a role definition for the plant manager", DefineRole("plant manager")),
    ("define all roles of the patching chart", DefineRoles("patching")),
    ("define every role in the RACI for OT patching", DefineRoles("OT patching")),
    ("define all roles of this chart", DefineRoles()),
    ("define all its roles", DefineRoles()),
    ("define all roles", DefineRoles()),
    ("write definitions for all roles of the patching chart", DefineRoles("patching")),
    ("list role definitions", ListRoles()),
    ("show all our role definitions", ListRoles()),
    ("which roles are defined already?", ListRoles()),
    ("role definitions in review", ListRoles("in review")),
    ("show the approved role definitions", ListRoles("approved")),
)
QUESTIONS = (
    "What does the OT security lead decide alone?",
    "what may the OT security lead decide on their own?",
    "who does the OT security lead report to?",
    "what does the OT security lead have to know?",
    "what is the definition of OT?",
    "define convergence",
    "define patching",
    "note that patching is late",
    "what changed in NIS2?",
    "update our policy",
)


def of_no_action(text: str) -> tuple[Command, ...]:
    """Give what a sentence may ask, without what it may ask of an action too."""
    return tuple(each for each in understand(text) if not isinstance(each, OnAction))


@pytest.mark.parametrize(("text", "name", "order"), NAMED)
def test_a_definition_is_named_in_the_sentence(text: str, name: str, order: orders.Order) -> None:
    assert understand(text) == (OnRole(order, text, named=name),)


@pytest.mark.parametrize(("text", "line", "topic"), CURRENT)
def test_a_line_is_added_in_words(text: str, line: str, topic: str) -> None:
    assert understand(text) == (OnRole(orders.AddLine(line, topic), text),)


@pytest.mark.parametrize(("text", "order"), BOTH)
def test_what_is_asked_of_charts_too_is_for_whichever_was_last(
    text: str, order: orders.Show
) -> None:
    assert of_no_action(text) == (OnRole(order, text), OnChart(order, text))


@pytest.mark.parametrize(("text", "order", "on_chart"), ALIKE)
def test_what_means_something_else_in_a_chart_is_told_apart_later(
    text: str, order: orders.Order, on_chart: RemoveRow | Accept
) -> None:
    assert of_no_action(text) == (OnRole(order, text), OnChart(on_chart, text))


@pytest.mark.parametrize(("text", "order"), ROLE_ONLY)
def test_an_order_is_for_the_definition_of_the_conversation(text: str, order: orders.Order) -> None:
    assert of_no_action(text) == (OnRole(order, text),)


@pytest.mark.parametrize(("text", "command"), OTHERS)
def test_roles_are_defined_and_listed(text: str, command: Command) -> None:
    assert understand(text) == (command,)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_about_a_role_goes_to_the_documents(text: str) -> None:
    assert understand(text) == (Ask(text),)


def test_a_chart_is_still_a_chart() -> None:
    text = "draft a RACI for the OT security lead's duties with the CISO"
    assert understand(text) == (DraftChart(text),)
    row = "rename row 2 to remove line 3"
    assert understand(row) == (OnChart(RenameRow("row 2", "remove line 3"), row),)
