"""Actions: taken in, changed, closed and looked at in words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from isthmus.actions import orders
from isthmus.actions.adding import Reading, Understood
from isthmus.actions.dates import Asked, Due, Unclear, spoken, understand_due
from isthmus.actions.hearing import Choice, Heard, Hearing, Question
from isthmus.actions.hints import hint
from isthmus.actions.model import Action, Draft, Party, Priority, Source, SourceKind
from isthmus.actions.orders import Assign, MoveDue, Prioritise, PutInStep
from isthmus.errors import IsthmusError, NotFoundError
from isthmus.hearing.actions_asked import Overseeing
from isthmus.hearing.actions_found import Proposing
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.parts import Parts, hand, may_keep
from isthmus.messages import Button, Message, Reply, said
from isthmus.replying.action_words import step_named
from isthmus.replying.actions import (
    action_shown,
    actions_offered,
    added_told,
    asked,
    fields_offered,
    heard_told,
    history_told,
    not_understood,
    several_told,
    which_action,
)
from isthmus.replying.summaries import summary_told
from isthmus.understanding.commands import (
    AddAction,
    AskActions,
    FindActions,
    ForActions,
    OnAction,
    Summarise,
    TrackAnswer,
    TrackChart,
)
from isthmus_knowledge.catalogue import catalogue

SAYINGS: Final = (
    "add action: Maria updates the OT incident response plan by next Friday, step 2.4, high",
    "remind me to ask the integrator about jump hosts in two weeks",
    "A-17 is done: https://…",
    "move A-17 to end of June",
    "what is overdue?",
    "what is Maria waiting for?",
    "track this",
    "summarise: …, with the messages of a thread behind it",
)
_SOON: Final = ("Friday", "next Friday", "end of the month", "end of the quarter")
_LONGEST_LABEL: Final = 60
_NO_SUMMARIES: Final = "Texts cannot be summed up here."


@dataclass(frozen=True)
class Tracking:
    parts: Parts

    def handle(self, command: ForActions, message: Message) -> Reply:
        meant = ActionsMeant(self.parts, message)
        match command:
            case AddAction():
                return self._added(command, meant)
            case FindActions() | TrackAnswer() | TrackChart():
                return _proposed(command, meant)
            case Summarise(text):
                return self._summed_up(text, meant)
            case OnAction():
                return self._ordered(command, meant)
            case AskActions():
                return Overseeing(meant).answered(command)
        assert_never(command)

    def has_current(self, message: Message) -> bool:
        """Tell whether the conversation is about an action that everybody there may read."""
        return ActionsMeant(self.parts, message).current() is not None

    def offered(self, command: OnAction, message: Message) -> tuple[Button, ...]:
        """Give an order as buttons, one for each action that may be meant."""
        return actions_offered(command, ActionsMeant(self.parts, message).offered())

    def _summed_up(self, text: str, meant: ActionsMeant) -> Reply:
        """Sum up what somebody pasted; who sees the reply sees nothing that was not pasted here."""
        summaries, message = self.parts.summaries, meant.message
        if summaries is None:
            raise NotFoundError(_NO_SUMMARIES)
        return summary_told(summaries.of(text, meant.asked, message.by, message.place), text)

    # ---- a new one

    def _added(self, command: AddAction, meant: ActionsMeant) -> Reply:
        """Add what was understood, and ask for what was not; who may not keep adds their own."""
        message = meant.message
        me = Party(message.by.name, message.by.id)
        seen = Reading(meant.asked, meant.directory, me).understood(command.sentence, command.owner)
        step = seen.draft.step or message.step
        draft = replace(seen.draft, step=step, source=_said_by(message, command.sentence, meant))
        own = command.mine or not may_keep(message.by)
        if draft.owner is None and not seen.owners and own:
            draft = replace(draft, owner=me)
        twins = self.parts.actions.alike(draft.title, meant.seen_by)
        action = self.parts.actions.add(draft, hand(message), command.sentence)
        meant.come_to(action)
        notes = (*seen.notes, *([better] if (better := hint(action.title)) else []))
        questions = self._open_questions(seen, draft, meant)
        return added_told(action, questions, notes, twins, self.parts.public_url)

    def _open_questions(
        self, seen: Understood, draft: Draft, meant: ActionsMeant
    ) -> list[Question]:
        questions = []
        if seen.owners:
            offered = tuple(Choice(f"{e.name} ({e.id})", Assign(e.id)) for e in seen.owners)
            questions.append(Question("Who is to do it?", offered))
        elif draft.owner is None:
            mine = Choice(f"I do: {meant.message.by.name}", Assign(orders.ME))
            question = "Who is to do it? You can say: give it to Sam."
            questions.append(Question(question, (mine,)))
        if seen.unclear:
            questions.append(_hearing(self.parts, meant).which_day(seen.unclear))
        return questions

    # ---- orders

    def _ordered(self, command: OnAction, meant: ActionsMeant) -> Reply:
        """Carry an order out on the actions that are named, else on the one that is spoken of."""
        if len(command.actions) > 1:
            return self._on_each(command, meant)
        action = meant.opened(command.actions[0]) if command.actions else meant.current()
        if action is None:
            return which_action(command, meant.offered())
        meant.come_to(action)
        return self._on_one(command, action, meant)

    def _on_one(self, command: OnAction, action: Action, meant: ActionsMeant) -> Reply:
        match command.order:
            case orders.Show():
                return self._shown(action, meant)
            case orders.History():
                events = self.parts.actions.history(action.id, meant.seen_by)
                return history_told(action, events, meant.teller, self.parts.public_url)
            case orders.AskFor(field):
                return self._choices(field, action, meant)
            case orders.Snooze() | orders.Acknowledge():
                return self._quieted(command.order, action, meant)
            case _:
                if isinstance(command.order, orders.Unknown):
                    return not_understood(action)
                heard = self._heard(command, action, meant)
                return heard_told(heard, meant.today, command.order)

    def _quieted(
        self, order: orders.Snooze | orders.Acknowledge, action: Action, meant: ActionsMeant
    ) -> Reply:
        """Leave whoever says it in peace, for some days or until something is other."""
        by, reminding = meant.message.by, self.parts.reminding
        if isinstance(order, orders.Acknowledge):
            reminding.acknowledge(action.id, by)
            return said(f"Noted: you know about {action.name}, and are not reminded again of this.")
        hearing = _hearing(self.parts, meant)
        day = hearing.day(MoveDue(order.day), action)
        if isinstance(day, Unclear):
            return Reply((asked(_snoozed(hearing.which_day(day)), action),))
        if isinstance(day, Due):
            reminding.snooze(action.id, day.day, by)
            return said(f"You are not reminded of {action.name} before {spoken(day.day)}.")
        assert_never(day)

    def _heard(self, command: OnAction, action: Action, meant: ActionsMeant) -> Heard:
        by = hand(meant.message, command.seen)
        return _hearing(self.parts, meant).carry_out(command.order, action.id, by, command.words)

    def _on_each(self, command: OnAction, meant: ActionsMeant) -> Reply:
        """Do it with each, whatever becomes of the others."""
        heards: list[Heard] = []
        refused: list[str] = []
        for number in command.actions:
            try:
                action = meant.opened(number)
                meant.come_to(action)
                heards.append(self._heard(replace(command, seen=None), action, meant))
            except IsthmusError as error:
                refused.append(str(error))
        return several_told(heards, refused, meant.today)

    def _shown(self, action: Action, meant: ActionsMeant) -> Reply:
        by = meant.message.by
        shown = self.parts.actions.show(action.id, meant.seen_by)
        allowed = self.parts.actions.show(action.id, by).allowed
        shown = replace(shown, allowed=allowed)
        return Reply(tuple(action_shown(shown, meant.today, self.parts.public_url)))

    # ---- choices

    def _choices(self, field: str, action: Action, meant: ActionsMeant) -> Reply:
        match field:
            case "owner":
                question = self._whose(action, meant)
            case "due":
                question = _by_when(action, meant.asked)
            case "priority":
                choices = tuple(Choice(e.capitalize(), Prioritise(e)) for e in Priority)
                question = Question(f"How urgent is {action.name}?", choices)
            case "step":
                question = Question(f"Which step is {action.name} part of?", _steps())
            case "blocker":
                question = Question(
                    f"What does {action.name} wait for? Say: {action.name} waits for A-12; "
                    "it is waiting for the integrator; or: it is blocked: no budget."
                )
            case _:
                return fields_offered(action)
        return Reply((asked(question, action),))

    def _whose(self, action: Action, meant: ActionsMeant) -> Question:
        """Offer who is near: who asks, who helps, who began it, who leads its step."""
        shown = self.parts.actions.show(action.id, meant.seen_by)
        helpers = [each.person for each in action.helpers]
        near = [meant.message.by.id, *helpers, action.creator, shown.settings.lead]
        owner = action.owner.person if action.owner else ""
        ids = [each for each in dict.fromkeys(near) if each and each != owner]
        choices = tuple(Choice(meant.name_of(each), Assign(each)) for each in ids)
        nobody = (Choice("Nobody", Assign(orders.NOBODY)),) if action.owner else ()
        text = f"Who is to do {action.name}? For anybody else say: give {action.name} to Sam."
        return Question(text, (*choices, *nobody))


def _proposed(command: FindActions | TrackAnswer | TrackChart, meant: ActionsMeant) -> Reply:
    match command:
        case FindActions(text):
            return Proposing(meant).from_text(text)
        case TrackAnswer():
            return Proposing(meant).from_answer(command)
        case TrackChart():
            return Proposing(meant).from_chart(command)
    assert_never(command)


def _snoozed(question: Question) -> Question:
    """Ask the same of a reminder: each day that is offered is one to be reminded on."""
    offered = tuple(
        Choice(each.label, orders.Snooze(each.order.day))
        for each in question.choices
        if isinstance(each.order, MoveDue)
    )
    return replace(question, choices=offered)


def _hearing(parts: Parts, meant: ActionsMeant) -> Hearing:
    return Hearing(parts.actions, meant.directory, meant.asked, meant.seen_by)


def _said_by(message: Message, sentence: str, meant: ActionsMeant) -> Source:
    return Source(
        kind=SourceKind.PERSON,
        quote=sentence.strip(),
        author=message.by.name,
        at=meant.parts.clock(),
    )


def _by_when(action: Action, asked_for: Asked) -> Question:
    found = dict.fromkeys(_day(each, asked_for) for each in _SOON)
    days = [each for each in found if each and each != action.due]
    choices = tuple(Choice(f"{d:%a} {d.day} {d:%b %Y}", MoveDue(d.isoformat())) for d in days)
    nothing = (Choice("No date", MoveDue("")),) if action.due else ()
    text = f"By when is {action.name} due? For any other day say: {action.name} new date 3 March."
    return Question(text, (*choices, *nothing))


def _day(words: str, asked_for: Asked) -> date | None:
    meaning = understand_due(words, asked_for)
    return getattr(meaning, "day", None)


def _steps() -> tuple[Choice, ...]:
    return tuple(
        Choice(step_named(each.id)[:_LONGEST_LABEL], PutInStep(each.id))
        for each in catalogue().steps
    )
