"""Which commands change nothing, or the same when they are carried out a second time."""

from typing import Final

from isthmus.actions import orders as of_actions
from isthmus.raci import orders as of_charts
from isthmus.roles import orders as of_roles
from isthmus.understanding.commands import (
    Ask,
    AskActions,
    Command,
    FindPassages,
    Help,
    ListCharts,
    ListRoles,
    OnAction,
    OnChart,
    OnRole,
    OpenForm,
    Rate,
    SendFile,
    ShowHome,
    ShowPassages,
    Summarise,
    TellMe,
)

_SAME_TWICE: Final = (
    *(Ask, AskActions, FindPassages, Help, ListCharts, ListRoles),
    *(OpenForm, Rate, SendFile, ShowHome, ShowPassages, Summarise, TellMe),
)
_OF_CHARTS_SHOWN: Final = (
    *(of_charts.WhoHas, of_charts.WhatHas, of_charts.WhyLetter, of_charts.WhoHolds),
    *(of_charts.WhatIsOpen, of_charts.Unclear, of_charts.WhatChanged, of_charts.Check),
    *(of_charts.Show, of_charts.Export),
)
_OF_ROLES_SHOWN: Final = (
    *(of_roles.WhatIsNew, of_roles.WhatChanged, of_roles.Show, of_roles.ShowLines),
    of_roles.Export,
)
_OF_ACTIONS_SHOWN: Final = (of_actions.Show, of_actions.History, of_actions.AskFor)


def comes_to_the_same(command: Command) -> bool:
    """Tell whether a command may be handled twice, as it changes nothing or the same."""
    match command:
        case OnChart(order):
            return isinstance(order, _OF_CHARTS_SHOWN)
        case OnRole(order):
            return isinstance(order, _OF_ROLES_SHOWN)
        case _:
            return isinstance(command, _SAME_TWICE)


def changes_nothing(command: Command) -> bool:
    """Tell whether a command only looks, also at an action, which is spoken of from then on."""
    looks = isinstance(command, OnAction) and isinstance(command.order, _OF_ACTIONS_SHOWN)
    return looks or comes_to_the_same(command)
