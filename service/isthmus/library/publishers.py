"""Publishers whose terms limit what may be done with their texts, known by their copyright lines.

Sources: the publishers' own terms of use and licence pages. A line only suggests: whether a text
may be indexed here is for the organisation to say.
"""

import re
from dataclasses import dataclass
from typing import Final

from isthmus.library.model import LicenceClass

EDGE: Final = 40_000  # characters at the start and the end, where such lines stand
_LINE: Final = r"(?i:©|\(c\)|copyright)[^\n]{{0,60}}\b(?:{names})\b"


@dataclass(frozen=True)
class Publisher:
    """A publisher, the class that suits its texts, and why."""

    name: str
    suggests: LicenceClass
    because: str
    names: str

    def is_named_in(self, text: str) -> bool:
        pattern = _LINE.format(names=self.names)
        return re.search(pattern, text) is not None


PUBLISHERS: Final = (
    Publisher(
        "ISA",
        LicenceClass.AI_RESTRICTED,
        "its policy bars putting its standards into AI tools",
        r"ISA|(?i:International Society of Automation)",
    ),
    Publisher(
        "ISO",
        LicenceClass.LICENSED_INTERNAL,
        "its copies are licensed to a user or a number of users",
        r"ISO|(?i:International Organi[sz]ation for Standardi[sz]ation)",
    ),
    Publisher(
        "IEC",
        LicenceClass.AI_RESTRICTED,
        "its copies are licensed to a user, and its terms bar use with AI",
        r"IEC|(?i:International Electrotechnical Commission)",
    ),
    Publisher(
        "ISACA",
        LicenceClass.AI_RESTRICTED,
        "its terms bar retrieval and AI use without its consent",
        r"ISACA",
    ),
    Publisher(
        "Info-Tech Research Group",
        LicenceClass.AI_RESTRICTED,
        "its research is for members, and its terms limit AI use",
        r"(?i:Info-Tech Research Group)",
    ),
    Publisher(
        "CIS",
        LicenceClass.LICENSED_INTERNAL,
        "its controls may be used inside an organisation, not passed on",
        r"CIS|(?i:Center for Internet Security)",
    ),
)


def publisher_of(text: str) -> Publisher | None:
    """Give the publisher whose copyright line a text carries near its start or its end."""
    edges = text if len(text) <= 2 * EDGE else f"{text[:EDGE]}\n{text[-EDGE:]}"
    return next((each for each in PUBLISHERS if each.is_named_in(edges)), None)
