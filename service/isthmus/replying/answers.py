"""Answers and refusals as replies."""

from collections.abc import Collection, Iterator, Sequence
from typing import assert_never

from isthmus.answers.contract import passage_url
from isthmus.answers.model import Answer, Citation, Nearest, Outcome, Refusal, Sentence
from isthmus.answers.searching import Found
from isthmus.answers.wording import COLUMNS, byline, covered, row, told_apart, worded
from isthmus.conversations.service import Asked
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
    Table,
    Told,
)
from isthmus.people import GUEST
from isthmus.understanding.commands import Ask, Rate, ShowPassages, TellMe, TrackAnswer


def asked_told(asked: Asked, alike: Sequence[str], public_url: str) -> Reply:
    """Tell what came of a question: the answer first, then its quotes; or why there is none.

    ``alike`` are questions near to one that was refused, which documents of the reader put.
    """
    match asked.outcome:
        case Answer() as answer:
            parts = list(_answer(answer, public_url))
        case Refusal() as refusal:
            parts = list(_refusal(refusal, public_url))
            if alike:
                offered = tuple(Button(each, Ask(each)) for each in alike)
                parts.append(Buttons("You could ask:", offered))
        case _:
            assert_never(asked.outcome)
    if asked.turn.understood:
        parts.append(Facts((Fact("Understood as", asked.turn.understood),)))
    if steps := _next_steps(asked.outcome):
        parts.append(Buttons("", steps))
    return Reply(tuple(parts))


def _next_steps(outcome: Outcome) -> tuple[Button, ...]:
    """Give what can be done with an answer; whoever is not signed in cannot be told anything."""
    known = outcome.asked.asker != GUEST.id
    passages = Button("Show the passages", ShowPassages(outcome.id))
    if isinstance(outcome, Refusal):
        telling = (Button("Tell the administrator", TellMe(outcome.id)),) if known else ()
        return (passages, *telling) if outcome.nearest else telling
    judging = (
        Button("Helpful", Rate(outcome.id, helpful=True)),
        Button("Not helpful", Rate(outcome.id, helpful=False)),
    )
    return (
        passages,
        Button("Track this", TrackAnswer(answer=outcome.id)),
        *(judging if known else ()),
    )


def passages_told(outcome: Outcome, readable: Collection[str], public_url: str) -> Reply:
    """Show what an answer stands on, or what came nearest, as far as it may be read now."""
    stands = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    shown = [each for each in stands if each.passage in readable]
    parts: list[Part] = [Paragraph(f"“{outcome.asked.question}”")]
    parts += [_quote(each, public_url) for each in shown]
    if len(shown) < len(stands):
        hidden = len(stands) - len(shown)
        what = "One passage is" if hidden == 1 else f"{hidden} passages are"
        why = "its document was taken out, or is not for everybody who sees this"
        parts.append(Paragraph(f"{what} not shown: {why}."))
    return Reply(tuple(parts))


def found_told(found: Sequence[Found], public_url: str) -> Reply:
    """Show passages that were looked for, the nearest first."""
    return Reply(
        tuple(
            Quote(each.text, each.title, each.locator, passage_url(public_url, each.passage))
            for each in found
        )
    )


def sentence_told(sentence: Sentence, citations: Sequence[Citation], public_url: str) -> Told:
    """Tell one sentence of an answer that is still being written."""
    quotes = tuple(_quote(each, public_url) for each in citations)
    return Told(Paragraph(_of_subject(sentence, told_apart(sentence)), sentence.citations), quotes)


def _answer(answer: Answer, public_url: str) -> Iterator[Part]:
    yield from _coverage(answer) if answer.coverage else _sentences(answer)
    if answer.notes:
        yield Points("Note", answer.notes)
    if told := byline(answer):
        yield Byline(told)
    yield from (_quote(each, public_url) for each in answer.citations)


def _sentences(answer: Answer) -> Iterator[Part]:
    for sentence in answer.sentences:
        yield Paragraph(_of_subject(sentence, worded(answer, sentence)), sentence.citations)


def _coverage(answer: Answer) -> Iterator[Part]:
    """Hold requirements against what the asker has, in a table whose cells are cited."""
    yield Paragraph(covered(answer))
    yield Table(COLUMNS, tuple(row(answer, each) for each in answer.coverage))


def _quote(source: Citation | Nearest, public_url: str) -> Quote:
    address = passage_url(public_url, source.passage)
    if isinstance(source, Nearest):
        return Quote(source.text, source.title, source.locator, address)
    edition = source.edition or ""
    return Quote(source.quote, source.title, source.locator, address, source.n, edition)


def _of_subject(sentence: Sentence, text: str) -> str:
    return f"{sentence.subject}: {text}" if sentence.subject else text


def _refusal(refusal: Refusal, public_url: str) -> Iterator[Part]:
    yield Paragraph(refusal.text)
    yield from (_quote(each, public_url) for each in refusal.nearest)
