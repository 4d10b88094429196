"""What is made of a file: charts, how they were understood, and what was not."""

from dataclasses import dataclass, field

from isthmus.raci.model import Chart


@dataclass(frozen=True)
class NotUnderstood:
    """What stands in a file and is not in the chart; ``cell`` is its address there."""

    cell: str
    text: str
    why: str


@dataclass(frozen=True)
class ReadChart:
    """``how`` says in sentences how the chart was understood, for a person to check."""

    chart: Chart
    how: tuple[str, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()


@dataclass(frozen=True)
class Reading:
    """``not_understood`` stands outside of every chart."""

    charts: tuple[ReadChart, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where a chart comes from: ``called`` in a sentence; ``feet`` are its footnotes by sign.

    ``used`` are the signs of those that hang on a letter.
    """

    name: str
    called: str
    feet: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def footnote(self, sign: str) -> str:
        """Give the text of a footnote, or its sign where the file lacks it."""
        self.used.add(sign)
        return self.feet.get(sign, sign)

    def is_footnote(self, line: str) -> bool:
        return any(self.feet[sign] in line for sign in self.used & set(self.feet))
