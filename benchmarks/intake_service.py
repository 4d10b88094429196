"""What the benchmarks of intake share: a service that is killed and started, and the figures."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

A_SECOND: Final = 50
AN_ANSWER: Final = 30.0
STARTS_WITHIN: Final = 180  # also where much else runs
ENDS_WITHIN: Final = 300  # a lease of the dead is a minute


@dataclass
class Service:
    """The service in a process of its own, at one address; ``told`` is its environment."""

    folder: Path
    channel: str
    told: Mapping[str, str]
    answer_takes: float = 0.0
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.port = self.port or _free_port()
        told = {
            "ISTHMUS_DATA_DIR": str(self.folder),
            "ISTHMUS_LOG_LEVEL": "error",
            **self.told,
        }
        served = [str(self.port), str(self.answer_takes), self.channel]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "benchmarks.intake_served", *served],
            env=os.environ | told,  # a benchmark hands on what it was started with
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}/healthz", timeout=1):  # noqa: S310 - this machine
                    return
            except (URLError, OSError):
                time.sleep(0.05)
        self.kill()
        raise SystemExit("The service did not start.")

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def waiting(self) -> int:
        """Count what is still to be done, as the service itself says."""
        with urlopen(f"{self.url}/metrics", timeout=5) as answer:  # noqa: S310 - this machine
            said = answer.read().decode()
        counts = re.findall(r"^isthmus_jobs_(?:waiting|running) ([\d.]+)$", said, re.MULTILINE)
        return int(sum(map(float, counts)))


def kill_in_loops(service: Service, kills: int, over: threading.Event) -> None:
    moments = Random(3)  # noqa: S311 - only moments
    for _ in range(kills):
        time.sleep(moments.uniform(1.0, 4.0))
        service.kill()
        service.start()
    over.set()


def until_done(service: Service) -> None:
    until = time.monotonic() + ENDS_WITHIN
    while service.waiting() and time.monotonic() < until:
        time.sleep(0.5)


def print_acks(taken: Sequence[tuple[float, bool]]) -> None:
    """Print how long acknowledgements took, in seconds, and how many there were not."""
    seconds = sorted(took * 1000 for took, _ in taken)
    cuts = quantiles(seconds, n=100)
    failed = sum(not acked for _, acked in taken)
    print(f"{len(taken)} signed events, {A_SECOND} a second, while an answer takes {AN_ANSWER} s")
    print(f"ack p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, max {seconds[-1]:.0f} ms")
    print(f"not acknowledged at the first delivery: {failed}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
