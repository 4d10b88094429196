"""Which way each sentence goes: to a draft, to a chart, to a list, to a role, or to the answers."""

import pytest

from isthmus.raci import orders
from isthmus.understanding.commands import (
    Ask,
    Command,
    DefineRole,
    DraftChart,
    Help,
    ListCharts,
    OnChart,
)
from isthmus.understanding.grammar import understand

DRAFTS = (
    (
        "Draft a RACI for OT patching and vendor remote access with IT Security, OT Engineering, "
        "the plant manager and our integrator"
    ),
    "RACI for step 2.4 for the Leuven site",
    "RACI for everything in phase 1",
    "who does what in incident response, with SOC, plant manager, and legal",
    "a rasci for backups and restore tests at Plant 3 (IT ops, OT ops, vendor)",
    "please make a raci matrix for firewall and DMZ rules",
    "I'd like a RACI for OT risk assessment, please",
    "Could you draft a DACI for the DMZ with the CISO?",
    "We need a chart for vendor access",
    "draft a responsibility matrix for SIS changes",
    "create a chart of responsibilities for backups",
    "write roles and responsibilities for vendor access with the CISO and the plant manager",
    "RACI-VS for commissioning a new line with the integrator and QA",
    "Roles: CISO, OTL and plant manager; scope: removable media",
    "make a new RACI for USB sticks",
    "let's draft a RACI for phase 2",
    "give me a RACI for USB sticks",
    "draft the RACI for step 1.2",
)
QUESTIONS = (
    "What is a RACI?",
    "How do I make a RACI chart?",
    "Is there a RACI for patching?",
    "who does what in incident response?",
    "Who approves vendor remote access into the plant network?",
    "What do we owe under NIS2 after an incident?",
    "Where does our patching policy fall short of what the standard asks?",
    "What does the OT security lead decide alone?",
    "what roles and responsibilities does NIST name?",
    "tell me about patching",
    "inform me about NIS2",
    "review our policy of 2024",
    "why?",
    "where does it say that?",
    "and for vendors?",
    "what else?",
    "give me a summary of patching",
    "send me the policy",
    "show the steps of phase 1",
    "Should we make a list of vendors?",
    "make a list of vendors",
    "RACI: what is it for?",
    "Our RACI for patching is outdated",
    "Do we need a RACI for patching?",
    "keep me informed on patching",
    "Should the plant manager be accountable for patching?",
    "",
    "?!",
)
ORDERS = (
    (
        "make the plant manager accountable for the patch window",
        orders.Give("plant manager", ("accountable",), "patch window"),
    ),
    (
        "add a column for Legal, informed everywhere",
        orders.AddColumn("Legal", ("informed",)),
    ),
    ("remove row 3", orders.RemoveRow("row 3")),
    ("who is accountable for restore tests?", orders.WhoHas(("accountable",), "restore tests")),
    ("who is accountable for patching?", orders.WhoHas(("accountable",), "patching")),
    ("what changed since the approved version?", orders.WhatChanged()),
    ("split row 2", orders.SplitRow("row 2")),
    ("what does the plant manager do?", orders.WhatHas("plant manager")),
    ("accept my letters", orders.Accept()),
    ("accept everything", orders.Accept()),
    ("decline row 3 because we have no staff", orders.Decline("row 3", "we have no staff")),
    ("approve", orders.Approve()),
    ("approve it", orders.Approve()),
    ("submit the chart for review", orders.Submit()),
    ("send it back to draft because row 2 is wrong", orders.Return("row 2 is wrong")),
    ("undo that", orders.Undo()),
    ("redo that", orders.Redo()),
    ("make it a RASCI", orders.UseLetters("RASCI")),
    ("Ann holds the plant manager role", orders.Hold("Ann", "plant manager")),
    ("review in six months", orders.ReviewOn("in six months")),
    ("what is wrong with the chart?", orders.Check()),
    ("show it", orders.Show()),
    ("show the chart", orders.Show()),
    ("export it as word", orders.Export("docx")),
    ("draw it as svg", orders.Export("svg")),
)
ON_NAMED = (
    (
        "in the patching chart, make the plant manager accountable for row 2",
        "patching",
        orders.Give("plant manager", ("accountable",), "row 2"),
    ),
    (
        "make the plant manager accountable for row 2 in the patching chart",
        "patching",
        orders.Give("plant manager", ("accountable",), "row 2"),
    ),
    ("show the chart OT patching", "OT patching", orders.Show()),
    ("show the OT patching chart", "OT patching", orders.Show()),
    ("open the RACI for OT patching", "OT patching", orders.Show()),
    ("show me the chart “OT patching”", "OT patching", orders.Show()),
    ("give me the RACI for OT patching", "OT patching", orders.Show()),
    ("approve the patching chart", "patching", orders.Approve()),
    ("export the patching chart as excel", "patching", orders.Export("xlsx")),
    (
        "what changed in the patching chart since the approved version?",
        "patching",
        orders.WhatChanged(),
    ),
    (
        "who is accountable for row 2 in the patching chart?",
        "patching",
        orders.WhoHas(("accountable",), "row 2"),
    ),
    ("check the patching chart", "patching", orders.Check()),
)
OTHERS: tuple[tuple[str, Command], ...] = (
    ("list charts", ListCharts()),
    ("show my charts", ListCharts()),
    ("which charts are there?", ListCharts()),
    ("charts in review", ListCharts(status="in review")),
    ("which charts are approved?", ListCharts(status="approved")),
    ("charts about vendor access", ListCharts("vendor access")),
    ("define the OT security lead's role", DefineRole("OT security lead")),
    ("define the OT security lead\u2019s role", DefineRole("OT security lead")),
    ("define the role of the plant manager", DefineRole("plant manager")),
    ("role definition for the plant manager", DefineRole("plant manager")),
    ("help", Help()),
    ("what can you do?", Help()),
)


@pytest.mark.parametrize("text", DRAFTS)
def test_a_sentence_that_wants_a_chart_is_a_draft(text: str) -> None:
    assert understand(text) == (DraftChart(text),)


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_goes_to_the_answers_in_its_own_words(text: str) -> None:
    assert understand(text) == (Ask(text),)


@pytest.mark.parametrize(("text", "order"), ORDERS)
def test_an_order_is_for_the_chart_of_the_conversation(text: str, order: orders.Order) -> None:
    assert OnChart(order, text) in understand(text)


@pytest.mark.parametrize(("text", "name", "order"), ON_NAMED)
def test_a_chart_is_named_in_the_sentence(text: str, name: str, order: orders.Order) -> None:
    assert understand(text) == (OnChart(order, text, named=name),)


@pytest.mark.parametrize(("text", "command"), OTHERS)
def test_lists_roles_and_help_are_asked_for(text: str, command: Command) -> None:
    assert understand(text) == (command,)


def test_a_text_longer_than_any_order_is_a_question() -> None:
    long = "remove row 3 " * 200
    assert understand(long) == (Ask(long),)
