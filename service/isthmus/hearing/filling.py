"""What comes back of a form: what was entered, and what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from isthmus.errors import IsthmusError
from isthmus.messages import Field, Form
from isthmus.understanding.commands import Fill


@dataclass(frozen=True)
class Entered:
    """What was entered, by the names of the fields."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, fill: Fill) -> "Entered":
        return cls(dict(fill.values))

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def get(self, name: str, otherwise: str) -> str:
        """Give what was entered, where the form had such a field."""
        return self[name] if name in self.values else otherwise

    def lines(self, name: str) -> list[str]:
        """Give what was chosen in a field for several."""
        return [line.strip() for line in self[name].splitlines() if line.strip()]

    def back_in(self, form: Form, problems: Mapping[str, str]) -> Form:
        """Give a form with what was entered and what is wrong with it; nothing gets lost.

        What is wrong with none of its fields is told at the first.
        """
        fields = tuple(self._back(each, problems) for each in form.fields)
        known = {each.name for each in fields}
        rest = " ".join(text for name, text in problems.items() if name not in known)
        if rest and fields:
            first = replace(fields[0], problem=f"{fields[0].problem} {rest}".strip())
            fields = (first, *fields[1:])
        return replace(form, fields=fields)

    def _back(self, known: Field, problems: Mapping[str, str]) -> Field:
        value = self.values.get(known.name, known.value)
        return replace(known, value=value, problem=problems.get(known.name, ""))


@dataclass
class Troubles:
    """Gathers what is wrong with fields, so that it is all told at once."""

    found: dict[str, str] = field(default_factory=dict)

    def at(self, name: str) -> "_Watch":
        """Take note of what a block of code finds wrong with a field."""
        return _Watch(self.found, name)


@dataclass(frozen=True)
class _Watch:
    found: dict[str, str]
    name: str

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: object, _: object) -> bool:
        if isinstance(error, IsthmusError):
            self.found.setdefault(self.name, str(error))
            return True
        return False
