"""The one module that knows LangChain: a model of any provider, as the door wants it."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from isthmus.llm.failures import Place, wire_error
from isthmus.llm.model import Unavailable
from isthmus.llm.providers import Chosen, Provider
from isthmus.llm.telling import Told
from isthmus.llm.wire import Line, Piece, WireError
from isthmus.llm_settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

NO_KEY: Final = "none"  # a server on the own network asks for none, but its client does
PREPARED_FOR: Final = 800  # tokens, what a request asks for where it says nothing else
_LINE: Final[ContextVar[Line | None]] = ContextVar("line", default=None)


@dataclass(frozen=True)
class LangChainWire:
    """One model by LangChain; its client is made when it is first used, and then kept."""

    chosen: Chosen
    settings: ModelSettings
    _made: dict[int, "BaseChatModel"] = field(default_factory=dict, repr=False)
    _has_no_way: list[str] = field(default_factory=list, repr=False)
    _making: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def model(self) -> str:
        return self.chosen.said

    def prepare(self) -> None:
        with suppress(WireError):
            self._client(PREPARED_FOR)

    def stream(self, told: Told, most_tokens: int, line: Line) -> Iterator[Piece]:
        with self._speaking(line):
            for chunk in self._client(most_tokens).stream(_messages(told)):
                yield _piece(chunk, chunk.text)

    def fill(
        self, told: Told, most_tokens: int, shape: Mapping[str, Any], line: Line
    ) -> Iterator[Piece]:
        """Give JSON; a server that refuses to be asked for a shape is asked in words alone."""
        if not self._has_no_way:
            try:
                yield self._filled(told, most_tokens, shape, line)
            except WireError as error:
                if not error.refused:
                    raise
                self._has_no_way.append(error.detail)
            else:
                return
        yield from self.stream(told, most_tokens, line)

    def _filled(self, told: Told, most_tokens: int, shape: Mapping[str, Any], line: Line) -> Piece:
        with self._speaking(line):
            method = self.chosen.provider.method if self.chosen.provider else ""
            ways = {"method": method} if method else {}
            client = self._client(most_tokens)
            asked = client.with_structured_output(_titled(shape), include_raw=True, **ways)
            filled: Any = asked.invoke(_messages(told))
            parsed = filled["parsed"]
            text = filled["raw"].text if parsed is None else json.dumps(parsed)
            return _piece(filled["raw"], text)

    @contextmanager
    def _speaking(self, line: Line) -> Iterator[None]:
        """Turn what any client raises into our own words; nothing is traced to elsewhere."""
        from langsmith import tracing_context  # noqa: PLC0415 - slow, and only with a model

        token = _LINE.set(line)
        try:
            with tracing_context(enabled=False):
                yield
        except WireError:
            raise
        except Exception as error:  # noqa: BLE001 - each provider's client has errors of its own
            raise wire_error(error, self._place) from None
        finally:
            _LINE.reset(token)

    def _client(self, most_tokens: int) -> "BaseChatModel":
        with self._making:
            if most_tokens not in self._made:
                self._made[most_tokens] = self._make(most_tokens)
            return self._made[most_tokens]

    def _make(self, most_tokens: int) -> "BaseChatModel":
        from langchain.chat_models import init_chat_model  # noqa: PLC0415 - slow, seldom needed

        provider = self.chosen.provider
        if self.chosen.fault or provider is None:
            raise WireError(Unavailable.DOWN, self.chosen.fault)
        given = _GIVEN[provider.kind](Given(self.settings, most_tokens, self._key()))
        try:
            client: Any = init_chat_model(self.chosen.name, model_provider=provider.kind, **given)
        except Exception as error:  # noqa: BLE001 - each provider's client has errors of its own
            raise WireError(Unavailable.DOWN, self._not_made(provider, error)) from None
        if provider.kind == "mistralai":  # its client takes no hooks but has a place for them
            client.client.event_hooks = _hooks()
        made: BaseChatModel = client
        return made

    def _not_made(self, provider: Provider, error: Exception) -> str:
        key = f"ISTHMUS_LLM_API_KEY or {provider.key}" if provider.key else "ISTHMUS_LLM_API_KEY"
        return (
            f"{self.model} could not be set up ({type(error).__name__}). Most often a key is "
            f"missing: set {key}; `isthmus doctor` looks again."
        )

    def _key(self) -> str:
        file = self.settings.llm_api_key_file
        if file is None:
            given = self.settings.llm_api_key
            return given.get_secret_value().strip() if given else ""
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WireError(
                Unavailable.DOWN,
                f"The key's file {file} cannot be read. Correct ISTHMUS_LLM_API_KEY_FILE, or the "
                "file's permissions.",
            ) from error

    @property
    def _place(self) -> Place:
        parts = urlsplit(self.settings.llm_base_url)
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        address = f"{parts.scheme}://{host}{parts.path}" if parts.hostname else ""
        key = self.chosen.provider.key if self.chosen.provider else ""
        return Place(self.model, address, key)


@dataclass(frozen=True)
class Given:
    """What every client is made of; each provider's calls it otherwise."""

    settings: ModelSettings
    most_tokens: int
    key: str

    @property
    def seconds(self) -> float:
        """The client's own limit, where the connection cannot be ended from outside."""
        return self.settings.llm_seconds

    def with_place(self, **more: object) -> dict[str, Any]:
        base = self.settings.llm_base_url
        chosen = {"base_url": base} if base else {}
        known = {"api_key": self.key} if self.key else {}
        warmth = self.settings.llm_temperature
        warm = {} if warmth is None else {"temperature": warmth}
        return {**chosen, **known, **warm, **more}


