"""Chooses the real parts from the settings and starts the command line."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import typer

from isthmus.answers.drafting import Finding
from isthmus.channels.contract import Host, MakesChannel, Registers
from isthmus.cli import (
    access,
    actions,
    administration,
    asking,
    auditing,
    channels,
    documents,
    evaluating,
    ingesting,
    jobs,
    raci,
    reminders,
    reporting,
    role,
    saying,
    serve,
    unanswered,
    webhooks,
)
from isthmus.cli.output import show_error
from isthmus.edge.logs import configure_logs
from isthmus.errors import IsthmusError, UnavailableError
from isthmus.library.ports import Embedding, Readers
from isthmus.library.service import Corpus, Shipped
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import OwnedIndex, Wiring
from isthmus_knowledge.bundles import Loaded
from isthmus_knowledge.chunking import chunk

if TYPE_CHECKING:
    from isthmus_knowledge.hybrid import PassageIndex

app: Final = typer.Typer(
    name="isthmus",
    help="Governance answers for secure IT/OT convergence, each with the passage it stands on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_PARTS: Final[ContextVar[Wiring]] = ContextVar("parts")  # of the command that runs
serve.register(app)
asking.register(app)
saying.register(app)
unanswered.register(app)
raci.register(app)
role.register(app)
actions.register(app)
reminders.register(app)
reporting.register(app)
webhooks.register(app)
evaluating.register(app)
ingesting.register(app)
documents.register(app)
administration.register(app)
access.register(app)
auditing.register(app)
jobs.register(app)
channels.register(app)


@app.callback()
def prepare(context: typer.Context) -> None:
    if context.obj is None and not context.resilient_parsing:
        context.obj = wire(Settings.from_environment())
        context.call_on_close(context.obj.close)
    if context.obj is not None:
        _PARTS.set(context.obj)


def wire(settings: Settings) -> Wiring:
    """Put the real parts together; opens nothing but the database's address."""
    address = settings.database_url.get_secret_value() if settings.database_url else None
    embedding = cache(partial(_open_embedding, settings))
    return Wiring(
        settings=settings,
        storage=open_storage(settings.data_dir, address),
        clock=lambda: datetime.now(UTC),
        readers=Readers(load=partial(_load, settings), chunk=chunk, embedding=embedding),
        corpus=Corpus(digest=_corpus_digest, documents=_shipped_documents),
        open_index=lambda: _open_index(settings, embedding().fingerprint),
        open_finding=_open_finding,
        makers=_installed_channels,
    )


def run() -> None:
    """Run the command line; an error a person can meet is one line and exit code 2.

    What is written is for its owner alone, also in a data folder that others may list.
    """
    os.umask(0o077)
    configure_logs("info", "console")
    try:
        app()
    except IsthmusError as error:
        show_error(error, as_json="--json" in sys.argv[1:])
        sys.exit(2)


def _installed_channels() -> Sequence[MakesChannel]:
    return [cast("MakesChannel", found) for found in _found("isthmus.channels")]


def _found(group: str) -> Iterator[Any]:
    """Give what installed packages name as theirs in a group."""
    for named in entry_points(group=group):
        try:
            yield named.load()
        except ImportError as error:
            raise UnavailableError(
                f"The channel {named.name} cannot be loaded: {error}. Install what it needs, or "
                "remove the package that names it."
            ) from error


def add_channel_commands(root: typer.Typer) -> None:
    """Add the commands of channels; where one cannot be loaded, `isthmus doctor` tells why."""
    with suppress(UnavailableError):
        for found in _found("isthmus.channel_commands"):
            cast("Registers", found)(root, _host)


@contextmanager
def _host() -> Iterator[Host]:
    """Give what a channel's own commands work with, with the tables at this version."""
    parts = _PARTS.get()
    parts.storage.migrate()
    yield parts.host


def _load(settings: Settings, content: bytes, name: str) -> Loaded:
    from isthmus_knowledge.loaders import Limits, load  # noqa: PLC0415 - seldom needed

    limits = Limits(
        content_bytes=settings.max_document_bytes,
        memory_bytes=settings.parse_memory_bytes,
        most_seconds=settings.parse_seconds,
    )
    return load(content, name, limits)


def _open_embedding(settings: Settings) -> Embedding:
    from isthmus_knowledge.embedding import ModelError, open_embedder  # noqa: PLC0415 - slow

    try:
        return open_embedder(
            settings.embedding_model, settings.data_dir / "models", settings.embedding_threads
        )
    except ModelError as error:
        raise UnavailableError(str(error)) from error


def _open_index(settings: Settings, kind: str) -> OwnedIndex:
    from isthmus_knowledge.hybrid import open_index  # noqa: PLC0415 - slow to import

    return open_index(settings.data_dir / "index", kind)


def _open_finding(index: OwnedIndex, embedding: Embedding) -> Finding:
    from isthmus_knowledge.embedding import Remembering  # noqa: PLC0415 - slow to import
    from isthmus_knowledge.retrieval import Retriever  # noqa: PLC0415 - slow to import

    return Retriever(cast("PassageIndex", index), Remembering(embedding))


def _shipped_documents() -> tuple[Shipped, ...]:
    from isthmus_knowledge.shipped import shipped_documents  # noqa: PLC0415 - slow to import

    return shipped_documents()


def _corpus_digest() -> str:
    """Digest the corpus and the modules beside it, without reading it as documents."""
    package = Path(str(files("isthmus_knowledge")))
    digest = sha256()
    for file in sorted((*package.glob("*.py"), *(package / "corpus").rglob("*"))):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(package)}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


add_channel_commands(app)

if __name__ == "__main__":
    run()
