"""What sentences have around what they ask, whatever it is about."""

import re
from typing import Final

from isthmus.raci.model import Status

LEAD: Final = r"(?:(?:please|ok(?:ay)?|now|hey|hi|and|so)\b[,\s]*|(?:can|could) you )*"
STATUSES: Final = {
    "in review": Status.IN_REVIEW,
    "under review": Status.IN_REVIEW,
    "waiting for approval": Status.IN_REVIEW,
    "approved": Status.APPROVED,
    "draft": Status.DRAFT,
    "drafts": Status.DRAFT,
    "in draft": Status.DRAFT,
}
STATUS: Final = rf"(?P<status>{'|'.join(STATUSES)})"
NO_NAME: Final = frozenset(
    "it this that whole entire current approved last latest new same raci rasci daci chart matrix "
    "role a an the our my your any every which what other another good review approval".split()
)
_DAY: Final = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?[a-z]{3,9},? \d{4}|"
    r"[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"(?:in |next |every )?(?:\d+ |an? |one |two |three |six )?"
    r"(?:day|week|month|quarter|year)s?(?: from now)?",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """Give a sentence without what ends it."""
    return text.strip().rstrip(".!?").removesuffix(" please").rstrip(" ,")


def status_said(found: re.Match[str]) -> str:
    """Give the status that a match of `STATUS` names; empty where it names none."""
    return str(STATUSES.get((found.groupdict().get("status") or "").lower(), ""))


def is_a_day(text: str) -> bool:
    """Tell a day of the next review from what else may be reviewed: "review our policy"."""
    return bool(_DAY.fullmatch(text.strip()))
