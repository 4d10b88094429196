"""The program of the child process: limit itself, read the tables of one file, answer in JSON.

It is started as the loaders' own child is, with the same order and the same answer.
"""

import json
import os
import sys

from isthmus.raci.importing import formats, sealing
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import envelope
from isthmus_knowledge.loaders.child import DAMAGED, limit


def main() -> None:
    order = json.loads(sys.argv[1])
    limit(order["memory_bytes"], order["output_bytes"], order["seconds"])
    answer = os.dup(sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # no parser prints into it
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, for nothing
    try:
        sealed = envelope.seal(read(sys.stdin.buffer.read(), order["name"]))
        with os.fdopen(answer, "wb") as out:
            out.write(sealed)
    except MemoryError:
        os._exit(os.EX_OSERR)


def read(content: bytes, name: str) -> envelope.Result:
    try:
        pieces = formats.read(content, name)
    except UnreadableError as error:
        return envelope.Failure(str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: parsers raise anything; the parent logs it
        return envelope.Failure(DAMAGED, type(error).__name__)
    return LoadedDocument("", (), {sealing.NAME: sealing.told(pieces)})


if __name__ == "__main__":
    main()
