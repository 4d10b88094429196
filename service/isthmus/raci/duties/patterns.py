"""The patterns that duties are said in, as a file has them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from isthmus.errors import InvalidError
from isthmus.raci.duties.grammar import APPROVAL, MARK
from isthmus.raci.letters import Part

_FILE: Final = "patterns.yaml"
_FRAGMENT: Final = re.compile(r"<<(\w+)>>")
_BUILT_IN: Final = {"mark": MARK, "who": f"(?P<who>{MARK})", "approval": APPROVAL}

Ways = Sequence[tuple[re.Pattern[str], Part]]


@dataclass(frozen=True)
class Headers:
    """What the columns of tables are called."""

    role: re.Pattern[str]
    duties: re.Pattern[str]
    activity: re.Pattern[str]
    empty: re.Pattern[str]
    letter: re.Pattern[str]
    parts: Mapping[Part, re.Pattern[str]]


@dataclass(frozen=True)
class Patterns:
    beside: Ways
    anywhere: Ways
    behind: Ways
    headers: Headers
    single: Mapping[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.single[name]


@cache
def patterns() -> Patterns:
    """Read the shipped patterns once; raises InvalidError where the file is wrong."""
    text = (files("isthmus.raci.duties") / _FILE).read_text(encoding="utf-8")
    return read_patterns(text)


def read_patterns(text: str) -> Patterns:
    told: dict[str, Any] = yaml.safe_load(text)
    fragments = dict(_BUILT_IN)
    for name, fragment in told["fragments"].items():
        fragments[name] = _filled(fragment, fragments)
    ways = {name: _ways(told[name], fragments) for name in ("beside", "anywhere", "behind")}
    single = {name: _compiled(each, fragments) for name, each in told["single"].items()}
    return Patterns(**ways, headers=_headers(told["headers"]), single=MappingProxyType(single))


def _headers(told: Mapping[str, Any]) -> Headers:
    names = ("role", "duties", "activity", "empty", "letter")
    found = {name: re.compile(told[name], re.IGNORECASE) for name in names}
    parts = {Part(k): re.compile(each, re.IGNORECASE) for k, each in told["parts"].items()}
    return Headers(**found, parts=MappingProxyType(parts))


def _ways(told: Sequence[Mapping[str, str]], fragments: Mapping[str, str]) -> Ways:
    return tuple(
        (_compiled(each["said"], fragments, re.IGNORECASE), Part(each["part"])) for each in told
    )


def _compiled(pattern: str, fragments: Mapping[str, str], flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(_filled(pattern, fragments), flags)
    except re.error as error:
        raise InvalidError(
            f"{_FILE}: '{pattern[:60]}' is no regular expression: {error}"
        ) from error


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    def fragment(match: re.Match[str]) -> str:
        if match[1] not in fragments:
            raise InvalidError(f"{_FILE}: there is no fragment '{match[1]}' for '{pattern[:60]}'.")
        return fragments[match[1]]

    return _FRAGMENT.sub(fragment, pattern)
