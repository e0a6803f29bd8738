"""What `ownerline nlu export-rasa` writes, as Rasa will read it; and which folders it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.commands import nlu as commands
from bot.commands.refusing import Refused
from bot.rasa import names
from bot.rasa.export import MARKER, NotOurs, project, write
from nlu.corpus import Phrase, own_phrases
from nlu.meaning import CODES, INTENTS

ADDRESS = "https://line.example.org"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return project(own_phrases(), ADDRESS)


def read(files: dict[str, str], name: str) -> Any:
    return yaml.safe_load(files[name])


def intents_of(files: dict[str, str], writing: str) -> dict[str, list[str]]:
    found = {}
    for name in files:
        if name.startswith(f"{writing}/data/nlu_"):
            for entry in read(files, name)["nlu"]:
                found[entry["intent"]] = entry["examples"].splitlines()
    return found


def test_every_label_has_a_name_for_rasa_and_comes_back() -> None:
    assert len(set(map(names.to_rasa, names.LABELS))) == len(names.LABELS)
    for label in names.LABELS:
        assert names.from_rasa(names.to_rasa(label)) == label
        assert not set("/+{@ ") & set(names.to_rasa(label))


def test_every_intent_and_code_of_the_contract_has_a_label() -> None:
    for intent in INTENTS:
        assert all(f"{intent}/{code}" in names.LABELS for code in CODES.get(intent, ()))
    assert {label.partition("/")[0] for label in names.LABELS} == set(INTENTS)


@pytest.mark.parametrize(
    "name", ["", "repair", "repair.home", "repair.home.leak.x", "emergency", "nlu_fallback", "a/b"]
)
def test_a_name_that_is_none_of_ours_has_no_label(name: str) -> None:
    assert names.from_rasa(name) is None


@pytest.mark.parametrize("writing", ["zh", "en"])
def test_a_project_has_all_that_rasa_trains_and_runs_from(files: dict[str, str], writing: str) -> None:
    domain, rules = read(files, f"{writing}/domain.yml"), read(files, f"{writing}/data/rules.yml")
    taught = intents_of(files, writing)
    assert set(taught) == {names.to_rasa(label) for label in names.LABELS}
    assert set(domain["intents"]) == {*taught, names.PRESS_INTENT}
    assert set(domain["actions"]) == set(names.ACTIONS)
    led = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules["rules"]}
    assert set(led) == {*domain["intents"], "nlu_fallback"}
    assert set(led.values()) <= set(domain["actions"])
    assert min(map(len, taught.values())) >= 20
    pipeline = [part["name"] for part in read(files, f"{writing}/config.yml")["pipeline"]]
    assert pipeline[0] == {"zh": "JiebaTokenizer", "en": "WhitespaceTokenizer"}[writing]


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("repair.home.leak", "open"), ("complaint.service.fees", "open"), ("praise", "open"), ("follow_up", "follow_up"),
        ("correction", "correct"), ("cancel", "withdraw"), ("rating", "rate"), ("handoff", "hand_off"),
        ("emergency.fire", "say"), ("enquiry.enquiry.fees", "say"), ("smalltalk", "say"), ("ownerline", "say"),
    ],
)  # fmt: skip
def test_what_answers_an_intent(files: dict[str, str], intent: str, action: str) -> None:
    rules = read(files, "en/data/rules.yml")["rules"]
    led = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert led[intent] == f"action_ownerline_{action}"


def test_the_actions_run_at_our_address_with_a_secret_that_is_not_written_down(files: dict[str, str]) -> None:
    endpoint = read(files, "zh/endpoints.yml")["action_endpoint"]
    assert endpoint["url"] == f"{ADDRESS}/rasa/webhook"
    assert endpoint["headers"] == {"Authorization": "Bearer ${OWNERLINE_RASA_SECRET}"}
    assert endpoint["enable_selective_domain"] is True
    assert '"Bearer' not in files["zh/endpoints.yml"], "Rasa puts no value in where quotes stand"


def test_every_phrase_is_there_once_and_on_one_line(files: dict[str, str]) -> None:
    taught = intents_of(files, "en")
    english = [phrase for phrase in own_phrases() if phrase.language == "en"]
    assert sum(map(len, taught.values())) == len(english)
    assert all(line.startswith("- ") for lines in taught.values() for line in lines)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[the tap](repair/home.leak) drips", "- the tap (repair/home.leak) drips"),
        ("a\u2028b\x07c", "- a b c"),
        ("{x}", "- x"),
        ("- # : 'quoted'", "- - # : 'quoted'"),
    ],
)
def test_a_phrase_that_rasa_would_read_as_more_than_words_is_made_plain(text: str, written: str) -> None:
    made = project([Phrase(text, "repair/home.leak", "en")], ADDRESS)
    assert intents_of(made, "en")["repair.home.leak"] == [written]


def test_phrases_of_several_matters_are_left_out() -> None:
    made = project([Phrase("[a](repair/home.leak) and [b](rating)", "several", "en")], ADDRESS)
    assert intents_of(made, "en") == {}


def test_a_folder_in_use_for_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(NotOurs, match="not empty"):
        write(tmp_path, [], ADDRESS)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "marker", ["", "{}", '{"files": 5}', '{"files": ["../letter.txt"]}', '{"files": ["/etc/x"]}']
)
def test_a_marker_that_no_export_wrote_opens_nothing(tmp_path: Path, marker: str) -> None:
    (tmp_path / MARKER).write_text(marker, "utf-8")
    with pytest.raises(NotOurs):
        write(tmp_path, [], ADDRESS)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(NotOurs):
        write(tmp_path / "file", [], ADDRESS)


def test_an_earlier_export_is_replaced_and_what_others_added_stays(tmp_path: Path) -> None:
    write(tmp_path / "out", [Phrase("a", "praise", "en"), Phrase("b", "rating", "en")], ADDRESS)
    mine = tmp_path / "out/en/data/my_own.yml"
    mine.write_text("nlu: []", "utf-8")
    write(tmp_path / "out", [Phrase("a", "praise", "en")], ADDRESS)
    assert mine.exists()
    assert not (tmp_path / "out/en/data/nlu_rating.yml").exists()


def test_the_command_refuses_in_one_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    with pytest.raises(Refused, match="holds no earlier export; choose another folder"):
        commands.app(["export-rasa", str(tmp_path)], standalone_mode=False)
