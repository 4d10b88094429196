"""The locks beside pyproject.toml: complete, in step with it, and free of any index."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\S+)(?P<rest>(?:.*\n(?= ))*.*)", re.MULTILINE
)
DIRECT = "isthmus (pyproject.toml)"


def text_of(file: str) -> str:
    return (ROOT / "requirements" / file).read_text(encoding="utf-8")


def pinned(lock: str) -> dict[str, str]:
    return {match["name"]: match["version"] for match in PIN.finditer(text_of(lock))}


def declared(*, extras: bool) -> dict[str, Requirement]:
    optional = PROJECT["optional-dependencies"].values() if extras else ()
    lines = [*PROJECT["dependencies"], *(line for extra in optional for line in extra)]
    wanted = map(Requirement, lines)
    return {canonicalize_name(each.name): each for each in wanted}


def with_torch(pins: Mapping[str, str]) -> dict[str, str]:
    torch = Requirement(text_of("torch.txt").splitlines()[-1])
    return {**pins, torch.name: next(iter(torch.specifier)).version}


@pytest.mark.parametrize(("lock", "extras"), [("run.lock", False), ("dev.lock", True)])
def test_each_declared_package_is_pinned_within_its_range(lock: str, *, extras: bool) -> None:
    pins = with_torch(pinned(lock))
    for name, requirement in declared(extras=extras).items():
        assert name in pins, f"run `make lock`: {lock} lacks {name}"
        assert pins[name] in requirement.specifier, f"run `make lock`: {lock} has another {name}"


@pytest.mark.parametrize(("lock", "extras"), [("run.lock", False), ("dev.lock", True)])
def test_nothing_is_pinned_for_a_declaration_that_is_gone(lock: str, *, extras: bool) -> None:
    asked_for = {match["name"] for match in PIN.finditer(text_of(lock)) if DIRECT in match["rest"]}
    assert asked_for <= set(declared(extras=extras)), "run `make lock`"


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_each_pin_has_hashes_and_torch_is_apart(lock: str) -> None:
    for match in PIN.finditer(text_of(lock)):
        assert "--hash=sha256:" in match["rest"], match["name"]
    assert "torch" not in pinned(lock)


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_a_lock_names_no_index_and_no_cuda(lock: str) -> None:
    assert not re.search(r"://|^-|index-url|find-links", text_of(lock), re.MULTILINE)
    assert not [name for name in pinned(lock) if name.startswith(("nvidia-", "cuda-", "triton"))]


def test_both_environments_run_the_same_versions() -> None:
    run, dev = pinned("run.lock"), pinned("dev.lock")
    assert run.items() <= dev.items(), "run `make lock`"


def test_each_dependency_has_its_reason_written_down() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    reasons = decisions.partition("## Dependencies")[2]
    missing = [name for name in declared(extras=True) if not re.search(rf"\b{name}\b", reasons)]
    assert not missing
