"""Tokens of workspaces are kept encrypted; the key lies beside the database, in no backup of it.

A copy of the records alone gives nobody a token. Whoever moves the records to another machine
takes the key along by itself, or has the workspaces install the app again.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from isthmus.errors import UnavailableError

FILE: Final = "secrets.key"
_OF_OTHERS: Final = 0o077
_WHAT_TO_DO: Final = (
    "Put back the key they were encrypted with, on a line of its own below a newer one, or install "
    "the app again in each workspace."
)


@dataclass(frozen=True)
class Seal:
    """Encrypts with the first key and reads with any; keys are a line each.

    ``given`` are those of a setting; without them the file is taken, and made when first needed.
    """

    folder: Path
    given: str = field(default="", repr=False)

    @property
    def file(self) -> Path:
        return self.folder / FILE

    def close(self, secrets: Mapping[str, str]) -> str:
        if not self.given and not self.file.exists():
            self._make()
        return self._opened().encrypt(json.dumps(dict(secrets)).encode()).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Read what was sealed; raises UnavailableError that says what to do."""
        try:
            found: dict[str, str] = json.loads(self._opened().decrypt(sealed.encode()))
        except InvalidToken as error:
            raise UnavailableError(
                f"The tokens of a workspace were encrypted with another key than that of "
                f"{self._where}. {_WHAT_TO_DO}"
            ) from error
        return found

    def _opened(self) -> MultiFernet:
        try:
            return MultiFernet([Fernet(line) for line in self._lines()])
        except ValueError as error:
            raise UnavailableError(
                f"{self._where} holds no key: a line of 44 characters is one. {_WHAT_TO_DO}"
            ) from error

    @property
    def _where(self) -> str:
        return "ISTHMUS_SECRETS_KEY" if self.given else str(self.file)

    def _lines(self) -> list[str]:
        return (self.given or self._read()).split()

    def _read(self) -> str:
        try:
            if self.file.stat().st_mode & _OF_OTHERS:
                raise UnavailableError(
                    f"Others may read {self.file}. Take that from them: `chmod 600 {self.file}`."
                )
            return self.file.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError as error:
            raise UnavailableError(
                f"The key file {self.file} is missing, which tokens of workspaces are encrypted "
                f"with. {_WHAT_TO_DO}"
            ) from error
        except OSError as error:
            raise UnavailableError(f"{self.file} cannot be read: {error.strerror}.") from error

    def _make(self) -> None:
        """Make a key; of processes that do so at once, one prevails."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=f".{FILE}-") as made:
                made.write(Fernet.generate_key() + b"\n")  # for its owner alone, as all of these
                made.flush()
                os.fsync(made.fileno())
                os.link(made.name, self.file)
        except FileExistsError:
            return
        except OSError as error:
            raise UnavailableError(
                f"The key file {self.file} cannot be made: {error.strerror}. Correct the "
                "permissions of the data folder."
            ) from error
        self._keep_its_name()

    def _keep_its_name(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
