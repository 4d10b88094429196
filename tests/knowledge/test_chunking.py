from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus_knowledge.chunking import PASSAGE_TOKENS, Chunked, CountTokens, chunk
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place
from isthmus_knowledge.passages import Passage, indexed_text

LIST_ITEM = BlockKind.LIST_ITEM


def count_words(text: str) -> int:
    return len(text.split())


def count_characters(text: str) -> int:
    """Count as a model does that takes each character for a token."""
    return sum(not character.isspace() for character in text)


def chunked(*blocks: Block, title: str = "Policy") -> Chunked:
    return chunk(LoadedDocument(title, blocks), count_words)


def texts(*blocks: Block) -> list[str]:
    return [passage.text for passage in chunked(*blocks).passages]


def sentence(words: int, name: str = "word") -> str:
    return " ".join([name.capitalize(), *[name] * (words - 1)]) + "."


def locators(*blocks: Block) -> list[str]:
    return [passage.locator for passage in chunked(*blocks).passages]


fragments = st.one_of(
    st.text(st.sampled_from("ab .!\n|-:é😀\0"), min_size=1, max_size=60),
    st.integers(1, 700).map(sentence),
    st.integers(1, 6).map(lambda count: " ".join([sentence(90)] * count)),
    st.just("x" * 9_000),
)
block_texts = fragments.map(str.strip).filter(bool)
headings = st.lists(st.sampled_from(["Scope", "Roles", "Access"]), max_size=2).map(tuple)
blocks = st.builds(
    Block,
    text=block_texts,
    kind=st.sampled_from(list(BlockKind)),
    headings=headings,
    place=st.builds(Place, page=st.one_of(st.none(), st.integers(1, 9))),
)
documents = st.builds(LoadedDocument, st.just("Policy"), st.lists(blocks, max_size=8).map(tuple))
counters = st.sampled_from([count_words, count_characters])


@given(documents, counters)
@settings(deadline=None, max_examples=60)
def test_each_passage_stands_in_the_text_where_it_says(
    loaded: LoadedDocument, count: CountTokens
) -> None:
    made = chunk(loaded, count)
    for passage in made.passages:
        assert made.text[passage.start : passage.end] == passage.text


@given(documents, counters)
@settings(deadline=None, max_examples=60)
def test_passages_are_numbered_in_order_and_never_overlap(
    loaded: LoadedDocument, count: CountTokens
) -> None:
    passages = chunk(loaded, count).passages
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert all(one.end <= other.start for one, other in pairwise(passages))


@given(documents, counters)
@settings(deadline=None, max_examples=60)
def test_the_text_of_every_block_but_headings_is_in_passages(
    loaded: LoadedDocument, count: CountTokens
) -> None:
    bodies = [block.text for block in loaded.blocks if block.kind is not BlockKind.HEADING]
    held = "".join(passage.text for passage in chunk(loaded, count).passages)
    assert "".join(held.split()) == "".join("".join(bodies).split())


@given(documents, counters)
@settings(deadline=None, max_examples=60)
def test_what_is_embedded_is_never_longer_than_the_model_reads(
    loaded: LoadedDocument, count: CountTokens
) -> None:
    passages = chunk(loaded, count).passages
    for text in (indexed_text(loaded.title, each) for each in passages):
        assert count(text) <= PASSAGE_TOKENS


@given(documents)
@settings(deadline=None, max_examples=30)
def test_a_passage_is_never_longer_than_a_person_reads(loaded: LoadedDocument) -> None:
    for passage in chunk(loaded, count_words).passages:
        assert len(passage.text) <= 4_000


@given(documents, counters)
@settings(deadline=None, max_examples=30)
def test_no_passage_mixes_sections_or_is_empty(loaded: LoadedDocument, count: CountTokens) -> None:
    paths = {block.headings for block in loaded.blocks}
    for passage in chunk(loaded, count).passages:
        assert passage.text.strip() == passage.text != ""
        assert passage.headings in paths


@given(documents)
@settings(deadline=None, max_examples=30)
def test_the_same_document_gives_the_same_passages(loaded: LoadedDocument) -> None:
    assert chunk(loaded, count_words) == chunk(loaded, count_words)


def test_short_blocks_of_a_section_share_a_passage() -> None:
    assert texts(Block("One."), Block("Two.")) == ["One.\n\nTwo."]


