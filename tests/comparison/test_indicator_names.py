"""What an indicator is called where it has several definitions."""

from __future__ import annotations

from roadmap_opt.case.kpis import KPIS


def test_every_definition_has_a_name_of_its_own_in_both_languages() -> None:
    named = [(kpi.named(definition), definition) for kpi in KPIS.values() for definition in kpi.definitions]
    for language in ("en", "tr"):
        assert len({name.in_language(language) for name, _ in named}) == len(named)
    assert not [name for name, definition in named if "_" in definition and definition in f"{name.en} {name.tr}"]


def test_names_are_words() -> None:
    assert KPIS["magnets"].named("sintered_and_bonded").tr == "NdFeB mıknatıs (bağlı mıknatıs dâhil)"
    assert KPIS["motor_line"].named("standard").en == "EV motors assembled"
