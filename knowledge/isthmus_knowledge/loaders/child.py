"""The program of the child process: limit itself, read one file from stdin, answer on stdout."""

import json
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from isthmus_knowledge.bundles import Bundle, LeftOut, Loaded
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import envelope, load_in_process
from isthmus_knowledge.loaders.limits import MEGABYTE

OPEN_FILES = 64
DAMAGED = (
    "The file is damaged, or not quite what it claims to be. Open it in the program that made it, "
    "save it again and add the new file."
)


def main() -> None:
    order = json.loads(sys.argv[1])
    output_bytes = order["output_bytes"]
    limit(order["memory_bytes"], max(output_bytes, order["unpacked_bytes"]), order["seconds"])
    answer = os.dup(sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # no parser prints into it
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, for nothing
    try:
        with os.fdopen(order["enclosed"], "wb") as beside:
            sealed = envelope.seal(packed(read(sys.stdin.buffer.read(), order["name"]), beside))
        if len(sealed) > output_bytes:
            sealed = envelope.seal(envelope.Failure(_too_much_text(output_bytes)))
        with os.fdopen(answer, "wb") as out:
            out.write(sealed)
    except MemoryError:
        os._exit(os.EX_OSERR)


def limit(memory_bytes: int, written_bytes: int, seconds: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def read(content: bytes, name: str) -> Loaded | envelope.Failure:
    try:
        return load_in_process(content, name)
    except UnreadableError as error:
        return envelope.Failure(str(error))
    except MemoryError:
        raise
    except RecursionError:
        return envelope.Failure(
            "The file is nested too deeply. Save it again in the program that made it."
        )
    except Exception as error:  # noqa: BLE001 - the edge: parsers raise anything; the parent logs it
        return envelope.Failure(DAMAGED, _fault(error))


def packed(result: Loaded | envelope.Failure, beside: BinaryIO) -> envelope.Result:
    """Write the enclosed files one after another, each in memory only until it is written."""
    if not isinstance(result, Bundle):
        return result
    sizes: list[tuple[str, int]] = []
    left_out = list(result.left_out)
    for each in result.enclosed:
        try:
            content = each.read()
        except UnreadableError as error:
            left_out.append(LeftOut(each.name, str(error)))
        else:
            beside.write(content)
            sizes.append((each.name, len(content)))
    return envelope.Packed(result.document, tuple(sizes), tuple(left_out))


def _fault(error: Exception) -> str:
    """Name the fault without its message, which may quote the document."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "isthmus_knowledge" in frame.filename] or frames
    return f"{type(error).__name__} in {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def _too_much_text(output_bytes: int) -> str:
    return (
        f"The file holds more than {output_bytes // MEGABYTE} MB of text. "
        "Split it into smaller files and add those."
    )


if __name__ == "__main__":
    main()
