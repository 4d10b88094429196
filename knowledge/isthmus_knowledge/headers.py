"""What a shipped Markdown file says about itself, between two lines of --- at its top."""

from dataclasses import dataclass

from isthmus_knowledge.corpus_entries import CorpusError, Entry, Keys, Origin, parse

FENCE = "---"
SOURCE = Keys(frozenset({"title", "url"}))


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class WrittenFile:
    """A Markdown file in two parts; ``below`` is where ``lines`` stand, for errors in them."""

    header: Entry
    lines: tuple[str, ...]
    below: Origin


def read_written(content: bytes, name: str, keys: Keys) -> WrittenFile:
    """Read a file that starts with front matter; raise CorpusError with the line at fault."""
    lines = content.decode("utf-8").splitlines()
    if FENCE not in lines[1:] or lines[0] != FENCE:
        raise CorpusError(f"{name}, line 1: the front matter between two lines of --- is missing")
    end = lines.index(FENCE, 1)
    return WrittenFile(
        header=parse("\n".join(lines[1:end]), Origin(name, above=1), keys),
        lines=tuple(lines[end + 1 :]),
        below=Origin(name, above=end + 1),
    )


def sources_of(header: Entry) -> tuple[Source, ...]:
    return tuple(
        Source(source.text("title"), _url(source)) for source in header.entries("sources", SOURCE)
    )


def _url(source: Entry) -> str:
    url = source.text("url")
    if not url.startswith(("https://", "http://")):
        raise source.wrong("url", f"is '{url}'; it must start with https:// or http://")
    return url
