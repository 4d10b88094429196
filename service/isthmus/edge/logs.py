"""How log lines look; what is in them is decided where they are written."""

import logging
import sys
from typing import Final, Protocol

import structlog
from structlog.types import Processor

SHARED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logs(level: str, style: str) -> None:
    """Send our lines and those of libraries to standard error, for people or as JSON."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(style))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("isthmus").setLevel(level.upper())


def _formatter(style: str) -> logging.Formatter:
    renderers: tuple[Processor, ...] = (
        (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())
        if style == "json"
        else (_console(),)
    )
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED, processors=[remove_meta, *renderers]
    )


def _console() -> Processor:
    """Show tracebacks without local variables: they hold questions and documents."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


class Log(Protocol):
    """Takes what happened, with values beside it."""

    def info(self, event: str, **values: object) -> object: ...
    def warning(self, event: str, **values: object) -> object: ...
    def error(self, event: str, **values: object) -> object: ...
    def exception(self, event: str, **values: object) -> object: ...


def log_of(name: str) -> Log:
    """Give the log of a part of the service, such as `isthmus.jobs`."""
    log: Log = structlog.get_logger(name)
    return log
