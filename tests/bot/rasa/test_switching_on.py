"""What the start refuses, in plain words: no secret, no rasa-sdk, nobody to ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.checking import findings
from bot.rasa.extra import rasa_sdk_is_there
from bot.settings import ConfigError, Settings, load
from bot.wiring import Line
from tests.support.line import settle


@pytest.mark.parametrize("secret", ["", " ", "with space", "é", "x" * 257])
def test_a_door_without_a_usable_secret_is_not_opened(secret: str) -> None:
    with pytest.raises(ConfigError, match=r"rasa\.secret must be"):
        load(None, {"OWNERLINE_RASA__WEBHOOK": "true", "OWNERLINE_RASA__SECRET": secret})


def test_rasa_as_the_reader_needs_an_address() -> None:
    with pytest.raises(ConfigError, match=r"nlu\.rasa_url must be set"):
        load(None, {"OWNERLINE_NLU__ENGINE": "rasa"})


@pytest.mark.parametrize(
    "line", ["NLU__RASA_URL=127.0.0.1:5005", "NLU__ENGINE=luis", "NLU__RASA_TIMEOUT_SECONDS=0"]
)
def test_a_setting_that_cannot_be_meant_is_named(line: str) -> None:
    name, _, value = line.partition("=")
    with pytest.raises(ConfigError, match=name.lower().replace("__", ".")):
        load(None, {f"OWNERLINE_{name}": value})


def test_no_secret_is_ever_shown() -> None:
    settings = load(None, {"OWNERLINE_RASA__SECRET": "hush-1", "OWNERLINE_NLU__RASA_TOKEN": "hush-2"})
    assert "hush" not in repr(settings)


def test_without_rasa_sdk_the_start_says_what_to_install(
    sqlite_url: str, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(sqlite_url)
    monkeypatch.setitem(sys.modules, "rasa_sdk", None)
    values = {
        "storage": {"url": sqlite_url, "media": str(media_folder)},
        "rasa": {"webhook": True, "secret": "s"},
    }
    settings = Settings.model_validate(values)
    assert not rasa_sdk_is_there()
    with pytest.raises(ConfigError, match=r"pip install 'ownerline\[rasa\]'"):
        Line(settings)
    assert any(one.stops and "rasa-sdk" in one.text for one in findings(settings))


def test_rasa_sdk_is_not_imported_while_the_door_is_shut() -> None:
    script = "import sys, bot.wiring; sys.exit('rasa_sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_plain_http_to_a_rasa_elsewhere_is_pointed_out() -> None:
    nlu = {"engine": "rasa", "rasa_url": "http://rasa.example.org:5005"}
    found = [one for one in findings(Settings.model_validate({"nlu": nlu})) if "nlu.rasa_url" in one.text]
    assert [one.stops for one in found] == [False]
