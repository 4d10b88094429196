"""What somebody said becomes a title: the verb first, without the day, the owner and the thanks."""

import re

from isthmus.actions.extracting.days import Dated, Dates

LONGEST = 200
_MARKS = re.compile(r"(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|\*\*|__|~~|`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_REASON = re.compile(
    r"(?:,\s*|\s+)(?:because|since|as we|so that|although|even though|in case|otherwise"
    r"|if possible|as agreed|as discussed)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_DAY = re.compile(
    r"^\s*(?:,|when|if|because|since|so|and then|but|as)\b.*$|^\s*,.*$", re.DOTALL
)
_TAIL = re.compile(
    r"(?:[:;]-?[()]|[\s,;:.!?…\u2013\u2014-]+|\(\s*\)|\[\s*\]|:[\w+]+:|\b(?:please|pls|thanks"
    r"|thank you|ok|okay|asap|ideally|latest|btw|"
    r"(?:is|are) due|due(?: date)?|by then|soon|immediately|as soon as possible)\b)+$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:[\s,;:.\u2013\u2014*-]+|\(\s*\)|(?:please|also|kindly|then|now"
    r"|to)\b(?=\s))+",
    re.IGNORECASE,
)


def title_and_day(said: str, dates: Dates, speaker: str = "") -> tuple[str, Dated | None]:
    """Give the title, "" where nothing is left, and the day that was said."""
    flat = " ".join(_LINK.sub(r"\1", said).split())
    flat = _MARKS.sub("", flat)
    dated = dates(flat)
    if dated and dated.day:
        before, after = flat[: dated.start], flat[dated.end :]
        after = _AFTER_DAY.sub("", after.lstrip(" )]"))
        before = before.rstrip(" ([,\u2013\u2014-")
        flat = f"{before} {after.strip()}"
    return tidy(flat, speaker), dated


def tidy(said: str, speaker: str = "") -> str:
    bare = " ".join(said.split())
    if re.match(r"\w+ \w+", bare):
        bare = _REASON.sub("", bare)
    bare = _HEAD.sub("", _TAIL.sub("", bare))
    if speaker:
        bare = re.sub(r"\bme\b", speaker.replace("\\", ""), bare, count=1)
    if bare.count("(") != bare.count(")"):
        bare = re.sub(r"\s*\([^()]*$", "", bare).replace(")", "")
    bare = bare.strip()
    if len(bare) > LONGEST:
        bare = bare[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    return bare[:1].upper() + bare[1:]
