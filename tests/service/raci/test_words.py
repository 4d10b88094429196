import pytest

from isthmus.raci.orders import (
    EVERYWHERE,
    Accept,
    AddColumn,
    AddRow,
    Approve,
    Check,
    Decline,
    Export,
    Give,
    Hold,
    MoveRow,
    Order,
    Redo,
    RemoveColumn,
    RemoveRow,
    RenameColumn,
    RenameRow,
    ReplaceRole,
    Retitle,
    Return,
    ReviewOn,
    Show,
    SplitRow,
    Submit,
    Take,
    Undo,
    UseLetters,
    WhatChanged,
    WhatHas,
    WhatIsOpen,
    WhoHas,
    WhoHolds,
    WhyLetter,
)
from isthmus.raci.words import order_of


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (
            "make the plant manager accountable for the patch window",
            Give(role="plant manager", letters=("accountable",), row="patch window"),
        ),
        (
            "add a column for Legal, informed everywhere",
            AddColumn(role="Legal", letters=("informed",)),
        ),
        ("remove row 3", RemoveRow(row="row 3")),
        ("I accept my letters", Accept(what="")),
        ("I decline row 2 because we lack access", Decline("row 2", "we lack access")),
        (
            "the CISO should be consulted on row 1, not informed",
            Give(role="CISO", letters=("consulted",), row="row 1"),
        ),
        ("take the C off Legal in row 1", Take(role="Legal", row="row 1", letters=("C",))),
        ("change the letter set to RASCI", UseLetters("RASCI")),
        ("move row 4 to the top", MoveRow("row 4", before="row 1")),
        ("move row 1 to the end", MoveRow("row 1", after="last row")),
        ("who holds the integrator?", WhoHolds("integrator")),
        ("show me what is not accepted", WhatIsOpen()),
        ("who has not accepted yet?", WhatIsOpen()),
        ("fix the findings", Check()),
        (
            "who is accountable for restore tests?",
            WhoHas(letters=("accountable",), row="restore tests"),
        ),
        ("what changed since the approved version?", WhatChanged()),
        ("split row 2", SplitRow(row="row 2")),
        (
            "split row 2 into testing patches and installing patches",
            SplitRow(row="row 2", activities=("testing patches", "installing patches")),
        ),
        (
            "Please make OT Engineering A/R for row 4.",
            Give(role="OT Engineering", letters=("A", "R"), row="row 4"),
        ),
        (
            "the CISO should be consulted on vendor remote access",
            Give(role="CISO", letters=("consulted",), row="vendor remote access"),
        ),
        (
            "consult the safety engineer on firewall changes",
            Give(role="safety engineer", letters=("consulted",), row="firewall changes"),
        ),
        (
            "inform HR about account reviews",
            Give(role="HR", letters=("informed",), row="account reviews"),
        ),
        ("Could you remove HR from row 2?", Take(role="HR", row="row 2")),
        ("take the C from HR for row 2", Take(role="HR", row="row 2", letters=("C",))),
        (
            "add a row for testing backups at step 2.4 after row 3",
            AddRow(activity="testing backups", step="2.4", after="row 3"),
        ),
        ("add row: Approve exceptions", AddRow(activity="Approve exceptions")),
        (
            "add a row to review firewall rules in section Network",
            AddRow(activity="review firewall rules", section="Network"),
        ),
        (
            "rename row 3 to Review access every quarter",
            RenameRow(row="row 3", activity="Review access every quarter"),
        ),
        ("move row 5 above row 2", MoveRow(row="row 5", before="row 2")),
        (
            "rename the column IT Ops to IT operations",
            RenameColumn(role="IT Ops", name="IT operations"),
        ),
        (
            "replace IT operations by the integrator",
            ReplaceRole(role="IT operations", by="integrator"),
        ),
        ("remove the column Legal", RemoveColumn(role="Legal")),
        ("remove the Legal column", RemoveColumn(role="Legal")),
        ("undo", Undo()),
        ("undo that", Undo()),
        ("take it back", Undo()),
        ("redo", Redo()),
        ("redo that", Redo()),
        ("accept all my letters", Accept()),
        ("accept", Accept()),
        ("accept my letters for row 3", Accept(what="row 3")),
        ("accept as plant manager", Accept(what="plant manager")),
        (
            "decline row 3 because we have no staff on weekends",
            Decline(what="row 3", reason="we have no staff on weekends"),
        ),
        (
            "decline the patch window: the plant cannot stop",
            Decline(what="patch window", reason="the plant cannot stop"),
        ),
        ("submit it for review", Submit()),
        ("approve the chart", Approve()),
        (
            "send it back to draft because the vendor is missing",
            Return(reason="the vendor is missing"),
        ),
        ("rename the chart to Patching at Leuven", Retitle(title="Patching at Leuven")),
        ("switch to RASCI", UseLetters(name="RASCI")),
        ("set the review date to 2027-05-01", ReviewOn(day="2027-05-01")),
        ("review it in one year", ReviewOn(day="in one year")),
        ("Maria holds the plant manager role", Hold(person="Maria", role="plant manager")),
        (
            "the plant manager role is held by Maria Peeters",
            Hold(person="Maria Peeters", role="plant manager"),
        ),
        ("check the chart", Check()),
        ("what's wrong with it?", Check()),
        ("show me the chart", Show()),
        ("export it as Excel", Export(format="xlsx")),
        ("send me the chart as a Word file", Export(format="docx")),
        ("export as PNG", Export(format="png")),
        ("give me an xlsx", Export(format="xlsx")),
        (
            "what is the plant manager accountable for?",
            WhatHas(role="plant manager", letters=("accountable",)),
        ),
        ("what does the vendor do in the chart?", WhatHas(role="vendor")),
        ("why is the CISO accountable for patching?", WhyLetter(role="CISO", row="patching")),
        ("HR need not be informed of row 2", Take(role="HR", row="row 2", letters=("informed",))),
        (
            "make the integrator responsible everywhere",
            Give(role="integrator", letters=("responsible",), row=EVERYWHERE),
        ),
        ("add the SOC as informed everywhere", AddColumn(role="SOC", letters=("informed",))),
        (
            "who is responsible and consulted for patching?",
            WhoHas(letters=("responsible", "consulted"), row="patching"),
        ),
        (
            "make legal informed for everything in the chart",
            Give(role="legal", letters=("informed",), row=EVERYWHERE),
        ),
        (
            "can you make the plant manager accountable for patch windows please",
            Give(role="plant manager", letters=("accountable",), row="patch windows"),
        ),
        (
            "let OT engineering be responsible for backups",
            Give(role="OT engineering", letters=("responsible",), row="backups"),
        ),
        ("set IT Security to C on step 3", Give(role="IT Security", letters=("C",), row="step 3")),
        ('Remove activity "Patch window"', RemoveRow(row="Patch window")),
        ("What has changed since version 2?", WhatChanged(since="2")),
    ],
)
def test_a_sentence_is_understood(text: str, order: Order) -> None:
    assert order_of(text) == order


@pytest.mark.parametrize(
    "text",
    [
        "Who approves vendor remote access?",
        "What does NIS2 say about reporting?",
        "Why do we need a DMZ?",
        "Inform me about NIS2",
        "review of incidents in 2024",
        "review the 2024 incidents",
        "What changes does NIS2 bring?",
        "Which standards speak of remote access?",
        "",
        "?",
        "a chart",
    ],
)
def test_what_is_no_order_on_a_chart_is_left_to_others(text: str) -> None:
    assert order_of(text) is None
