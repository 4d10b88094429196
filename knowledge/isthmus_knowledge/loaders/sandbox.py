"""Read one file in a process of its own, which the system ends when it takes too much.

The child knows nothing but the file: its environment is empty but for where Python finds modules,
and it writes only JSON, into a file of limited size.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from isthmus_knowledge.bundles import Bundle, Enclosed, Loaded
from isthmus_knowledge.documents import UnreadableError
from isthmus_knowledge.loaders import envelope
from isthmus_knowledge.loaders.limits import MEGABYTE, Limits

logger = logging.getLogger(__name__)

# -S: no site packages beyond our own path; -P: nothing from the working folder; -B: write nothing.
CHILD = (sys.executable, "-S", "-P", "-B", "-X", "utf8", "-m", "isthmus_knowledge.loaders.child")
TOO_LONG = (signal.SIGXCPU, signal.SIGKILL)


class _Kept:
    """An unnamed file that is there for as long as somebody holds this."""

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, size: int, start: int) -> bytes:
        return os.pread(self._descriptor, size, start)


def load(content: bytes, name: str, limits: Limits, child: Sequence[str] = CHILD) -> Loaded:
    """Raise UnreadableError for whatever ends the child, with the reason in words."""
    with TemporaryFile() as beside:
        answer = _answer(content, (*child, _order(content, name, limits, beside)), limits, beside)
        result = envelope.unseal(answer)
        if isinstance(result, envelope.Packed):
            enclosed = tuple(_enclosed(result, _Kept(beside)))
            return Bundle(result.document, enclosed, result.left_out)
    if isinstance(result, envelope.Failure):
        if result.fault:
            logger.warning("A loader failed on a file: %s", result.fault)
        raise UnreadableError(result.reason)
    return result


def _order(content: bytes, name: str, limits: Limits, beside: BinaryIO) -> str:
    return json.dumps(
        {
            "name": name,
            "seconds": limits.seconds_for(len(content)),
            "memory_bytes": limits.memory_bytes,
            "output_bytes": limits.output_bytes,
            "unpacked_bytes": limits.unpacked_bytes,
            "enclosed": beside.fileno(),
        }
    )


def _enclosed(packed: envelope.Packed, kept: _Kept) -> Iterator[Enclosed]:
    start = 0
    for name, size in packed.sizes:
        yield Enclosed(name, partial(kept.read, size, start))
        start += size


def _answer(content: bytes, command: Sequence[str], limits: Limits, beside: BinaryIO) -> bytes:
    seconds = limits.seconds_for(len(content))
    with TemporaryFile() as inbound, TemporaryFile() as outbound:
        inbound.write(content)
        inbound.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own program; a file gives only data
                command,
                stdin=inbound,
                stdout=outbound,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": _module_path()},
                cwd="/",
                timeout=seconds,
                start_new_session=True,
                check=False,
                pass_fds=(beside.fileno(),),
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(_too_long(seconds)) from error
        if ended.returncode:
            raise UnreadableError(_why_it_ended(ended.returncode, limits, seconds))
        outbound.seek(0)
        return outbound.read(limits.output_bytes)


def _module_path() -> str:
    return os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)


def _too_long(seconds: int) -> str:
    return (
        f"Reading the file took longer than {seconds} seconds, so it was stopped. "
        "Split it into smaller files, or save it again in the program that made it."
    )


def _why_it_ended(code: int, limits: Limits, seconds: int) -> str:
    if -code in TOO_LONG:
        return _too_long(seconds)
    if code == os.EX_OSERR:
        return (
            f"Reading the file takes more than {limits.memory_bytes // MEGABYTE} MB of memory. "
            "Split it into smaller files and add those."
        )
    return (
        "The file made its reader fail, as damaged files do. Open it in the program that made it, "
        "save it again and add the new file."
    )
