"""Whose words an answer is told in: the sources' own, or a language model's, checked."""

import re
from collections import Counter
from typing import Final

from isthmus.answers.model import Answer, Cover, Covering, Sentence

COLUMNS: Final = ("Requirement", "Your documents", "Covered")
NOTHING: Final = "Nothing was found."
_BULLET: Final = re.compile(r"^\s*[-*•]\s+")
_CHECKED: Final = "each sentence checked against the quotes it cites"
_OWN: Final = "what stands in quotation marks is the sources' own words"


def byline(answer: Answer) -> str:
    """Tell which model wrote an answer, and how that was checked; "" where none did."""
    if answer.writing is None:
        return ""
    mixed = any(not each.written for each in answer.sentences)
    return f"Written by {answer.writing.model}, {_CHECKED}{f'; {_OWN}' if mixed else ''}."


def worded(answer: Answer, sentence: Sentence) -> str:
    """Give a sentence of an answer as it is told."""
    return told_apart(sentence) if answer.writing else sentence.text


def told_apart(sentence: Sentence) -> str:
    """Give a sentence beside a model's words: a source's own stand in quotation marks."""
    return sentence.text if sentence.written else f"“{_BULLET.sub('', sentence.text)}”"


def covered(answer: Answer) -> str:
    """Sum up how many requirements are met."""
    found = Counter(each.cover for each in answer.coverage)
    total = len(answer.coverage)
    one = total == 1
    told = [f"{found[Cover.COVERED]} of {total} requirement{'' if one else 's'} covered"]
    if found[Cover.PARTLY]:
        told.append(f"{found[Cover.PARTLY]} partly")
    if found[Cover.NOT_FOUND]:
        told.append(f"{found[Cover.NOT_FOUND]} not found")
    return ", ".join(told) + "."


def row(answer: Answer, covering: Covering) -> tuple[str, str, str]:
    """Give a row of the table of requirements, with citation marks."""
    asked = _marked(answer, answer.sentences[covering.asked])
    found = " ".join(_marked(answer, answer.sentences[each]) for each in covering.found)
    return asked, found or NOTHING, covering.cover.in_words()


def _marked(answer: Answer, sentence: Sentence) -> str:
    return worded(answer, sentence) + "".join(f" [{n}]" for n in sentence.citations)
