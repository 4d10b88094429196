"""Actions in words: taken in, changed, closed, looked at; for whom, and of which conversation."""

from dataclasses import replace
from datetime import date

import pytest

import served
from channel_of_tests import Channel, filled_in, labelled
from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import Action, Draft, Party, Priority, SourceKind, Status, StepSettings
from isthmus.messages import Button, Buttons, Facts, Form, Paragraph, Points, Reply, Table
from isthmus.people import GUEST, Person, Rank
from isthmus.raci.desk import Hand
from kept_charts import ANA, BEN, EVE, LEA, RIA

TOM_BERG = Person("tom.berg", "Tom Berg", rank=Rank.CONTRIBUTOR)
TOM_MAIER = Person("tom.maier", "Tom Maier")
ADD = "add action: Ben updates the OT incident response plan by next Friday, step 2.4, high"
NOTES = """Minutes 23 November
- Ben sends the asset list by Friday
- Ana: check the backups
- The weather was fine"""


class Talk(Channel):
    """A channel in which actions are spoken of."""

    def __init__(self, wiring: served.FakeAnsweringWiring) -> None:
        super().__init__(wiring)
        with wiring.access() as access:
            access.put_person(TOM_BERG)
            access.put_person(TOM_MAIER)

    def all(self) -> tuple[Action, ...]:
        return self.wiring.actions.listed(LEA, Sought(), Page(limit=500)).actions

    def action(self, number: int = 1) -> Action:
        return self.wiring.actions.show(number, LEA).action

    def keep(self, title: str, *readers: str, by: Person = ANA, **of: object) -> Action:  # type: ignore[override]
        draft = replace(Draft(title, readers=readers or ("everyone",)), **of)  # type: ignore[arg-type]
        return self.wiring.actions.add(draft, Hand(by))


@pytest.fixture
def talk(wiring: served.FakeAnsweringWiring) -> Talk:
    return Talk(wiring)


def told(reply: Reply) -> str:
    """Give all that a reply says, without what its buttons carry."""
    facts = [f"{each.name}: {each.value}" for part in reply.of(Facts) for each in part.facts]
    rows = [" | ".join(row) for table in reply.of(Table) for row in table.rows]
    lists = [f"{p.title} {p.items}" for p in reply.of(Points)]
    return "\n".join([reply.text, *facts, *rows, *lists, *(b.text for b in reply.of(Buttons))])


# ---- taken in


def test_what_was_understood_of_a_new_action_is_shown_with_buttons_to_change_it(talk: Talk) -> None:
    reply = talk(ADD)
    assert reply.text.startswith("A-1 is added: Update the OT incident response plan.")
    action = talk.action()
    assert (action.owner, action.due) == (Party("Ben", "ben"), date(2026, 11, 27))
    assert (action.priority, action.step, action.status) == (Priority.HIGH, "2.4", Status.OPEN)
    assert action.source.kind is SourceKind.PERSON
    assert "Owner: Ben" in told(reply)
    assert "Due: Friday 27 November 2026" in told(reply)
    assert "Step: 2.4 Business continuity" in told(reply)
    labels = [each.label for each in reply.buttons]
    assert labels == ["Other owner", "Other date", "Edit", "Done", "Undo"]


@pytest.mark.parametrize(
    ("field", "choice", "said"),
    [
        ("Other owner", "Ana", "Ana owns it now, it was Ben"),
        ("Other date", "Mon 30 Nov 2026", "due Monday 30 November 2026"),
        ("Priority", "Urgent", "its priority is urgent now, it was high"),
        ("Step", "3.2", "step 3.2"),
    ],
)
def test_each_field_is_other_after_two_clicks_and_as_before_after_one_more(
    talk: Talk, field: str, choice: str, said: str
) -> None:
    talk(ADD)
    offered = talk.press(labelled(talk("edit A-1"), field))
    changed = talk.press(labelled(offered, choice))
    assert said in changed.text
    talk.press(labelled(changed, "Undo"))
    action = talk.action()
    assert (action.owner, action.due) == (Party("Ben", "ben"), date(2026, 11, 27))
    assert (action.priority, action.step) == (Priority.HIGH, "2.4")


