"""What a terminal shows of an answer while a language model writes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console

from isthmus.answers.model import Answer, Citation, Outcome, Sentence
from isthmus.answers.wording import told_apart
from isthmus.cli.output import show_line
from isthmus.messages import Paragraph, Part, Reply, Told, marked

INSTEAD: Final = "In the place of what stands above:"


def is_watched(*, as_json: bool) -> bool:
    """Tell whether somebody looks on, not a program or a file."""
    return not as_json and Console().is_terminal


@dataclass
class Telling:
    """Shows sentences as they come, where somebody looks on."""

    watched: bool
    _sentences: list[Sentence] = field(default_factory=list)
    _paragraphs: list[Paragraph] = field(default_factory=list)

    def sentence(self, sentence: Sentence, _citations: Sequence[Citation]) -> None:
        if self.watched:
            self._sentences.append(sentence)
            named = f"{sentence.subject}: " if sentence.subject else ""
            marks = "".join(f" [{n}]" for n in sentence.citations)
            show_line(f"{named}{told_apart(sentence)}{marks}")

    def paragraph(self, told: Told) -> None:
        if self.watched:
            self._paragraphs.append(told.paragraph)
            show_line(marked(told.paragraph))

    def has_told(self, outcome: Outcome) -> bool:
        """Tell whether all sentences of an answer stand there; says so where others did."""
        told = isinstance(outcome, Answer) and self._sentences == list(outcome.sentences)
        if self._sentences:
            show_line("" if told else f"\n{INSTEAD}", "" if told else "yellow")
        return told

    def left_of(self, reply: Reply) -> tuple[Part, ...]:
        """Give the parts of a reply that do not stand there yet."""
        count = len(self._paragraphs)
        if list(reply.parts[:count]) == self._paragraphs:
            return reply.parts[count:]
        show_line(INSTEAD, "yellow")
        return reply.parts
