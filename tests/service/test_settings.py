from pathlib import Path

import pytest
from pydantic import ValidationError

from isthmus.errors import InvalidError
from isthmus.settings import Settings, unknown_variables


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ISTHMUS_{name.upper()}", raising=False)


def test_everything_has_a_default_and_a_description() -> None:
    settings = Settings.from_environment()
    assert settings.base_url == "http://127.0.0.1:8000"
    assert all(field.description for field in Settings.model_fields.values())


def test_the_data_folder_is_in_the_users_data_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/home")
    assert Settings.from_environment().data_dir == Path("/srv/home/isthmus")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert Settings.from_environment().data_dir == Path.home() / ".local/share/isthmus"


def test_variables_are_read_and_empty_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_ALLOWED_HOSTS", "isthmus.plant.example, 10.0.0.7,")
    monkeypatch.setenv("ISTHMUS_PUBLIC_URL", "https://isthmus.plant.example/")
    monkeypatch.setenv("ISTHMUS_PORT", "")
    settings = Settings.from_environment()
    assert settings.allowed_hosts == ("isthmus.plant.example", "10.0.0.7")
    assert settings.base_url == "https://isthmus.plant.example"


def test_a_wrong_value_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_PORT", "many")
    with pytest.raises(InvalidError, match="ISTHMUS_PORT"):
        Settings.from_environment()


def test_a_database_address_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_DATABASE_URL", "postgresql://me:hunter2@host/x")
    assert "hunter2" not in repr(Settings.from_environment())


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings.from_environment().port = 1


def test_a_mistyped_variable_is_named_with_the_one_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_DATADIR", "/srv")
    monkeypatch.setenv("ISTHMUS_SHARED_DATA", "/data")
    assert unknown_variables() == {"ISTHMUS_DATADIR": "ISTHMUS_DATA_DIR"}