def test_a_new_action_is_taken_back_and_stays_in_its_history(talk: Talk) -> None:
    talk.press(labelled(talk(ADD), "Undo"))
    assert talk.action().status is Status.DROPPED
    talk("add action: check the modem")
    talk("undo")
    assert talk.action(2).reason == "Added by mistake."


def test_a_day_nobody_knows_is_asked_for_and_the_next_message_may_say_it(talk: Talk) -> None:
    reply = talk("@ben please send the asset list before the plant shutdown")
    assert "Which day is “the plant shutdown”?" in told(reply)
    assert (talk.action().due, talk.action().owner) == (None, Party("Ben", "ben"))
    assert "15 December 2026" in talk("15 December").text
    assert talk.action().due == date(2026, 12, 15)


def test_a_day_that_hangs_on_an_action_is_offered(talk: Talk) -> None:
    talk.keep("Plant shutdown", due=date(2026, 12, 18))
    reply = talk("add action: Ben sends the asset list before the plant shutdown")
    talk.press(labelled(reply, "Before A-1 Plant shutdown"))
    assert talk.action(2).due == date(2026, 12, 17)


def test_a_date_that_may_be_two_is_a_choice(talk: Talk) -> None:
    reply = talk("add action: Ben sends the asset list by 3/4")
    talk.press(labelled(reply, "4 March"))
    assert talk.action().due == date(2027, 3, 4)


def test_an_owner_who_may_be_two_is_a_choice_and_one_nobody_knows_stays_a_name(talk: Talk) -> None:
    reply = talk("add action: Tom checks the modem by end of January")
    assert talk.action().owner is None
    talk.press(labelled(reply, "Tom Maier"))
    assert talk.action().owner == Party("Tom Maier", "tom.maier")
    reply = talk("give it to the integrator")
    assert "not in the directory" in told(reply)
    assert talk.action().owner == Party("the integrator")


def test_what_stands_beside_a_sentence_is_understood(talk: Talk) -> None:
    talk.keep("Buy a spare controller")
    talk(
        "add action: test the restore of the historian every quarter, step 3.3, blocked by A-1, "
        "with Ben helping, #backup"
    )
    action = talk.action(2)
    assert action.title == "Test the restore of the historian"
    assert action.recurrence is not None
    assert action.recurrence.words == "every quarter"
    assert (action.depends_on, action.labels) == ((1,), ("backup",))
    assert action.helpers == (Party("Ben", "ben"),)


def test_a_reminder_and_a_todo_are_of_whoever_asks_for_them(talk: Talk) -> None:
    talk("remind me to ask the integrator about jump hosts in two weeks", RIA)
    talk("todo: check the modem")
    talk("todo: Ben checks the modem of line 2")
    assert [talk.action(n).owner for n in (1, 2, 3)] == [
        Party("Ria", "ria"),
        Party("Ana", "ana"),
        Party("Ben", "ben"),
    ]


def test_a_reader_adds_their_own_and_no_other_and_a_guest_none(talk: Talk) -> None:
    talk("add action: check the modem", RIA)
    assert talk.action().owner == Party("Ria", "ria")
    assert "contributor" in talk(ADD, RIA).text
    assert "Sign in" in talk("remind me to check the modem", GUEST).text
    assert len(talk.all()) == 1


def test_a_likely_twin_is_pointed_out(talk: Talk) -> None:
    talk(ADD)
    assert "A-1 may be the same" in told(talk("add action: update the OT incident response plan"))


def test_a_message_that_comes_twice_adds_one_action(talk: Talk) -> None:
    message = talk.message(ADD)
    assert talk.hear(message) == talk.hear(message)
    pressed = replace(talk.message(""), command=labelled(talk("A-1"), "Start").command)
    assert talk.hear(pressed) == talk.hear(pressed)
    assert len(talk.all()) == 1
    assert talk.action().last == 2


