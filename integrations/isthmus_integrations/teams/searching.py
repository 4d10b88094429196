"""The message extension: actions, charts and passages looked for, and our own links unfolded."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.actions import orders as of_actions
from isthmus.messages import Button, Fact, Facts, Paragraph, Quote, Reply, Table, failed
from isthmus.raci import orders as of_charts
from isthmus.roles import orders as of_roles
from isthmus.understanding.commands import (
    AskActions,
    Command,
    FindPassages,
    ListCharts,
    OnAction,
    OnChart,
    OnRole,
)
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.asking import Asking
from isthmus_integrations.teams.render import Result, found
from isthmus_integrations.teams.responses import Answer, finds_nothing

ACTIONS: Final = "searchActions"
CHARTS: Final = "searchCharts"
PASSAGES: Final = "searchPassages"
MOST: Final = 25
LONGEST_QUERY: Final = 500
_NOTHING: Final = "Nothing was found that everybody here may read and that has these words."
_NONE_YET: Final = "You have none that everybody here may read. Type words to look for others."
_NO_VALUE: Final = " \u2013"
CHOSEN: Final = "shows"
_SAY: Final = "Type what you are looking for."
_NO_LINK: Final = "This address shows nothing here."
_A_NUMBER: Final = re.compile(r"A-(\d{1,9})\b")


def _actions(words: str) -> Command:
    mine = of_actions.ME if not words else ""
    return AskActions(of_actions.Find(owner=mine, words=words), words)


_SEARCHES: Final[Mapping[str, Callable[[str], Command]]] = {
    ACTIONS: _actions,
    CHARTS: ListCharts,
    PASSAGES: FindPassages,
}


@dataclass(frozen=True)
class Searching:
    asking: Asking

    # ---- looked for

    def query(self, incoming: Incoming) -> Answer:
        """Give what everybody may read before whom it is put, the person who looks among them."""
        search = _SEARCHES.get(incoming.at("value", "commandId"))
        words = _words(incoming)
        if search is None or (search is FindPassages and not words):
            return finds_nothing(_SAY)
        reply = self.asking.among(incoming, search(words), "search")
        if reply.failed:
            return finds_nothing(reply.text)
        results = list(self._results(reply))
        if not results:
            return finds_nothing(_NOTHING if words else _NONE_YET)
        return Answer(body=found(results[_page(incoming)], self.asking.console))

    def _results(self, reply: Reply) -> Iterator[Result]:
        for table in reply.of(Table):
            for row in table.rows:
                yield self._row(table, row, _thing(row, reply.buttons))
        for quote in reply.of(Quote):
            yield Result(Reply((quote,)))

    def _row(self, table: Table, row: tuple[str, ...], shows: Command | None) -> Result:
        """Give a row as a card of its own: its name, then what else is known of it."""
        named = 2 if _A_NUMBER.match(row[0]) else 1
        cells = zip(table.columns[named:], row[named:], strict=True)
        facts = [Fact(name, value) for name, value in cells if value.strip(_NO_VALUE)]
        if shows:
            facts.append(Fact("In the console", _address(shows, self.asking.console)))
        told = Reply((Paragraph(" ".join(row[:named])), Facts(tuple(facts))))
        return Result(told, {CHOSEN: _path(shows)} if shows else None)

    # ---- chosen

    def choose(self, incoming: Incoming) -> Answer:
        """Show what somebody took from the list, as it stands now.

        What it is comes back as a path that anybody could write: whoever may not read it, or is
        not alone and others may not, gets nothing.
        """
        return self._unfolded(incoming, _behind_path(incoming.at("value", CHOSEN)))

    # ---- unfolded

    def unfold(self, incoming: Incoming) -> Answer:
        """Show what a link of ours leads to: as much as everybody may read who sees it."""
        return self._unfolded(incoming, _behind(incoming.at("value", "url"), self.asking.console))

    def _unfolded(self, incoming: Incoming, command: Command | None) -> Answer:
        reply = self.asking.among(incoming, command, "link") if command else failed(_NO_LINK)
        if reply.failed:
            return finds_nothing(_NO_LINK)
        return Answer(body=found([Result(reply)], self.asking.console))


def _words(incoming: Incoming) -> str:
    """Give what was typed; nothing when the search is only opened."""
    listed = incoming.inside("value").get("parameters")
    said = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    typed = [each.get("value") for each in said if each.get("name") != "initialRun"]
    return next((text.strip() for text in typed if isinstance(text, str)), "")[:LONGEST_QUERY]


def _page(incoming: Incoming) -> slice:
    """Give which of the results are asked for; Teams asks for more as somebody reads on."""
    options = incoming.inside("value", "queryOptions")
    skip, count = (options.get(name) for name in ("skip", "count"))
    first = skip if isinstance(skip, int) and skip > 0 else 0
    many = count if isinstance(count, int) and 0 < count < MOST else MOST
    return slice(first, first + many)


def _thing(row: tuple[str, ...], buttons: Sequence[Button]) -> Command | None:
    """Give the command that shows what a row is about, where that can be told."""
    if numbered := _A_NUMBER.match(row[0]):
        return _behind_path(f"actions/{numbered[1]}")
    named = [each.command for each in buttons if each.label == row[0]]
    return next(iter(named)) if len(named) == 1 else None


def _path(command: Command) -> str:
    match command:
        case OnAction(actions=(number,)):
            return f"actions/{number}"
        case OnChart(chart=chart):
            return f"charts/{chart}"
    return ""


def _address(command: Command, console: str) -> str:
    return f"{console}/{_path(command)}"


def _behind(url: str, console: str) -> Command | None:
    """Give the command that shows what an address of the console shows."""
    if not url.startswith(f"{console}/"):
        return None
    return _behind_path(url.removeprefix(f"{console}/").partition("?")[0].partition("#")[0])


def _behind_path(path: str) -> Command | None:
    match path.split("/"):
        case ["actions", number] if number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004 - digits of a number
            return OnAction(of_actions.Show(), f"show A-{number}", (int(number),))
        case ["charts", chart] if chart:
            return OnChart(of_charts.Show(), "show it", chart=chart)
        case ["roles", role] if role:
            return OnRole(of_roles.Show(), "show it", definition=role)
    return None
