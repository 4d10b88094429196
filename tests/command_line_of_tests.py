"""The command line; each command is a process of its own on the same data."""

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from isthmus import main
from isthmus.errors import IsthmusError
from isthmus.wiring import Wiring


class CommandLine(ABC):
    def __init__(self, data: Path) -> None:
        self.data = data

    @abstractmethod
    def wiring(self) -> Wiring: ...

    def invoke(self, *arguments: object) -> Result:
        wiring = self.wiring()
        try:
            return CliRunner().invoke(main.app, list(map(str, arguments)), obj=wiring)
        finally:
            wiring.close()

    def __call__(self, *arguments: object, code: int = 0) -> str:
        """Give what is printed; raises the IsthmusError that ended the command."""
        result = self.invoke(*arguments)
        if isinstance(result.exception, IsthmusError):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    def json(self, *arguments: object, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self(*arguments, "--json", code=code))
