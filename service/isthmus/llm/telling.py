"""What a model is told: a prompt with its inputs, each marked as the quoted material it is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from isthmus.llm.model import Request, Shown
from isthmus_prompts import load

PASSAGES: Final = "passages"
RULES: Final = "quoted"
LEFT_OUT: Final = "(not shown here)"
_MARKS: Final = re.compile(r"<\s*/?\s*quoted-?[^<>\n]{0,40}>?", re.IGNORECASE)
# Characters that nobody sees: control, direction, joiners and the tags in which texts are hidden.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True)
class Told:
    """The two messages that go out: our rules, and the task with its material."""

    rules: str
    words: str
    passages: tuple[str, ...]

    def followed_by(self, words: str) -> "Told":
        """Give the same with something of ours after it."""
        return replace(self, words=f"{self.words}\n\n{words}") if words else self

    @property
    def size(self) -> int:
        """Give the size in bytes, of which a token takes at least one."""
        return len(self.rules.encode()) + len(self.words.encode())


@dataclass(frozen=True)
class Telling:
    """Writes what goes out: ``may_see`` decides about documents, ``mask`` takes secrets out."""

    marker: str
    may_see: Callable[[Shown], bool]
    mask: Callable[[str], str]

    def tell(self, request: Request) -> Told:
        """Fill the prompt; raises ValueError where its inputs are not those of the request."""
        inputs = {name: self._quoted(text) for name, text in request.inputs.items()}
        if PASSAGES in request.prompt.inputs:
            inputs[PASSAGES] = "\n\n".join(self._numbered(request.shown)) or LEFT_OUT
        return Told(
            rules=load(RULES).filled(marker=self.marker),
            words=request.prompt.filled(**inputs),
            passages=tuple(each.passage for each in request.shown if self.may_see(each)),
        )

    def _numbered(self, shown: Iterable[Shown]) -> Iterable[str]:
        for n, each in enumerate(shown, start=1):
            yield f"[{n}] {self._quoted(each.text) if self.may_see(each) else LEFT_OUT}"

    def _quoted(self, text: str) -> str:
        plain = _MARKS.sub("(mark)", _UNSEEN.sub("", text)).replace(self.marker, "(mark)")
        return f"<quoted-{self.marker}>\n{self.mask(plain)}\n</quoted-{self.marker}>"
