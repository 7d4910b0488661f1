# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from conftest import GOOD, SURVEY, Portal

import numberreg
from numberreg import Language, language_keys


def test_results_speak_spanish(memory: Portal) -> None:
    memory.add(memory.spring, GOOD)
    with memory.jane() as jane, Language.find("es-MX") as spanish:
        jane.set_language(spanish)
        with jane.batch(memory.spring) as batch:
            batch.add(GOOD, SURVEY)
            result = batch.commit()
    assert result.sentence == "1 de 1 número fue rechazado."
    assert result[0].message == "Este número ya está registrado en spring."


def test_a_host_brings_its_own_words(memory: Portal) -> None:
    memory.add(memory.spring, GOOD)
    own = Language("es-x", {"reason.ALREADY_HERE": "Ya lo tienes en {target}."}, Language.find("es"))
    assert own.tag == "es-x"
    assert own.say("status.ACTIVE") == "Activo"
    assert own.say("nothing") is None
    assert own.purpose(memory.registry.purpose(SURVEY)).label == "Encuesta"
    with memory.jane() as jane:
        jane.set_language(own)
        own.close()
        with jane.batch(memory.spring) as batch:
            batch.add(GOOD, SURVEY)
            assert batch.commit()[0].message == "Ya lo tienes en spring."
        jane.set_language(None)


def test_texts_with_other_arguments_are_refused() -> None:
    assert "{target}" in language_keys()["reason.ALREADY_HERE"]
    with pytest.raises(numberreg.BadFormatError):
        Language("fr", {"reason.ALREADY_HERE": "Déjà là."})
    with pytest.raises(numberreg.NotFoundError):
        Language.find("fr")