# ---- found in a text, an answer, a chart


def test_what_is_found_in_notes_is_proposed_with_its_words(talk: Talk) -> None:
    reply = talk(NOTES)
    assert [(a.title, a.status) for a in sorted(talk.all(), key=lambda a: a.id)] == [
        ("Send the asset list", Status.PROPOSED),
        ("Check the backups", Status.PROPOSED),
    ]
    assert "2 actions found" in reply.text
    assert "“Ben sends the asset list by Friday”" in told(reply)
    talk.press(labelled(reply, "Accept"))
    assert talk.action(1).status is Status.OPEN
    discard = [each for each in reply.buttons if each.label == "Discard"][1]
    talk.press(discard)
    assert talk.action(2).status is Status.DROPPED


def test_all_proposals_are_accepted_at_once(talk: Talk) -> None:
    reply = talk("please extract the actions from:\n" + NOTES)
    told_after = talk.press(labelled(reply, "Accept all"))
    assert "2 of 2 actions changed" in told_after.text
    assert {each.status for each in talk.all()} == {Status.OPEN}


def test_a_proposal_is_edited_before_it_is_accepted(talk: Talk) -> None:
    (form,) = talk.press(labelled(talk(NOTES), "Edit")).of(Form)
    changed = talk.press(Button("Save", filled_in(form, priority="high")))
    assert "high" in changed.text
    talk("accept it")
    assert (talk.action().status, talk.action().priority) == (Status.OPEN, Priority.HIGH)


def test_who_is_asked_for_something_by_some_day_is_proposed_an_action(talk: Talk) -> None:
    reply = talk("Ben, could you send the asset list by Friday?", LEA)
    assert "kept as proposals" in reply.text
    assert (talk.action().title, talk.action().owner) == (
        "Send the asset list",
        Party("Ben", "ben"),
    )
    assert talk.action().due == date(2026, 11, 27)
    assert not talk("Could you explain the patch window by Friday?", LEA).of(Table)
    assert len(talk.all()) == 1


def test_what_is_added_where_a_step_is_talked_about_belongs_to_it(talk: Talk) -> None:
    here = replace(talk.message("add action: Ben tests the backups by next Friday"), step="2.4")
    talk.hear(here)
    talk.hear(replace(talk.message("add action: Ben asks legal, step 1.4"), step="2.4"))
    assert (talk.action(1).step, talk.action(2).step) == ("2.4", "1.4")


def test_a_proposal_that_is_there_already_says_so_and_is_kept_once(talk: Talk) -> None:
    talk.keep("Send the asset list", owner=Party("Ben", "ben"))
    reply = talk(NOTES)
    assert "Same as A-1 “Send the asset list”?" in told(reply)
    talk.press(labelled(reply, "Same as A-1"))
    assert talk.action(2).reason == "Same as A-1."
    count = len(talk.all())
    talk("please extract the actions from: Ana: check the backups")
    assert len(talk.all()) == count


def test_a_promise_in_a_sentence_is_only_proposed(talk: Talk) -> None:
    talk("I'll check the backups by Friday")
    action = talk.action()
    assert (action.status, action.owner) == (Status.PROPOSED, Party("Ana", "ana"))


def test_who_may_keep_nothing_is_shown_what_was_found(talk: Talk) -> None:
    reply = talk(NOTES, RIA)
    assert "Send the asset list" in told(reply)
    assert "contributor" in reply.text
    assert talk.all() == ()


def test_what_is_pasted_is_read_by_those_of_the_groups_who_saw_it(talk: Talk) -> None:
    talk(NOTES)
    assert talk.action().readers == ("plant",)
    assert talk("A-1", EVE, "t2").failed


