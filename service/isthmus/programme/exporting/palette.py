"""The colours and the font of a report; each ink has a contrast of at least 4.5 to white."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from isthmus.programme.drawing import Role

INK: Final = "1B2733"
SOFT: Final = "4A5663"
ACCENT: Final = "0B6477"
GOOD: Final = "1D6843"
BAD: Final = "A02828"
HEAD: Final = "2F4156"
STRIPE: Final = "F4F7FA"
LINE: Final = "D3DDE0"
WHITE: Final = "FFFFFF"
TONES: Final[Mapping[str, str]] = MappingProxyType({"good": GOOD, "bad": BAD, "plain": INK})
COLOURS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.SCOPE: "7D8F97",
        Role.DONE: ACCENT,
        Role.OPEN: "8FB9C3",
        Role.LATE: BAD,
        Role.GRID: "E3E9EB",
        Role.INK: INK,
        Role.SOFT: SOFT,
    }
)
NAME_COLOURS: Final[Mapping[Role, str]] = MappingProxyType({**COLOURS, Role.SCOPE: SOFT})
AREAS: Final[Mapping[Role, str]] = MappingProxyType({Role.SCOPE: "EEF1F2", Role.DONE: "CFE3E7"})
