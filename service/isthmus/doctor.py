"""Looks at settings, database, model and indexes, and says what to do."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.errors import IsthmusError
from isthmus.library.walking import shown
from isthmus.llm.checks import NONE as NO_MODEL
from isthmus.people import OPERATOR, alone
from isthmus.settings import unknown_variables
from isthmus.wiring import Wiring

LITTLE_SPACE: Final = 1024**3
_FAILURES_SHOWN: Final = 5


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do about it ("" where nothing is)."""

    what: str
    state: State
    says: str
    do: str = ""


def examine(parts: Wiring) -> Iterator[Finding]:
    """Look at everything, one thing after the other; a part that fails stops none of the rest."""
    checks: dict[str, Callable[[Wiring], Finding]] = {
        "settings": _settings,
        "data folder": _data_folder,
        "database": _database,
        "embedding model": _model,
        "shipped documents": _shipped,
        "index": _index,
        "documents": _documents,
    }
    for what, check in checks.items():
        try:
            yield check(parts)
        except IsthmusError as error:
            yield Finding(what, State.FAIL, str(error))
    yield from _language_models(parts)
    yield from _channels(parts)


def _language_models(parts: Wiring) -> Iterator[Finding]:
    """Ask each model that is set up for one word; without one nothing is lost, and that is said."""
    checks = list(parts.language_models.checks())
    if not checks:
        yield Finding("language model", State.OK, NO_MODEL)
    for check in checks:
        yield Finding(check.name, State.OK if check.passed else State.FAIL, check.said)


def _channels(parts: Wiring) -> Iterator[Finding]:
    """Look at what each chat platform needs that is set up."""
    try:
        for channel in parts.channels:
            for check in channel.checks():
                state = State.OK if check.passed else State.FAIL
                yield Finding(f"{channel.name}: {check.name}", state, check.said)
    except IsthmusError as error:
        yield Finding("channels", State.FAIL, str(error))


def _settings(parts: Wiring) -> Finding:
    unknown = unknown_variables()
    if unknown:
        names = ", ".join(
            f"{name} (did you mean {meant}?)" if meant else name for name, meant in unknown.items()
        )
        return Finding("settings", State.WARN, f"not known: {names}", "Correct or unset them.")
    changed = sorted(parts.settings.model_fields_set)
    return Finding("settings", State.OK, f"set: {', '.join(changed)}" if changed else "defaults")


def _data_folder(parts: Wiring) -> Finding:
    folder = parts.settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"written")
            os.fsync(file.fileno())
    except OSError as error:
        return Finding(
            "data folder",
            State.FAIL,
            f"{folder} cannot be written to: {error.strerror}",
            "Correct its permissions, or set ISTHMUS_DATA_DIR to another folder.",
        )
    free = shutil.disk_usage(folder).free
    says = f"{folder}, {free / 1024**3:.1f} GB free"
    if free < LITTLE_SPACE:
        return Finding("data folder", State.WARN, says, "Make room, or choose another folder.")
    return Finding("data folder", State.OK, says)


def _database(parts: Wiring) -> Finding:
    shown_url = parts.storage.engine.url.render_as_string(hide_password=True)
    schema = parts.storage.schema()
    if not schema.known:
        return Finding(
            "database",
            State.FAIL,
            f"{shown_url} was written by a newer version (migration {schema.present})",
            "Install that version of Isthmus, or restore an older backup.",
        )
    if not schema.current:
        says = f"{shown_url} is at migration {schema.present or 'none'}, not {schema.needed}"
        return Finding("database", State.WARN, says, "The next other command brings it up to date.")
    return Finding("database", State.OK, f"{shown_url}, migration {schema.present}")


def _model(parts: Wiring) -> Finding:
    embedding = parts.readers.embedding()
    name = parts.settings.embedding_model
    return Finding("embedding model", State.OK, f"{name}, weights {embedding.fingerprint}")


def _shipped(parts: Wiring) -> Finding:
    if not _has_tables(parts) or not parts.ingest.follows(parts.corpus):
        return Finding(
            "shipped documents",
            State.WARN,
            "not indexed in this version's state",
            "The next command that reads documents indexes them.",
        )
    return Finding("shipped documents", State.OK, "indexed")


def _index(parts: Wiring) -> Finding:
    if not _has_tables(parts):
        return Finding("index", State.WARN, "empty", "It is filled with the first documents.")
    if not parts.index.owns_folder:
        return Finding("index", State.OK, "held by another process, probably the service")
    if not parts.upkeep.in_step():
        return Finding(
            "index",
            State.WARN,
            "behind the records",
            "The next question brings it up to date; `isthmus reindex` does it now.",
        )
    return Finding("index", State.OK, "in step with the records")


def _documents(parts: Wiring) -> Finding:
    if not _has_tables(parts):
        return Finding("documents", State.OK, "none yet")
    with parts.reading(alone(OPERATOR)) as library:
        failed, indexed = library.failures(), len(library.documents())
    if not failed:
        return Finding("documents", State.OK, f"{indexed} indexed, none failed")
    named = "; ".join(f"{shown(f.source)}: {f.reason}" for f in failed[:_FAILURES_SHOWN])
    rest = "; …" if len(failed) > _FAILURES_SHOWN else ""
    return Finding(
        "documents",
        State.WARN,
        f"{indexed} indexed, {len(failed)} failed: {named}{rest}",
        "Correct these files and ingest them again.",
    )


def _has_tables(parts: Wiring) -> bool:
    return parts.storage.schema().current
