"""What is known of a sentence that a language model wrote: what it stands on, or why it may not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Evidence:
    """A passage under the number it was shown with; ``text`` is that of the revision.

    ``context`` is its title and headings: what stands there may be said of the passage, and is
    never quoted.
    """

    n: int
    text: str
    context: str = ""


@dataclass(frozen=True)
class Backing:
    """A unit that a sentence stands on: ``quote`` is a substring of that passage's text."""

    n: int
    quote: str


@dataclass(frozen=True)
class Checked:
    """A sentence without its marks, and whether the passages it cites support it.

    ``score`` is the probability (0 to 1) that they do; ``why_not`` says in words what speaks
    against it, and is empty where it is supported. ``backing`` is best first.
    """

    sentence: str
    supported: bool
    score: float
    why_not: tuple[str, ...]
    backing: tuple[Backing, ...]
