"""The shipped texts refer to what exists, cover every step, and say where they come from."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from corpus_of_tests import CORPUS, documents, texts
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.crosswalk import crosswalk
from isthmus_knowledge.obligations import obligations
from isthmus_knowledge.shipped import Collection, LicenceClass, ShippedDocument
from isthmus_knowledge.templates import shipped_templates


def unknown_numbers(text: str) -> list[str]:
    """Give the steps and activities that a text names and the catalogue does not have."""
    known = catalogue()
    steps = {step.id for step in known.steps}
    activities = {activity.id for activity in known.activities}
    return [
        *(each for each in re.findall(r"\b[Ss]tep (\d\.\d)\b", text) if each not in steps),
        *(each for each in re.findall(r"\(?\b(A\d\d)\b(?!\.)", text) if each not in activities),
    ]


def test_steps_and_activities_that_texts_name_exist() -> None:
    found = {name: wrong for name, text in texts() if (wrong := unknown_numbers(text))}
    assert not found
    assert unknown_numbers("See step 1.6 and step 2.4, (A68) and (A29).") == ["1.6", "A68"]


def broken_links(text: str, folder: Path) -> list[str]:
    """Give the targets of Markdown links that are neither an address nor a file."""
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    return [
        target
        for target in targets
        if not target.startswith(("https://", "http://"))
        and not (folder / target.partition("#")[0]).is_file()
    ]


def test_links_between_files_resolve() -> None:
    for name, text in texts():
        assert not broken_links(text, (CORPUS / name).parent), name


def test_a_broken_link_is_found() -> None:
    text = "[a](https://example.org) [b](../standards/nerc-cip.md#scope) [c](nowhere.md)"
    assert broken_links(text, CORPUS / "blueprint") == ["nowhere.md"]


def unresolved(slugs: list[str | None]) -> list[str]:
    known = {document.slug for document in documents()}
    return [slug for slug in slugs if slug is not None and slug not in known]


def test_the_digests_that_the_catalogue_names_exist() -> None:
    named = [
        *(standard.digest for standard in crosswalk().standards),
        *(regime.digest for regime in obligations().regimes),
    ]
    assert not unresolved(named)
    assert unresolved(["no-such-digest"]) == ["no-such-digest"]


def test_every_digest_has_its_place_in_the_crosswalk() -> None:
    digests = {file.stem for file in (CORPUS / "standards").glob("*.md")}
    assert digests == {standard.digest for standard in crosswalk().standards}


STEPS_OF_CONTROLS = {"1.4", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"}
FEWEST_TERMS_OF_A_CHAPTER = 20


def coverage() -> dict[str, set[str]]:
    """Give, for each kind of content, the steps that it covers."""
    return {
        "chapter": {document.step for document in documents() if document.step},
        "activity": {activity.step for activity in catalogue().activities},
        "template": {template.step for template in shipped_templates()},
        "crosswalk": {step for topic in crosswalk().topics for step in topic.steps},
        "obligation": {each.step for each in obligations().entries},
        "glossary": {
            document.step
            for document in documents()
            if document.step and len(terms_in(document)) >= FEWEST_TERMS_OF_A_CHAPTER
        },
    }


def terms_in(document: ShippedDocument) -> set[str]:
    """Give the glossary's terms that a document uses, by name or alias."""
    text = " ".join(block.text for block in document.loaded.blocks).casefold()
    return {
        entry.term
        for entry in catalogue().glossary
        if any(
            re.search(rf"\b{re.escape(name.casefold())}\b", text)
            for name in (entry.term, *entry.aliases)
            if len(name) > 3
        )
    }


def uncovered(covered: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Give each kind of content with a step that it should cover and does not."""
    steps = {step.id for step in catalogue().steps}
    wanted = {
        "chapter": steps,
        "activity": steps,
        "template": steps,
        "glossary": steps,
        "crosswalk": STEPS_OF_CONTROLS,
        "obligation": STEPS_OF_CONTROLS | {"1.2", "1.3", "2.1"},
    }
    return {(kind, step) for kind, all_of in wanted.items() for step in all_of - covered[kind]}


def test_every_step_is_covered_by_every_kind_of_content() -> None:
    assert not uncovered(coverage())


@pytest.mark.parametrize("kind", ["chapter", "activity", "template", "glossary"])
def test_a_step_without_content_is_found(kind: str) -> None:
    covered = coverage()
    assert uncovered({**covered, kind: covered[kind] - {"2.4"}}) == {(kind, "2.4")}


def test_a_chapter_without_the_glossarys_words_is_found() -> None:
    chapter = next(document for document in documents() if document.step == "2.4")
    title = replace(chapter.loaded, blocks=chapter.loaded.blocks[:1])
    assert len(terms_in(replace(chapter, loaded=title))) < FEWEST_TERMS_OF_A_CHAPTER


def incomplete(document: ShippedDocument) -> list[str]:
    """Give what a document's front matter lacks, beyond what is refused when it is read."""
    checks = {
        "its title is not its heading": document.loaded.title == document.title,
        "its licence is unknown": document.licence_class is not LicenceClass.UNKNOWN,
        "it has no source with https": any(
            source.url.startswith("https://") for source in document.sources
        ),
        "a source has no title": all(source.title.strip() for source in document.sources),
        "it does not say what it paraphrases": bool(document.paraphrase_of)
        or document.collection is not Collection.STANDARDS,
        "its file name is not plain": bool(re.fullmatch(r"[a-z0-9.-]+", document.slug)),
    }
    return [fault for fault, is_met in checks.items() if not is_met]


def test_front_matter_is_complete() -> None:
    found = {document.slug: faults for document in documents() if (faults := incomplete(document))}
    assert not found


def test_a_gap_in_front_matter_is_found() -> None:
    digest = next(document for document in documents() if document.slug == "nerc-cip")
    assert incomplete(replace(digest, paraphrase_of=None)) == [
        "it does not say what it paraphrases"
    ]
    assert incomplete(replace(digest, title="Another", slug="NERC CIP", sources=())) == [
        "its title is not its heading",
        "it has no source with https",
        "its file name is not plain",
    ]
