"""Threat knowledge in STIX 2 bundles, as MITRE publishes ATT&CK for ICS.

Revoked and deprecated objects are left out, and so are detections and data sources.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isthmus_knowledge.documents import LoadedDocument, Place
from isthmus_knowledge.loaders.characters import decode, readable
from isthmus_knowledge.loaders.markup import flat, paragraphs
from isthmus_knowledge.loaders.outline import Outline

Json = Mapping[str, Any]

CHAPTERS = {
    "Tactics": ("x-mitre-tactic",),
    "Techniques": ("attack-pattern",),
    "Mitigations": ("course-of-action",),
    "Groups": ("intrusion-set", "threat-actor"),
    "Campaigns": ("campaign",),
    "Software": ("malware", "tool"),
    "Assets": ("x-mitre-asset",),
    "Vulnerabilities": ("vulnerability",),
}


def load(content: bytes, name: str) -> LoadedDocument:
    bundle = [one for one in json.loads(decode(content))["objects"] if _is_current(one)]
    outline = Outline()
    _Bundle.of(bundle, outline).write()
    about: Json = next((one for one in bundle if one["type"] == "x-mitre-collection"), {})
    title = " ".join(filter(None, (about.get("name"), about.get("x_mitre_version"))))
    return outline.document(name, title=title or readable(name), metadata=_about(bundle, about))


def _is_current(one: Json) -> bool:
    return not one.get("revoked") and not one.get("x_mitre_deprecated")


def _about(bundle: Sequence[Json], about: Json) -> dict[str, object]:
    """Keep the version and the owner's notice, which the licence wants beside the text."""
    notices = [one.get("definition", {}).get("statement") for one in bundle]
    known = {"version": about.get("x_mitre_version"), "notice": " ".join(filter(None, notices))}
    return {key: value for key, value in known.items() if value}


def identifier(one: Json) -> str:
    """Return the identifier by which people cite an object, such as ``T0886``."""
    references = one.get("external_references", ())
    own = [
        ref for ref in references if str(ref.get("source_name", "")).startswith(("mitre", "cve"))
    ]
    return str(own[0].get("external_id", "")) if own else ""


def named(one: Json) -> str:
    return f"{identifier(one)} {one['name']}".strip()


@dataclass(frozen=True)
class _Bundle:
    outline: Outline
    objects: Sequence[Json]
    tactics: Mapping[str, str]  # short name -> name
    outgoing: Mapping[str, Sequence[tuple[str, Json, Json]]]  # source -> kind, target, relationship
    incoming: Mapping[str, Sequence[tuple[str, Json, Json]]]  # target -> kind, source, relationship

    @classmethod
    def of(cls, objects: Sequence[Json], outline: Outline) -> "_Bundle":
        known = {one["id"]: one for one in objects}
        outgoing, incoming = defaultdict(list), defaultdict(list)
        for one in objects:
            if one["type"] == "relationship":
                source, target = known.get(one["source_ref"]), known.get(one["target_ref"])
                if source and target:
                    kind = one["relationship_type"]
                    outgoing[source["id"]].append((kind, target, one))
                    incoming[target["id"]].append((kind, source, one))
        tactics = {
            one["x_mitre_shortname"]: one["name"] for one in objects if "x_mitre_shortname" in one
        }
        return cls(outline, objects, tactics, outgoing, incoming)

    def write(self) -> None:
        for chapter, kinds in CHAPTERS.items():
            found = sorted((one for one in self.objects if one["type"] in kinds), key=named)
            if found:
                self.outline.heading(chapter, 1)
            for one in found:
                self._write(one)

    def _write(self, one: Json) -> None:
        at = Place(item=identifier(one) or None)
        self.outline.heading(named(one), 2, at)
        for paragraph in paragraphs(one.get("description", "")):
            self.outline.paragraph(paragraph, at)
        for sentence in (self._tactics(one), _aliases(one), self._targets(one)):
            self.outline.paragraph(sentence, at)
        for kind, source, relationship in sorted(self.incoming.get(one["id"], ()), key=_by_name):
            if kind == "mitigates":
                self._relate(source, "mitigates", one, relationship)
        for kind, target, relationship in sorted(self.outgoing.get(one["id"], ()), key=_by_name):
            if kind in ("uses", "attributed-to"):
                self._relate(
                    one, kind.replace("attributed-", "is attributed "), target, relationship
                )

    def _relate(self, source: Json, verb: str, target: Json, relationship: Json) -> None:
        """Write each relationship once: mitigations under the technique, uses under the user."""
        reason = flat(relationship.get("description", ""))
        words = f"{named(source)} {verb} {named(target)}{': ' if reason else '.'}{reason}"
        owner = target if verb == "mitigates" else source
        self.outline.item(words, at=Place(item=identifier(owner) or None))

    def _tactics(self, one: Json) -> str:
        phases = [phase["phase_name"] for phase in one.get("kill_chain_phases", ())]
        names = [self.tactics.get(phase, phase.replace("-", " ").capitalize()) for phase in phases]
        return f"Tactics: {', '.join(names)}." if names else ""

    def _targets(self, one: Json) -> str:
        related = self.outgoing.get(one["id"], ())
        names = sorted(named(target) for kind, target, _ in related if kind == "targets")
        return f"Targets: {', '.join(names)}." if names else ""


def _by_name(related: tuple[str, Json, Json]) -> str:
    return named(related[1])


def _aliases(one: Json) -> str:
    aliases = [*one.get("aliases", ()), *one.get("x_mitre_aliases", ())]
    others = [alias for alias in dict.fromkeys(aliases) if alias != one["name"]]
    return f"Also known as {', '.join(others)}." if others else ""
