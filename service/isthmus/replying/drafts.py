"""Drafts of charts as replies: the proposal, what was assumed, and what only a person can say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isthmus.messages import Button, Buttons, Byline, Paragraph, Part, Points
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.drafting.naming import Asks, Question
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.letters import Part as LetterPart
from isthmus.raci.model import Filed
from isthmus.raci.orders import Give
from isthmus.raci.rules import Finding
from isthmus.replying.charts import drawn, findings_told, next_steps, where
from isthmus.understanding.commands import Command, DraftChart, OnChart

_KEPT = "It is kept as a draft; every letter is a proposal until whoever holds the role accepts it."
_WORDED = "Rows that say so above are worded by {model}; the letters and their reasons are ours."
_NOT_KEPT = "It is only shown, not kept: keeping a chart needs the rank contributor."


def draft_told(
    drafted: Draft, found: Sequence[Finding], asked: DraftChart, filed: Filed | None, address: str
) -> Iterator[Part]:
    """Show a draft; ``filed`` is the chart it is kept as, None where it is not."""
    if drafted.chart.rows:
        yield Paragraph(f"{drafted.chart.title}. {_KEPT if filed else _NOT_KEPT}")
        yield from drawn(Sheet(drafted.chart, found))
    if drafted.assumed:
        yield Points("Assumed", drafted.assumed)
    if drafted.unplaced:
        yield Points("Not placed", drafted.unplaced)
    for question in drafted.questions:
        yield Buttons(question.text, tuple(_answers(question, asked, drafted, filed)))
    if drafted.chart.rows:
        yield from findings_told(found, filed)
    if drafted.writer:
        yield Byline(_WORDED.format(model=drafted.writer))
    if filed:
        yield where(filed, address)
        yield next_steps(filed)


def _answers(
    question: Question, asked: DraftChart, drafted: Draft, filed: Filed | None
) -> Iterator[Button]:
    decides = drafted.chart.letter_set.of(LetterPart.DECIDES)
    for choice in question.choices:
        if question.asks is not Asks.WHO_ANSWERS:
            yield Button(choice, _answer(question, choice, asked, filed))
        elif filed and decides:
            yield Button(choice, _edit(question, choice, decides.letter, filed))


def _answer(question: Question, choice: str, asked: DraftChart, filed: Filed | None) -> Command:
    """Give what drafts the chart again with a question answered, in the place of the first draft.

    A kept draft that somebody changed meanwhile is not replaced.
    """
    kept = replace(asked, chart=filed.id, seen=filed.number) if filed else asked
    if question.asks is Asks.ANOTHER_ROLE:
        return replace(kept, roles=(*asked.roles, choice))
    if question.asks is Asks.ROLE and question.about and question.about in asked.sentence:
        return replace(kept, sentence=asked.sentence.replace(question.about, choice, 1))
    if question.asks is Asks.ROLE:
        others = tuple(role for role in asked.roles if role != question.about)
        return replace(kept, roles=(*others, choice))
    return replace(kept, sentence=f"{asked.sentence.rstrip(' .?!')} for {choice}")


def _edit(question: Question, choice: str, letter: str, filed: Filed) -> Command:
    words = f"make {choice} accountable for {question.about}"
    return OnChart(
        Give(choice, (letter,), question.about), words, chart=filed.id, seen=filed.number
    )
