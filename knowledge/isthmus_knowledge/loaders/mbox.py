"""Mailboxes (mbox): the e-mails in one file, each a document of its own."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from hashlib import sha256
from itertools import pairwise

from isthmus_knowledge.bundles import Bundle, Enclosed
from isthmus_knowledge.documents import UnreadableError

MOST_MESSAGES = 1_000
ENVELOPE = re.compile(rb"^From [^\n]*\d{4}[^\n]*\n(?=[A-Za-z][\w-]*:)", re.MULTILINE)
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def load(content: bytes, _name: str) -> Bundle:
    starts = [found.start() for found in ENVELOPE.finditer(content)]
    if len(starts) > MOST_MESSAGES:
        raise UnreadableError(
            f"The mailbox holds {len(starts):,} e-mails; at most {MOST_MESSAGES:,} are taken out "
            "of one file. Split it by folder or by year and add those."
        )
    return Bundle(None, tuple(_enclosed(content, starts)))


def _enclosed(content: bytes, starts: list[int]) -> Iterator[Enclosed]:
    seen: set[str] = set()
    for start, end in pairwise([*starts, len(content)]):
        message = ESCAPED.sub(rb"\1", content[start:end].partition(b"\n")[2])
        name = _name(message)
        if name not in seen:  # the same e-mail twice
            seen.add(name)
            yield Enclosed(name, lambda message=message: message)  # type: ignore[misc]


def _name(message: bytes) -> str:
    """Name it so that it keeps its name when others before it are deleted."""
    identity = str(message_from_bytes(message[:65_536]).get("Message-ID", "")).encode() or message
    return f"{sha256(identity).hexdigest()[:12]}.eml"
