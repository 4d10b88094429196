"""The lexical index, and the only door to tantivy: stemmed words, pairs of words, and ids."""

import inspect
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from math import log
from pathlib import Path
from typing import Final

import tantivy
from tantivy import Document, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from isthmus_knowledge import analysis, passages
from isthmus_knowledge.analysis import (
    identifiers,
    pairs,
    specific_identifiers,
    subject_identifier,
    telling_stems,
    terms,
)
from isthmus_knowledge.index import Entry, Scored
from isthmus_knowledge.passages import innermost_heading
from isthmus_knowledge.sources import known_sources, without_names

PAIR_WEIGHT: Final = 0.5
ABOUT_WEIGHT: Final = 6.0
SAME_WEIGHT: Final = 0.4
_WRITER_BYTES: Final = 48_000_000
_UNSEEN: Final = 500
_OPENING: Final = 60  # characters, which hold any id that a passage opens with
_MOST_QUERY_TERMS: Final = 400


class LexicalIndex:
    """BM25 over words and adjacent pairs of words; on disk below ``folder``, else in memory."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._schema = _schema()
        self._index = Index(self._schema, path=str(folder) if folder is not None else None)
        analyzer = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaces", analyzer)

    def apply(self, added: Sequence[Entry], removed: Collection[tuple[str, str]]) -> None:
        """Add entries (each replaces its namesake) and drop ``(audience, revision)`` pairs."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for audience, revision in removed:
            writer.delete_documents_by_term("stand", _stand(audience, revision))
        for entry in added:
            writer.delete_documents_by_term("passage", entry.passage)
        for entry in added:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def query(
        self, question: str, audiences: Collection[str], top: int, same: str = ""
    ) -> list[Scored]:
        """Find the passages of these audiences that share words with the question, best first.

        ``same`` are other words for what it says; they count less.
        """
        scoring = self._scoring(question) + self._terms("words", telling_stems(same), SAME_WEIGHT)
        if not scoring or not audiences:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(self._within(audiences, scoring), limit=top, count=False).hits
        return [
            Scored(str(searcher.doc(address).get_first("passage")), float(score))
            for score, address in hits
        ]

    def rarity(self, question: str) -> dict[str, float]:
        """Give each word of the question its weight: high where few passages have it.

        Some unseen passages are added in thought, so that in a small library all words weigh
        nearly the same.
        """
        searcher = self._index.searcher()
        total = searcher.num_docs + _UNSEEN
        return {
            term: log(1 + total / (searcher.doc_freq("words", term) + 1.5))
            for term in dict.fromkeys(terms(question))
        }

    def _scoring(self, question: str) -> list[Query]:
        stems = telling_stems(question)
        words = self._terms("words", stems + identifiers(question), 1.0)
        about = self._terms("about", specific_identifiers(without_names(question)), ABOUT_WEIGHT)
        return words + self._terms("pairs", pairs(stems), PAIR_WEIGHT) + about

    def _terms(self, field: str, found: Iterable[str], weight: float) -> list[Query]:
        counted = Counter(found).most_common(_MOST_QUERY_TERMS)
        return [
            Query.boost_query(Query.term_query(self._schema, field, term), weight * count)
            for term, count in counted
        ]

    def _within(self, audiences: Collection[str], scoring: Sequence[Query]) -> Query:
        # A set of terms would be one query, which marks all their passages before it ranks any.
        permitted = Query.boolean_query(
            [
                (Occur.Should, Query.term_query(self._schema, "audience", one))
                for one in sorted(audiences)
            ]
        )
        return Query.boolean_query(
            [
                (Occur.Must, Query.const_score_query(permitted, 0.0)),
                (Occur.Must, Query.boolean_query([(Occur.Should, one) for one in scoring])),
            ]
        )


def analysis_digest() -> str:
    """Tell apart what texts were analysed by, since terms of two analyses do not meet."""
    made_by = (analysis, passages, sys.modules[__name__])
    source = "".join(inspect.getsource(module) for module in made_by) + repr(known_sources())
    return sha256(source.encode()).hexdigest()[:16]


def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    builder.add_text_field("passage", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stand", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="spaces", index_option="freq")
    builder.add_text_field("about", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("pairs", tokenizer_name="spaces", index_option="freq")
    return builder.build()


def _stand(audience: str, revision: str) -> str:
    return f"{audience}\n{revision}"


def _subject(indexed: str) -> str:
    """Give the id a passage is about: the one it opens with, else its heading's."""
    heading, body = innermost_heading(indexed), indexed.partition("\n")[2][:_OPENING]
    # Most open with no id, which shows at once; names are many to look for.
    opening = [text for text in (body, heading) if subject_identifier(text)]
    found = (subject_identifier(without_names(text)) for text in opening)
    return next(filter(None, found), "")


def _document(entry: Entry) -> Document:
    stems = telling_stems(entry.text)
    return Document(
        passage=entry.passage,
        stand=_stand(entry.audience, entry.revision),
        audience=entry.audience,
        words=" ".join(stems + identifiers(entry.text)),
        about=_subject(entry.text),
        pairs=" ".join(pairs(stems)),
    )
