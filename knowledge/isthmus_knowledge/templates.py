"""The templates of the programme: documents to copy, with [square brackets] to fill in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge.catalogue import Catalogue, Side, catalogue
from isthmus_knowledge.corpus_entries import Entry, Keys
from isthmus_knowledge.headers import Source, WrittenFile, read_written, sources_of

HEADER = Keys(
    frozenset(
        {
            "title",
            "step",
            "purpose",
            "filled_by",
            "approved_by",
            "also_called",
            "reviewed",
            "sources",
        }
    )
)
PLACEHOLDER = re.compile(r"\[[^\[\]\s][^\[\]]*\]")
BRACKET = re.compile(r"[\[\]]")
PART = "## "


@dataclass(frozen=True)
class Template:
    """A document to copy, as Markdown.

    ``step`` is the id of a programme step, ``filled_by`` and ``approved_by`` are names of roles,
    ``also_called`` is what people call it, and ``body`` is the text below the front matter.
    """

    slug: str
    title: str
    step: str
    purpose: str
    filled_by: str
    approved_by: str
    also_called: tuple[str, ...]
    reviewed: date
    sources: tuple[Source, ...]
    body: str

    @property
    def parts(self) -> tuple[str, ...]:
        lines = self.body.splitlines()
        return tuple(line.removeprefix(PART).strip() for line in lines if line.startswith(PART))


@cache
def shipped_templates() -> tuple[Template, ...]:
    """Read the shipped templates once; raise CorpusError where a file is wrong."""
    return read_templates(files("isthmus_knowledge") / "corpus" / "templates", catalogue())


def read_templates(folder: Traversable, known: Catalogue) -> tuple[Template, ...]:
    """Read the templates of one folder, in the order of the steps they belong to."""
    written = {
        file.name: read_written(file.read_bytes(), file.name, HEADER)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".md")
    }
    _refuse_shared_names([file.header for file in written.values()])
    templates = [_template(name, file, known) for name, file in written.items()]
    return tuple(sorted(templates, key=lambda template: (template.step, template.slug)))


def template_sections(templates: Iterable[Template], known: Catalogue) -> Iterator[str]:
    """Say in a section for each template what it is for, who uses it and what is in it."""
    for template in templates:
        yield "\n\n".join((f"{PART}{template.title}", *_paragraphs(template, known)))


def _paragraphs(template: Template, known: Catalogue) -> Iterator[str]:
    subject = f"The {_within(template.title)} template"
    in_sentence = {role.name: role.in_sentence for role in known.roles}
    yield template.purpose
    yield (
        f"{subject} is filled in by {in_sentence[template.filled_by]} and approved by "
        f"{in_sentence[template.approved_by]}, and belongs to step {template.step} "
        f"({known.step(template.step).title})."
    )
    yield f"{subject} has these parts: {', '.join(map(_within, template.parts))}."
    yield f"Also looked up as {', '.join(template.also_called)}."


def _within(text: str) -> str:
    """Write a title as it stands within a sentence; an acronym keeps its capitals."""
    first_word = text.split(maxsplit=1)[0]
    return text[:1].lower() + text[1:] if first_word[1:].islower() else text


def _template(name: str, file: WrittenFile, known: Catalogue) -> Template:
    header = file.header
    _check_body(file)
    return Template(
        slug=name.removesuffix(".md"),
        title=header.text("title"),
        step=header.choice("step", tuple(step.id for step in known.steps)),
        purpose=_purpose(header),
        filled_by=header.choice("filled_by", tuple(role.name for role in known.roles)),
        approved_by=_approver(header, known),
        also_called=header.texts("also_called"),
        reviewed=header.day("reviewed"),
        sources=sources_of(header),
        body="\n".join(file.lines).strip() + "\n",
    )


def _purpose(header: Entry) -> str:
    purpose, subject = header.text("purpose"), f"The {_within(header.text('title'))} template "
    if not purpose.startswith(subject):
        raise header.wrong("purpose", f"must start with '{subject.strip()}', to be quoted alone")
    return purpose


def _approver(header: Entry, known: Catalogue) -> str:
    """Read who approves: never who filled it in, nor an outsider, for the asset owner answers."""
    approver = header.choice(
        "approved_by",
        tuple(role.name for role in known.roles if role.side is not Side.EXTERNAL),
    )
    if approver == header.text("filled_by"):
        raise header.wrong("approved_by", "is also filled_by; nobody approves their own work")
    return approver


def _check_body(file: WrittenFile) -> None:
    heading = f"# {file.header.text('title')}"
    written = [line for line in file.lines if line.strip()]
    if written[:1] != [heading]:
        raise file.below.error(0, f"the text must start with the heading '{heading}'")
    for number, line in enumerate(file.lines):
        if BRACKET.search(PLACEHOLDER.sub("", line)):
            raise file.below.error(
                number, "a bracket is open, empty or within another; write [what to fill in]"
            )
    if not any(PLACEHOLDER.search(line) for line in file.lines):
        raise file.below.error(0, "nothing is left to fill in; write [what to fill in] somewhere")
    if not any(line.startswith(PART) for line in file.lines):
        raise file.below.error(0, f"the text has no part; write a heading such as '{PART}Scope'")


def _refuse_shared_names(headers: Iterable[Entry]) -> None:
    """Refuse a name that another template goes by too, so that a name finds one template only."""
    owners: dict[str, Entry] = {}
    for key, name, header in _names(headers):
        owner = owners.setdefault(name.casefold(), header)
        if owner is not header:
            taken_by = owner.text("title")
            raise header.wrong(key, f"'{name}' is a name of the template '{taken_by}' already")


def _names(headers: Iterable[Entry]) -> Iterator[tuple[str, str, Entry]]:
    for header in headers:
        yield "title", header.text("title"), header
        for name in header.texts("also_called"):
            yield "also_called", name, header