def test_an_answer_is_tracked_with_the_quote_it_stands_on(talk: Talk) -> None:
    assert talk("track this").failed
    talk(served.QUESTION)
    reply = talk("track this")
    action = talk.action()
    assert (action.status, action.source.kind) == (Status.PROPOSED, SourceKind.ANSWER)
    assert action.title == f"Follow up: {served.QUESTION.rstrip('?')}"
    assert action.source.quote in told(reply)
    assert action.source.passage
    talk("track this: Ben names the plant manager by Friday")
    assert (talk.action(2).title, talk.action(2).owner) == (
        "Name the plant manager",
        Party("Ben", "ben"),
    )


def test_a_quote_that_not_everyone_may_read_is_read_by_no_others_in_the_action(talk: Talk) -> None:
    talk("What caused the turbine incident of May?")
    talk("track this")
    assert talk.action().readers == ("plant",)


def test_rows_with_open_letters_and_findings_of_a_chart_become_proposals(talk: Talk) -> None:
    assert talk("make actions of the unaccepted rows").failed
    Channel.keep(talk, "OT patching", "plant")
    talk("show the patching chart")
    reply = talk("make actions of the unaccepted rows")
    assert "2 actions found in the chart OT patching" in reply.text
    action = talk.action()
    assert action.title == "Agree who does what: Test patches on a spare controller"
    assert (action.source.kind, action.source.row, action.step) == (SourceKind.CHART, "1", "3.2")
    assert action.readers == ("plant",)
    talk("track the findings of the patching chart")
    assert SourceKind.FINDING in {each.source.kind for each in talk.all()}


# ---- worked on


def test_an_action_goes_its_way_in_words(talk: Talk) -> None:
    talk(ADD)
    assert "in progress now" in talk("start it").text
    assert "waiting for the integrator" in talk("A-1 is waiting for the integrator").text
    assert "in progress now" in talk("unblock A-1").text
    closed = talk("A-1 is done: https://wiki.example/1 the mail")
    assert "done now" in closed.text
    (evidence,) = talk.action().evidence
    assert (evidence.text, evidence.title) == ("https://wiki.example/1", "the mail")
    assert "open now (the test failed)" in talk("reopen it because the test failed").text
    asked = talk("drop it")
    assert "Why is A-1 dropped?" in told(asked)
    talk.press(labelled(asked, "No longer needed"))
    assert talk.action().status is Status.DROPPED
    assert "open now" in talk("undo").text
    assert "dropped now" in talk("redo").text


def test_a_step_that_asks_for_evidence_asks_for_it(talk: Talk) -> None:
    talk.wiring.actions.set_step(StepSettings("2.4", evidence=True), Hand(LEA))
    talk(ADD)
    assert "asks for a link or a note" in told(talk("done"))
    assert talk.action().status is Status.OPEN
    talk("done: https://wiki.example/1")
    assert talk.action().status is Status.DONE


def test_days_people_and_the_rest_are_changed_in_words(talk: Talk) -> None:
    talk(ADD)
    talk.keep("Buy a spare controller")
    assert "due Wednesday 30 June 2027" in talk("move A-1 to end of June").text
    assert "due Wednesday 14 July 2027" in talk("postpone A-1 by two weeks").text
    assert "Ana owns it now" in talk("assign it to me").text
    assert "it waits for A-2" in talk("A-1 is blocked by A-2").text
    assert "waits for A-2" in talk("A-1 is done").text
    assert "does not wait for A-2 any more" in talk("unblock it").text
    assert "Lea helps now" in talk("Lea helps with A-1").text
    assert "labelled #patching" in talk("A-1 #patching").text
    assert "it comes again every quarter" in talk("A-1 every quarter").text
    assert "Noted" in talk("comment on A-1: the vendor called").text
    assert "10 events" in talk("history of A-1").text
    assert "stands so already" in talk("assign A-1 to me").text


def test_a_recurring_action_opens_the_next_when_it_is_closed(talk: Talk) -> None:
    talk("add action: Ben tests the restore every quarter")
    assert "A-2 follows it" in talk("done").text


