"""E-mails (RFC 5322): who, to whom, when and about what, then the body; attachments are files.

Pictures inside the text, signatures and calendar entries carry no text of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath

from isthmus_knowledge.bundles import Bundle, Enclosed, LeftOut
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import text
from isthmus_knowledge.loaders.characters import clean, decode, one_line
from isthmus_knowledge.loaders.outline import Outline

DEEPEST = 20  # multiparts in multiparts
MOST_PARTS = 500
MOST_ATTACHED = 50
LONGEST_NAME = 120
LONGEST_LIST = 2_000  # of people, in characters
BESIDE_THE_TEXT = (
    *("text/calendar", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("application/pgp-signature", "message/delivery-status", "message/disposition-notification"),
)
ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
TOO_MANY = f"The e-mail has more than {MOST_ATTACHED} attachments. Save this one and add it."
DAMAGED_PART = "It is damaged in the e-mail. Save it on its own and add it."
ADDRESSES = ("From", "To", "Cc")


def load(content: bytes, name: str) -> Bundle:
    """Raise UnreadableError for an e-mail that is encrypted or built of far too many parts."""
    message = message_from_bytes(content)
    reader = _Reader()
    reader.read(message)
    document = _document(message, reader.bodies, name)
    return Bundle(document, tuple(reader.enclosed.values()), tuple(reader.left_out))


@dataclass
class _Reader:
    """Walks the parts; of alternatives it takes the plain text, else the page."""

    bodies: list[Message] = field(default_factory=list)
    enclosed: dict[str, Enclosed] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    parts: int = 0

    def read(self, part: Message, depth: int = 0) -> None:
        self.parts += 1
        kind = part.get_content_type()
        if depth > DEEPEST or self.parts > MOST_PARTS:
            raise UnreadableError("The e-mail is built of too many parts, as none is, to be read.")
        if kind in ENCRYPTED:
            raise UnreadableError(
                "The e-mail is encrypted. Save its text and its attachments unencrypted "
                "and add those."
            )
        if kind == "multipart/alternative":
            self._read_best(part, depth)
        elif part.is_multipart() and kind != "message/rfc822":
            for each in _parts(part):
                self.read(each, depth + 1)
        else:
            self._take(part, kind)

    def _take(self, part: Message, kind: str) -> None:
        if kind in BESIDE_THE_TEXT or _is_picture_in_text(part):
            return
        if kind.startswith("text/") and not _is_attached(part):
            self.bodies.append(part)
        else:
            self._attach(part)

    def _read_best(self, part: Message, depth: int) -> None:
        choices = _parts(part)
        plain = [each for each in choices if each.get_content_type() == "text/plain"]
        said = [each for each in plain if _characters(each).strip()]
        for each in (said or choices)[-1:]:
            self.read(each, depth + 1)

    def _attach(self, part: Message) -> None:
        name = self._unused(_name_of(part))
        if len(self.enclosed) + len(self.left_out) >= MOST_ATTACHED:
            self.left_out.append(LeftOut(name, TOO_MANY))
        else:
            self.enclosed[name] = Enclosed(name, lambda: _content(part))

    def _unused(self, name: str) -> str:
        taken = self.enclosed.keys() | {each.name for each in self.left_out}
        path = PurePosixPath(name)
        numbered = (f"{path.stem}-{number}{path.suffix}" for number in range(2, MOST_PARTS + 2))
        return next(each for each in (name, *numbered) if each not in taken)


def _document(message: Message, bodies: list[Message], name: str) -> LoadedDocument:
    subject = _header(message, "Subject")
    sender, date = _people(message, "From"), _date(message)
    outline = Outline()
    outline.heading(subject, 1)
    lines = [f"{each}: {told}" for each in ADDRESSES if (told := _people(message, each))]
    outline.paragraph("\n".join([*lines, *([f"Date: {date}"] if date else [])]))
    for body in bodies:
        _write(body, outline)
    document = outline.document(name, title=subject)
    of, by = f" of {date[:10]}" if date else "", f" from {sender}" if sender else ""
    item = f"e-mail{of}{by}"
    blocks = (replace(block, place=replace(block.place, item=item)) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _write(body: Message, outline: Outline) -> None:
    if body.get_content_type() == "text/html":
        # Only an e-mail that is a page pays for the parser.
        from isthmus_knowledge.loaders import html  # noqa: PLC0415

        html.write(_characters(body), outline)
    else:
        text.write(_characters(body), outline, titled=False)


def _parts(part: Message) -> list[Message]:
    inside: object = part.get_payload()
    return (
        [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []
    )


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_picture_in_text(part: Message) -> bool:
    shown = part.get_content_disposition() == "inline" or bool(part.get("Content-ID"))
    return part.get_content_maintype() == "image" and shown


def _name_of(part: Message) -> str:
    inner = _parts(part)
    subject = _header(inner[0], "Subject") if inner else ""
    named = _decoded(part.get_filename() or "") or (f"{subject or 'message'}.eml" if inner else "")
    base = one_line(named).replace("\\", "/").rpartition("/")[2].lstrip(". ")
    return base[-LONGEST_NAME:] or f"attachment.{part.get_content_subtype()}"


def _content(part: Message) -> bytes:
    try:
        inner = _parts(part)
        if inner:
            return inner[0].as_bytes()
        return _payload(part)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableError(DAMAGED_PART) from error


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _characters(part: Message) -> str:
    content = _payload(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        return decode(content) if charset == "utf-8" else clean(content.decode(charset))
    except (LookupError, ValueError):
        return decode(content)


def _header(message: Message, name: str) -> str:
    return _decoded(message.get(name) or "")


def _people(message: Message, name: str) -> str:
    """Give the names, and the addresses of those without one."""
    written = [_decoded(value)[:LONGEST_LIST] for value in message.get_all(name, [])]
    try:
        people = getaddresses(written)
    except (RecursionError, IndexError):  # brackets in brackets without end
        return ""
    return ", ".join(each or address for each, address in people if each or address)


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).isoformat(" ", "minutes")
    except (TypeError, ValueError, OverflowError):
        return ""


def _decoded(value: str | Header) -> str:
    try:
        return one_line(str(make_header(decode_header(value))))
    except (MessageError, LookupError, ValueError):
        return one_line("".join(_pieces(value)))


def _pieces(value: str | Header) -> Iterator[str]:
    """Read what is marked with a charset that is unknown, or is not what it is marked with."""
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        pieces = [(str(value), None)]
    for piece, _ in pieces:
        yield piece if isinstance(piece, str) else decode(piece)
