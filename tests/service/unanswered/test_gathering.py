"""Questions that were not answered come together where they are alike."""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fakes import HashEmbedder
from isthmus.answers.model import Nearest
from isthmus.unanswered.gathering import Kept, Vectors, gather, spelling_of
from isthmus.unanswered.model import Asking, Unanswered
from library_of_tests import Clock

NEAREST: tuple[Nearest, ...] = ()


@dataclass
class MemoryRecords:
    """Keeps the groups in memory."""

    waiting: list[Asking]
    groups: dict[str, list[Asking]] = field(default_factory=dict)
    vectors: dict[str, tuple[Vectors, str]] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)

    def ungathered(self, limit: int) -> list[Asking]:
        return self.waiting[:limit]

    def lock(self) -> None: ...

    def kept(self) -> list[Kept]:
        return [
            Kept(group, asked[0].question, *self.vectors[group])
            for group, asked in self.groups.items()
        ]

    def spelled(self, spelling: str) -> str | None:
        return self.spellings.get(spelling)

    def open(self, group: Unanswered, vector: Vectors, embedder: str) -> None:
        self.groups[group.id] = []
        self.vectors[group.id] = (vector, embedder)

    def join(self, asking: Asking, group: str, spelling: str) -> None:
        self.groups[group].append(asking)
        self.spellings[spelling] = group
        self.waiting.remove(asking)

    def replace_vector(self, group: str, vector: Vectors, embedder: str) -> None:
        self.vectors[group] = (vector, embedder)


class Told:
    """Gives texts the vectors they are told to have."""

    fingerprint = "told"

    def __init__(self, cosines: dict[str, float]) -> None:
        self.cosines = cosines

    def embed(self, texts: list[str]) -> Vectors:
        return np.array(
            [[c := self.cosines[text], (1 - c * c) ** 0.5] for text in texts], np.float32
        )


def askings(*questions: str) -> list[Asking]:
    clock = Clock()
    return [
        Asking(f"a{n}", question, "ana", clock(), "why", "advice", NEAREST)
        for n, question in enumerate(questions)
    ]


def gathered(embedder: object, *questions: str) -> list[list[str]]:
    records = MemoryRecords(askings(*questions))
    assert gather(records, lambda: embedder) == len(questions)  # type: ignore[arg-type, return-value]
    return [[each.question for each in group] for group in records.groups.values()]


def test_questions_whose_meaning_is_near_come_together_and_others_stay_apart() -> None:
    said = {"Who pays?": 1.0, "Who funds it?": 0.83, "Where is Lyon?": 0.1}
    assert gathered(Told(said), *said) == [["Who pays?", "Who funds it?"], ["Where is Lyon?"]]


def test_just_below_the_threshold_questions_stay_apart() -> None:
    said = {"Who pays?": 1.0, "Who funds it?": 0.81}
    assert len(gathered(Told(said), *said)) == 2


def test_questions_of_the_same_spelling_come_together_whatever_the_model_says() -> None:
    said = {"Who pays?": 1.0, "who  PAYS": -1.0}
    assert len(gathered(Told(said), *said)) == 1


def test_questions_that_name_different_ids_stay_apart_however_near() -> None:
    said = {"What does AC-2 require?": 1.0, "What does AC-3 require?": 1.0}
    assert len(gathered(Told(said), *said)) == 2


def test_a_group_made_with_another_model_gets_a_vector_of_this_one() -> None:
    records = MemoryRecords(askings("Who pays?"))
    gather(records, lambda: HashEmbedder("old"))
    records.waiting = askings("Who pays the bill?")
    gather(records, lambda: HashEmbedder("new"))
    assert {embedder for _, embedder in records.vectors.values()} == {"new"}


def test_where_nothing_is_new_no_model_is_opened() -> None:
    def refuse() -> HashEmbedder:
        raise AssertionError

    assert gather(MemoryRecords([]), refuse) == 0


questions = st.lists(
    st.lists(
        st.sampled_from(["who", "pays", "vendor", "patch", "AC-2"]), min_size=1, max_size=4
    ).map(" ".join),
    max_size=12,
)


@given(questions, st.randoms(use_true_random=False))
def test_identical_questions_are_always_together_and_none_is_lost(
    asked: list[str], chance: st.DataObject
) -> None:
    odd = [chance.choice([str.upper, str.title, str])(each) for each in asked]  # type: ignore[attr-defined]
    groups = gathered(HashEmbedder(), *odd) if odd else []
    assert sorted(each for group in groups for each in group) == sorted(odd)
    for each in odd:
        homes = [
            group for group in groups if any(spelling_of(o) == spelling_of(each) for o in group)
        ]
        assert len(homes) == 1