def test_undo_goes_to_what_was_touched_last(talk: Talk) -> None:
    chart = Channel.keep(talk, "OT patching")
    talk("show the patching chart")
    talk(ADD)
    talk("make it urgent")
    talk("undo")
    assert talk.action().priority is Priority.HIGH
    talk("show the patching chart")
    talk("add a column for Legal, informed everywhere")
    talk("undo")
    assert len(talk.chart(chart.id).chart.columns) == 2
    assert talk.action().priority is Priority.HIGH


def test_words_that_could_mean_much_are_a_question_where_no_action_is_spoken_of(
    talk: Talk,
) -> None:
    talk(ADD)
    assert "Which action do you mean?" in told(talk("close it", thread="t2"))
    assert "documents" in talk("15 December", thread="t2").text
    assert talk.action().due == date(2026, 11, 27)


def test_what_is_not_understood_of_a_named_action_says_what_can_be_said(talk: Talk) -> None:
    talk(ADD)
    reply = talk("frobnicate A-1")
    assert reply.failed
    assert "move A-1 to end of June" in told(reply)


def test_several_actions_are_closed_at_once_and_each_refusal_is_told(talk: Talk) -> None:
    for title in ("Check the modem", "Check the backups"):
        talk.keep(title)
    talk("A-1 is done")
    reply = talk("close A-1, A-2 and A-9")
    assert "1 of 3 actions changed" in reply.text
    assert "A-1 is done. Reopen it first." in told(reply)
    assert "There is no action A-9 here" in told(reply)
    assert talk.action(2).status is Status.DONE


def test_a_reminder_is_put_off_in_words(talk: Talk) -> None:
    talk(ADD)
    assert (
        "not reminded of A-1 before Friday 27 November 2026" in talk("snooze A-1 until Friday").text
    )
    assert "you know about A-1" in talk("got it A-1").text


# ---- who


def test_two_people_work_on_one_action_in_one_thread(talk: Talk) -> None:
    talk(ADD)
    assert "in progress" in talk("start it", BEN).text
    assert "belongs to Ben" in talk("drop it: no longer needed", TOM_BERG).text
    stale = labelled(talk("A-1"), "Done")
    talk("A-1 is waiting for the vendor", BEN)
    assert "changed the status" in talk.press(stale).text
    assert talk.action().status is Status.BLOCKED


def test_in_a_channel_there_is_only_what_everybody_there_may_read(talk: Talk) -> None:
    talk.keep("Turbine secret", "plant", owner=Party("Ben", "ben"))
    talk.keep("Check the backups")
    assert "Turbine secret" in told(talk("list actions"))
    shown = talk("list actions", thread="c", among=[EVE])
    assert "Turbine secret" not in told(shown)
    assert "There is 1 open action" in shown.text
    for said in ("A-1", "A-1 is done", "history of A-1"):
        reply = talk(said, thread="c", among=[EVE])
        assert reply.failed
        assert "Turbine" not in told(reply)
    assert talk.action().status is Status.OPEN
    talk("A-1")
    assert "Turbine" not in told(talk("close it", among=[EVE]))


# ---- looked at


