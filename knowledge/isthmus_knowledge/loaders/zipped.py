"""ZIP archives: the files in them are taken out one by one, none of them by its word alone."""

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable

from isthmus_knowledge.bundles import Bundle, Enclosed, LeftOut
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import archive

MOST_FILES = 1_000
LONGEST_PATH = 400
UNDER_UNIX = 16  # the upper half of the attributes holds the mode that Unix knows
DRIVE = re.compile(r"[A-Za-z]:")
PASSED_OVER = (".", "~$", "__MACOSX")  # hidden files, as in a folder
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError),
    NotImplementedError,
)
ENCRYPTED = "It is encrypted. Unpack the archive with its password and add the files."
OUTSIDE = "Its path points outside of the archive, so it was not taken out."
LINK = "It is a link or a device, not a file, so it was not taken out."
TOO_DENSE = (
    "It unpacks to far more than a document does, so it was not taken out. "
    "Unpack the archive and add the file itself."
)
DAMAGED = "It is damaged in the archive. Make the archive anew, or add the file itself."
DOUBLED = "The archive holds another file of the same path; only the first is taken."


def load(content: bytes, name: str) -> Bundle:
    """Raise UnreadableError for an archive that is damaged, empty or too large as a whole."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN as error:
        raise UnreadableError(
            "The archive is damaged and cannot be opened. Make it anew and add it again."
        ) from error
    files = [each for each in opened.infolist() if not (each.is_dir() or _passed_over(each))]
    _check(files, name)
    enclosed: dict[str, Enclosed] = {}
    left_out: list[LeftOut] = []
    for each in files:
        path = _path(each)
        if reason := DOUBLED if path in enclosed else _why_not(each):
            left_out.append(LeftOut(path, reason))
        else:
            enclosed[path] = Enclosed(path, lambda each=each: _taken_out(opened, each))  # type: ignore[misc]
    return Bundle(None, tuple(enclosed.values()), tuple(left_out))


def _check(files: list[zipfile.ZipInfo], name: str) -> None:
    if not files:
        raise UnreadableError(f"There is no file in {name}. Check the archive and add it again.")
    if len(files) > MOST_FILES:
        raise UnreadableError(
            f"The archive holds {len(files):,} files; at most {MOST_FILES:,} are taken out of one. "
            "Unpack it and add the folder."
        )
    unpacked = sum(each.file_size for each in files)
    if unpacked > archive.LARGEST_EXPANDED:
        raise UnreadableError(
            f"The archive unpacks to {unpacked / 1e6:,.1f} MB; at most "
            f"{archive.LARGEST_EXPANDED / 1e6:,.0f} MB are taken out of one. "
            "Unpack it and add the folder."
        )


def _why_not(member: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(member.external_attr >> UNDER_UNIX)
    dense = member.file_size > archive.LARGEST_RATIO * max(member.compress_size, 1)
    if _points_outside(_path(member)):
        return OUTSIDE
    if kind not in (0, stat.S_IFREG):
        return LINK
    if member.flag_bits & archive.ENCRYPTED_FLAG:
        return ENCRYPTED
    if dense and member.file_size > archive.RATIO_MATTERS_ABOVE:
        return TOO_DENSE
    return ""


def _taken_out(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        return opened.read(member)
    except BROKEN as error:
        raise UnreadableError(DAMAGED) from error


def _path(member: zipfile.ZipInfo) -> str:
    path = member.filename.replace("\\", "/")
    return (path if _points_outside(path) else posixpath.normpath(path))[:LONGEST_PATH]


def _points_outside(path: str) -> bool:
    return bool(path.startswith("/") or DRIVE.match(path) or ".." in path.split("/"))


def _passed_over(member: zipfile.ZipInfo) -> bool:
    parts: Iterable[str] = member.filename.replace("\\", "/").split("/")
    return any(part.startswith(PASSED_OVER) and part not in (".", "..") for part in parts)
