"""What sentences ask of actions: orders, new ones, questions; and what none of them is."""

from datetime import date

import pytest

from isthmus.actions import orders
from isthmus.actions.dates import Asked
from isthmus.actions.orders import ME, NOBODY, Find, Order, Overload, Question, WhatHappened
from isthmus.actions.spans import Span, span_of
from isthmus.actions.words import Added, added, order_of, question_of
from isthmus.understanding.commands import Ask
from isthmus.understanding.grammar import understand

NUMBERED: tuple[tuple[str, Order], ...] = (
    ("A-17 is done: https://wiki.example/1", orders.Finish("https://wiki.example/1")),
    ("a-17 is done", orders.Finish()),
    ("done A-17", orders.Finish()),
    ("done with A-17", orders.Finish()),
    ("I finished A-17", orders.Finish()),
    ("mark A-17 as done", orders.Finish()),
    ("please close A-17", orders.Finish()),
    ("can you close A-17?", orders.Finish()),
    ("close A-17 with note tested on Friday", orders.Finish("tested on Friday")),
    (
        "A-17 has been completed, see https://wiki.example/1",
        orders.Finish("https://wiki.example/1"),
    ),
    ("drop A-17: no longer needed", orders.Drop("no longer needed")),
    ("cancel A-17 because the line is sold", orders.Drop("the line is sold")),
    ("discard A-17", orders.Drop()),
    ("we don't need A-17 any more", orders.Drop("No longer needed.")),
    ("reopen A-17 because the test failed", orders.Reopen("the test failed")),
    ("open A-17 again", orders.Reopen()),
    ("A-17 is not done: the test failed", orders.Reopen("the test failed")),
    ("start A-17", orders.Start()),
    ("I'm working on A-17", orders.Start()),
    ("A-17 is in progress", orders.Start()),
    ("A-17 is blocked by A-12", orders.Depend((12,))),
    ("A-17 depends on A-12 and A-13", orders.Depend((12, 13))),
    ("A-17 waits for A-12", orders.Depend((12,))),
    ("A-12 blocks A-17", orders.Depend((12,))),
    ("A-17 no longer depends on A-12", orders.Undepend((12,))),
    ("A-17 does not wait for A-12 any more", orders.Undepend((12,))),
    ("A-17 is waiting for the integrator", orders.Block(waiting_for="the integrator")),
    ("A-17 is blocked by Sam", orders.Block(waiting_for="Sam")),
    ("A-17 is waiting on parts from the vendor", orders.Block("parts from the vendor")),
    ("A-17 is blocked: no budget", orders.Block("no budget")),
    ("A-17 is blocked because the vendor is late", orders.Block("the vendor is late")),
    ("unblock A-17", orders.Unblock()),
    ("A-17 is no longer blocked", orders.Unblock()),
    ("A-17 can go on", orders.Unblock()),
    ("move A-17 to end of June", orders.MoveDue("end of June")),
    ("A-17 new date 3 March", orders.MoveDue("3 March")),
    ("A-17 due tomorrow", orders.MoveDue("tomorrow")),
    ("A-17 by Friday", orders.MoveDue("by Friday")),
    ("set the due date of A-17 to 3 March", orders.MoveDue("3 March")),
    ("postpone A-17 to next week", orders.MoveDue("next week")),
    ("postpone A-17 by two weeks", orders.MoveDue("two weeks", later=True)),
    ("no date for A-17", orders.MoveDue("")),
    ("assign A-17 to Sam", orders.Assign("Sam")),
    ("give A-17 to the integrator", orders.Assign("the integrator")),
    ("assign A-17 to me", orders.Assign(ME)),
    ("I'll take A-17", orders.Assign(ME)),
    ("Sam takes A-17", orders.Assign("Sam")),
    ("A-17 is Sam's", orders.Assign("Sam")),
    ("A-17 owner: Sam Reed", orders.Assign("Sam Reed")),
    ("make Sam the owner of A-17", orders.Assign("Sam")),
    ("unassign A-17", orders.Assign(NOBODY)),
    ("Tom helps with A-17", orders.GetHelp("Tom")),
    ("add Tom to A-17", orders.GetHelp("Tom")),
    ("remove Tom from A-17", orders.StopHelp("Tom")),
    ("make A-17 urgent", orders.Prioritise("urgent")),
    ("A-17 high priority", orders.Prioritise("high")),
    ("set the priority of A-17 to medium", orders.Prioritise("normal")),
    ("A-17 step 3.2", orders.PutInStep("3.2")),
    ("move A-17 to step 3.2", orders.PutInStep("3.2")),
    ("label A-17 patching", orders.AddLabel("patching")),
    ("A-17 #patching", orders.AddLabel("patching")),
    ("remove the label patching from A-17", orders.RemoveLabel("patching")),
    ("A-17 every quarter", orders.Repeat("every quarter")),
    ("stop repeating A-17", orders.Repeat("")),
    ("A-17 takes 4 hours", orders.Estimate("4")),
    ("rename A-17 to patch the HMI", orders.RenameAction("Patch the HMI")),
    ("describe A-17: all of line 2", orders.Describe("all of line 2")),
    ("comment on A-17: the vendor called", orders.Comment("the vendor called")),
    ("A-17: the vendor called", orders.Comment("the vendor called")),
    ("evidence for A-17: https://wiki.example", orders.Proof("https://wiki.example")),
    ("accept A-17", orders.Agree()),
    ("show A-17", orders.Show()),
    ("A-17", orders.Show()),
    ("status of A-17?", orders.Show()),
    ("when is A-17 due?", orders.Show()),
    ("who owns A-17?", orders.Show()),
    ("history of A-17", orders.History()),
    ("what happened to A-17?", orders.History()),
    ("undo A-17", orders.Undo()),
    ("undo the last change of A-17", orders.Undo()),
    ("redo A-17", orders.Redo()),
    ("edit A-17", orders.AskFor()),
    ("snooze A-17 until Friday", orders.Snooze("Friday")),
    ("got it A-17", orders.Acknowledge()),
    ("frobnicate A-17", orders.Unknown()),
)
SPOKEN_OF: tuple[tuple[str, Order, bool], ...] = (
    ("it is done", orders.Finish(), False),
    ("it's done: https://wiki.example", orders.Finish("https://wiki.example"), False),
    ("close it", orders.Finish(), False),
    ("give it to Sam", orders.Assign("Sam"), False),
    ("make it urgent", orders.Prioritise("urgent"), False),
    ("drop it because it is a duplicate", orders.Drop("it is a duplicate"), False),
    ("it is blocked by the vendor", orders.Block(waiting_for="the vendor"), False),
    ("move it to step 3.2", orders.PutInStep("3.2"), False),
    ("rename it to patch the HMI", orders.RenameAction("Patch the HMI"), False),
    ("done", orders.Finish(), True),
    ("undo", orders.Undo(), True),
    ("redo", orders.Redo(), True),
    ("15 December", orders.MoveDue("15 December"), True),
    ("by end of June", orders.MoveDue("by end of June"), True),
    ("new date 3 March", orders.MoveDue("3 March"), True),
    ("high priority", orders.Prioritise("high"), True),
    ("blocked by the integrator", orders.Block(waiting_for="the integrator"), True),
    ("what changed?", orders.History(), True),
)
NEW = (
    ("add action: Maria updates the plan by Friday", Added("Maria updates the plan by Friday")),
    ("add an action: update the plan", Added("update the plan")),
    ("Add action item - update the plan", Added("update the plan")),
    ("new action update the plan", Added("update the plan")),
    ("create an action for Maria: update the plan", Added("update the plan", "Maria")),
    ("action: update the plan", Added("update the plan")),
    ("todo: update the plan", Added("update the plan", mine=True)),
    ("to-do: update the plan", Added("update the plan", mine=True)),
    ("remind me to ask the vendor in two weeks", Added("ask the vendor in two weeks", ME)),
    ("remind me in two weeks to ask the vendor", Added("ask the vendor in two weeks", ME)),
    ("remind Tom to check the VPN", Added("check the VPN", "Tom")),
    ("remind me about the audit", Added("look into the audit", ME)),
    ("note to self: ask the vendor", Added("ask the vendor", ME)),
    ("@sam please send the list", Added("send the list", "@sam")),
    ("@sam can you send the list?", Added("send the list", "@sam")),
    ("add update the plan to my to-do list", Added("update the plan")),
)
ASKED: tuple[tuple[str, Question], ...] = (
    ("what's overdue?", Find(overdue=True)),
    ("overdue", Find(overdue=True)),
    ("what is late?", Find(overdue=True)),
    ("anything overdue?", Find(overdue=True)),
    ("mine", Find(ME)),
    ("my actions", Find(ME)),
    ("what do I have to do?", Find(ME)),
    ("what is on my plate?", Find(ME)),
    ("Sam's actions", Find("Sam")),
    ("what does Sam have to do?", Find("Sam")),
    ("phase 1", Find(step="1")),
    ("step 2.4 actions", Find(step="2.4")),
    ("overdue actions of Maria in phase 2", Find("Maria", overdue=True, step="2")),
    ("what is Maria waiting for?", Find("Maria", held_up=True)),
    ("what am I waiting for?", Find(ME, held_up=True)),
    ("which actions are waiting for the integrator?", Find(waiting_for="the integrator")),
    ("what changed this week?", WhatHappened("this week")),
    ("what changed in my actions since Monday?", WhatHappened("since Monday", ME)),
    ("who is overloaded?", Overload()),
    ("who has the most actions?", Overload()),
    ("workload", Overload()),
    ("what is due this week?", Find(due="this week")),
    ("actions due next month", Find(due="next month")),
    ("what is due before the audit?", Find(due="before the audit")),
    ("what is blocked?", Find(held_up=True)),
    ("my blocked actions", Find(ME, held_up=True)),
    ("open actions of Sam with high priority", Find("Sam", priority="high")),
    ("urgent actions", Find(priority="urgent")),
    ("how many are open?", Find(counted=True)),
    ("how many of my actions are overdue?", Find(ME, overdue=True, counted=True)),
    ("how many actions does Maria have?", Find("Maria", counted=True)),
    ("what was closed last month?", Find(status="done", closed="last month")),
    ("what did we close last week?", Find(status="done", closed="last week")),
    ("what was dropped this month?", Find(status="dropped", closed="this month")),
    ("done actions", Find(status="done")),
    ("which actions have no owner?", Find(NOBODY)),
    ("unassigned actions", Find(NOBODY)),
    ("which actions have no date?", Find(undated=True)),
    ("actions labelled patching", Find(label="patching")),
    ("#patching actions", Find(label="patching")),
    ("actions about firewalls", Find(words="firewalls")),
    ("actions in progress", Find(status="in progress")),
    ("proposals", Find(status="proposed")),
    ("list actions", Find()),
    ("what was closed by Sam last month?", Find("Sam", "done", closed="last month")),
    ("actions of the integrator", Find("the integrator")),
    ("due this week", Find(due="this week")),
)
FOR_DOCUMENTS = (
    "what is overdue in the patching policy?",
    "who is responsible for restore tests?",
    "what is due diligence?",
    "what is due by law?",
    "what changed in IEC 62443?",
    "what is blocked by the firewall?",
    "which ports are blocked?",
    "what is phase 1 of the blueprint?",
    "what do we do in phase 1?",
    "what is done in step 2.4?",
    "which actions does the incident response plan require?",
    "what actions should operators take in an incident?",
    "what are corrective actions?",
    "what are the actions of an attacker?",
    "how are corrective actions tracked?",
    "how many zones are open?",
    "what is open in the audit report?",
    "which risks are open?",
    "who owns the risk register?",
    "who has the most access rights?",
    "what is the priority of patches?",
    "what is high priority?",
    "what is the deadline for NIS2 reporting?",
    "what happens before the audit?",
    "what does the CISO do?",
    "what does NIS2 require this year?",
    "what must be closed?",
    "what does NIST say about A-17?",
    "who approves actions?",
    "what is blocked by the firewall in the DMZ?",
    "late night shifts of the operators",
    "Can you tell me who patches the HMI by Friday?",
    "Operators must report incidents within 24 hours.",
    "The plant manager approves the window.",
    "Explain how remote access by vendors is approved.",
    "done",
    "15 December",
)


