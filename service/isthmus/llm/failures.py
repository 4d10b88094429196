"""What went wrong with a provider, in our own words: theirs may repeat a key or a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from isthmus.llm.model import Unavailable
from isthmus.llm.wire import WireError

LONGEST_WAIT: Final = 60.0
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z_]{2,39}")
_SERVER: Final = 500
_DOWN: Final = Unavailable.DOWN


@dataclass(frozen=True)
class Place:
    """Where the call went, for words to a person."""

    model: str
    address: str
    key: str


def wire_error(error: Exception, place: Place) -> WireError:
    """Say what an error of any provider's client means, by its status or by its kind."""
    status = next(filter(None, map(_status, _chain(error))), 0)
    if status:
        return _of_status(status, error, place)
    for each in _chain(error):
        kinds = {kind.__name__ for kind in type(each).__mro__}
        for names, meant in _MEANT:
            if names & kinds or (names is _TIMEOUTS and any("Timeout" in kind for kind in kinds)):
                return meant(place)
    return WireError(_DOWN, f"The client of {place.model} failed: {type(error).__name__}.")


def _slow(place: Place) -> WireError:
    return WireError(Unavailable.SLOW, f"{place.model} did not answer in time.")


def _unreachable(place: Place) -> WireError:
    where = place.address or "its provider's address"
    return WireError(
        _DOWN,
        f"{place.model} cannot be reached at {where}. Start it, or correct "
        "ISTHMUS_LLM_BASE_URL or the network.",
        again=True,
    )


def _unreadable(place: Place) -> WireError:
    return WireError(
        Unavailable.MALFORMED,
        f"{place.model} answered in a form that its client cannot read. Is "
        "ISTHMUS_LLM_BASE_URL the address of such a server (often it ends with /v1)?",
    )


def _cut(place: Place) -> WireError:
    return WireError(_DOWN, f"The connection to {place.model} was cut.", again=True)


def _of_status(status: int, error: Exception, place: Place) -> WireError:
    said = f"{status}{_code(error)}"
    model = place.model
    match status:
        case 401 | 403:
            own = f", {place.key}" if place.key else ""
            return WireError(
                _DOWN,
                f"{model} does not accept the key ({said}). Set ISTHMUS_LLM_API_KEY, "
                f"ISTHMUS_LLM_API_KEY_FILE{own} to one that may use it.",
            )
        case 404:
            return WireError(
                _DOWN,
                f"There is no {model} there ({said}). Correct ISTHMUS_LLM or ISTHMUS_LLM_BASE_URL.",
            )
        case 408 | 409 | 425 | 429:
            words = f"{model} has too much to do, or the account's own limit is reached ({said})."
            return WireError(_DOWN, words, again=True, after=_after(error))
        case _ if status >= _SERVER:
            return WireError(_DOWN, f"{model} failed ({said}).", again=True, after=_after(error))
    return WireError(_DOWN, f"{model} refused the request ({said}).", refused=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _status(error: BaseException) -> int:
    """Give the HTTP status, which each client keeps somewhere else; 0 where there is none."""
    response: Any = getattr(error, "response", None)
    if isinstance(response, dict):
        found = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    else:
        found = (
            getattr(error, "status_code", 0)
            or getattr(response, "status_code", 0)
            or getattr(error, "code", 0)
        )
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def _code(error: Exception) -> str:
    """Give the provider's own word for it, where it is a single one and no sentence."""
    for each in _chain(error):
        for found in (getattr(each, "code", None), getattr(each, "type", None)):
            if isinstance(found, str) and _CODE.fullmatch(found):
                return f", {found}"
    return ""


def _after(error: Exception) -> float:
    """Give the seconds that the provider wants between two tries; 0 where it says none."""
    for each in _chain(error):
        headers = getattr(getattr(each, "response", None), "headers", None)
        said = headers.get("retry-after", "") if headers is not None else ""
        if re.fullmatch(r"\d{1,6}(\.\d+)?", said):
            return float(said)
    return 0.0


# Names of errors, as each client has its own; a time-out of OpenAI's is one of its connection, too.
_TIMEOUTS: Final = frozenset({"Timeout"})
_MEANT: Final = (
    (_TIMEOUTS, _slow),
    (
        frozenset({"ConnectError", "APIConnectionError", "EndpointConnectionError"}),
        _unreachable,
    ),
    (
        frozenset({"JSONDecodeError", "APIResponseValidationError", "OutputParserException"}),
        _unreadable,
    ),
    (frozenset({"ReadError", "RemoteProtocolError", "WriteError"}), _cut),
    (frozenset({"ConnectionError"}), _unreachable),
    (frozenset({"OSError"}), _cut),
)
