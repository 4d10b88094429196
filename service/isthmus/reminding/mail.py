"""E-mail by SMTP: a message has its key in its Message-ID, and goes out once."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from html import escape
from typing import Final

from isthmus.errors import InvalidError
from isthmus.jobs.handling import Refused, Sent, Unknown
from isthmus.jobs.model import Job
from isthmus.messages import Byline, Facts, Paragraph, Part, Points, Reply, Table
from isthmus.people import Audience, Person
from isthmus.reminding.model import Preference, check_address
from isthmus.reminding.ways import Letter

TIMEOUT: Final = 20.0
FOR_GOOD: Final = 500  # a reply of SMTP from which trying again cannot help
ACCEPTED: Final = 250
_PAGES: Final = ("/actions/reminders", "/actions", "/(?:charts|roles)/[0-9a-f]{12}")
_NAMED: Final = re.compile(r"\bA-(\d{1,9})\b")
_LONGEST_SUBJECT: Final = 150
_POLICY: Final = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Server:
    """Where e-mail is handed in; ``sender`` is an address, with or without a name before it."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    starttls: bool = True

    @property
    def from_address(self) -> Address:
        """Give the sender; raises InvalidError where it is no address."""
        name, address = parseaddr(self.sender)
        return _address(name, address)


@dataclass(frozen=True)
class Mail:
    """The way that is called e-mail; ``console`` is where the links go."""

    server: Server
    console: str
    clock: Callable[[], datetime]
    name: str = "e-mail"
    timeout: float = TIMEOUT

    def reach(self, person: Person, preference: Preference) -> str:
        """Give the address that somebody gave, or their id where that is one."""
        if preference.address:
            return preference.address
        try:
            return check_address(person.id)
        except InvalidError:
            return ""

    def members(self, place: str) -> Audience:  # noqa: ARG002 - e-mail goes to persons alone
        return Audience(())

    def find(self, job: Job) -> Unknown:
        return Unknown(f"SMTP cannot tell whether {message_id(job.key, self.server)} arrived.")

    def send(self, letter: Letter, key: str) -> Sent | Refused | Unknown:
        """Hand it in; only what fails after its text left may have arrived."""
        message = self.written(letter, key)
        try:
            with self._handed_over(letter.to) as server:
                code, said = server.data(message.as_bytes())
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error)
        except _NotHandedOverError as error:
            return Refused(str(error))
        except OSError as error:  # the connection broke, or nothing was heard any more
            return Unknown(f"The mail server did not say whether it took it: {_plain(error)}.")
        return Sent(message["Message-ID"]) if code == ACCEPTED else _refused(code, said)

    def written(self, letter: Letter, key: str) -> EmailMessage:
        """Give the message; no text of a person can add a header or a line to one."""
        message = EmailMessage(_POLICY)
        message["Subject"] = one_line(letter.subject)[:_LONGEST_SUBJECT]
        message["From"] = self.server.from_address
        message["To"] = _address("", letter.to)
        message["Date"] = format_datetime(self.clock())
        message["Message-ID"] = message_id(key, self.server)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(as_text(letter.reply))
        message.add_alternative(as_html(letter.reply, self.console), subtype="html")
        return message

    @contextmanager
    def _handed_over(self, to: str) -> Iterator[smtplib.SMTP]:
        """Say whom it is for; until the text itself is handed in, nothing can have arrived."""
        with _nothing_left():
            server = smtplib.SMTP(self.server.host, self.server.port, timeout=self.timeout)
        try:
            with _nothing_left():
                self._greet(server)
                _accepted(*server.mail(self.server.from_address.addr_spec))
                _accepted(*server.rcpt(to))
            yield server
        finally:
            server.close()

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.server.starttls:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if self.server.user:
            server.login(self.server.user, self.server.password)


class _NotHandedOverError(Exception):
    """It failed before anything left: it certainly did not arrive."""


@contextmanager
def _nothing_left() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPResponseException:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise _NotHandedOverError(f"The mail server does not work: {_plain(error)}.") from error


def _accepted(code: int, said: bytes) -> None:
    if code // 100 != 2:  # noqa: PLR2004 - replies of SMTP that begin with 2 say yes
        raise smtplib.SMTPResponseException(code, said)


def _refused(code: int, said: bytes | str) -> Refused:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    reason = f"The mail server refused it: {code} {one_line(text)[:300]}".strip()
    return Refused(reason if reason.endswith(".") else f"{reason}.", final=code >= FOR_GOOD)


def _plain(error: Exception) -> str:
    return one_line(str(error)).rstrip(".") or type(error).__name__


def message_id(key: str, server: Server) -> str:
    """Give the same id for the same key, so that whoever gets it twice can tell."""
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{server.from_address.domain}>"


def _address(name: str, address: str) -> Address:
    return Address(one_line(name), addr_spec=check_address(address))


def one_line(text: str) -> str:
    """Give a text as one line of characters that can be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


# ---- what a reply looks like in an e-mail


def as_text(reply: Reply) -> str:
    """Give all but what only a chat shows, such as buttons."""
    return "\n\n".join(filter(None, map(_text, reply.parts))) + "\n"


def _text(part: Part) -> str:
    match part:
        case Paragraph(text) | Byline(text):
            return one_line(text)
        case Points(title, items):
            return "\n".join((f"{one_line(title)}:", *(f"- {one_line(each)}" for each in items)))
        case Facts(facts):
            return "\n".join(f"{one_line(each.name)}: {one_line(each.value)}" for each in facts)
        case Table(columns, rows, title):
            lines = (" | ".join(map(one_line, row)) for row in (columns, *rows))
            return "\n".join(filter(None, (one_line(title), *lines)))
        case _:
            return ""


def as_html(reply: Reply, console: str) -> str:
    """Give plain HTML without pictures; the only links are to the console."""
    body = "".join(_html(part, console) for part in reply.parts)
    return f'<html lang="en"><body style="font-family: sans-serif">{body}</body></html>'


def _html(part: Part, console: str) -> str:
    match part:
        case Points(title, items):
            lines = "".join(f"<li>{_linked(each, console)}</li>" for each in items)
            return f"<h3>{escape(one_line(title))}</h3><ul>{lines}</ul>"
        case _:
            told = _text(part).splitlines()
            return f"<p>{'<br>'.join(_linked(each, console) for each in told)}</p>" if told else ""


def _linked(text: str, console: str) -> str:
    """Escape a text; names of actions and addresses of pages lead into the console alone."""
    linked = _NAMED.sub(_link(console), escape(one_line(text)))
    for page in _PAGES:
        address = rf"(?<![\"\w])({re.escape(escape(console))}{page})(?![\w/\"])"
        linked = re.sub(address, r'<a href="\1">\1</a>', linked)
    return linked


def _link(console: str) -> str:
    return rf'<a href="{escape(console)}/actions/\1">A-\1</a>'.replace("\\1", "\\g<1>")
