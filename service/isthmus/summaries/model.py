"""A summary: what it says, and the words of the text that it stands on."""

from dataclasses import dataclass

from isthmus.actions.extracting import Candidate


@dataclass(frozen=True)
class Heard:
    """A message of the text, with its number from 1; ``by`` is empty where nobody is named."""

    n: int
    by: str
    text: str


@dataclass(frozen=True)
class Quoted:
    """Words of a message, letter by letter but for white space."""

    message: int
    by: str
    text: str


@dataclass(frozen=True)
class Said:
    """A sentence that a model wrote and the checker agreed to, and what it stands on."""

    text: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True)
class Summary:
    """``sentences`` are a model's, else ``key`` are the text's own; ``left_out`` is its length.

    ``writer`` is the model; ``note`` says why the words are the text's own, where one was asked.
    """

    sentences: tuple[Said, ...]
    key: tuple[Quoted, ...]
    decisions: tuple[Quoted, ...]
    actions: tuple[Candidate, ...]
    writer: str = ""
    note: str = ""
