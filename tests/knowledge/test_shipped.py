import shutil
from datetime import date
from pathlib import Path

import pytest

import isthmus_knowledge
from isthmus_knowledge.catalogue_text import topic_heading
from isthmus_knowledge.crosswalk import crosswalk
from isthmus_knowledge.documents import BlockKind
from isthmus_knowledge.loaders import markdown
from isthmus_knowledge.obligations import obligations
from isthmus_knowledge.shipped import (
    Collection,
    CorpusError,
    LicenceClass,
    ShippedDocument,
    catalogue,
    read_documents,
    shipped_documents,
)
from isthmus_knowledge.templates import shipped_templates

SHIPPED = Path(isthmus_knowledge.__file__).parent / "corpus"
CHAPTER = """\
---
title: "Step 9: A chapter"
collection: blueprint
edition: 2026.10
licence_class: attribution
step: 1.1
reviewed: 2026-11-22
sources:
  - title: A source
    url: https://example.org/a
---

# Step 9: A chapter

## Purpose

A chapter says what to do.
"""


@pytest.fixture(scope="module")
def documents() -> dict[str, ShippedDocument]:
    return {document.slug: document for document in shipped_documents()}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Give a corpus with the shipped catalogue and templates and one chapter of its own."""
    (tmp_path / "standards").mkdir()
    (tmp_path / "blueprint").mkdir()
    (tmp_path / "blueprint" / "9-chapter.md").write_text(CHAPTER, encoding="utf-8")
    for folder in ("catalogue", "templates"):
        shutil.copytree(SHIPPED / folder, tmp_path / folder)
    return tmp_path


def section(document: ShippedDocument, heading: str) -> str:
    blocks = document.loaded.blocks
    return " ".join(block.text for block in blocks if block.headings[-1:] == (heading,))


def test_the_shipped_corpus_is_valid(documents: dict[str, ShippedDocument]) -> None:
    assert len(documents) >= 15
    for document in documents.values():
        assert document.loaded.blocks
        assert document.loaded.title == document.title
        assert document.sources


def test_every_step_has_a_chapter_in_the_blueprint(documents: dict[str, ShippedDocument]) -> None:
    chapters = [document.step for document in documents.values() if document.step]
    assert sorted(chapters) == [step.id for step in catalogue().steps]


def test_a_digest_of_a_standard_says_what_it_paraphrases(
    documents: dict[str, ShippedDocument],
) -> None:
    digests = [doc for doc in documents.values() if doc.collection is Collection.STANDARDS]
    assert digests
    assert all(document.paraphrase_of for document in digests)


def test_a_documents_content_loads_to_what_it_holds(
    documents: dict[str, ShippedDocument],
) -> None:
    for slug, document in documents.items():
        assert markdown.load(document.content, f"{slug}.md") == document.loaded


def test_reading_the_corpus_twice_gives_the_same_bytes(
    documents: dict[str, ShippedDocument],
) -> None:
    again = {document.slug: document.content for document in shipped_documents()}
    assert again == {slug: document.content for slug, document in documents.items()}


def test_every_entry_of_the_catalogue_has_its_own_heading(
    documents: dict[str, ShippedDocument],
) -> None:
    known = catalogue()
    expected = {
        "glossary": [entry.term for entry in known.glossary],
        "roles": [role.name for role in known.roles],
        "responsibilities-by-activity": [
            f"{activity.name} ({activity.id}, step {activity.step})"
            for activity in known.activities
        ],
        "crosswalk-of-standards-by-topic": [topic_heading(topic) for topic in crosswalk().topics],
        "templates": [template.title for template in shipped_templates()],
    }
    for slug, headings in expected.items():
        blocks = documents[slug].loaded.blocks
        found = [block.text for block in blocks if block.kind is BlockKind.HEADING]
        assert found[1:] == headings


def test_every_activitys_text_names_its_roles(documents: dict[str, ShippedDocument]) -> None:
    known = catalogue()
    for activity in known.activities:
        heading = f"{activity.name} ({activity.id}, step {activity.step})"
        text = section(documents["responsibilities-by-activity"], heading).casefold()
        holders = (
            activity.accountable,
            *activity.responsible,
            *activity.consulted,
            *activity.informed,
        )
        assert all(known.role(role_id).name.casefold() in text for role_id in holders), activity.id
        assert text.count(activity.doing.casefold()) >= 4, activity.id


def test_an_activitys_sentences_answer_who_questions(
    documents: dict[str, ShippedDocument],
) -> None:
    document = documents["responsibilities-by-activity"]
    text = section(document, "Patch OT or apply compensating controls (A29, step 3.2)")
    doing = "patching OT or applying compensating controls"
    assert text.startswith(
        f"The operations director (OT asset owner) is accountable for {doing}. "
        "The control systems engineer and the maintenance and reliability engineer are "
        f"responsible for {doing}. The OT security lead, the IT infrastructure and identity "
        "operations team, the product supplier and the process safety engineer are consulted on "
        f"{doing}. The security operations and incident lead and the maintenance service "
        f"provider are informed about {doing}."
    )
    assert "firmware" in text
    assert "Basis: CISA CPG 1.0.1 1.E." in text


def test_a_roles_text_says_what_the_role_is_accountable_for(
    documents: dict[str, ShippedDocument],
) -> None:
    text = section(documents["roles"], "Plant or site manager")
    assert (
        "In phase 2 (Align), the plant or site manager is accountable for keeping the OT asset "
        "inventory current (A14); controlling OT changes (management of change) (A19); deciding "
        "to isolate or stop the process (A22); agreeing maintenance windows for security work "
        "(A39)."
    ) in text
    assert "plant manager" in text


def test_a_terms_text_tells_it_from_ot(documents: dict[str, ShippedDocument]) -> None:
    text = section(documents["glossary"], "Patch")
    for start in ("A patch is", "In IT, a patch", "In OT, a patch", "Also looked up as patching"):
        assert start in text


def test_a_topics_text_says_what_each_standard_asks_for(
    documents: dict[str, ShippedDocument],
) -> None:
    document = documents["crosswalk-of-standards-by-topic"]
    for topic in crosswalk().topics:
        text = section(document, topic_heading(topic))
        assert text.startswith(f"{topic.name} ({topic.aliases[0]}) is a topic of {len(topic.rows)}")
        for row in topic.rows:
            said = f"- {row.asks.removesuffix('.')} ({', '.join(row.ids)})."
            assert said in text, (topic.id, row.standard)


def test_a_regimes_text_says_whom_it_binds_and_its_deadlines(
    documents: dict[str, ShippedDocument],
) -> None:
    document = documents["obligations-by-regime"]
    assert section(document, "Whom does NIS2 bind?").startswith("NIS2 applies to entities of")
    assert section(document, "Is ISA/IEC 62443 mandatory?").startswith("ISA/IEC 62443 is not")
    text = section(document, "NIS2: reporting a significant incident")
    assert text.startswith("NIS2 requires an early warning to the CSIRT or the competent authority")
    assert "The obligation under Article 23 of NIS2 applies from 18 October 2024." in text
    assert "See also step 2.4 (Business continuity, disaster recovery and incident" in text


def test_every_obligation_has_its_own_section(documents: dict[str, ShippedDocument]) -> None:
    known = obligations()
    blocks = documents["obligations-by-regime"].loaded.blocks
    headings = [block.text for block in blocks if block.kind is BlockKind.HEADING]
    assert len(headings) == len(set(headings)) == 1 + len(known.regimes) + len(known.entries)
    assert {each.title for each in known.entries} <= set(headings)


def test_a_chapter_is_read_with_its_front_matter(corpus: Path) -> None:
    chapter, *made = read_documents(corpus)
    assert chapter.slug == "9-chapter"
    assert chapter.title == "Step 9: A chapter"
    assert chapter.collection is Collection.BLUEPRINT
    assert chapter.licence_class is LicenceClass.ATTRIBUTION
    assert chapter.edition == "2026.10"
    assert chapter.reviewed == date(2026, 11, 22)
    assert chapter.step == "1.1"
    assert chapter.paraphrase_of is None
    assert [source.url for source in chapter.sources] == ["https://example.org/a"]
    assert chapter.content == CHAPTER.encode()
    assert [document.title for document in made] == [
        "Glossary",
        "Roles",
        "Responsibilities by activity",
        "Crosswalk of standards by topic",
        "Obligations by regime",
        "Templates",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("collection: blueprint", "collection: books", "collection is 'books'; it must be one of"),
        ("licence_class: attribution", "licence_class: free", "licence_class is 'free'; it must"),
        ("step: 1.1", "step: 1.6", "step is '1.6'; it must be one of 1.1, 1.2,"),
        ("reviewed: 2026-11-22", "reviewed: last week", "reviewed is 'last week'; it must be a"),
        ("reviewed: 2026-11-22", "reviewed: 2026-02-30", "reviewed is '2026-02-30'; it must"),
        ("url: https:", "url: ftp:", "url is 'ftp://example.org/a'; it must start with https://"),
        ("edition:", "editor: me\nedition:", "editor is an unknown key; known keys are collection"),
        ("edition: 2026.10", "edition: [1, 2]", "edition must be one text"),
        ("edition: 2026.10", "edition: ", "edition is empty"),
        ('title: "Step 9: A chapter"', "title: Step 9: A chapter", "this is not valid YAML: "),
    ],
)
def test_a_mistake_in_a_chapter_is_shown_with_file_and_line(
    corpus: Path, old: str, new: str, reason: str
) -> None:
    line = CHAPTER[: CHAPTER.index(old)].count("\n") + 1
    file = corpus / "blueprint" / "9-chapter.md"
    file.write_text(CHAPTER.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as refused:
        read_documents(corpus)
    assert str(refused.value).startswith(f"9-chapter.md, line {line}: {reason}")


@pytest.mark.parametrize("content", ["", "# No front matter\n", "---\ntitle: Never closed\n"])
def test_a_chapter_without_front_matter_is_refused(corpus: Path, content: str) -> None:
    (corpus / "blueprint" / "9-chapter.md").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^9-chapter\.md, line 1: the front matter"):
        read_documents(corpus)


def test_a_missing_key_is_shown_where_the_front_matter_begins(corpus: Path) -> None:
    file = corpus / "blueprint" / "9-chapter.md"
    file.write_text(CHAPTER.replace("edition: 2026.10\n", ""), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^9-chapter\.md, line 2: edition is missing$"):
        read_documents(corpus)


def test_two_documents_cannot_have_the_same_file_name(corpus: Path) -> None:
    shutil.copy(corpus / "blueprint" / "9-chapter.md", corpus / "standards")
    with pytest.raises(CorpusError, match=r"^9-chapter\.md, line 1: two documents have this"):
        read_documents(corpus)


def test_a_file_that_is_not_markdown_is_left_alone(corpus: Path) -> None:
    (corpus / "blueprint" / "notes.txt").write_text("Not a chapter.", encoding="utf-8")
    assert len(read_documents(corpus)) == 7


def test_a_mistake_in_a_catalogue_documents_header_is_shown_with_file_and_line(
    corpus: Path,
) -> None:
    file = corpus / "catalogue" / "roles.yaml"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index("licence_class")].count("\n") + 1
    file.write_text(text.replace("licence_class: attribution", "licence_class: ours"))
    with pytest.raises(CorpusError) as refused:
        read_documents(corpus)
    assert str(refused.value).startswith(f"roles.yaml, line {line}: licence_class is 'ours'")
