"""Nothing stays English where Turkish is asked for: help, errors of the command line, every sentence."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import shutil
import string
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from roadmap_opt import cli
from roadmap_opt.case import sheets as _sheets  # noqa: F401  (fills SHEETS)
from roadmap_opt.case.kpis import KPIS
from roadmap_opt.case.schema import SHEETS
from roadmap_opt.case.unit_words import unit_in_words
from roadmap_opt.cli.speaking import asked_language, help_texts, option_help, system_language
from roadmap_opt.messages import read_words
from roadmap_opt.output.damage import DamagedRunError
from roadmap_opt.runs.run_folder import load_run
from roadmap_opt.said import SUBJECTS, Said, known_again, said, spoken, turkish
from tests.support.committed_example import EXAMPLE
from tests.support.said_templates import templates, unsaid
from tests.support.source import PACKAGE, parsed
from tests.support.untold import untold

RECORDED = frozenset({
    "feasible at limit", "nothing at limit", "final figures", "first plan: relaxation", "held decisions",
    "short search", "net present value", "read and check", "who pays", "dropping what serves nothing",
    "least shortfall",
    "no target", "as it is", "half written", "other version", "input rejected", "no names", "price below zero",
    "same run", "same problem", "within gap", "no bound", "other aim", "phases, seconds", "see unit",
    "number per year", "source tree, not installed", "Schema version",
    "every plan needs a value in its own world",
    "the engine has to be entered as a context before it runs jobs", "Nothing to do if that is meant; otherwise ",
})  # fmt: skip
"""Words of records, keys and labels, which are the same in both languages or have their word in a catalogue; errors
that only a programmer meets.
"""

COMMANDS = [cli.roadmap_opt, *(cli.roadmap_opt.commands[name] for name in sorted(cli.roadmap_opt.commands))]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli.roadmap_opt, [*arguments], prog_name="roadmap-opt")
    return result.output


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_template_has_a_turkish_one() -> None:
    sentences = {each for each in templates() if "\n\n" not in each and not re.search("[çğışöüÇĞİŞÖÜ]|^[|#]", each)}
    assert sentences - turkish().keys() - RECORDED == set()
    assert len(sentences) > 900
    assert RECORDED - templates() == set()


def test_sentences_with_values_are_said() -> None:
    assert [each for each in unsaid() if "/.csv, line" not in each] == []  # the place of a cell is no sentence


def test_both_templates_take_the_same_values() -> None:
    assert {en: tr for en, tr in turkish().items() if fields(en) != fields(tr)} == {}
    assert [en for en, tr in turkish().items() if not tr.strip()] == []


def test_every_template_stands_once() -> None:
    listed = [row["en"] for subject in SUBJECTS for row in read_words(subject)]
    assert len(set(listed)) == len(listed)


def test_every_column_tells_blank_and_unit_in_turkish() -> None:
    columns = [column.meta for sheet in SHEETS.values() for column in sheet.columns]
    told = {word for meta in columns for word in (meta.blank, meta.unit) if word}
    told |= {kpi.denominator_unit for kpi in KPIS.values() if kpi.is_ratio}
    assert told - turkish().keys() == set()


def test_no_template_is_left_over() -> None:
    """Each stands in the source of the package or of Click, or is a word of a help or of the system."""
    constants = {
        node.value
        for file in (*PACKAGE.rglob("*.py"), *Path(click.__file__).parent.glob("*.py"))
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    click_words = {re.sub(r"\{\w+!r\}|\{\w+\}", "{}", each) for each in constants}
    known = constants | templates() | set(_helps()) | {os.strerror(number) for number in errno.errorcode}
    rows = {path.stem for path in (Path(__file__).parents[1] / "model" / "golden").glob("*.txt")}
    left = {
        en for en in turkish().keys() - known - rows
        if re.sub(r"\{\w+\}", "{}", en) not in click_words and not re.fullmatch("[A-Z_]+", en)
    }  # fmt: skip
    # what Click puts together of several of its words, and a remedy that is cut where another one goes on
    assert left == {
        each for each in left if re.match("No such |Missing |(File|Path|Directory) |Add the |Change ", each)
    }


def test_a_sentence_is_english_to_whatever_reads_it() -> None:
    sentence = said("a year from {first} to {last}", first=2026, last=2040)
    assert sentence == "a year from 2026 to 2040"
    assert isinstance(sentence, str)
    assert f"{sentence}." == "a year from 2026 to 2040."
    assert spoken(sentence, "tr") == "2026 ile 2040 arasında bir yıl"
    assert spoken(sentence + "; " + said("{count:,} cells", count=1), "en") == "a year from 2026 to 2040; 1 cells"


def test_numbers_have_the_marks_of_the_language() -> None:
    at_most = said("at most {most:,}", most=1_000_000)
    assert (str(at_most), spoken(at_most, "tr")) == ("at most 1,000,000", "en çok 1.000.000")
    over = said("in the nearest plan over by {share:.1%} of the aim", share=0.125)
    assert spoken(over, "tr") == "en yakın planda hedefin %12,5 kadarı aşılıyor"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("limit capacity_limit [hill]: too tight by 1,234", "kapasite sınırı [hill]: 1.234 kadar fazla dar"),
        (
            "target own “Magnets” (magnets, definition sintered, >= 100) in 2030 to 2032: in the nearest plan short by "
            "20.0% of the aim in 2030, its worst year",
            "hedef own “Magnets” (magnets, tanım sintered, >= 100), 2030–2032: en yakın planda hedefin %20,0 kadarı "
            "eksik kalıyor (en kötü yıl: 2030)",
        ),
        (
            "the worker process died 3 times, the last time with exit code 1",
            "işçi süreç 3 kez çöktü; sonuncusunda çıkış kodu 1",
        ),
        (
            "the worker process died 3 times, the last time with exit code 1 What was written is in /results/x.",
            "işçi süreç 3 kez çöktü; sonuncusunda çıkış kodu 1 Yazılanlar şu klasörde: /results/x.",
        ),
        ("Magnesium, what else", "Magnesium, what else"),
    ],
)  # fmt: skip
def test_what_was_recorded_in_english_is_known_again(text: str, words: str) -> None:
    assert spoken(known_again(text), "en") == text
    assert spoken(known_again(text), "tr") == words


@pytest.mark.parametrize("piece", ["ab ", "a b: c; ", "a: b; expected c, ", "one. Two (three) "])
def test_a_long_text_that_nobody_said_is_left_at_once(piece: str) -> None:
    """No text may take longer than its length: what a library or a file says can be anything."""
    text = (piece * 2000)[:2000] + "~"
    began = time.process_time()
    assert spoken(known_again(text), "en") == text
    assert time.process_time() - began < 1


def test_sentences_in_sentences_without_end_are_known_again() -> None:
    text = "a" + " cannot be written: no space" * 3000 + "."
    assert known_again(text) == text
    assert "yazılamıyor" in spoken(known_again(text), "tr")


def test_what_fits_a_template_is_its_shortest_values() -> None:
    """The same values that a pattern with lazy fields finds, for every template."""
    for template in turkish():
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        values = {name: f"<{number}>" for number, name in enumerate(names)}
        text = re.sub(r"\{(\w+)[^}]*\}", lambda found, values=values: values[found[1]], template)
        again = known_again(text)
        if isinstance(again, Said) and again.template == template and "}{" not in template:
            assert again.values == values
        assert again == text


def test_what_contradicts_itself_in_a_record_is_told_in_turkish(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(EXAMPLE, folder)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    record["conflicts"], record["gap"] = ["one", "two"], 0.5
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(DamagedRunError) as error:
        load_run(folder)
    words = error.value.in_language("tr")
    assert "bulunan 2 satır" in words
    assert "found 2 line(s)" in str(error.value)
    assert not re.search(r"line|when|was asked for|none", words)


# --- help -------------------------------------------------------------------------------------------------------------


def _helps() -> Iterator[str]:
    for command in COMMANDS:
        yield from help_texts(command)
        for option in command.get_params(click.Context(command)):
            words = option_help(option)
            if words:
                yield words.values["help"] if isinstance(words, Said) else words


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_is_in_turkish(command: click.Command) -> None:
    own = [] if command is cli.roadmap_opt else [str(command.name)]
    shown = " ".join(run(*own, "--lang", "tr", "--help").split())
    assert shown.startswith("Kullanım: roadmap-opt")
    assert "[SEÇENEKLER]" in shown
    for text in help_texts(command):
        assert spoken(text, "tr") != text
        assert " ".join(spoken(text, "tr").split()) in shown
    for option in command.get_params(click.Context(command)):
        if isinstance(option, click.Option) and not option.hidden:
            words = option_help(option)
            assert spoken(words, "tr") != words
            assert list(untold(words)) == []
            assert " ".join(spoken(words, "tr").split()) in shown
    assert re.findall(r"\b(?:TEXT|DIRECTORY|FILE|SECONDS|default|Options|Usage|Takes|WORKBOOK|RUN)\b", shown) == []
    assert run(*own, "--help", "--lang=tr") == run(*own, "--lang", "tr", "--help")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_english_help_is_what_click_makes_of_it(command: click.Command) -> None:
    kind = click.Group if isinstance(command, click.Group) else click.Command
    more = {"commands": command.commands} if isinstance(command, click.Group) else {}
    plain = kind(command.name, params=command.params, help=command.help, add_help_option=False, **more)
    ours = type(command)(command.name, params=command.params, help=command.help, add_help_option=False, **more)
    found = [each.get_help(click.Context(each, info_name="x")) for each in (plain, ours)]
    assert found[0] == found[1]


# --- errors of the command line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("solve", "Eksik argüman: 'DOSYA'."),
        ("solve nowhere.xlsx", "Geçersiz değer, 'DOSYA': Dosya bulunamadı: 'nowhere.xlsx'."),
        ("audit nowhere", "Geçersiz değer, 'ÇALIŞMA_KLASÖRÜ': Klasör bulunamadı: 'nowhere'."),
        ("new --nothing", "Böyle bir seçenek yok: '--nothing'."),
        ("slove", "Böyle bir komut yok: 'slove'. Kastedilen bu olabilir: 'solve'"),
        ("new one.xlsx two.xlsx", "Beklenmeyen fazla argüman (two.xlsx)"),
        ("new --lang", "Seçenek bir değer ister: '--lang'."),
        ("new --empty=3", "Seçenek değer almaz: '--empty'."),
        ("new --lang de", "Geçersiz değer, '--lang': 'de' uygun değil; olabilecekler: 'en', 'tr'."),
        (f"solve {__file__} --gap x", "Geçersiz değer, '--gap': 'x' sayı değil; beklenen: bir sayı: en az 0, "
         "1 altında; örneğin 0,005 veya %0,5."),
        (f"solve {__file__} --workers 1.000", "Geçersiz değer, '--workers': '1.000' iki türlü okunabilir: 1000 "
         "veya 1; birini yazın."),
        (f"solve {__file__} --threads -1", "Geçersiz değer, '--threads': '-1' uygun değil; beklenen: bir tam sayı: "
         "en az 0, en çok 1.024."),
        (f"solve {__file__} --cluster x", "Geçersiz değer, '--cluster': 'x' ne `local` ne de tcp://host:8786 gibi "
         "bir adres; bağlantı noktası: bir tam sayı: en az 1, en çok 65.535."),
    ],
)  # fmt: skip
def test_errors_of_the_command_line(arguments: str, error: str) -> None:
    result = CliRunner().invoke(cli.roadmap_opt, ["--lang", "tr", *arguments.split()], prog_name="roadmap-opt")
    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == f"Hata: {error}"
    assert "Usage" not in result.output
    assert "Try" not in result.output


def test_what_a_command_refuses_is_in_turkish(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert run("new", str(book), "--lang", "tr").startswith(f"{book} oluşturuldu")
    assert run("new", str(book), "--lang", "tr").strip() == (
        f"Zaten var, dokunulmadı: {book}. Başka bir ad seçin veya dosyayı taşıyın."
    )
    assert run("audit", str(tmp_path), "--lang", "tr").strip() == (
        f"Şu klasörde run.json yok: {tmp_path}; bir çalışmanın klasörünü verin"
    )
    unknown = run("check", str(book), "--scenario", "pries_war", "--lang", "tr")
    assert "E402 plan.xlsx › Scenarios: bu adda senaryo yok: pries_war; beklenen: şunlardan biri: base" in unknown
    assert "Kastedilen bu olabilir: price_war." in unknown


# --- which language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "tr_TR.UTF-8"}, "tr"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8"}, "en"), ({"LC_MESSAGES": "tr_TR", "LANG": "C"}, "tr"),
    ],
)  # fmt: skip
def test_the_language_of_the_system(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


def test_the_last_language_asked_for_counts() -> None:
    assert asked_language(["--lang", "tr", "solve", "--lang=en"]) == "en"
    assert asked_language(["solve", "--lang", "tr"]) == "tr"
    assert asked_language(["solve", "--", "--lang", "tr"]) == system_language()


@pytest.mark.slow
def test_a_turkish_system_is_spoken_to_in_turkish() -> None:
    environment = {**os.environ, "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "1"}
    shown = [
        subprocess.run([sys.executable, "-m", "roadmap_opt", *words], env=environment, capture_output=True, text=True)
        for words in (["solve", "--help"], ["solve", "--help", "--lang", "en"], ["check", "nowhere.xlsx"])
    ]
    assert shown[0].stdout.startswith("Kullanım: ")
    assert "[varsayılan: tr]" in shown[0].stdout
    assert shown[1].stdout.startswith("Usage: ")
    assert "Dosya bulunamadı" in shown[2].stderr


def test_every_unit_of_the_workbook_is_turkish_in_a_sentence() -> None:
    """Symbols stay; a word that nobody translated would stand in the middle of a Turkish sentence."""
    english = re.compile(r"\b(per|of|or|and|units?|activity|capacity|years?|yr|months|weight|degrees|share|driver)\b")
    units = {column.meta.unit for sheet in SHEETS.values() for column in sheet.columns if column.meta.unit}
    told = {unit: unit_in_words(unit).tr for unit in units}
    assert {unit: words for unit, words in told.items() if english.search(words)} == {}
    assert told["share per yr"] == "pay/yıl"
