"""The catalogue as text: each sentence names its subject, so that it stands alone when quoted."""

from collections.abc import Iterable, Iterator, Mapping

from isthmus_knowledge.catalogue import Activity, Catalogue, GlossaryEntry, Role, Side

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
            yield " ".join(sentences)
    yield f"{_looked_up(role.aliases)}Reference: {role.reference}."


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


def _looked_up(aliases: tuple[str, ...]) -> str:
    return f"Also looked up as {_listed(aliases)}. " if aliases else ""


def _listed(texts: Iterable[str]) -> str:
    *firsts, last = texts
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
