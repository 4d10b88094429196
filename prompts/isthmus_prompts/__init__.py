"""What language models are told: one prompt a file, with its purpose, its inputs and a version."""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any, Final

import yaml

_FRONT: Final = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """A prompt as its file has it; ``digest`` is the SHA-256 of the whole file, in hexadecimal."""

    name: str
    purpose: str
    inputs: tuple[str, ...]
    version: int
    text: str
    digest: str

    def filled(self, **values: str) -> str:
        """Put the inputs in the place of `$name`; raises ValueError unless all and no others are.

        Values are put in as they are: a `$` in one means nothing.
        """
        if set(values) != set(self.inputs):
            raise ValueError(
                f"The prompt '{self.name}' takes {', '.join(self.inputs) or 'nothing'}."
            )
        return Template(self.text).substitute(values).strip()


def names() -> list[str]:
    """Give the names of all prompts that are shipped."""
    return sorted(
        each.name.removesuffix(".md")
        for each in files("isthmus_prompts").iterdir()
        if each.name.endswith(".md")
    )


@cache
def load(name: str) -> Prompt:
    """Read a prompt; raises FileNotFoundError where there is none of this name."""
    written = files("isthmus_prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    found = _FRONT.fullmatch(written)
    if found is None:
        raise ValueError(f"The prompt '{name}' does not begin with what it is for.")
    front: dict[str, Any] = yaml.safe_load(found["front"])
    return Prompt(
        name=name,
        purpose=str(front["purpose"]),
        inputs=tuple(front["inputs"]),
        version=int(front["version"]),
        text=found["text"],
        digest=sha256(written.encode()).hexdigest(),
    )
