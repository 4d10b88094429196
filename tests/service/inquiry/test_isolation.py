"""Whatever people do, nobody is shown what only others may read: in no list, link or notice."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from asking_of_tests import AskingOfTests
from isthmus.errors import IsthmusError, NotFoundError
from isthmus.feedback.model import Reason, Verdict
from isthmus.inquiry.service import Inquiry
from isthmus.library.model import Document
from isthmus.people import GUEST, Person, Rank
from isthmus.unanswered.model import Settled, State
from isthmus.unanswered.viewing import Wanted

GROUPS = ("plant", "office")
CANARIES = {"plant": "canary-7731", "office": "canary-9002"}
OPEN_TEXT = "title: Patching\n\nThe plant manager is accountable for the patch window of a system."
CANARY_QUESTIONS = (
    "What caused the turbine trip in May?",
    "What was in the ledger audit of June?",
)
ASKED = (
    *CANARY_QUESTIONS,
    "Who is accountable for the patch window?",
    "Why do bananas ripen on Mars?",
    "why?",
    "where does it say that?",
    "more",
    "and for vendors?",
    "what about the ledger audit?",
    "who caused it?",
)
PEOPLE = {
    "ana": Person("ana", "Ana", frozenset({"plant"})),
    "ben": Person("ben", "Ben", frozenset({"office"})),
    "cy": Person("cy", "Cy"),
    "lea": Person("lea", "Lea", rank=Rank.LEAD),
    "lou": Person("lou", "Lou", frozenset({"plant"}), rank=Rank.LEAD),
}
people = st.sampled_from([*PEOPLE])


@dataclass
class Seen:
    """What came up so far, by its id: whoever guesses an id guesses one of these."""

    conversations: dict[str, str] = field(default_factory=dict)  # with their owners
    links: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


class Isolation(RuleBasedStateMachine):
    """Two documents with a canary each, for one group each; people move between the groups."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="isthmus-isolation-")
        self.asking = AskingOfTests(Path(self.folder.name))
        self.asking.add("patching.txt", OPEN_TEXT)
        self.documents: dict[str, Document] = {
            "plant": self.asking.add(
                "plant.txt",
                "title: Trips\n\nThe turbine trip in May: caused by canary-7731, because it rests.",
                "plant",
            ),
            "office": self.asking.add(
                "office.txt",
                "title: Ledger\n\nIn the ledger audit of June was canary-9002, because of Bo.",
                "office",
            ),
        }
        self.people = dict(PEOPLE)
        for person in self.people.values():
            self._put(person)
        self.seen = Seen()

    @property
    def inquiry(self) -> Inquiry:
        return self.asking.wiring.inquiry

    def teardown(self) -> None:
        for who in (*self.people, "guest"):
            self.look(who)
        self.asking.close()
        self.folder.cleanup()

    def _put(self, person: Person) -> None:
        with self.asking.wiring.access() as access:
            access.put_person(person)

    def _try(self, who: str, act: Callable[[], object]) -> object:
        """Do something; what comes of it, also the words of an error, must be fit for them."""
        try:
            found = act()
        except IsthmusError as error:
            found = str(error)
        self._check(who, found)
        return found

    def _check(self, who: str, found: object) -> None:
        groups = self.people[who].groups if who in self.people else frozenset()
        for group, canary in CANARIES.items():
            if group not in groups:
                assert canary not in repr(found), (who, canary, found)

    @rule(who=people, about=st.sampled_from(CANARY_QUESTIONS), is_shared=st.booleans())
    def begin(self, who: str, about: str, is_shared: bool) -> None:  # noqa: FBT001
        person = self.people[who]
        asked = self.inquiry.ask(about, person)
        self._check(who, asked)
        self.seen.conversations[asked.conversation.id] = who
        self.seen.answers.append(asked.outcome.id)
        if is_shared:
            self.share(len(self.seen.conversations) - 1)

    @rule(text=st.sampled_from(ASKED), n=st.integers(0, 9))
    def go_on(self, text: str, n: int) -> None:
        for conversation in pick([*self.seen.conversations], n):
            who = self.seen.conversations[conversation]
            person = self.people[who]
            asked = self._try(who, partial(self.inquiry.ask, text, person, conversation))
            if not isinstance(asked, str):
                self.seen.answers.append(asked.outcome.id)  # type: ignore[attr-defined]

    @rule(n=st.integers(0, 9))
    def share(self, n: int) -> None:
        for conversation in pick([*self.seen.conversations], n):
            owner = self.people[self.seen.conversations[conversation]]
            try:
                self.seen.links.append(self.inquiry.share(conversation, owner).shared or "")
            except NotFoundError:
                continue  # it was deleted

    @rule(who=people, n=st.integers(0, 9), helpful=st.booleans())
    def judge(self, who: str, n: int, helpful: bool) -> None:  # noqa: FBT001
        verdict = Verdict(helpful, None if helpful else Reason.OUTDATED)
        for answer in pick(self.seen.answers, n):
            self._try(who, partial(self.inquiry.judge, answer, self.people[who], verdict))

    @rule(who=people, n=st.integers(0, 9))
    def wait(self, who: str, n: int) -> None:
        for answer in pick(self.seen.answers, n):
            self._try(who, partial(self.inquiry.subscribe, answer, self.people[who]))

    @rule(who=people, n=st.integers(0, 9), by_document=st.sampled_from([*GROUPS, None]))
    def settle(self, who: str, n: int, by_document: str | None) -> None:
        settled = Settled(document=self.documents[by_document].id) if by_document else None
        for group in pick(self.seen.groups, n):
            for answer in pick(self.seen.answers, n):
                chosen = settled or Settled(answer=answer)
                self._try(who, partial(self.inquiry.settle, group, chosen, self.people[who]))

    @rule(who=people, groups=st.frozensets(st.sampled_from(GROUPS)))
    def move(self, who: str, groups: frozenset[str]) -> None:
        self.people[who] = replace(self.people[who], groups=groups)
        self._put(self.people[who])

    @rule(
        text=st.sampled_from(["bananas", "vendors"]), group=st.sampled_from([*GROUPS, "everyone"])
    )
    def add(self, text: str, group: str) -> None:
        canary = CANARIES.get(group, "nothing")
        told = (
            f"title: On {text}\n\nWhy do {text} ripen on Mars: {canary} because {text} ripen there."
        )
        self.asking.add(f"{text}-{group}.txt", told, group)

    @rule()
    def ask_again(self) -> None:
        self.inquiry.retry(all_due=True)

    @rule(who=people, n=st.integers(0, 9))
    def delete(self, who: str, n: int) -> None:
        for conversation in pick([*self.seen.conversations], n):
            self._try(who, partial(self.inquiry.delete, conversation, self.people[who]))

    @rule(who=st.sampled_from([*PEOPLE, "guest"]))
    def look(self, who: str) -> None:
        for look in self._looks(self.people.get(who, GUEST)):
            self._try(who, look)

    def _looks(self, person: Person) -> Iterable[Callable[[], object]]:
        inquiry, seen = self.inquiry, self.seen
        yield partial(inquiry.conversations, person)
        for words in ("canary-7731", "canary-9002", "turbine"):
            yield partial(inquiry.conversations, person, words)
        for conversation in seen.conversations:
            yield partial(inquiry.thread, conversation, person)
        for link in seen.links:
            yield partial(inquiry.shared_thread, link, person)
        for answer in seen.answers:
            yield partial(inquiry.outcome, answer, person)
        yield partial(inquiry.judged, person)
        yield partial(inquiry.notices, person)
        for state in State:
            yield partial(self._unanswered, person, state)

    def _unanswered(self, person: Person, state: State) -> object:
        found = self.inquiry.unanswered(person, Wanted(state))
        self.seen.groups = list({*self.seen.groups, *(each.group.id for each in found)})
        return found


def pick(known: list[str], n: int) -> list[str]:
    return [known[n % len(known)]] if known else []


TestIsolation = Isolation.TestCase
TestIsolation.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.generate],  # each step asks a whole service: shrinking would take minutes
    suppress_health_check=list(HealthCheck),
)
