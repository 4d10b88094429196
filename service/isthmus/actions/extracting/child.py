"""The program of the child process: limit itself, make a text of one file, answer in JSON.

It is started as the loaders' own child is, with the same order and the same answer.
"""

import json
import os
import sys

from isthmus_knowledge.bundles import Bundle, Sitemap
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import envelope, load_in_process
from isthmus_knowledge.loaders.child import DAMAGED, limit
from isthmus_knowledge.loaders.detect import Format, detect

TEXT = "text"
NO_TEXT = "{} holds no text that actions could stand in. Give minutes, a mail or a chat."


def main() -> None:
    order = json.loads(sys.argv[1])
    limit(order["memory_bytes"], order["output_bytes"], order["seconds"])
    answer = os.dup(sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # no parser prints into it
    sys.modules["numpy"] = None  # type: ignore[assignment]  # a parser would load it, for nothing
    try:
        sealed = envelope.seal(read(sys.stdin.buffer.read(), order["name"]))
        with os.fdopen(answer, "wb") as out:
            out.write(sealed)
    except MemoryError:
        os._exit(os.EX_OSERR)


def read(content: bytes, name: str) -> envelope.Result:
    try:
        text = _text(content, name)
    except UnreadableError as error:
        return envelope.Failure(str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: parsers raise anything; the parent logs it
        return envelope.Failure(DAMAGED, type(error).__name__)
    return LoadedDocument("", (), {TEXT: text})


def _text(content: bytes, name: str) -> str:
    if detect(content, name) is Format.DOCX:
        # Only a Word file pays for its parser.
        from isthmus.actions.extracting import word  # noqa: PLC0415

        return word.text_of(content)
    loaded = load_in_process(content, name)
    document = loaded.document if isinstance(loaded, Bundle) else loaded
    if document is None or isinstance(document, Sitemap):
        raise UnreadableError(NO_TEXT.format(name))
    return "".join(_ended(block) for block in document.blocks)


def _ended(block: Block) -> str:
    """Keep the rows of a table together, everything else apart."""
    return f"{block.text}\n" if block.kind is BlockKind.TABLE_ROW else f"\n{block.text}\n"


if __name__ == "__main__":
    main()
