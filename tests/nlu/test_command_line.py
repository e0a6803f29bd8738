"""`ownerline nlu parse`: one line out for each line in, in order; a bad line is an error line and the rest go on."""

import json

import pytest
from typer.testing import CliRunner

from bot.commands.nlu import app

RUN = CliRunner()


def lines(text, *arguments):
    result = RUN.invoke(app, ["parse", *arguments], input=text)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_one_line_in_order():
    asked = [
        {"text": "漏水了", "language": None, "awaiting": None},
        {"text": "the lift is broken"},
        {"text": "5", "awaiting": "rating"},
    ]
    got = lines("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in asked))
    assert [one["matters"][0]["intent"] for one in got] == ["repair", "repair", "rating"]
    assert list(got[0]) == [
        "language",
        "matters",
        "hazard",
        "stance",
        "risks",
        "slots",
        "understood",
        "candidates",
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("garbage", "not JSON"),
        ("[1]", "an object"),
        ('{"text": 5}', "must be a string"),
        ("{}", "must be a string"),
        ('{"text": "x", "awaiting": "dinner"}', "'awaiting' must be"),
        ('{"text": "x", "language": "fr"}', "'language' must be"),
        ('{"text": "x", "extra": 1}', "no such field"),
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=lambda value: value[:20],
)
def test_a_bad_line_is_an_error_in_its_place(bad, reason):
    got = lines(f'{{"text": "hi"}}\n{bad}\n{{"text": "漏水了"}}\n')
    assert len(got) == 3
    assert got[1]["line"] == 2
    assert reason in got[1]["error"]
    assert got[2]["matters"][0]["intent"] == "repair"


def test_a_file_can_be_read_instead(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "\\ud83d\\ude00 \\ud800"}\n', encoding="utf-8")
    assert len(lines("", str(path))) == 1


def test_a_missing_file_is_named(tmp_path):
    result = RUN.invoke(app, ["parse", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2


def test_explain_shows_segments_and_alarms():
    result = RUN.invoke(app, ["explain", "厨房着火了 还有灯不亮"])
    assert result.exit_code == 0
    assert "alarm    fire" in result.stdout
    assert result.stdout.count("segment") == 2


def test_other_peoples_data_are_tested_by_the_same_path(tmp_path):
    train, test, oos = tmp_path / "train.yml", tmp_path / "test.yml", tmp_path / "oos.yml"
    train.write_text(
        'version: "3.1"\nnlu:\n'
        + "".join(
            f"- intent: {name}\n  examples: |\n"
            + "".join(
                f"    - {verb} my {noun} {n}\n"
                for n in ("please", "now", "today", "again", "soon", "quickly")
            )
            for name, verb, noun in (
                ("card", "freeze", "card"),
                ("loan", "extend", "loan"),
                ("rate", "show", "rate"),
            )
        )
    )
    test.write_text(
        'version: "3.1"\nnlu:\n- intent: card\n  examples: |\n    - freeze the card\n- intent: loan\n  examples: |\n    - extend the loan\n'
    )
    oos.write_text('version: "3.1"\nnlu:\n- intent: oos\n  examples: |\n    - sing a song\n')
    result = RUN.invoke(app, ["evaluate", "--train", str(train), "--test", str(test), "--oos", str(oos)])
    assert result.exit_code == 0, result.output
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["accuracy"] == 1.0
    assert "oos_recall" in json.loads(line)