@pytest.mark.parametrize(("text", "order"), NUMBERED)
def test_an_order_names_its_action_by_number(text: str, order: Order) -> None:
    found = order_of(text)
    assert found is not None
    assert (found.order, found.actions) == (order, (17,))


@pytest.mark.parametrize(("text", "order", "loose"), SPOKEN_OF)
def test_an_order_without_a_number_is_for_what_is_spoken_of(
    text: str, order: Order, *, loose: bool
) -> None:
    found = order_of(text)
    assert found is not None
    assert (found.order, found.actions, found.loose) == (order, (), loose)


def test_several_actions_are_named_at_once() -> None:
    found = order_of("A-17, A-18 and A-19 are done")
    assert found is not None
    assert found.actions == (17, 18, 19)


@pytest.mark.parametrize(("text", "new"), NEW)
def test_a_new_action_is_asked_for(text: str, new: Added) -> None:
    assert added(text) == new


@pytest.mark.parametrize(("text", "question"), ASKED)
def test_a_question_about_the_actions_is_taken_apart(text: str, question: Question) -> None:
    assert question_of(text) == question


@pytest.mark.parametrize("text", FOR_DOCUMENTS)
def test_other_questions_stay_with_the_documents(text: str) -> None:
    assert question_of(text) is None
    assert added(text) is None
    assert understand(text)[-1] == Ask(text) or not order_of(text)


