"""The program of the child process: limit itself, read the cells of one workbook, answer in JSON.

It is started as the loaders' own child is, with the same order and the same answer.
"""

import json
import os
import sys

from isthmus.actions.importing import workbooks
from isthmus_knowledge.documents import LoadedDocument, UnreadableError
from isthmus_knowledge.loaders import envelope
from isthmus_knowledge.loaders.child import DAMAGED, limit
from isthmus_knowledge.loaders.detect import Format, detect

NO_TABLE = (
    "{} is no list of actions that can be read. Lists are read from .xlsx and CSV; from minutes "
    "and mails, actions are found with `isthmus actions extract`."
)


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
        if detect(content, name) is not Format.XLSX:
            return envelope.Failure(NO_TABLE.format(name))
        sheets = workbooks.read(content)
    except UnreadableError as error:
        return envelope.Failure(str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge: parsers raise anything; the parent logs it
        return envelope.Failure(DAMAGED, type(error).__name__)
    return LoadedDocument("", (), {"sheets": json.dumps(sheets)})


if __name__ == "__main__":
    main()