def _openai(given: Given) -> dict[str, Any]:
    from openai import DefaultHttpxClient  # noqa: PLC0415 - of an extra

    made = given.with_place(
        max_tokens=given.most_tokens,
        timeout=given.seconds,
        max_retries=0,
        stream_usage=True,
        http_client=DefaultHttpxClient(event_hooks=_hooks(), follow_redirects=False),
    )
    if "base_url" in made:
        made.setdefault("api_key", NO_KEY)
    return made


def _azure(given: Given) -> dict[str, Any]:
    made = _openai(given)
    if "base_url" in made:
        made["azure_endpoint"] = made.pop("base_url")
        made = {name: value for name, value in made.items() if value != NO_KEY}
    return made


def _anthropic(given: Given) -> dict[str, Any]:
    return given.with_place(max_tokens=given.most_tokens, timeout=given.seconds, max_retries=0)


def _google(given: Given) -> dict[str, Any]:
    from langchain_google_genai import ChatGoogleGenerativeAI  # noqa: PLC0415 - of an extra

    made = given.with_place(
        max_tokens=given.most_tokens,
        timeout=given.seconds,
        max_retries=1,  # tries, not further ones
    )
    if "client_args" in ChatGoogleGenerativeAI.model_fields:  # from version 4 on
        return made | {"client_args": {"event_hooks": _hooks(), "follow_redirects": False}}
    return made | {"transport": "rest"}


def _bedrock(given: Given) -> dict[str, Any]:
    return given.with_place(
        max_tokens=given.most_tokens, timeout=max(int(given.seconds), 1), max_retries=0
    )


def _mistral(given: Given) -> dict[str, Any]:
    return given.with_place(
        max_tokens=given.most_tokens,
        timeout=max(int(given.seconds), 1),
        max_retries=1,  # tries, not further ones
    )


def _ollama(given: Given) -> dict[str, Any]:
    made = given.with_place(num_predict=given.most_tokens)
    key = made.pop("api_key", "")
    made["client_kwargs"] = {"timeout": given.seconds, "follow_redirects": False} | (
        {"headers": {"Authorization": f"Bearer {key}"}} if key else {}
    )
    made["sync_client_kwargs"] = {"event_hooks": _hooks()}
    return made


def _hooks() -> dict[str, list[Callable[[Any], None]]]:
    return {"request": [_on_the_line], "response": []}


def _on_the_line(request: Any) -> None:  # noqa: ANN401 - httpx's or httpx2's request
    """Tell the call's line which socket it is, so that it can be ended from outside.

    Each call has a connection of its own: one that is kept open would be nobody's.
    """
    line = _LINE.get()
    if line is None:
        return
    request.headers["Connection"] = "close"

    def heard(name: str, info: Mapping[str, Any]) -> None:
        if name.endswith(("connect_tcp.complete", "start_tls.complete")):
            line.opened(info["return_value"].get_extra_info("socket"))

    request.extensions = {**request.extensions, "trace": heard}


def _messages(told: Told) -> "list[BaseMessage]":
    from langchain_core.messages import HumanMessage, SystemMessage  # noqa: PLC0415 - slow

    return [SystemMessage(told.rules), HumanMessage(told.words)]


def _piece(message: Any, text: str) -> Piece:  # noqa: ANN401 - LangChain's message or a chunk
    counted = message.usage_metadata or {}
    return Piece(text, counted.get("input_tokens", 0), counted.get("output_tokens", 0))


def _titled(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": "Filled", "description": "What was asked for.", **shape}


_GIVEN: Final[Mapping[str, Callable[[Given], dict[str, Any]]]] = {
    "openai": _openai,
    "azure_openai": _azure,
    "anthropic": _anthropic,
    "google_genai": _google,
    "bedrock_converse": _bedrock,
    "mistralai": _mistral,
    "ollama": _ollama,
}
