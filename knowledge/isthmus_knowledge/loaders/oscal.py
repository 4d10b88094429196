"""Catalogs and profiles of controls in OSCAL JSON, as NIST publishes SP 800-53 and its baselines.

Assessment objectives and methods are left out; what an organization may set is shown in brackets.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from isthmus_knowledge.documents import LoadedDocument, Place
from isthmus_knowledge.loaders.characters import decode
from isthmus_knowledge.loaders.markup import flat, paragraphs
from isthmus_knowledge.loaders.outline import Outline

Json = Mapping[str, Any]

INSERT = re.compile(r"\{\{\s*(?:insert:\s*)?param,\s*([\w.-]+)\s*\}\}")
NIST_ID = re.compile(r"([a-z]{2})-(\d+)(?:\.(\d+))?")
DEEPEST_INSERT = 5
GUIDANCE_LEVEL = 20
MOVED = {"incorporated-into": "incorporated into", "moved-to": "moved to"}


def load(content: bytes, name: str) -> LoadedDocument:
    document = json.loads(decode(content))
    outline = Outline()
    if "catalog" in document:
        root = document["catalog"]
        _Catalog.of(root, outline).write(root, level=1)
    else:
        root = document["profile"]
        _write_profile(root, outline)
    about = root["metadata"]
    known = {key: about[key] for key in ("version", "last-modified") if about.get(key)}
    return outline.document(name, title=str(about["title"]), metadata=known)


def label(element: Json, fallback: str = "") -> str:
    """Return the label as it is printed; newer catalogs add zero-padded ones with a class."""
    labels = [prop for prop in element.get("props", ()) if prop["name"] == "label"]
    printed = [prop for prop in labels if not prop.get("class")] or labels
    return str(printed[0]["value"]).strip() if printed else fallback


def control_name(control_id: str) -> str:
    """Write ``ac-17.1`` as NIST prints it, ``AC-17(1)``; other identifiers stay as they are."""
    match = NIST_ID.fullmatch(control_id)
    if match is None:
        return control_id
    enhancement = f"({match[3]})" if match[3] else ""
    return f"{match[1].upper()}-{match[2]}{enhancement}"


@dataclass(frozen=True)
class _Catalog:
    outline: Outline
    parameters: Mapping[str, Json]
    names: Mapping[str, str]  # of controls and of the parts of their statements

    @classmethod
    def of(cls, root: Json, outline: Outline) -> "_Catalog":
        controls = list(_controls(root))
        parameters = {one["id"]: one for place in _places(root) for one in place.get("params", ())}
        names: dict[str, str] = {}
        for control in controls:
            names |= _names(control, label(control, control_name(control["id"])))
        return cls(outline, parameters, names)

    def write(self, group: Json, level: int) -> None:
        for part in group.get("parts", ()):
            for paragraph in paragraphs(self._filled(part.get("prose", ""))):
                self.outline.paragraph(paragraph)
        for below in group.get("groups", ()):
            self.outline.heading(below.get("title", ""), level)
            self.write(below, level + 1)
        for control in group.get("controls", ()):
            self._control(control, level)

    def _control(self, control: Json, level: int) -> None:
        name = self.names[control["id"]]
        at = Place(item=name)
        if _status(control) == "withdrawn":
            self.outline.leave(level)
            self.outline.paragraph(self._withdrawal(control), at)
        else:
            self.outline.heading(f"{name} {control['title']}", level, at)
            self._parts(control, "statement", at)
            self._guidance(control, at)
        for enhancement in control.get("controls", ()):
            self._control(enhancement, level + 1)

    def _guidance(self, control: Json, at: Place) -> None:
        """Set guidance apart from the statement, which alone binds."""
        guidance = [part for part in control.get("parts", ()) if part["name"] == "guidance"]
        related = [link for link in control.get("links", ()) if link.get("rel") == "related"]
        if guidance or related:
            self.outline.heading("Guidance", GUIDANCE_LEVEL, at)
        self._parts(control, "guidance", at)
        if related:
            names = ", ".join(self._name(link["href"]) for link in related)
            self.outline.paragraph(f"Related controls: {names}.", at)

    def _parts(self, element: Json, kind: str, at: Place) -> None:
        for part in element.get("parts", ()):
            if part["name"] == kind:
                for paragraph in paragraphs(self._filled(part.get("prose", ""))):
                    self.outline.paragraph(paragraph, at)
                self._items(part, at, depth=0)

    def _items(self, part: Json, at: Place, depth: int) -> None:
        for item in part.get("parts", ()):
            words = flat(self._filled(item.get("prose", "")))
            self.outline.item(words, label(item, "-"), depth, at)
            self._items(item, at, depth + 1)

    def _withdrawal(self, control: Json) -> str:
        told = f"{self.names[control['id']]} {control['title']}: withdrawn"
        for relation, words in MOVED.items():
            links = [link for link in control.get("links", ()) if link.get("rel") == relation]
            if links:
                told += f", {words} {' and '.join(self._name(link['href']) for link in links)}"
        return f"{told}."

    def _name(self, href: str) -> str:
        target = href.removeprefix("#")
        return self.names.get(target, control_name(target))

    def _filled(self, prose: str, depth: int = 0) -> str:
        if depth == DEEPEST_INSERT:
            return prose
        return INSERT.sub(lambda insert: self._parameter(insert[1], depth), prose)

    def _parameter(self, parameter_id: str, depth: int) -> str:
        parameter = self.parameters.get(parameter_id, {})
        if values := parameter.get("values"):
            return ", ".join(map(str, values))
        if select := parameter.get("select"):
            several = " (one or more)" if select.get("how-many") == "one-or-more" else ""
            choices = [self._filled(choice, depth + 1) for choice in select.get("choice", ())]
            return f"[selection{several}: {'; '.join(choices)}]"
        words = str(parameter.get("label", "value"))
        return (
            f"[{words}]" if words.startswith("organization-") else f"[organization-defined {words}]"
        )


def _places(group: Json) -> Iterator[Json]:
    """Yield everything that may declare parameters."""
    yield group
    for below in (*group.get("groups", ()), *group.get("controls", ())):
        yield from _places(below)


def _controls(group: Json) -> Iterator[Json]:
    for control in group.get("controls", ()):
        yield control
        yield from _controls(control)
    for below in group.get("groups", ()):
        yield from _controls(below)


def _names(element: Json, name: str) -> dict[str, str]:
    """Name a control and the parts of its statement as they are cited: ``AC-2``, ``AC-2k``."""
    named = {str(element["id"]): name} if "id" in element else {}
    for part in element.get("parts", ()):
        named |= _names(part, name + label(part).rstrip("."))
    return named


def _status(control: Json) -> str:
    found = [prop["value"] for prop in control.get("props", ()) if prop["name"] == "status"]
    return str(found[0]).lower() if found else ""


def _write_profile(root: Json, outline: Outline) -> None:
    outline.heading(root["metadata"]["title"], 1)
    resources = {one["uuid"]: one for one in root.get("back-matter", {}).get("resources", ())}
    for source in root.get("imports", ()):
        origin = _origin(str(source["href"]), resources)
        if "include-all" in source:
            outline.paragraph(f"Selects all controls of {origin}.")
        for verb, key in (("Selects", "include-controls"), ("Leaves out", "exclude-controls")):
            _write_selection(verb, origin, source.get(key, ()), outline)
    for parameter in root.get("modify", {}).get("set-parameters", ()):
        values = ", ".join(map(str, parameter.get("values", ()))) or label(parameter)
        outline.paragraph(f"Sets {parameter['param-id']} to {values}.")


def _origin(href: str, resources: Mapping[str, Json]) -> str:
    if not href.startswith("#"):
        return href
    resource = resources.get(href[1:], {})
    links = [str(link["href"]).rpartition("/")[2] for link in resource.get("rlinks", ())]
    return str(resource.get("title") or resource.get("description") or "") or (
        links[0] if links else "the imported catalog"
    )


def _write_selection(verb: str, origin: str, chosen: list[Json], outline: Outline) -> None:
    ids = [one for choice in chosen for one in choice.get("with-ids", ())]
    if not ids:
        return
    outline.paragraph(f"{verb} {len(ids)} controls of {origin}:")
    for family, members in groupby(ids, key=lambda one: str(one).partition("-")[0]):
        outline.item(f"{family.upper()}: {', '.join(control_name(str(one)) for one in members)}")
