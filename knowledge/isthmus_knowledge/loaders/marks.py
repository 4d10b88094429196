"""How people number headings and mark list items."""

import re

# As in: 3.2 Remote access; 4. Scope; A.5.1 Policies; (7) Watch everything
NUMBERED = re.compile(
    r"(?:§ ?)?\(?([1-9]\d{0,2}(?:\.\d{1,3})+|[1-9]\d?|[A-Z](?:\.\d{1,3})+)[.):]?\s+\S"
)
# As in: Section 3, Scope; Clause 4.2; Annex A (informative); Article 21
NAMED = re.compile(
    r"(?i:(section|clause)|(annex|appendix|article|chapter|part))\s+"
    r"([0-9]{1,3}(?:\.[0-9]+)*[a-z]?|[IVX]{1,5}|[A-Z](?:\.[0-9]+)*)(?![\w'\u2019])"
)
# As in: (a) Access to … b) … c. … 3) … 12. … (iv) …
MARKED = re.compile(
    r"(\((?:[a-z]{1,2}|[ivx]{1,5}|\d{1,2})\)|[a-z][.)]|[ivx]{2,5}[.)]|\d{1,2}[.)])\s+\S"
)
BULLETED = re.compile(r"[•▪◦●○■□‣⁃·–—*o-]\s+(?=\S)")  # noqa: RUF001 - a dash is a bullet here
# As in: 4.2.1 The operator shall …
CLAUSE = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?\s+[A-Z(\"\u201c]")
SENTENCE_END = (".", ";", ":", "?", "!")


def section_of(heading: str) -> str | None:
    """Return the number by which a reader would cite a heading, as it is written there."""
    if numbered := NUMBERED.match(heading):
        return numbered[1]
    if named := NAMED.match(heading):
        return named[3] if named[1] else f"{named[2].capitalize()} {named[3]}"
    return None


def clause_of(paragraph: str, section: str | None) -> str | None:
    """Return the number of a numbered clause; 2.4 GHz is none, unless it stands in section 2."""
    clause = CLAUSE.match(paragraph)
    if clause is None:
        return None
    number = clause[1]
    within = section is not None and number.startswith(f"{section}.")
    return number if within or number.count(".") > 1 else None


def opens_item(above: str, line: str, *, above_is_short: bool) -> bool:
    """Tell a mark at the start of a line from a bracket that only happens to be wrapped there."""
    if BULLETED.match(line):
        return True
    mark, mark_above = MARKED.match(line), MARKED.match(above)
    if mark is None:
        return False
    alike = mark_above is not None and _shape(mark[1]) == _shape(mark_above[1])
    return alike or above_is_short or above.endswith((*SENTENCE_END, ",", " and", " or"))


def _shape(mark: str) -> str:
    return re.sub(r"\w+", "#", mark)
