"""`isthmus serve` as a process of its own."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

SAID = ["Database", "Knowledge", "Model", "Index", "Welcome", "is", "Open"]


def test_it_says_what_it_opens_answers_and_stops_gracefully(tmp_path: Path) -> None:
    with serving(tmp_path, free_port()) as (process, said):
        assert [line.split()[0] for line in said] == SAID
        address = said[-1].split()[1]
        ready = httpx.get(f"{address}/readyz")
        with httpx.Client(follow_redirects=True, timeout=60) as browser:
            page = browser.get(f"{address}/").text
            form = {
                "question": "Who should be accountable for OT patching?",
                "csrf": re.findall(r'name="csrf" content="(\w+)"', page)[0],
            }
            answer = browser.post(f"{address}/ask", data=form)
            welcome = browser.get(said[-3].split()[1])
        assert ready.json()["status"] == "ready"
        assert 'class="chip"' in answer.text
        assert "You are the first administrator" in welcome.text
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0


def test_a_taken_port_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(tmp_path, taken.getsockname()[1])
        out, error = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "ISTHMUS_PORT" in error
    assert "Traceback" not in out + error


@contextmanager
def serving(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    process = start(folder, port)
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line.strip())
        if line.startswith("Open "):
            break
    try:
        yield process, said
    finally:
        process.kill()
        process.communicate()


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISTHMUS_DATA_DIR", str(folder))
        patch.setenv("ISTHMUS_PORT", str(port))
        return subprocess.Popen(
            [sys.executable, "-m", "isthmus.main", "serve"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
