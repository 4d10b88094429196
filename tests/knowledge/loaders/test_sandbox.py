import json
import sys
from collections.abc import Iterator

import pytest

from isthmus_knowledge import loaders
from isthmus_knowledge.bundles import Bundle, LeftOut, Loaded, Sitemap
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place, UnreadableError
from isthmus_knowledge.loaders import Limits, child, envelope, sandbox
from make_documents import docx, lines, pdf, pptx, sheet_of, zipped

MARKDOWN = b"---\ntitle: Access\nreview: 2026-01-31\n---\n\n## 3.2 Vendors\n\n* Ask first.\n"
SAMPLES = {
    "a.md": MARKDOWN,
    "a.html": b"<h1>Access</h1><table><tr><th>Role<th>Letter<tr><td>CISO<td>A</table>",
    "a.pdf": pdf(lines("1 Scope", "Text of the scope.")),
    "a.docx": docx(lambda document: document.add_paragraph("Text.")),
    "a.pptx": pptx(lambda deck: deck.slides.add_slide(deck.slide_layouts[0])),
    "a.xlsx": sheet_of(("Role", "Task", "Letter"), ("CISO", "Rule", "A")),
    "a.eml": b"From: a@b.example\nSubject: S\nMIME-Version: 1.0\n\nText.",
    "a.zip": zipped({"a.md": b"# A", "b/c.txt": b"Text."}),
    "a.xml": b"<urlset><url><loc>https://site.example/</loc></url></urlset>",
    "a.json": b'{"catalog": {"metadata": {"title": "T"}, "groups": [{"title": "Access"}]}}',
}


def answering(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def document(loaded: Loaded) -> LoadedDocument:
    assert isinstance(loaded, LoadedDocument)
    return loaded


def refusal(content: bytes, limits: Limits, *command: str) -> str:
    if not command:
        with pytest.raises(UnreadableError) as refused:
            loaders.load(content, "a.md", limits)
    else:
        with pytest.raises(UnreadableError) as refused:
            sandbox.load(content, "a.md", limits, command)
    return str(refused.value)


def test_a_file_is_read_in_a_process_of_its_own_as_in_this_one() -> None:
    assert loaders.load(MARKDOWN, "a.md") == loaders.load_in_process(MARKDOWN, "a.md")
    assert document(loaders.load(MARKDOWN, "a.md")).metadata["review"] == "2026-01-31"


def test_names_of_any_letters_are_passed_on() -> None:
    assert document(loaders.load(b"Text.", 'Zugänge "x"\0.md')).title == 'Zugänge "x"'


def test_a_file_over_the_limit_is_refused_with_the_limit() -> None:
    reason = refusal(bytes(3_000_000), Limits(content_bytes=2_000_000))
    assert reason.startswith("a.md has 3.0 MB; at most 2 MB can be read.")


def test_a_file_that_takes_too_long_is_stopped() -> None:
    slow = b"*a* [b](c) " * 300_000
    assert "longer than 1 seconds" in refusal(slow, Limits(seconds=1, seconds_a_megabyte=0))


def test_a_child_that_only_waits_is_stopped() -> None:
    waiting = answering("import time; time.sleep(60)")
    assert "longer than 1 seconds" in refusal(b"", Limits(seconds=1), *waiting)


def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    reason = refusal(b"word " * 20_000_000, Limits(content_bytes=10**9, memory_bytes=150_000_000))
    assert "more than 150 MB of memory" in reason


def test_a_file_with_too_much_text_is_refused() -> None:
    assert "MB of text" in refusal(b"word " * 500_000, Limits(output_bytes=1_000_000))


def test_the_death_of_a_child_is_the_files_fault_and_nobody_elses() -> None:
    assert "made its reader fail" in refusal(b"", Limits(), *answering("import os; os.abort()"))
    assert document(loaders.load(b"Text.", "a.md")).blocks[0].text == "Text."


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        '{"title": "T", "metadata": {}, "blocks": [["text", "evil", [], {}]]}',
        '{"title": "T", "metadata": {}, "blocks": [["text", "code", "x", {}]]}',
        '{"title": "T", "metadata": {}, "blocks": [["text", "code", [], {"page": "1"}]]}',
        '{"title": "T", "metadata": {}, "blocks": [["text", "code", [], {"other": "1"}]]}',
        '{"title": "T", "metadata": [], "blocks": []}',
        '{"title": 1, "metadata": {}, "blocks": []}',
        '{"reason": {}, "fault": ""}',
        '{"pages": "x", "sitemaps": []}',
        '{"enclosed": [["a", -1]], "left_out": [], "document": null}',
        '{"enclosed": [["a", "1"]], "left_out": [], "document": null}',
        '{"enclosed": [], "left_out": [["a"]], "document": null}',
        '{"enclosed": [], "left_out": [], "document": "x"}',
        "[" * 100_000,
    ],
)
def test_an_answer_of_any_other_shape_is_refused(answer: str) -> None:
    with pytest.raises(UnreadableError, match="not read to its end"):
        envelope.unseal(answer.encode())


