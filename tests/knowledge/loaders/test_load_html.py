from isthmus_knowledge.documents import BlockKind, LoadedDocument
from isthmus_knowledge.loaders import html


def load(written: str) -> LoadedDocument:
    return html.load(written.encode(), "page.html")


def texts(written: str) -> list[str]:
    return [block.text for block in load(written).blocks]


def test_menus_scripts_and_page_headers_are_dropped() -> None:
    page = (
        "<!doctype html><title>T</title><style>p{}</style><header><h1>Site</h1></header>"
        "<nav><ul><li>Home</ul></nav><main><h1>1 Access</h1><p>Ask <b>first</b>.</main>"
        "<footer>Imprint</footer><script>x()</script><!-- no --><p hidden>no</p>"
        "<p style='display: none'>no</p>"
    )
    document = load(page)
    assert [block.text for block in document.blocks] == ["1 Access", "Ask first."]
    assert document.title == "1 Access"
    assert document.blocks[1].place.section == "1"


def test_the_pages_title_serves_where_there_is_no_top_heading() -> None:
    assert load("<title>Access policy</title><h2>Scope</h2><p>All.").title == "Access policy"


def test_text_between_blocks_is_a_paragraph_of_its_own() -> None:
    assert texts("<div>Before <i>it</i><p>inside</p>after<br>that</div>") == [
        "Before it",
        "inside",
        "after\nthat",
    ]


def test_lists_keep_marks_numbers_and_depth() -> None:
    assert texts("<ol start=3 type=a><li>x<ul><li><p>y</p></ul><li>z</ol>") == [
        "c. x",
        "  - y",
        "d. z",
    ]


def test_a_definition_stands_behind_its_term() -> None:
    assert texts("<dl><dt>Zone<dd>Assets with one need.</dl>") == ["Zone: Assets with one need."]


def test_merged_cells_are_repeated_under_their_headers() -> None:
    table = (
        "<table><caption>Letters</caption><tr><th>Role<th colspan=2>Letters</tr>"
        "<tr><td rowspan=2>Plant manager<td>A<td>R</tr><tr><td>C<td>I</tr></table>"
    )
    assert texts(table) == [
        "Letters",
        "Role: Plant manager | Letters: A | Letters: R",
        "Role: Plant manager | Letters: C | Letters: I",
    ]


def test_a_table_with_headers_in_its_first_column_pairs_them() -> None:
    assert texts("<table><tr><th>Owner<td>Plant manager</tr></table>") == ["Owner: Plant manager"]


def test_a_table_without_headers_is_told_as_it_stands() -> None:
    assert texts("<table><tr><td>a<td>b</tr></table>") == ["a | b"]


def test_preformatted_text_is_code() -> None:
    block = load("<pre>a\n  b</pre>").blocks[0]
    assert (block.kind, block.text) == (BlockKind.CODE, "a\n  b")


def test_the_declared_encoding_is_used() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert html.load(page, "a.html").blocks[0].text == "Łódź"
