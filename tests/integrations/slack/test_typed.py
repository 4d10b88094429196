"""`/isthmus` takes a verb, or simply words."""

import pytest

from isthmus.understanding.commands import (
    AddAction,
    Ask,
    DefineRole,
    Help,
    ListCharts,
    ListRoles,
    SendFile,
)
from isthmus_integrations.slack.typed import Typed, is_settings, typed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", Typed(command=Help())),
        ("help", Typed(command=Help())),
        ("ask undo", Typed(command=Ask("undo"))),
        ("ask", Typed(command=Help())),
        ("Who approves vendor access?", Typed("Who approves vendor access?")),
        ("raci", Typed(command=ListCharts())),
        ("raci OT patching", Typed("Draft a RACI for OT patching")),
        ("RACI draft a RACI for OT patching", Typed("draft a RACI for OT patching")),
        ("role", Typed(command=ListRoles())),
        ("role OT security lead", Typed(command=DefineRole("OT security lead"))),
        ("role define the OT security lead", Typed("define the OT security lead")),
        ("action", Typed("my actions")),
        ("action A-12", Typed("A-12")),
        ("action done A-12", Typed("done A-12")),
        ("action call the vendor", Typed(command=AddAction("call the vendor"))),
        ("action add action: call the vendor", Typed("add action: call the vendor")),
        ("report", Typed(command=SendFile("report"))),
        ("report last month", Typed(command=SendFile("report", "last month"))),
        ("report for last month as pptx", Typed(command=SendFile("report", "last month", "pptx"))),
        ("report PDF", Typed(command=SendFile("report", "", "pdf"))),
    ],
)
def test_a_verb_says_what_the_words_are_for(text: str, meant: Typed) -> None:
    assert typed(text) == meant


def test_settings_are_a_window() -> None:
    assert is_settings(" Settings ")
    assert not is_settings("settings of the firewall?")
