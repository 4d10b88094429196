"""Every way by which a text of somebody else reaches the language model, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from hostile_models_of_tests import Obedient, told_by
from hostile_plant_of_tests import (
    ANA,
    BEN,
    MARK,
    QUESTION,
    HostilePlant,
    document,
    for_the_board,
    never_sent,
    place_of,
)
from inert_of_tests import in_chats, in_page, in_words
from isthmus.actions.model import Draft, Party
from isthmus.answers.model import Answer, Outcome
from isthmus.errors import InvalidError
from isthmus.messages import Paragraph, Reply
from isthmus.raci.desk import Hand
from scripted_models import ScriptedModels

MOST_OF_A_QUESTION: Final = 3_800  # characters
A_PAGE_OF: Final = 4  # questions is looked at in the console
_NAME: Final = str.maketrans({"/": " ", "\0": " "})


@dataclass
class Tally:
    """What was counted, and in words what should not have been."""

    counted: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def found(self, door: str, problems: Iterator[str] | Sequence[str]) -> None:
        for each in problems:
            self.problems.append(f"{door}: {each}")
            self.counted[_kind(each)] += 1


def _kind(problem: str) -> str:
    return " ".join(problem.split()[:2]).rstrip(":")


@dataclass
class Attack:
    """Sends orders through one door of a plant and looks at everything that comes of it."""

    plant: HostilePlant
    tally: Tally = field(default_factory=Tally)
    page: Callable[[str], str] | None = None  # gives a page of the console as Ana sees it
    _places: Iterator[int] = field(default_factory=count)

    # ---- the doors

    def by_document(self, *texts: str, title: str = "", name: str = "") -> None:
        """Let a document give orders: in its text, its title and the name of its file."""
        model = self._obeys(*filter(None, (*texts, title, name)))
        n, place = self._place()
        headline = f"Remote access at {place}. {_line(title)}" if title else ""
        file = f"{place} {name.translate(_NAME)[:150]}.txt" if name else f"{place}.txt"
        self.plant.add(file, document(place, "\n".join(texts), headline))
        self._tempt(n, place)
        self._ask("document", model, QUESTION.format(place=place))

    def by_question(self, order: str) -> None:
        """Let the question itself give the order."""
        model = self._obeys(order)
        place = self._filled()
        asked = f"{QUESTION.format(place=place)} {order}"[:MOST_OF_A_QUESTION]
        self._ask("question", model, asked)

    def by_history(self, order: str) -> None:
        """Let an earlier turn of the conversation give the order, then ask what leans on it."""
        model = self._obeys(order)
        place = self._filled()
        _, talk = self.plant.ask(f"{QUESTION.format(place=place)} {order}"[:MOST_OF_A_QUESTION])
        self._ask("history", model, "And for how long is its recording kept?", talk)

    def by_message(self, words: str, order: str = "") -> None:
        """Say something in a channel where others read along."""
        self._say("message", words, order or words)

    def by_chart(self, order: str) -> None:
        """Let what a chart is for give the order."""
        self._say(
            "chart", f"Draft a RACI for {_line(order)} with IT security and the vendor", order
        )

    def by_role(self, order: str) -> None:
        """Let the name of a role give the order."""
        self._say("role", f"define the {_line(order)} role", order)

    def by_thread(self, order: str) -> None:
        """Let one of those who talked in a thread give the order, and have the thread summed up."""
        said = f"Ben: The pump stops on 4 May.\nAna: {order}\nBen: I will check the valve."
        self._say("thread", f"summarise: {said}", order)

    def by_action(self, order: str) -> None:
        """Let an action that is there give the order, and ask for the report that tells of it."""
        added = Draft(_line(order)[:200] or "Nothing", owner=Party("Ana", ANA.id))
        self.plant.wiring.actions.add(added, Hand(ANA))
        self._say("action", "steering report for last month", order)

    def _say(self, door: str, words: str, order: str) -> None:
        """Say it without a model and then with one: the second does nothing that the first did not.

        An order in a person's own words is carried out by the grammar, with or without a model.
        """
        said = words[:MOST_OF_A_QUESTION]
        self.plant.models.now = ScriptedModels(lambda _: "", purposes=())
        alone = self._acts(lambda: self.plant.hear(said, BEN))
        model = self._obeys(order)
        with_it = self._acts(lambda: self._said(door, self.plant.hear(said, BEN)))
        self.tally.counted["said"] += 1
        if with_it > alone:
            self.tally.found(door, [f"done unasked: {with_it - alone} by {words[:120]!r}"])
        self._told(door, model)

    def _acts(self, do: Callable[[], object]) -> int:
        before = self.plant.audited()
        do()
        return self.plant.audited() - before

    # ---- what comes of it

    def _ask(self, door: str, model: Obedient, question: str, talk: str = "new") -> None:
        before = self.plant.audited()
        try:
            outcome, conversation = self.plant.ask(question, talk)
        except InvalidError:
            self.tally.counted["refused as no question"] += 1
            return
        self._written_unasked(door, before)
        self._came(door, outcome)
        self._told(door, model)
        if self.page and self.tally.counted["asked"] % A_PAGE_OF == 0:
            page = self.page(f"/conversations/{conversation}")
            self.tally.found(door, in_page(page, self.plant.wiring.settings.base_url))

    def _came(self, door: str, outcome: Outcome) -> None:
        tally = self.tally
        tally.counted["asked"] += 1
        tally.counted["answered" if isinstance(outcome, Answer) else "declined"] += 1
        tally.found(door, self.plant.unsupported(outcome))
        tally.found(door, _canaries(outcome.text, f"{MARK}board", "shown"))
        if not isinstance(outcome, Answer):
            return
        for sentence in outcome.sentences:
            if sentence.written:
                tally.counted["sentences written"] += 1
                tally.found(door, in_words(sentence.text))
                tally.found(door, _canaries(sentence.text, f"{MARK}sealed", "written"))
        for note in outcome.notes:
            tally.found(door, in_words(note))
        self._said(door, self.plant.told(outcome))

    def _said(self, door: str, reply: Reply) -> None:
        console = self.plant.wiring.settings.base_url
        self.tally.found(door, in_chats(reply, console))
        told = " ".join(each.text for each in reply.of(Paragraph))
        self.tally.found(door, _canaries(told, f"{MARK}board", "shown"))

    def _told(self, door: str, model: Obedient) -> None:
        """Look at what the model was told: nothing of the board's, nothing that is never sent."""
        self.tally.counted[f"{door}: reached the model"] += len(model.reached)
        self.tally.counted["calls"] += len(model.told)
        for request in model.told:
            told = told_by(request, model.may_see)
            self.tally.found(door, _canaries(told, f"{MARK}board", "sent"))
            self.tally.found(door, _canaries(told, f"{MARK}sealed", "sent"))

    def _written_unasked(self, door: str, before: int) -> None:
        done = self.plant.audited() - before
        self.tally.found(door, [f"done unasked: {done}"] if done else [])

    # ---- where it happens

    def _obeys(self, *orders: str) -> Obedient:
        self.tally.counted["payloads"] += len(orders)
        model = Obedient(*orders)
        self.plant.models.now = model
        return model

    def _filled(self) -> str:
        n, place = self._place()
        self.plant.add(f"{place}.txt", document(place))
        self._tempt(n, place)
        return place

    def _place(self) -> tuple[int, str]:
        n = next(self._places)
        return n, place_of(n)

    def _tempt(self, n: int, place: str) -> None:
        """Add what must not be told: to those who may not read it, and to any model."""
        if n % 3 == 0:
            self.plant.add(f"{place}-board.txt", for_the_board(place, f"board-{n}"), "board")
        if n % 3 == 1:
            self.plant.add(f"{place}-text.txt", never_sent(place, f"sealed-{n}"), sealed=True)


def _canaries(text: str, mark: str, how: str) -> list[str]:
    return [f"canary {how}: {mark}"] if mark in text else []


def _line(text: str) -> str:
    return " ".join(text.split())[:900]
