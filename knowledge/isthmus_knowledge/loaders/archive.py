"""Office files are ZIP archives of XML; look at the archive before any parser opens it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from isthmus_knowledge.documents import UnreadableError

TYPES = ("[Content_Types].xml", "mimetype")
MOST_MEMBERS = 5_000
LARGEST_EXPANDED = 200_000_000
LARGEST_RATIO = 200
RATIO_MATTERS_ABOVE = 20_000_000
PROLOG = 65_536
ENCRYPTED_FLAG = 0x1
BESIDE_THE_ROOT = re.compile(rb"<!--.*?-->|<\?.*?\?>|\s+", re.DOTALL)
ROOT = re.compile(rb"<[A-Za-z_]")
ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)")
KNOWN_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"iso-8859-1", b"windows-1252")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
DAMAGED = (
    "The file is damaged and cannot be opened. Open it in the program that made it, "
    "save it again and add the new file."
)


@dataclass(frozen=True)
class Archive:
    """What an archive says of itself: its members, and the types Office or OpenDocument wrote."""

    members: frozenset[str]
    types: str


def has_types(content: bytes) -> bool:
    """Tell an Office or OpenDocument file from an archive of any files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return not frozenset(opened.namelist()).isdisjoint(TYPES)
    except DAMAGE as error:
        raise UnreadableError(DAMAGED) from error


def inspect(content: bytes) -> Archive:
    """Raise UnreadableError for an archive that is damaged, encrypted or built to do harm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            _check(opened, len(content))
            members = frozenset(opened.namelist())
            types = b"".join(opened.read(name) for name in TYPES if name in members)
            return Archive(members, types.decode("utf-8", errors="replace"))
    except DAMAGE as error:
        raise UnreadableError(DAMAGED) from error


def _check(opened: zipfile.ZipFile, compressed: int) -> None:
    members = opened.infolist()
    _check_names([member.filename for member in members])
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise UnreadableError("The file is encrypted. Save it without a password and add it again.")
    expanded = sum(member.file_size for member in members)
    if expanded > LARGEST_EXPANDED:
        raise UnreadableError(
            f"The file unpacks to {_megabytes(expanded)}; at most {_megabytes(LARGEST_EXPANDED)} "
            "can be read. Split it, or remove what is not text."
        )
    if expanded > RATIO_MATTERS_ABOVE and expanded > LARGEST_RATIO * compressed:
        raise UnreadableError(
            f"The file has {_megabytes(compressed)} and unpacks to {_megabytes(expanded)}, as no "
            "document does, so it was not opened."
        )
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")):
            with opened.open(member) as part:
                _check_xml(part.read(PROLOG))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _check_names(names: list[str]) -> None:
    if len(names) > MOST_MEMBERS or len(set(names)) < len(names):
        raise UnreadableError("The file holds too many or doubled parts and was not opened.")
    for name in names:
        if name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name):
            raise UnreadableError(
                f"The file holds a part named {name!r} that points outside of it, so it was not "
                "opened. Save it again in the program that made it."
            )


def _check_xml(start: bytes) -> None:
    """Refuse a document type: it can declare entities that expand without end or fetch files."""
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    start = start.replace(b"\0", b"")  # UTF-16 in Latin letters
    encoding = ENCODING.match(start)
    known = encoding is None or encoding[1].lower() in KNOWN_ENCODINGS
    root = BESIDE_THE_ROOT.sub(b"", start)
    if root and not (known and ROOT.match(root)):
        raise UnreadableError(
            "The file declares XML entities or an unusual encoding, as documents do not, so it "
            "was not opened. Save it again in the program that made it."
        )
