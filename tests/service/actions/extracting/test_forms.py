"""Each form in which an action stands in a text, and what looks like one and is none."""

from datetime import date

import pytest

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import Candidate, Kind, find_actions

MONDAY = Asked(date(2026, 1, 5))


def found(text: str, author: str = "") -> list[Candidate]:
    return find_actions(text, MONDAY, author)


def triples(text: str, author: str = "") -> list[tuple[str, str, str]]:
    return [
        (each.title, each.owner, str(each.due) if each.due else "") for each in found(text, author)
    ]


def test_the_sentence_of_the_readme_becomes_a_verb_led_title() -> None:
    assert found("Maria will update the OT IR plan by Friday.") == [
        Candidate(
            title="Update the OT IR plan",
            owner="Maria",
            due=date(2026, 1, 9),
            quote="Maria will update the OT IR plan by Friday.",
            line=1,
            kind=Kind.COMMITMENT,
            due_words="by Friday",
        )
    ]


@pytest.mark.parametrize(
    ("text", "title", "owner"),
    [
        ("@sam please send the asset list", "Send the asset list", "sam"),
        ("Sam, can you send the asset list?", "Send the asset list", "Sam"),
        ("Could the OT team review the drawing?", "Review the drawing", "OT team"),
        ("Would you mind closing the ticket?", "Close the ticket", ""),
        ("Somebody should label the spare switch.", "Label the spare switch", ""),
        ("We should look into passive monitoring.", "Look into passive monitoring", ""),
        ("The lock needs to be repaired.", "Repair the lock", ""),
        ("The integrator has to deliver the drawings.", "Deliver the drawings", "integrator"),
        ("Jonas was asked to lend her a tablet.", "Lend her a tablet", "Jonas"),
        ("Carla collects the signatures.", "Collect the signatures", "Carla"),
        ("If you have time, please check the badge reader.", "Check the badge reader", ""),
        ("We agreed that Ravi repeats the island test.", "Repeat the island test", "Ravi"),
    ],
)
def test_a_sentence_tells_what_is_to_be_done_and_who_does_it(
    text: str, title: str, owner: str
) -> None:
    assert triples(text) == [(title, owner, "")]


def test_whoever_says_i_is_the_owner() -> None:
    assert triples("I will trace the cables.", author="Lena") == [("Trace the cables", "Lena", "")]
    assert triples("I will trace the cables.") == [("Trace the cables", "", "")]


def test_a_sentence_holds_several_actions() -> None:
    text = "Paula will draw the zones, and @imran can you ask the robot maker about the ports?"
    assert [each[1] for each in triples(text)] == ["imran"]  # a question promises nothing
    text = "Paula will draw the zones, and Imran should ask the robot maker by 16 January."
    assert triples(text) == [
        ("Draw the zones", "Paula", ""),
        ("Ask the robot maker", "Imran", "2026-01-16"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sam sent the asset list last week.",
        "We should not change the firewall before the audit.",
        "There is no need to involve the insurer.",
        "I don't think we need to escalate this.",
        "If the premium rises, the CFO will ask for another offer.",
        "Who owns the historian?",
        "Should I also invite the auditor?",
        "Operators shall scan every stick before use.",
        "Contractors must not use their own laptops.",
        "The shutdown will begin on 18 May.",
        "Maria will be on leave next week.",
        "Please do not move the binder.",
        "If you have any questions, please let me know.",
        "Decision: Maria will stay in the group.",
        "~~Maria will order the switches.~~",
        "- [x] Maria: order the switches",
        "- Maria: order the switches - done",
        "From now on IT announces patches two days ahead.",
        "```\nMaria will order the switches.\n```",
        "> Maria, please order the switches.",
    ],
)
def test_what_is_no_open_action_is_left_alone(text: str) -> None:
    assert triples(text) == []


@pytest.mark.parametrize(
    ("line", "title", "owner", "due"),
    [
        ("ACTION: Ravi to trace it by 16 January.", "Trace it", "Ravi", "2026-01-16"),
        ("AI: Nadia - remove the proxy exception", "Remove the proxy exception", "Nadia", ""),
        ("TODO(Magda): replace the badge reader", "Replace the badge reader", "Magda", ""),
        ("- [ ] @chloe check the licence (16 January)", "Check the licence", "chloe", "2026-01-16"),
        ("☐ check the licence", "Check the licence", "", ""),
        ("- Order two switches (Paolo, 16 January)", "Order two switches", "Paolo", "2026-01-16"),
        ("- Test the link cut (owner: Jorge)", "Test the link cut", "Jorge", ""),
        ("[Ann] Update the form by 16 January", "Update the form", "Ann", "2026-01-16"),
        ("Mikko -> talk to the cleaners", "Talk to the cleaners", "Mikko", ""),
    ],
)  # fmt: skip
def test_a_marked_line_is_an_action(line: str, title: str, owner: str, due: str) -> None:
    assert triples(line) == [(title, owner, due)]