@pytest.mark.parametrize("text", FOR_DOCUMENTS[:-2])
def test_no_question_for_the_documents_is_an_order(text: str) -> None:
    assert order_of(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", (2026, 11, 23), (2026, 11, 23)),
        ("this week", (2026, 11, 23), (2026, 11, 29)),
        ("last week", (2026, 11, 16), (2026, 11, 22)),
        ("last month", (2026, 10, 1), (2026, 10, 31)),
        ("next quarter", (2027, 1, 1), (2027, 3, 31)),
        ("this year", (2026, 1, 1), (2026, 12, 31)),
        ("the last 14 days", (2026, 11, 9), (2026, 11, 23)),
        ("in the next two weeks", (2026, 11, 23), (2026, 12, 7)),
        ("since Monday", (2026, 11, 16), (2026, 11, 23)),
        ("since 1 December", (2025, 12, 1), (2026, 11, 23)),
        ("since 2026-11-01", (2026, 11, 1), (2026, 11, 23)),
    ],
)
def test_a_stretch_of_time_has_a_first_and_a_last_day(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    asked = Asked(date(2026, 11, 23))
    assert span_of(text, asked) == Span(date(*first), date(*last))


def test_a_fiscal_quarter_and_another_start_of_the_week_are_kept_to() -> None:
    asked = Asked(
        date(2026, 11, 25), week_starts=Asked(date.min).week_starts.SUNDAY, fiscal_start=2
    )
    assert span_of("this week", asked) == Span(date(2026, 11, 22), date(2026, 11, 28))
    assert span_of("this quarter", asked) == Span(date(2026, 11, 1), date(2027, 1, 31))
    assert span_of("since 31 June", asked) is None
    assert span_of("some day", asked) is None
