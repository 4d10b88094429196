"""The schemas of Teams' app manifests, as npm has them."""

import json
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import pytest

PACKAGE: Final = "@microsoft/app-manifest"
VERSION: Final = "1.1.2"
_KEPT: Final = Path(__file__).parent.parent / "build" / "app-manifest"
_SCHEMAS: Final = Path("node_modules") / PACKAGE / "build" / "json-schemas" / "teams"


def schema(version: str) -> dict[str, Any]:
    """Give the schema of a version; the test is left out where npm has none."""
    if not _KEPT.exists():
        _fetch()
    path = _KEPT / _SCHEMAS / f"v{version}" / "MicrosoftTeams.schema.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def newest() -> str:
    schema("1.0")
    numbered = [each.name[1:] for each in (_KEPT / _SCHEMAS).glob("v1.*")]
    return max(numbered, key=lambda version: [int(each) for each in version.split(".")])


def _fetch() -> None:
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("App manifests: npm is not installed")
    _KEPT.parent.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=_KEPT.parent))
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    command = [npm, "install", *options, f"{PACKAGE}@{VERSION}"]
    made = subprocess.run(command, check=False, capture_output=True, timeout=300)  # noqa: S603 - npm, with a package named here
    if made.returncode:
        shutil.rmtree(folder)
        pytest.skip("App manifests: npm cannot fetch their schemas")
    with suppress(OSError):  # another test was first
        folder.rename(_KEPT)
