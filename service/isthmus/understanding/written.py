"""Frozen dataclasses as plain JSON, and back as they were: for buttons, and for what is kept."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, Final

from isthmus.errors import InvalidError

_KIND: Final = "is"
_BYTES: Final = "bytes"
_UNREADABLE: Final = (
    "This was made by another version of Isthmus and means nothing any more. Say it in words."
)


class Written:
    """Writes and reads values of these classes; they hold text, numbers, bytes and each other.

    A field holds no list but a tuple, so that what is read equals what was written.
    """

    def __init__(self, classes: Iterable[type]) -> None:
        known = set(classes)
        self._classes = {each.__name__: each for each in known}
        if len(self._classes) < len(known):
            raise TypeError("two classes of the same name could not be told apart")

    def as_json(self, value: object) -> Any:  # noqa: ANN401 - any JSON
        """Give what `json` can write; raises TypeError for what it could not read back."""
        if value is None or isinstance(value, str | int | float):
            return value
        if isinstance(value, bytes):
            return {_KIND: _BYTES, "base64": b64encode(value).decode()}
        if isinstance(value, tuple):
            return [self.as_json(each) for each in value]
        if is_dataclass(value) and self._classes.get(type(value).__name__) is type(value):
            told = {each.name: self.as_json(getattr(value, each.name)) for each in fields(value)}
            return {_KIND: type(value).__name__, **told}
        raise TypeError(f"{type(value).__name__} is not among what is written here")

    def of(self, said: object) -> Any:  # noqa: ANN401 - one of the classes
        """Read it back; raises InvalidError where it is none of the classes, or not whole."""
        match said:
            case list():
                return tuple(self.of(each) for each in said)
            case {"is": "bytes", "base64": str(content)}:
                return b64decode(content)
            case dict():
                return self._made(said)
        return said

    def _made(self, said: dict[str, Any]) -> object:
        rest = {name: self.of(value) for name, value in said.items() if name != _KIND}
        known = self._classes.get(str(said.get(_KIND)))
        if known is None:
            raise InvalidError(_UNREADABLE)
        try:
            return known(**rest)
        except TypeError as error:
            raise InvalidError(_UNREADABLE) from error
