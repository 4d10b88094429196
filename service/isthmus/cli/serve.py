"""`isthmus serve`: the web page and the API, in one process."""

import gc
import signal
import socket
from contextlib import closing, suppress
from types import FrameType
from typing import Final

import typer
import uvicorn

from isthmus.app import create_app
from isthmus.cli.output import progress_bar, ready, show_line, unprepared
from isthmus.edge.logs import configure_logs
from isthmus.errors import UnavailableError
from isthmus.settings import Settings
from isthmus.wiring import Wiring

SECONDS_TO_FINISH: Final = 10
EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


class Server(uvicorn.Server):
    """Says the address once it answers."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            show_line(f"Open {self.address}", "bold")


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(context: typer.Context) -> None:
    """Serve the web page and the API until stopped; ISTHMUS_HOST and ISTHMUS_PORT say where."""
    parts = unprepared(context)
    settings = parts.settings
    with closing(_bound(settings)) as bound:
        _prepare(context, parts)
        keep_what_is_open()
        configure_logs(settings.log_level, settings.log_format)
        config = uvicorn.Config(
            create_app(parts),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        signal.signal(signal.SIGTERM, _interrupt)
        with suppress(KeyboardInterrupt):
            Server(config, _shown_address(settings)).run([bound])
    show_line("Stopped.")


def _prepare(context: typer.Context, parts: Wiring) -> None:
    """Say what is being opened, for the first time it takes a while."""
    where = parts.storage.engine.url.render_as_string(hide_password=True)
    show_line(f"Database   {where}")
    show_line("Knowledge  reading what is shipped; the first start takes up to a minute")
    ready(context, quiet=False)
    embedding = parts.readers.embedding()
    show_line(f"Model      {parts.settings.embedding_model}, weights {embedding.fingerprint}")
    with progress_bar("index", quiet=False) as report:
        parts.upkeep.bring_up_to_date(report)
    kept = "kept on disk" if parts.index.owns_folder else "in memory: another process owns the disk"
    show_line(f"Index      {len(parts.index.indexed())} documents, {kept}")
    first = parts.signing_in.first_invite()
    if first:
        show_line(f"Welcome    {parts.settings.welcome_url(first.secret)}", "bold")
        show_line("           is for the first administrator, and works once")


def keep_what_is_open() -> None:
    """Leave models and libraries out of later garbage collections, which took 0.2 s each."""
    gc.collect()
    gc.freeze()


def _bound(settings: Settings) -> socket.socket:
    """Take the port before the slow part, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
    except OSError as error:
        taken.close()
        raise UnavailableError(
            f"{settings.host} port {settings.port} cannot be listened on: {error.strerror}. "
            "Stop what uses it, or set ISTHMUS_PORT to another port."
        ) from error
    return taken


def _shown_address(settings: Settings) -> str:
    if settings.host in EVERY_ADDRESS and not settings.public_url:
        return f"http://127.0.0.1:{settings.port} (other names: ISTHMUS_ALLOWED_HOSTS)"
    return settings.base_url


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Stop like Ctrl+C does; the server hands a signal on when it has finished."""
    raise KeyboardInterrupt
