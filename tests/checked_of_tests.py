"""The whole service with its real checker, and a model that writes what is so and what is not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import asking_of_tests
from fakes import HashEmbedder, chunk_blocks, load_lines
from isthmus.library.model import Said
from isthmus.library.ports import Readers
from isthmus.library.service import Corpus
from isthmus.llm.model import Models, Purpose, Request
from isthmus.people import OPERATOR
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import Wiring
from isthmus_knowledge.hybrid import in_memory
from library_of_tests import Clock
from scripted_models import ScriptedModels

QUESTION: Final = "Who approves the patch window of a control system?"
APPROVES: Final = "The plant manager approves the patch window of each control system."
WITHIN: Final = "The patch window of a control system is approved within 5 working days."
POLICY: Final = f"title: Patching policy\n\n{APPROVES}\n\n{WITHIN}"
LIES: Final = (
    "The vendor approves the patch window of each control system.",
    "The patch window of a control system is approved within 55 working days.",
    "The patch window of a control system is not approved within 5 working days.",
    "See https://evil.example/approve for the patch window of a control system.",
    "@channel the plant manager approves the patch window of each control system.",
)
REFUSED: Final = ("The vendor approves", "55 working", "not approved", "evil.example", "@channel")


def says(request: Request) -> str:
    """Mix lies among what the passages say, each citing all of them."""
    marks = "".join(f"[{n}]" for n in range(1, len(request.shown) + 1))
    told = (LIES[0], APPROVES, *LIES[1:3], WITHIN, *LIES[3:])
    return " ".join(f"{each} {marks}" for each in told)


def models() -> ScriptedModels:
    return ScriptedModels(says, (Purpose.ANSWERING,))


@dataclass(frozen=True)
class CheckedWiring(Wiring):
    make_models: Callable[[], Models] = field(default=models)

    @cached_property
    def models(self) -> Models:
        return self.make_models()

    def make_ready(self, *_: object) -> None:
        """Come with a policy that everybody may read."""
        super().make_ready()
        everyone: Said = {}
        self.ingest.uploaded("patching.txt", POLICY.encode(), everyone, OPERATOR)


def wire(folder: Path, **settings: object) -> CheckedWiring:
    return CheckedWiring(
        settings=Settings(data_dir=folder, **settings),  # type: ignore[arg-type]
        storage=open_storage(folder),
        clock=Clock(),
        readers=Readers(load_lines, chunk_blocks, HashEmbedder),
        corpus=Corpus(lambda: "none", list),
        open_index=in_memory,
        open_finding=asking_of_tests.open_finding,
    )
