"""Answers and refusals as replies."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from isthmus.answers.contract import passage_url
from isthmus.answers.model import Answer, Refusal, Sentence
from isthmus.conversations.service import Asked
from isthmus.messages import Button, Buttons, Fact, Facts, Paragraph, Part, Points, Quote, Reply
from isthmus.understanding.commands import Ask


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
    return Reply(tuple(parts))


def _answer(answer: Answer, public_url: str) -> Iterator[Part]:
    for sentence in answer.sentences:
        yield Paragraph(_text(sentence), sentence.citations)
    if answer.notes:
        yield Points("Note", answer.notes)
    for each in answer.citations:
        yield Quote(
            text=each.quote,
            title=each.title,
            locator=each.locator,
            address=passage_url(public_url, each.passage),
            n=each.n,
            edition=each.edition or "",
        )


def _text(sentence: Sentence) -> str:
    return f"{sentence.subject}: {sentence.text}" if sentence.subject else sentence.text


def _refusal(refusal: Refusal, public_url: str) -> Iterator[Part]:
    yield Paragraph(refusal.text)
    for each in refusal.nearest:
        yield Quote(each.text, each.title, each.locator, passage_url(public_url, each.passage))
