"""config.yaml says everything there is to set; whatever is wrong is named; a secret is never shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import ConfigError, Settings, load

ROOT = Path(__file__).parents[2]


def file_with(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, "utf-8")
    return file


def keys_of(values: dict[str, Any], above: str = "") -> set[str]:
    found = set()
    for key, value in values.items():
        found |= keys_of(value, f"{above}{key}.") if isinstance(value, dict) else {f"{above}{key}"}
    return found


def test_the_file_holds_every_setting_with_its_default() -> None:
    assert load(ROOT / "config.yaml", {}) == Settings()
    written = yaml.safe_load((ROOT / "config.yaml").read_text("utf-8"))
    assert keys_of(written) == keys_of(Settings().model_dump())


def test_every_setting_in_the_file_has_its_reason_beside_it() -> None:
    above = ""
    for line in (ROOT / "config.yaml").read_text("utf-8").splitlines():
        if line.startswith("  ") and not line.startswith("    ") and not line.lstrip().startswith("#"):
            key = line.split(":")[0].strip()
            explained_together = key in (
                "staff_group",
                "port",
                "webhook_secret",
                "close_after_hours",
                "lock_minutes",
            )
            assert above.lstrip().startswith("#") or explained_together, f"{key} has no comment"
        above = line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("web:\n  prot: 1", "web.prot: there is no such setting"),
        ("webb: {}", "webb: there is no such setting"),
        ("web:\n  port: eighty", "web.port: "),
        ("web:\n  port: 70000", "web.port: "),
        ("web:\n  base_url: line.example.org", "web.base_url: "),
        ("storage:\n  url: mysql://x", "storage.url must begin with sqlite:/// or postgresql://"),
        ("storage:\n  workers: 0", "storage.workers: "),
        ("telegram:\n  mode: webhook", "telegram.webhook_secret must be 1 to 256 characters"),
        ("telegram:\n  staff_group: '@ours'", "telegram.staff_group: "),
        ("conversation:\n  remind_after_hours: 80", "remind_after_hours must be less than"),
        ("conversation:\n  respond_hours:\n    E0: -1", "conversation.respond_hours.E0: "),
        (
            "conversation:\n  respond_hours:\n    phnoe: 2",
            "conversation.respond_hours: there is no such setting below it: phnoe",
        ),
        ("log:\n  level: loud", "log.level: "),
        ("- a list", "groups of settings are expected"),
        ("web: [", "is not readable YAML"),
    ],
)
def test_a_wrong_line_stops_the_start_and_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(file_with(tmp_path, text), {})
    assert told in str(caught.value)


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(file_with(tmp_path, "web:\n  port: x\nlog:\n  level: y\nnone: 1"), {})
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "web.port",
        "log.level",
        "none",
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read"):
        load(tmp_path / "none.yaml", {})


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(file_with(tmp_path, "\n"), {}) == Settings()


def test_the_environment_is_stronger_than_a_secret_file_and_that_than_the_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, "telegram:\n  token: from-yaml")
    secret = tmp_path / "token"
    secret.write_text("from-file\n", "utf-8")
    by_file = {"OWNERLINE_TELEGRAM__TOKEN_FILE": str(secret)}
    by_both = by_file | {"OWNERLINE_TELEGRAM__TOKEN": "from-environment"}
    tokens = [load(file, env).telegram.token.get_secret_value() for env in ({}, by_file, by_both)]
    assert tokens == ["from-yaml", "from-file", "from-environment"]


def test_the_environment_reaches_every_depth() -> None:
    settings = load(None, {"OWNERLINE_WEB__PORT": "1234", "OWNERLINE_CONVERSATION__RESPOND_HOURS__E0": "0.5"})
    assert (settings.web.port, settings.conversation.respond_hours["E0"]) == (1234, 0.5)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"OWNERLINE_WEB__PROT": "1"}, "web.prot: there is no such setting"),
        ({"OWNERLINE_TELEGRAM__TOKEN_FILE": "/nowhere"}, "OWNERLINE_TELEGRAM__TOKEN_FILE: the file /nowhere cannot be read"),
        ({"OWNERLINE_WEB__PORT": "1", "OWNERLINE_WEB__PORT__X": "2"}, "web.port: "),
    ],
)  # fmt: skip
def test_a_wrong_variable_is_named(environment: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(None, environment)
    assert told in str(caught.value)


def test_hours_that_are_not_given_keep_their_default(tmp_path: Path) -> None:
    hours = load(
        file_with(tmp_path, "conversation:\n  respond_hours:\n    phone: 4"), {}
    ).conversation.respond_hours
    assert (hours["phone"], hours["web"]) == (4, 24)


def test_a_secret_is_never_shown() -> None:
    settings = load(
        None, {"OWNERLINE_TELEGRAM__TOKEN": "123:hush", "OWNERLINE_TELEGRAM__WEBHOOK_SECRET": "hush"}
    )
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    with pytest.raises(ConfigError) as caught:
        load(None, {"OWNERLINE_TELEGRAM__MODE": "webhook", "OWNERLINE_TELEGRAM__WEBHOOK_SECRET": "hush hush"})
    assert "hush" not in str(caught.value)


def test_settings_do_not_change_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().web.port = 1  # type: ignore[misc]