def test_below_a_heading_of_actions_a_name_of_a_thing_is_enough() -> None:
    text = "# Action items\n\n- Mihai\n  - documentation of the zones\n- Everyone\n  - read it"
    assert triples(text) == [("Documentation of the zones", "Mihai", ""), ("Read it", "", "")]


def test_an_item_that_is_done_below_is_not_open() -> None:
    text = "## Previous actions\n\n- Mia: rebase the draft\n  - Done, merged on Monday\n- Al: ask"
    assert triples(text) == [("Ask", "Al", "")]


def test_an_action_table_gives_its_open_rows() -> None:
    text = (
        "| Action | Who | Due | Status |\n|---|---|---|---|\n"
        "| Order spare batteries | Aiko / Lars | 2026-02-12 | open |\n"
        "| Close the modem line | Jonas | 30 Jan | done |\n"
        "| ~~Book the room~~ | Jonas | | |\n| None | | | |\n"
    )
    assert [
        (each.title, each.owner, each.helpers, each.due, each.line) for each in found(text)
    ] == [("Order spare batteries", "Aiko", ("Lars",), date(2026, 2, 12), 3)]


def test_a_table_of_who_may_do_what_is_no_action_table() -> None:
    assert triples("| Role | May approve |\n|---|---|\n| Vendor | no |\n| Lead | yes |") == []


def test_days_count_from_the_day_that_minutes_bear() -> None:
    text = "# Minutes, 10 December 2025\n\nMaria will order the switches by Friday."
    assert triples(text) == [("Order the switches", "Maria", "2025-12-12")]


def test_a_day_that_is_not_known_yet_is_kept_in_its_words() -> None:
    only = found("Lars will replace the valve before the plant shutdown.")[0]
    assert only.due is None
    assert "shutdown" in only.due_words


def test_a_mail_knows_who_writes_and_to_whom() -> None:
    text = (
        "From: Maria Lopez <m@plant.example>\nTo: Sam <s@plant.example>\n\nHi Sam,\n\n"
        "could you send me the list? I'll check it.\n\nMaria\n\n> Maria, please call me.\n"
    )
    assert triples(text) == [
        ("Send Maria Lopez the list", "Sam", ""),
        ("Check it", "Maria Lopez", ""),
    ]


def test_in_a_chat_a_request_goes_to_who_takes_it_on() -> None:
    text = (
        "09:14 Petra: could someone label the cabinet?\n09:15 Kwame: I can do that tomorrow\n"
        "09:16 Petra: and @dieter please close the ticket\n09:17 Dieter: done\n"
    )
    assert triples(text) == [("Label the cabinet", "Kwame", "2026-01-06")]


def test_a_promise_after_the_answer_is_one_of_its_own() -> None:
    text = (
        "09:00 Hannah: Rolf, please book the test bench.\n09:01 Rolf: What for?\n"
        "09:02 Hannah: For the switches.\n09:03 Rolf: I'll remind them.\n"
    )
    assert [each[0] for each in triples(text)] == ["Book the test bench", "Remind them"]


def test_do_that_means_what_was_said_before() -> None:
    text = "Somebody needs to test the alarm. @collins could you do that on 16 January?"
    assert triples(text) == [("Test the alarm", "collins", "2026-01-16")]


def test_several_next_steps_in_a_line_are_several_actions() -> None:
    text = "**Next steps:** Ann to finalise the draft; Bob to review it by 16 January."
    assert triples(text) == [
        ("Finalise the draft", "Ann", ""),
        ("Review it", "Bob", "2026-01-16"),
    ]


def test_rows_that_name_their_columns_are_a_table_too() -> None:
    text = (
        "Action: fix the door | Owner: Ann | Due: 16 January\n"
        "Action: paint it | Owner: Bob | Status: done"
    )
    assert triples(text) == [("Fix the door", "Ann", "2026-01-16")]
