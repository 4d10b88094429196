"""Which rules bind whom, and what each of them demands by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge.catalogue import Catalogue, catalogue
from isthmus_knowledge.corpus_entries import Entry, Keys, read, refuse_repeated, refuse_unknown
from isthmus_knowledge.headers import Source, sources_of

NAME = "obligations.yaml"
FILE = Keys(frozenset({"document", "introduction", "regimes", "obligations"}))
REGIME = Keys(
    frozenset({"id", "title", "kind", "applies_to", "status", "sources"}),
    frozenset({"subject", "requires", "instrument", "digest", "pending", "penalty"}),
)
SCOPE = Keys(frozenset({"sectors", "regions", "size", "sentence"}))
OBLIGATION = Keys(
    frozenset({"id", "regime", "title", "duty", "step", "activities"}),
    frozenset({"applies_to", "deadlines", "article", "since", "pending", "penalty", "sources"}),
)
DEADLINE = Keys(
    frozenset({"what", "deadline", "unit", "article"}), frozenset({"to", "event", "recurring"})
)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Kind(StrEnum):
    """Whether a regime binds by itself, or where a contract or a policy adopts it."""

    LAW = "law"
    VOLUNTARY = "voluntary"


class Unit(StrEnum):
    """``END_OF_DAY`` is the end of the next calendar day, whose number is 1."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    END_OF_DAY = "end of calendar day"
    WEEKS = "weeks"
    MONTHS = "months"
    CALENDAR_MONTHS = "calendar months"
    CALENDAR_QUARTERS = "calendar quarters"
    YEARS = "years"


@dataclass(frozen=True)
class Scope:
    """Whom a rule binds; ``sentence`` says it so that it can be quoted alone."""

    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    size: str
    sentence: str


@dataclass(frozen=True)
class Regime:
    """A body of rules; a sentence about it starts with ``subject`` and ``requires``.

    ``instrument`` is how its articles are cited, ``digest`` the slug of the document about it.
    """

    id: str
    subject: str
    requires: str
    title: str
    instrument: str | None
    kind: Kind
    digest: str | None
    applies_to: Scope
    status: tuple[str, ...]
    pending: tuple[str, ...]
    penalty: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Deadline:
    """``what`` is due to ``to`` within ``number`` ``unit`` of ``event``.

    Without an event it recurs: at least once every ``number`` ``unit``.
    """

    what: str
    to: str | None
    number: int
    unit: Unit
    event: str | None
    article: str

    @property
    def when(self) -> str:
        """Say by when it is due, or how often, as it stands within a sentence."""
        unit = self.unit.removesuffix("s") if self.number == 1 else self.unit.value
        number = NUMBERS[self.number] if self.number < len(NUMBERS) else str(self.number)
        if self.event is None:
            return f"at least once {'each' if self.number == 1 else f'every {number}'} {unit}"
        if self.unit is Unit.END_OF_DAY:
            return f"by the end of the next calendar day after {self.event}"
        return f"within {number} {unit} of {self.event}"


@dataclass(frozen=True)
class Obligation:
    """What one regime demands; ``since`` is the first day on which it binds, also in future."""

    id: str
    regime: str
    title: str
    applies_to: Scope
    duty: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    penalty: tuple[str, ...]
    article: str | None
    since: date | None
    pending: tuple[str, ...]
    step: str
    activities: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Obligations:
    regimes: tuple[Regime, ...]
    entries: tuple[Obligation, ...]

    def under(self, regime: Regime) -> tuple[Obligation, ...]:
        return tuple(entry for entry in self.entries if entry.regime == regime.id)


@cache
def obligations() -> Obligations:
    """Read the shipped obligations once; raise CorpusError where the file is wrong."""
    return read_obligations(files("isthmus_knowledge") / "corpus" / "catalogue", catalogue())


def read_obligations(folder: Traversable, known: Catalogue) -> Obligations:
    file = read_file(folder)
    regimes = file.entries("regimes", REGIME)
    entries = file.entries("obligations", OBLIGATION)
    refuse_repeated(regimes, "id")
    refuse_repeated(entries, "id")
    by_id = {regime.text("id"): _regime(regime) for regime in regimes}
    for regime in regimes:
        if not any(entry.text("regime") == regime.text("id") for entry in entries):
            raise regime.wrong("id", f"'{regime.text('id')}' has no obligation; add one or drop it")
    return Obligations(
        tuple(by_id.values()), tuple(_obligation(entry, by_id, known) for entry in entries)
    )


def read_file(folder: Traversable) -> Entry:
    """Read the whole file: its entries, and what its document says about itself."""
    return read(folder, NAME, FILE)


def _regime(entry: Entry) -> Regime:
    return Regime(
        id=entry.text("id"),
        subject=entry.optional_text("subject") or entry.text("id"),
        requires=entry.optional_text("requires") or "requires",
        title=entry.text("title"),
        instrument=entry.optional_text("instrument"),
        kind=Kind(entry.choice("kind", tuple(Kind))),
        digest=entry.optional_text("digest"),
        applies_to=_scope(entry),
        status=entry.sentences("status"),
        pending=entry.sentences("pending"),
        penalty=entry.sentences("penalty"),
        sources=sources_of(entry),
    )


def _scope(entry: Entry) -> Scope:
    scope = entry.entry("applies_to", SCOPE)
    return Scope(
        sectors=scope.texts("sectors"),
        regions=scope.texts("regions"),
        size=scope.text("size"),
        sentence=scope.sentence("sentence"),
    )


def _obligation(entry: Entry, regimes: Mapping[str, Regime], known: Catalogue) -> Obligation:
    regime = regimes[entry.choice("regime", tuple(regimes))]
    refuse_unknown(entry, "activities", (activity.id for activity in known.activities))
    if not entry.sentences("duty"):
        raise entry.wrong("duty", "is empty; say in a sentence who has to do what")
    return Obligation(
        id=entry.text("id"),
        regime=regime.id,
        title=entry.text("title"),
        applies_to=_scope(entry) if "applies_to" in entry.values else regime.applies_to,
        duty=entry.sentences("duty"),
        deadlines=tuple(map(_deadline, entry.optional_entries("deadlines", DEADLINE))),
        penalty=entry.sentences("penalty") or regime.penalty,
        article=_article(entry, regime),
        since=entry.optional_day("since"),
        pending=entry.sentences("pending"),
        step=entry.choice("step", tuple(step.id for step in known.steps)),
        activities=entry.texts("activities"),
        sources=sources_of(entry) if "sources" in entry.values else regime.sources,
    )


def _article(entry: Entry, regime: Regime) -> str | None:
    if regime.kind is Kind.LAW and "article" not in entry.values:
        raise entry.wrong("id", f"'{entry.text('id')}' needs an article, because it is law")
    return entry.optional_text("article")


def _deadline(entry: Entry) -> Deadline:
    if ("event" in entry.values) is entry.flag("recurring"):
        raise entry.wrong("what", "needs either an event or 'recurring: true', and not both")
    if entry.text("unit") == Unit.END_OF_DAY and entry.number("deadline") != 1:
        raise entry.wrong("deadline", f"must be 1 where the unit is '{Unit.END_OF_DAY}'")
    return Deadline(
        what=entry.text("what"),
        to=entry.optional_text("to"),
        number=entry.number("deadline"),
        unit=Unit(entry.choice("unit", tuple(Unit))),
        event=entry.optional_text("event"),
        article=entry.text("article"),
    )
