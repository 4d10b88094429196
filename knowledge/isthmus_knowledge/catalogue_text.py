"""The catalogue as text: each sentence names its subject, so that it stands alone when quoted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from isthmus_knowledge.catalogue import Activity, Catalogue, GlossaryEntry, Role, Side
from isthmus_knowledge.competences import competences
from isthmus_knowledge.crosswalk import Crosswalk, Row, Topic
from isthmus_knowledge.obligations import (
    Deadline,
    Kind,
    Obligation,
    Obligations,
    Regime,
)

BELONGING = {
    Side.BUSINESS: "belongs to the business",
    Side.IT: "belongs to the IT side",
    Side.OT: "belongs to the OT side",
    Side.BOTH: "works for IT and OT alike",
    Side.EXTERNAL: "is an external party and cannot be accountable",
}
PARTS: Mapping[str, str] = {
    "accountable": "accountable for",
    "responsible": "responsible for",
    "consulted": "consulted on",
    "informed": "informed about",
}


def glossary_sections(catalogue: Catalogue) -> Iterator[str]:
    for entry in catalogue.glossary:
        yield _section(entry.term, _term_paragraphs(entry))


def role_sections(catalogue: Catalogue) -> Iterator[str]:
    for role in catalogue.roles:
        yield _section(role.name, _role_paragraphs(role, catalogue))


def activity_sections(catalogue: Catalogue) -> Iterator[str]:
    for activity in catalogue.activities:
        heading = f"{activity.name} ({activity.id}, step {activity.step})"
        yield _section(heading, _activity_paragraphs(activity, catalogue))


def topic_heading(topic: Topic) -> str:
    return f"Which standards speak to {topic.name.lower()}, and what do they say?"


def topic_sections(crosswalk: Crosswalk, catalogue: Catalogue) -> Iterator[str]:
    for topic in crosswalk.topics:
        yield _section(topic_heading(topic), _topic_paragraphs(topic, catalogue))


def regime_sections(obligations: Obligations, catalogue: Catalogue) -> Iterator[str]:
    for regime in obligations.regimes:
        yield _section(_regime_heading(regime), _regime_paragraphs(regime))
        for obligation in obligations.under(regime):
            yield _section(obligation.title, _obligation_paragraphs(obligation, regime, catalogue))


def _section(heading: str, paragraphs: Iterable[str]) -> str:
    return "\n\n".join((f"## {heading}", *paragraphs))


def _term_paragraphs(entry: GlossaryEntry) -> Iterator[str]:
    yield entry.definition
    yield from filter(None, (entry.in_it, entry.in_ot))
    looked_up = _looked_up(entry.aliases)
    yield f"{looked_up}Sources: {_listed(entry.sources)}."


def _role_paragraphs(role: Role, catalogue: Catalogue) -> Iterator[str]:
    yield f"{role.purpose} {_capital(role.in_sentence)} {BELONGING[role.side]}."
    for part in PARTS:
        if sentences := list(_phase_sentences(role, part, catalogue)):
            subject = _capital(role.in_sentence)
            yield f"{subject} is {PARTS[part]} these activities of the programme:"
            yield "\n".join(f"- {sentence}" for sentence in sentences)
    yield from _competence_paragraphs(role, catalogue)
    yield f"{_looked_up(role.aliases)}Reference: {role.reference}."


def _competence_paragraphs(role: Role, catalogue: Catalogue) -> Iterator[str]:
    said, subject = competences()[role.id], _capital(role.in_sentence)
    above = (("reports to", said.reports_to), ("escalates to", said.escalates_to))
    lines = [
        f"{subject} {does} {catalogue.role(other).in_sentence}." for does, other in above if other
    ]
    if lines:
        yield " ".join(lines)
    yield f"{subject} decides alone:"
    yield "\n".join(f"- {sentence}" for sentence in said.decides)


def _phase_sentences(role: Role, part: str, catalogue: Catalogue) -> Iterator[str]:
    """Give a sentence a phase, because all activities in one are too long to quote."""
    phases = {step.phase: step.phase_name for step in catalogue.steps}
    for phase, phase_name in phases.items():
        done = [
            f"{activity.doing} ({activity.id})"
            for activity in catalogue.activities
            if catalogue.step(activity.step).phase == phase and role.id in _holders(activity, part)
        ]
        if done:
            subject = f"In phase {phase} ({phase_name}), {role.in_sentence}"
            yield f"{subject} is {PARTS[part]} {'; '.join(done)}."


def _activity_paragraphs(activity: Activity, catalogue: Catalogue) -> Iterator[str]:
    yield " ".join(_part_sentence(activity, part, catalogue) for part in PARTS)
    if activity.safety_relevant:
        yield f"{_capital(activity.doing)} is safety-relevant."
    yield f"{_looked_up(activity.about)}Basis: {activity.basis}."


def _part_sentence(activity: Activity, part: str, catalogue: Catalogue) -> str:
    names = [catalogue.role(role_id).in_sentence for role_id in _holders(activity, part)]
    verb = "is" if len(names) == 1 else "are"
    return f"{_capital(_listed(names))} {verb} {PARTS[part]} {activity.doing}."


def _holders(activity: Activity, part: str) -> tuple[str, ...]:
    match part:
        case "accountable":
            return (activity.accountable,)
        case "responsible":
            return activity.responsible
        case "consulted":
            return activity.consulted
        case _:
            return activity.informed


def _topic_paragraphs(topic: Topic, catalogue: Catalogue) -> Iterator[str]:
    standards = _listed(row.standard for row in topic.rows)
    called = f"{topic.name} ({topic.aliases[0]})"
    yield f"{called} is a topic of {len(topic.rows)} standards and laws: {standards}."
    yield "\n".join(f"- {_row_sentence(row)}" for row in topic.rows)
    yield f"See also {_steps(topic.steps)} and {_activities(topic.activities, catalogue)}."
    yield _looked_up(topic.aliases).strip()


def _row_sentence(row: Row) -> str:
    """Say what a standard asks for, with its ids, in one sentence that can be quoted alone."""
    return f"{row.asks.removesuffix('.')} ({', '.join(row.ids)})."


def _regime_heading(regime: Regime) -> str:
    if regime.kind is Kind.VOLUNTARY:
        return f"Is {regime.subject} mandatory?"
    return f"Whom {'do' if regime.requires == 'require' else 'does'} {regime.subject} bind?"


def _regime_paragraphs(regime: Regime) -> Iterator[str]:
    yield regime.applies_to.sentence
    yield " ".join((_full_name(regime), *regime.status, *regime.pending))
    if regime.penalty:
        yield " ".join(regime.penalty)


def _full_name(regime: Regime) -> str:
    return f"The full name of {regime.subject} is {regime.title}."


def _obligation_paragraphs(
    obligation: Obligation, regime: Regime, catalogue: Catalogue
) -> Iterator[str]:
    if obligation.deadlines:
        yield " ".join(deadline_sentence(each, regime) for each in obligation.deadlines)
    yield " ".join(obligation.duty)
    if told := [*_since(obligation, regime), *obligation.pending]:
        yield " ".join(told)
    step = catalogue.step(obligation.step)
    activities = _activities(obligation.activities, catalogue)
    yield f"See also step {step.id} ({step.title}) and {activities}."


def deadline_sentence(deadline: Deadline, regime: Regime) -> str:
    """Say a deadline so that it can be quoted alone, with the article it stands in."""
    cited = ", ".join(filter(None, (regime.instrument, deadline.article)))
    due = f"{deadline.what} to {deadline.to}" if deadline.to else deadline.what
    return f"{_capital(regime.subject)} {regime.requires} {due} {deadline.when} ({cited})."


def _since(obligation: Obligation, regime: Regime) -> Iterator[str]:
    if obligation.since:
        named = f"{obligation.article} of {regime.subject}"
        yield f"The obligation under {named} applies from {_day(obligation.since)}."


def _activities(ids: Iterable[str], catalogue: Catalogue) -> str:
    named = [f"{catalogue.activity(each).doing} ({each})" for each in ids]
    return f"the {'activity' if len(named) == 1 else 'activities'} of {_listed(named)}"


def _steps(ids: tuple[str, ...]) -> str:
    return f"{'step' if len(ids) == 1 else 'steps'} {_listed(ids)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _looked_up(aliases: tuple[str, ...]) -> str:
    return f"Also looked up as {_listed(aliases)}. " if aliases else ""


def _listed(texts: Iterable[str]) -> str:
    *firsts, last = texts
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