def test_a_sealed_document_comes_out_as_it_went_in() -> None:
    place = Place(1, 2, "RACI", "A1:B2", "3.2", "AC-2")
    loaded = LoadedDocument(
        "T", (Block("x", BlockKind.CODE, ("a", "b"), place), Block("y")), {"k": [1, None]}
    )
    assert envelope.unseal(envelope.seal(loaded)) == loaded


def test_a_sealed_bundle_or_sitemap_comes_out_as_it_went_in() -> None:
    inside = LoadedDocument("T", (Block("x"),))
    packed = envelope.Packed(inside, (("a/b.md", 3),), (LeftOut("../c", "It points outside."),))
    sitemap = Sitemap(("https://site.example/a",), ())
    assert envelope.unseal(envelope.seal(packed)) == packed
    assert envelope.unseal(envelope.seal(sitemap)) == sitemap


def test_the_files_of_an_archive_come_out_of_the_child_one_by_one() -> None:
    content = zipped({"a.md": b"# A", "sub/b.bin": bytes(range(256)) * 500, "empty.txt": b""})
    bundle = loaders.load(content, "all.zip")
    assert isinstance(bundle, Bundle)
    found = {each.name: each.read() for each in bundle.enclosed}
    expected = {"a.md": b"# A", "sub/b.bin": bytes(range(256)) * 500, "empty.txt": b""}
    assert found == expected


def test_a_bundle_that_claims_more_than_it_wrote_gives_no_more() -> None:
    told = """print('{"enclosed": [["a", 999]], "left_out": [], "document": null}')"""
    bundle = sandbox.load(b"", "a", Limits(), answering(told))
    assert isinstance(bundle, Bundle)
    assert bundle.enclosed[0].read() == b""


def test_the_child_knows_no_secrets_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_SECRET", "canary")
    told = (
        "import json, os; print(json.dumps({'title': json.dumps(dict(os.environ)),"
        " 'metadata': {}, 'blocks': []}))"
    )
    environment = json.loads(document(sandbox.load(b"", "a", Limits(), answering(told))).title)
    assert set(environment) <= {"PYTHONPATH", "LC_CTYPE"}


def test_the_child_loads_none_of_the_heavy_libraries() -> None:
    told = (
        "import json, sys; import isthmus_knowledge.loaders.child;"
        " from isthmus_knowledge.loaders import docx, html, markdown, oscal, pdf, pptx, stix;"
        " print(json.dumps({'title': ' '.join(sys.modules), 'metadata': {}, 'blocks': []}))"
    )
    loaded = document(sandbox.load(b"", "a", Limits(), answering(told))).title.split()
    assert not {"torch", "chromadb", "sentence_transformers", "numpy"} & set(loaded)


def test_a_fault_of_a_parser_is_logged_without_words_of_the_document(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        loaders.load(b'{"catalog": {"metadata": "canary"}}', "a.json")
    assert "AttributeError in oscal.py" in caplog.text
    assert "canary" not in caplog.text


def damaged() -> Iterator[tuple[str, bytes]]:
    for name, content in SAMPLES.items():
        for part in range(1, 12):
            at = len(content) * part // 12
            yield name, content[:at]
            yield name, content[:at] + b"\xff\0<&[" + content[at:]
            yield name, content[:at] + content[at + 7 :]


def test_a_damaged_file_of_any_format_is_read_or_refused_with_a_reason() -> None:
    for name, content in damaged():
        result = child.read(content, name)
        assert result.reason if isinstance(result, envelope.Failure) else result
