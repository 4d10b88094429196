"""What is taken out of a text before it goes to a model, and put back into what comes of it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

SECRETS: Final = "secrets"
PERSONAL: Final = "personal"
_LONGEST_NAME: Final = 24  # characters of `{telephone 12}`, at most

_PRIVATE_KEYS: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
_TOKENS: Final = re.compile(
    r"""(?<![\w-])(?:
        sk-[\w-]{16,} | xox[a-z]-[\w-]{10,} | xapp-[\w-]{10,} | gh[a-z]_\w{20,}
      | github_pat_\w{20,} | glpat-[\w-]{16,} | AKIA[0-9A-Z]{16} | AIza[\w-]{30,}
      | isk_[\w.-]{16,} | hf_\w{20,} | eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?
    )""",
    re.VERBOSE,
)
_BEARERS: Final = re.compile(r"(?P<before>\bbearer\s{1,3})[\w.~+/=-]{16,}", re.IGNORECASE)
_IN_ADDRESSES: Final = re.compile(r"(?P<before>://)[^\s/:@]{0,200}:[^\s/@]{1,500}(?=@)")
_TOLD: Final = re.compile(  # a value that has a figure or a sign, or stands in quotes
    r"""(?P<before>
        (?<!\{)\b(?:pass(?:word|wort|phrase|wd|code)|pwd|kennwort|wachtwoord|secret|pin
           |(?:api|access|account|pre-?shared)[\s_-]?key|psk|token|community[ ]string)
        ["']?\s{0,3}(?:is|ist|=|:|->|:=)?\s{0,3}
    )
    (?:["'“\u2018„][^\s"'“”\u2018\u2019]{4,200}["'”\u2019“]|(?=\S{0,200}[\d!@\#$%^&*_+~])[^\s,;"'“”]{4,})""",
    re.VERBOSE | re.IGNORECASE,
)
# Each begins where a word does and is bounded: a text of one long word takes no longer than others.
_E_MAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TELEPHONE: Final = re.compile(
    r"""(?<![\w./-])(?:
        (?:\+|00)\d{1,3}[ ./-]?(?:\(\d{1,5}\)[ ./-]?)?\d{1,5}(?:[ ./-]?\d{2,5}){1,5}
      | \(\d{2,5}\)[ ./-]?\d{2,5}(?:[ ./-]?\d{2,5}){1,4}
      | 0\d{2,5}[ /-]\d{3,}(?:[ -]?\d{2,5}){0,3}
      | \d{3}[-. ]\d{3}[-. ]\d{4}
    )(?![\w-])""",
    re.VERBOSE,
)
_OURS: Final = re.compile(r"\{(secret|(?:e-mail|telephone) \d+)\}")


@dataclass
class Masking:
    """The masks of one call: the same value has the same name in all of its texts.

    Secrets are gone for good. E-mail addresses and telephone numbers come back in what the model
    wrote: whoever reads it may read the text that they stood in.
    """

    kinds: Collection[str]
    _names: dict[str, str] = field(default_factory=dict)

    def mask(self, text: str) -> str:
        text = _OURS.sub(r"\1", text)  # else a text could call for what stands in another one
        for pattern in _SECRETS if SECRETS in self.kinds else ():
            text = pattern.sub(_without, text)
        for kind, pattern in _PERSONAL if PERSONAL in self.kinds else ():
            text = pattern.sub(self._named(kind), text)
        return text

    def restore(self, text: str) -> str:
        for name, value in self._names.items():
            text = text.replace(name, value)
        return text

    def restored(self, pieces: Iterable[str]) -> Iterator[str]:
        """Restore a text that comes in pieces, though a name may be spread over several."""
        held = ""
        for piece in pieces:
            ready, held = _until_name(held + piece)
            if ready:
                yield self.restore(ready)
        if held:
            yield self.restore(held)

    def _named(self, kind: str) -> Callable[[re.Match[str]], str]:
        def name(found: re.Match[str]) -> str:
            known = {value: name for name, value in self._names.items()}
            if found[0] in known:
                return known[found[0]]
            named = f"{{{kind} {len(self._names) + 1}}}"
            self._names[named] = found[0]
            return named

        return name


def without_secrets(text: str) -> str:
    """Take out what looks like a key or a password, for words that go to a log."""
    return Masking((SECRETS,)).mask(text)


def _without(found: re.Match[str]) -> str:
    return f"{found.groupdict().get('before') or ''}{{secret}}"


def _until_name(text: str) -> tuple[str, str]:
    """Part a text before a name at its end that is not complete."""
    start = text.rfind("{")
    is_open = start >= 0 and "}" not in text[start:] and len(text) - start < _LONGEST_NAME
    return (text[:start], text[start:]) if is_open else (text, "")


_SECRETS: Final = (_PRIVATE_KEYS, _TOKENS, _BEARERS, _IN_ADDRESSES, _TOLD)
_PERSONAL: Final = (("e-mail", _E_MAIL), ("telephone", _TELEPHONE))
