"""What an action quotes is read through it by nobody who may not read where it stands."""

import pytest

import served
from isthmus.actions.changes import LetRead, Retitle
from isthmus.actions.model import Draft, Source, SourceKind
from isthmus.errors import InvalidError
from isthmus.people import alone
from isthmus.raci.desk import Hand
from kept_charts import small

HAND = Hand(served.ANA)


@pytest.fixture(params=["document", "chart"])
def source(request: pytest.FixtureRequest, wiring: served.FakeAnsweringWiring) -> Source:
    """Give where an action comes from that only the plant may read."""
    if request.param == "chart":
        chart = wiring.charts.begin(small(), HAND, "Begun", ["plant"])
        return Source(SourceKind.CHART, "Open the window", title="OT patching", chart=chart.id)
    with wiring.reading(alone(served.ANA)) as library:
        secret = next(each for each in library.documents() if "plant" in each.description.readers)
    return Source(SourceKind.DOCUMENT, "A modem.", title="Records", document=secret.id)


@pytest.mark.parametrize("readers", [("everyone",), ("office",), ("plant", "office")])
def test_readers_who_may_not_read_the_source_are_refused(
    wiring: served.FakeAnsweringWiring, source: Source, readers: tuple[str, ...]
) -> None:
    draft = Draft("Remove the modem", source=source, readers=readers)
    for begin in (
        lambda: wiring.actions.add(draft, HAND),
        lambda: wiring.actions.propose([draft], HAND),
    ):
        with pytest.raises(InvalidError, match="which only plant may read"):
            begin()
    assert wiring.actions.listed(served.ANA).actions == ()


def test_readers_are_not_widened_later_and_all_else_is_changed(
    wiring: served.FakeAnsweringWiring, source: Source
) -> None:
    draft = Draft("Remove the modem", source=source, readers=("plant",))
    action = wiring.actions.add(draft, HAND)
    with pytest.raises(InvalidError, match="Let no other groups read"):
        wiring.actions.edit(action.id, [LetRead(("everyone",))], HAND)
    changed = wiring.actions.edit(action.id, [Retitle("Remove both modems")], HAND)
    assert (changed.title, changed.readers) == ("Remove both modems", ("plant",))


def test_what_is_not_ours_or_gone_holds_nobody_back(wiring: served.FakeAnsweringWiring) -> None:
    for source in (
        Source(SourceKind.MESSAGE, "Do it.", permalink="https://chat.example/1"),
        Source(SourceKind.DOCUMENT, "Do it.", document="never-there"),
        Source(SourceKind.CHART, "Do it.", chart="never-there"),
    ):
        assert wiring.actions.add(Draft("Do it", source=source), HAND).source.quote == "Do it."