def test_lists_answer_in_a_sentence_and_show_what_it_counts(talk: Talk) -> None:
    talk.keep("Late by twelve days", owner=Party("Ben", "ben"), due=date(2026, 11, 10))
    talk.keep("Late by two days", owner=Party("Ben", "ben"), due=date(2026, 11, 20))
    talk.keep("In time", owner=Party("Ben", "ben"), due=date(2026, 12, 1), step="2.4")
    talk.keep("Nobody's")
    reply = talk("what's overdue?", BEN)
    assert reply.text == "2 of the 4 open actions are overdue, the oldest by 12 days."
    assert [row[0] for row in reply.of(Table)[0].rows] == ["A-1", "A-2"]
    assert "12 days late" in told(reply)
    assert talk("which of my actions are overdue?", BEN).text.startswith("2 of your 3 open actions")
    assert talk("mine", BEN).text == "You have 3 open actions, 2 of them overdue."
    assert talk("Ben's actions in phase 2").text == "Ben has 1 open action in phase 2."
    assert talk("how many are open?").text == "There are 4 open actions, 2 of them overdue."
    assert talk("which actions have no owner?").text == "There is 1 open action without an owner."
    due = talk("what is due next week?")
    assert due.text.startswith("None of the 4 open actions is due next week")
    due = talk("what is due by 1 December?")
    assert due.text.startswith("3 of the 4 open actions are due by 1 December")
    assert (
        "Ben has the most to do: 3 open actions, 2 of them overdue."
        in talk("who is overloaded?").text
    )


def test_numbers_are_those_of_the_lists(talk: Talk) -> None:
    for number in range(20):
        talk.keep(f"Check controller {number}", owner=Party("Ben", "ben"))
    reply = talk("Ben's actions")
    count = len(talk.wiring.actions.listed(ANA, Sought(owners=("ben",))).actions)
    assert reply.of(Paragraph)[0].text == f"Ben has {count} open actions."
    assert len(reply.of(Table)[0].rows) == 15
    assert Paragraph("And 5 more.") in reply.parts
    assert "/actions?owner=ben" in told(reply)


def test_what_is_held_up_and_what_was_closed_is_told(talk: Talk) -> None:
    talk.keep("Buy a spare controller", owner=Party("Ben", "ben"))
    talk.keep("Test the restore", owner=Party("Ben", "ben"), depends_on=(1,))
    assert "1 of Ben's 2 open actions is held up" in talk("what is Ben waiting for?").text
    assert "waits for A-1" in told(talk("what is blocked?"))
    talk("A-1 is done")
    assert "1 action was closed this month" in talk("what was closed this month?").text
    assert "were closed last month" in talk("what was closed last month?").text
    changed = talk("what changed this week?")
    assert changed.text == "3 changes to 2 actions this week: 2 added, 1 closed."
    assert "Ana closed it as done." in told(changed)
    assert talk("what changed last year?").text == "Nothing was changed last year."


def test_a_name_that_may_be_two_is_asked_about_and_then_answered(talk: Talk) -> None:
    talk.keep("Check the modem", owner=Party("Tom Maier", "tom.maier"))
    reply = talk("Tom's actions")
    assert talk.press(labelled(reply, "Tom Maier")).text == "Tom Maier has 1 open action."


def test_a_list_up_to_an_event_asks_when_that_is(talk: Talk) -> None:
    talk.keep("Internal audit", due=date(2026, 12, 18))
    talk.keep("Check the modem", due=date(2026, 12, 1))
    reply = talk("what is due before the internal audit?")
    assert "Which day is “the internal audit”?" in told(reply)
    assert "1 of the 2 open actions is due" in talk.press(labelled(reply, "Before A-1")).text
    assert "Ask with a day" in talk("what is due before the moon landing?").text


def test_a_step_alone_may_be_asked_of_the_documents_too(talk: Talk) -> None:
    reply = talk("phase 1")
    assert reply.text == "There are no open actions in phase 1 here."
    assert "Ask the documents" in [each.label for each in reply.buttons]


def test_help_shows_sentences_about_actions(talk: Talk) -> None:
    assert "what is overdue?" in told(talk("help"))


def test_titles_are_shown_as_they_are_and_nothing_more(talk: Talk) -> None:
    talk("add action: check <script>alert(1)</script> of line 2")
    assert "<script>alert(1)</script>" in talk("A-1").text


def test_what_is_pasted_where_nobody_shares_a_group_is_not_for_everybody(talk: Talk) -> None:
    alone = replace(ANA, groups=frozenset())
    reply = talk(NOTES, alone)
    assert "Only you and those they name can see them." in told(reply)
    assert talk("A-1", EVE, "t2").failed
