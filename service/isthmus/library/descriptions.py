"""What is said about a document, from flags, sidecar files, front matter and folder defaults."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final, cast

import yaml

from isthmus.errors import InvalidError
from isthmus.library.model import Collection, Description, LicenceClass, Said
from isthmus.people import EVERYONE

SIDECAR_SUFFIX: Final = ".isthmus.yaml"
FOLDER_FILE: Final = "isthmus.yaml"
_FROM_LOOSE_TO_STRICT: Final = (
    LicenceClass.UNKNOWN,
    LicenceClass.PUBLIC_DOMAIN,
    LicenceClass.ATTRIBUTION,
    LicenceClass.LICENSED_INTERNAL,
    LicenceClass.AI_RESTRICTED,
)
_ATTESTED: Final = frozenset({"attested_by", "attestation"})
LARGEST_SIDECAR: Final = 64 * 1024
LONGEST_TEXT: Final = 1000  # lists of documents show it


def describe(previous: Description | None, said: Said, now: datetime) -> Description:
    """Give the description after this was said; the rest stays as it was.

    That nothing but words widens who may read, or drops an attestation, is on purpose: a later run
    without the flags of the first leaves a restricted document restricted.
    """
    before = previous or Description(title="")
    described = replace(before, **said)
    if (described.attested_by, described.attestation) != (before.attested_by, before.attestation):
        return replace(described, attested_at=now)
    return described


def said_by(entries: Mapping[str, object], where: str) -> Said:
    """Validate what a sidecar, a folder file or flags say; raises InvalidError naming `where`."""
    for key in entries:
        if key not in _MEANINGS:
            known = ", ".join(sorted(_MEANINGS))
            raise InvalidError(f"{where}: there is no entry `{key}`. Use one of {known}.")
    return _parse(entries, where)


def said_by_file_itself(front_matter: Mapping[str, object]) -> Said:
    """Take what is known from front matter; a document cannot attest its own licence."""
    own = {k: v for k, v in front_matter.items() if k in _MEANINGS and k not in _ATTESTED}
    return _parse(own, "front matter")


def tightening(own: Said, decided: Mapping[str, Any]) -> Said:
    """Leave out what front matter says of readers or licence where it would loosen ``decided``.

    Whoever writes a document may keep it from people, but not open what somebody else closed.
    """
    readers, licence = decided.get("readers"), decided.get("licence")
    kept = own.copy()
    if readers and EVERYONE not in readers and not own.get("readers", readers) <= readers:
        del kept["readers"]
    if licence and _strictness(own.get("licence", licence)) < _strictness(licence):
        del kept["licence"]
    return kept


def _strictness(licence: LicenceClass) -> int:
    return _FROM_LOOSE_TO_STRICT.index(licence)


def said_beside(file: Path) -> Said:
    """Read the sidecar of a file, if it has one."""
    return _read(file.with_name(file.name + SIDECAR_SUFFIX))


def said_for_folder(folder: Path) -> Said:
    """Give the folder defaults: of each folder from the root down, the nearest one winning."""
    said: Said = {}
    for above in (*reversed(folder.parents), folder):
        said |= _read(above / FOLDER_FILE)
    return said


def is_description(name: str) -> bool:
    """Tell whether a file describes others, and is no document."""
    return name == FOLDER_FILE or name.endswith(SIDECAR_SUFFIX)


def _read(file: Path) -> Said:
    try:
        changed = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error
    if not S_ISREG(changed.st_mode):  # a pipe would be waited for, a device read without end
        raise InvalidError(f"{file} is no file, so it cannot be a description.")
    if changed.st_size > LARGEST_SIDECAR:
        raise InvalidError(f"{file} is too large to be a description.")
    return _read_once(file, changed.st_mtime_ns)


@lru_cache(maxsize=4096)
def _read_once(file: Path, _changed: int) -> Said:
    try:
        # As strings, so that edition 2.10 stays 2.10; builds no objects.
        entries = yaml.load(file.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidError(f"{file} is not valid YAML: {' '.join(str(error).split())}.") from error
    except RecursionError as error:
        raise InvalidError(f"{file} is nested too deeply to be a description.") from error
    except OSError as error:
        raise InvalidError(f"{file} cannot be read: {error.strerror}.") from error
    if not isinstance(entries, dict | None):
        raise InvalidError(f"{file} has no entries such as `collection: policies`.")
    return said_by({str(key): value for key, value in (entries or {}).items()}, str(file))


def _parse(entries: Mapping[str, object], where: str) -> Said:
    said: dict[str, Any] = {}
    for key, value in entries.items():
        field, meaning = _MEANINGS[key]
        if value is None or (value == "" and field != "readers"):  # blank must not mean everyone
            continue
        try:
            said[field] = meaning(value)
        except ValueError as error:
            raise InvalidError(f"{where}: `{key}`: {error}") from error
    return cast("Said", said)


def _text(value: object) -> str:
    said = _words(value)
    return said if len(said) <= LONGEST_TEXT else f"{said[:LONGEST_TEXT]}…"


def _words(value: object) -> str:
    each = value if isinstance(value, list) else [value]
    if any(isinstance(part, list | dict) for part in each):
        raise ValueError("write one text, or a list of texts.")
    return ", ".join(" ".join(str(part).split()) for part in each)


def _date(value: object) -> date:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
    try:
        return date.fromisoformat(_text(value))
    except ValueError as error:
        raise ValueError(f"{_text(value)} is no date such as 2026-11-30.") from error


def _readers(value: object) -> frozenset[str]:
    """Take groups as a list, or as one text with commas between them."""
    groups = (_words(each) for each in value) if isinstance(value, list) else [_words(value)]
    names = {name.strip() for group in groups for name in group.split(",")} - {""}
    if not names:
        raise ValueError("name the groups who may read it, or `everyone`.")
    return frozenset(names)


def _one_of(choices: type[StrEnum]) -> Callable[[object], StrEnum]:
    def choose(value: object) -> StrEnum:
        wanted = _text(value).lower().replace("_", "-")
        if wanted not in set(choices):
            raise ValueError(f"{_text(value)} is none of {', '.join(choices)}.")
        return choices(wanted)

    return choose


_MEANINGS: Final[Mapping[str, tuple[str, Callable[[object], object]]]] = {
    "title": ("title", _text),
    "collection": ("collection", _one_of(Collection)),
    "readers": ("readers", _readers),
    "audience": ("readers", _readers),
    "licence": ("licence", _one_of(LicenceClass)),
    "licence_class": ("licence", _one_of(LicenceClass)),
    "attested_by": ("attested_by", _text),
    "attestation": ("attestation", _text),
    "owner": ("owner", _text),
    "edition": ("edition", _text),
    "effective": ("effective", _date),
    "effective_date": ("effective", _date),
    "review": ("review", _date),
    "review_date": ("review", _date),
    "step": ("step", _text),
    "paraphrase_of": ("paraphrase_of", _text),
}
