"""Settings: the only reader of the environment."""

import difflib
import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from isthmus.chat_settings import ChatSettings
from isthmus.errors import InvalidError
from isthmus.llm_settings import ModelSettings

PREFIX: Final = "ISTHMUS_"
MEGABYTE: Final = 1_000_000
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
UNAUTHENTICATED: Final = "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS"  # of bot libraries
FOR_TESTS: Final = frozenset({"ISTHMUS_CHROMIUM", "ISTHMUS_SHARED_DATA"})


def data_home() -> Path:
    """Give the folder for this user's data, as the XDG base directory specification says."""
    home = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share"
    return folder / "isthmus"


class ServiceSettings(BaseSettings):
    """What can be set of the service itself."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    data_dir: Path = Field(
        default_factory=data_home, description="Folder of the database and the indexes."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL address (`postgresql://user@host/name`); a SQLite file in the data "
        "folder where it is not set.",
    )
    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the service listens on.")
    public_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s/]+.*$",
        description="Address people reach the service at, for links; `http://host:port` where it "
        "is not set.",
    )
    embedding_model: str = Field(
        default="packaged",
        min_length=1,
        description="`packaged`, or the folder of a sentence-transformers model.",
    )
    embedding_threads: int = Field(
        default=0, ge=0, description="Threads that compute embeddings; 0 takes one for each core."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level that is logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="Log lines for people, or JSON for a log collector."
    )
    max_document_mb: int = Field(
        default=50, ge=1, description="Largest file that is indexed, in MB."
    )
    parse_seconds: int = Field(
        default=120,
        ge=1,
        description="Longest time a file may take to be read, in seconds; a small one gets less.",
    )
    parse_memory_mb: int = Field(
        default=512, ge=128, description="Most memory that reading one file may take, in MB."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "localhost"),
        description="Host names the service answers to, separated by commas.",
    )
    fetch_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Host names inside the own network that documents may be fetched from, "
        "separated by commas; public ones need no mention.",
    )
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Host names inside the own network that webhooks may tell of actions, also "
        "without TLS, separated by commas; public ones need no mention.",
    )

    worker: bool = Field(
        default=True,
        description="Whether this process also does the work that is due; `false` makes a replica "
        "that only serves.",
    )

    guests: bool = Field(
        default=True,
        description="Whether people without an account may ask and read what everyone may; `false` "
        "asks everybody to sign in.",
    )
    session_idle_minutes: int = Field(
        default=720, ge=1, description="Minutes after which an unused sign-in ends."
    )
    session_days: int = Field(
        default=7, ge=1, description="Days after which a sign-in ends, however much it is used."
    )

    chart_most_responsible: int = Field(
        default=3, ge=1, description="Roles that may do the work in one row of a chart, unremarked."
    )
    chart_most_consulted: int = Field(
        default=4, ge=0, description="Roles that may be consulted in one row, unremarked."
    )
    chart_most_informed: int = Field(
        default=4, ge=0, description="Roles that may be informed in one row, unremarked."
    )
    chart_accountable_share: float = Field(
        default=0.25,
        gt=0,
        le=1,
        description="Share of a chart's rows that one role may be accountable for, unremarked.",
    )
    chart_fewest_rows: int = Field(
        default=4,
        ge=1,
        description="Rows a chart needs before it is judged how many of them a role is in.",
    )

    working_days: Annotated[tuple[Weekday, ...], NoDecode] = Field(
        default=("monday", "tuesday", "wednesday", "thursday", "friday"),
        min_length=1,
        description="Days on which people work, separated by commas; “by next week” is due on the "
        "last of them.",
    )
    week_starts: Weekday = Field(
        default="monday", description="First day of the week, for what “next week” means."
    )
    fiscal_start: int = Field(
        default=1, ge=1, le=12, description="Month in which the fiscal year starts, for “Q3”."
    )
    day_first: bool | None = Field(
        default=None,
        description="Whether 3/4 is 3 April (`true`) or March 4 (`false`); it is asked where it is "
        "not set.",
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("en",),
        description="Languages in which days are understood, as ISO 639-1 codes separated by "
        "commas; English always is.",
    )

    reminders_at: str = Field(
        default="08:30",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        description="Time of day at which people are reminded of their actions, in their own time "
        "zone and on working days, where they chose no other.",
    )
    reminder_ways: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("slack", "teams", "e-mail"),
        description="Ways by which people are told besides the console, the first that reaches "
        "somebody first, separated by commas; those that are not set up are passed over.",
    )
    smtp_host: str = Field(
        default="",
        description="Mail server that takes reminders and digests; without one nothing is mailed.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_user: str = Field(
        default="", description="Name to sign in to the mail server with, where it asks for one."
    )
    smtp_password: SecretStr | None = Field(default=None, description="Password that goes with it.")
    smtp_from: str = Field(
        default="", description="Sender of e-mails, such as `Isthmus <isthmus@plant.example>`."
    )
    smtp_starttls: bool = Field(
        default=True, description="Whether the connection to the mail server is encrypted."
    )

    secrets_key: SecretStr | None = Field(
        default=None,
        description="Key that tokens of installed workspaces are encrypted with; a file in the "
        "data folder where it is not set. Replicas need the same.",
    )


class Settings(ModelSettings, ChatSettings, ServiceSettings):
    """Everything that can be set; each default works on one machine without a network."""

    @field_validator("working_days", "languages", "week_starts", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower().strip() if isinstance(value, str) else value

    @field_validator(
        *(
            "allowed_hosts",
            "fetch_hosts",
            "webhook_hosts",
            "working_days",
            "languages",
            "reminder_ways",
            "teams_service_urls",
        ),
        mode="before",
    )
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(host for host in map(str.strip, value.split(",")) if host)

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @classmethod
    def from_environment(cls) -> Self:
        """Read the environment; raises InvalidError that names the variable at fault."""
        if os.environ.get(UNAUTHENTICATED):
            raise InvalidError(
                f"{UNAUTHENTICATED} is set: with it a bot believes whoever writes to it. Isthmus "
                "does not start with it. Unset it."
            )
        try:
            return cls()
        except ValidationError as error:
            raise InvalidError(_in_words(error)) from error

    @property
    def base_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def welcome_url(self, secret: str) -> str:
        """Give the link with which somebody chooses a password."""
        return f"{self.base_url}/welcome/{secret}"

    @property
    def session_idle(self) -> timedelta:
        return timedelta(minutes=self.session_idle_minutes)

    @property
    def session_longest(self) -> timedelta:
        return timedelta(days=self.session_days)

    @property
    def max_document_bytes(self) -> int:
        return self.max_document_mb * MEGABYTE

    @property
    def parse_memory_bytes(self) -> int:
        return self.parse_memory_mb * MEGABYTE


def unknown_variables() -> dict[str, str]:
    """Give variables that look like settings and are none, each with the likely meant one or ""."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    found = {name for name in os.environ if name.upper().startswith(PREFIX)}
    unknown = sorted(name for name in found - FOR_TESTS if name.upper() not in known)
    return {name: next(iter(difflib.get_close_matches(name, known, 1)), "") for name in unknown}


def _in_words(error: ValidationError) -> str:
    complaints = (
        f"{PREFIX}{'_'.join(map(str, each['loc'][:1])).upper()}: {each['msg']}"
        for each in error.errors(include_input=False, include_url=False)
    )
    return "; ".join(complaints) + ". Correct or unset it."