def test_list_items_stand_on_lines_of_their_own() -> None:
    assert texts(Block("- a", LIST_ITEM), Block("- b", LIST_ITEM)) == ["- a\n- b"]


def test_a_heading_starts_a_passage_and_is_not_in_it() -> None:
    made = chunked(
        Block("Before."),
        Block("Roles", BlockKind.HEADING),
        Block("The owner signs.", headings=("Roles",)),
    )
    assert [(each.headings, each.text) for each in made.passages] == [
        ((), "Before."),
        (("Roles",), "The owner signs."),
    ]


def test_an_empty_document_has_no_passages() -> None:
    assert chunked() == Chunked("", ())


def test_a_lead_in_moves_to_the_passage_of_its_list() -> None:
    filler, lead_in = Block(sentence(200)), Block("The owner shall:")
    items = [Block(f"- {sentence(60)}", LIST_ITEM), Block("- sign", LIST_ITEM)]
    first, second = texts(filler, lead_in, *items)
    assert first == filler.text
    assert second.startswith("The owner shall:\n\n- Word")


def test_a_lead_in_stays_behind_where_it_and_the_item_do_not_fit_together() -> None:
    filler, lead_in = Block(sentence(200)), Block(f"{sentence(20)[:-1]}:")
    item = Block(f"- {sentence(230)}", LIST_ITEM)
    first, second = texts(filler, lead_in, item)
    assert first.endswith(":")
    assert second == item.text


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    parts = texts(Block(" ".join([sentence(100)] * 5)))
    assert parts == [f"{sentence(100)} {sentence(100)}"] * 2 + [sentence(100)]


def test_a_long_sentence_is_cut_between_words() -> None:
    parts = texts(Block(sentence(1_000)))
    assert len(parts) > 4
    assert {word for part in parts for word in part.rstrip(".").split()} == {"Word", "word"}


def test_an_endless_word_is_cut_although_the_model_takes_it_for_one_token() -> None:
    parts = texts(Block("x" * 50_000))
    assert "".join(parts) == "x" * 50_000
    assert max(map(len, parts)) <= 4_000


def test_a_long_code_block_keeps_its_lines() -> None:
    code = "\n".join(f"rule {number} permit tcp host plant" for number in range(100))
    parts = texts(Block(code, BlockKind.CODE))
    assert "".join("".join(parts).split()) == "".join(code.split())


def test_an_endless_title_leaves_room_for_the_passage() -> None:
    loaded = LoadedDocument("title " * 5_000, (Block(sentence(200)),))
    passages = chunk(loaded, count_words).passages
    shown = [indexed_text(loaded.title, each) for each in passages]
    assert all(count_words(text) <= PASSAGE_TOKENS for text in shown)
    assert all(text.endswith(part.text) for text, part in zip(shown, passages, strict=True))


def test_what_is_embedded_names_title_and_headings_once() -> None:
    passage = Passage(0, 0, 4, "Text", ("Policy", "Roles"), "Roles")
    assert indexed_text("Policy", passage) == "Policy > Roles\nText"


@pytest.mark.parametrize(
    ("places", "locator"),
    [
        ((Place(),), "Roles"),
        ((Place(page=3), Place(page=3)), "Roles, page 3"),
        ((Place(page=3), Place(page=4)), "Roles, pages 3-4"),
        ((Place(slide=2),), "Roles, slide 2"),
        ((Place(section="3.2"),), "section 3.2, Roles"),
        ((Place(item="AC-17"),), "AC-17, Roles"),
        (
            (Place(sheet="Assets", cells="A2:C2"), Place(cells="A9:C9")),
            "Roles, sheet Assets, A2:C9",
        ),
    ],
)
def test_a_locator_says_where_the_passage_stands(places: tuple[Place, ...], locator: str) -> None:
    assert locators(*(Block("Text", headings=("Roles",), place=each) for each in places)) == [
        locator
    ]


def test_a_locator_does_not_repeat_what_the_heading_says() -> None:
    block = Block("Text", headings=("AC-17 Remote access",), place=Place(item="AC-17"))
    assert locators(block) == ["AC-17 Remote access"]


def test_a_passage_of_nowhere_is_counted() -> None:
    assert locators(Block("Text")) == ["passage 1"]
