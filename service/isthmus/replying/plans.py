"""Plans as replies: what would be done, with buttons; and what was done of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.messages import (
    Button,
    Buttons,
    Byline,
    Fact,
    Facts,
    Paragraph,
    Part,
    Points,
    Quote,
    Reply,
)
from isthmus.understanding.commands import CarryOut

ASKED_BACK: Final = "it needs an answer first, see below."
_UNTIL_THEN: Final = "Nothing is done before you press a button."


@dataclass(frozen=True)
class Came:
    """What came of a step; ``stops`` says why nothing after it was begun, "" where it was done."""

    n: int
    said: str
    reply: Reply | None
    stops: str = ""


def understood_as(plan: CarryOut, reply: Reply) -> Reply:
    """Put before a reply what its words were taken for."""
    said = ", ".join(f"“{each.said}”" for each in plan.steps)
    return replace(reply, parts=(Facts((Fact("Understood as", said),)), *reply.parts))


def by_a_model(reply: Reply) -> Reply:
    """Add that it was a model that read somebody's words in this way."""
    return replace(
        reply, parts=(*reply.parts, Byline("A language model read your words this way."))
    )


def plan_shown(plan: CarryOut, about: Sequence[str], instead: Button | None) -> Reply:
    """Tell what would be done, and what to; ``instead`` is what else the words may be."""
    steps = [_step(each.said, what) for each, what in zip(plan.steps, about, strict=True)]
    others = (instead,) if instead else ()
    if len(steps) == 1:
        told: tuple[Part, ...] = (Paragraph(f"Understood as: {steps[0]}. {_UNTIL_THEN}"),)
        return Reply((*told, Buttons("", (Button("Do it", plan), *others))))
    numbered = tuple(f"{n}. {each}" for n, each in enumerate(steps, start=1))
    told = (
        Paragraph(f"Understood as {len(steps)} steps. {_UNTIL_THEN}"),
        Points("In this order", numbered),
    )
    one = (Button(f"Only step {n}", replace(plan, only=n)) for n in range(1, len(steps) + 1))
    return Reply((*told, Buttons("", (Button("Do all of it", plan), *one, *others))))


def _step(said: str, what: str) -> str:
    return f"“{said}” ({what})" if what else f"“{said}”"


def plan_done(plan: CarryOut, came: Sequence[Came]) -> Reply:
    """Tell what was done and what was not; of a single step only what came of it."""
    last = came[-1]
    if len(plan.steps) == 1 and last.reply is not None:
        return last.reply
    parts: list[Part] = [Paragraph(_summary(plan, came))]
    cited = 0
    for each in came:
        if each.reply is None or (each.stops and each.reply.failed):
            continue
        parts += [Paragraph(f"{each.n}. {each.said}"), *_renumbered(each.reply, cited)]
        cited = max([cited, *(quote.n + cited for quote in each.reply.of(Quote))])
    nothing_done = (
        bool(last.stops) and len(came) == 1 and not (last.reply and not last.reply.failed)
    )
    return Reply(tuple(parts), failed=nothing_done)


def _summary(plan: CarryOut, came: Sequence[Came]) -> str:
    last = came[-1]
    done = [each.n for each in came if not each.stops]
    told = [f"{_steps(done)} done."] if done else []
    if last.stops:
        told.append(f"It stopped at step {last.n} (“{last.said}”): {last.stops}")
        rest = [] if plan.only else list(plan.steps[last.n :])
        if rest:
            names = ", ".join(f"“{each.said}”" for each in rest)
            told.append(f"Not begun: {names}.")
    return " ".join(told)


def _steps(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Step {numbers[0]} is"
    return f"Steps {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} are"


def _renumbered(reply: Reply, before: int) -> Iterator[Part]:
    """Give the parts with the numbers of their quotes after those of the steps before."""
    for part in reply.parts:
        match part:
            case Paragraph(citations=citations) if citations:
                yield replace(part, citations=tuple(n + before for n in citations))
            case Quote(n=n) if n:
                yield replace(part, n=n + before)
            case _:
                yield part
