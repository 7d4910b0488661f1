#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the plans that only tests use: a small invented one, and libphonenumber's own test plan with the facts its unit
tests speak about.

Usage: make.py SDIST, where SDIST is the unpacked source distribution of the pinned phonenumbers release: its `tests`
folder holds the test metadata and the unit tests.
"""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "src" / "number" / "generator"), str(ROOT / "tests" / "agreement")]

import emit  # noqa: E402
import metadata  # noqa: E402
import oracle  # noqa: E402
import tables  # noqa: E402
from phonenumbers.phonemetadata import NumberFormat, PhoneMetadata, PhoneNumberDesc  # noqa: E402


def desc(text, lengths=(), local=(), example=None):
    return PhoneNumberDesc(national_number_pattern=text, possible_length=lengths, possible_length_local_only=local,
                           example_number=example)


def invented():
    """Few digits, many rules: national and international prefixes, transforms, leading zeros, shared calling codes.

    Digits 3, 5 and 7 are treated as 2, 4 and 6, so that tests which try all texts can leave them out.
    """
    def region(name, code, general, **others):
        return PhoneMetadata(id=name, country_code=code, general_desc=general, register=False, **others)

    number = [NumberFormat(pattern="(\\d)(\\d{1,2})", format="\\1-\\2")]
    regions = {
        "AA": region("AA", 1, desc("[2-5]\\d{1,2}", (2, 3)), international_prefix="8", national_prefix="0",
                     national_prefix_for_parsing="0", fixed_line=desc("[23]\\d", (2,), (), "21"),
                     mobile=desc("[45][0-5]\\d", (3,), (), "421"), number_format=number),
        "AB": region("AB", 1, desc("[2-5]\\d{1,2}", (2, 3), (1,)), international_prefix="8", leading_digits="49",
                     national_prefix_for_parsing="([14-7])$|0", national_prefix_transform_rule="49\\1",
                     fixed_line=desc("49\\d", (3,), (), "491"), mobile=desc("49\\d", (3,))),
        "AC": region("AC", 2, desc("0?[2-9]\\d", (2, 3)), international_prefix="9[89]?",
                     fixed_line=desc("0[45]\\d", (3,), (), "041"), mobile=desc("[23]8", (2,), (), "28")),
        "AD": region("AD", 4, desc("[1-9]\\d", (2,), (3,)), international_prefix="8|00",
                     national_prefix_for_parsing="[67](1)?", fixed_line=desc("1[0-5]|[67][67]", (2,), (), "11"),
                     mobile=desc("[67]8", (2,), (), "68")),
        "AE": region("AE", 9, desc("[2-9]\\d{2}", (3,)), international_prefix="8", national_prefix="0",
                     national_prefix_for_parsing="0?(?:([2-5])8)?", national_prefix_transform_rule="9\\1",
                     fixed_line=desc("[2-5][01]\\d", (3,), (), "210"), mobile=desc("9[2-5][0-5]", (3,), (), "941")),
        # A national prefix longer than whole numbers elsewhere, and an international prefix as long.
        "AF": region("AF", 1, desc("[2-5]\\d{1,2}", (2, 3)), international_prefix="8|001", leading_digits="[23]9",
                     national_prefix_for_parsing="016666666", fixed_line=desc("[23]9[0-5]", (3,), (), "290")),
        "AG": region("AG", 1, desc("[2-5]\\d{1,2}", (2, 3)), international_prefix="8|00666666666",
                     leading_digits="[23]8", fixed_line=desc("[23]8[0-5]", (3,), (), "280")),
        # The most digits that can follow a calling code: no other number has more.
        "AH": region("AH", 5, desc("[2-9]77", (3,)), international_prefix="8", national_prefix_for_parsing=9 * "7",
                     fixed_line=desc("[2-9]77", (3,), (), "277")),
    }
    shared = {8: PhoneMetadata(id="001", country_code=8, general_desc=desc("\\d{2}", (2,)),
                               toll_free=desc("8\\d", (2,), (), "81"), register=False)}
    countries = {1: ("AA", "AB", "AF", "AG"), 2: ("AC",), 4: ("AD",), 5: ("AH",), 8: ("001",), 9: ("AE",)}
    return metadata.Plan(regions, shared, countries, "0.0.1", "2000-01-01")


class Recorder:
    """Runs upstream's unit tests and notes every text they parse and every number they ask about."""

    def __init__(self, module):
        self.texts = {}
        self.module = module
        import phonenumbers
        for name in ("parse", "format_number", "is_valid_number", "is_valid_number_for_region", "number_type",
                     "is_possible_number", "is_possible_number_with_reason", "region_code_for_number"):
            for place in (module, phonenumbers):
                original = getattr(place, name, None)
                if original is not None and not hasattr(original, "recorded"):
                    setattr(place, name, self.wrap(original))

    def wrap(self, original):
        def call(subject, *rest, **named):
            if isinstance(subject, str):
                region = rest[0] if rest else named.get("region")
                self.texts.setdefault((subject, region), None)
            elif getattr(subject, "country_code", None) and subject.national_number is not None:
                text = "+" + str(subject.country_code) + oracle.phonenumbers.national_significant_number(subject)
                if subject.extension:
                    text += " ext " + subject.extension
                self.texts.setdefault((text, None), None)
            return original(subject, *rest, **named)

        call.recorded = True
        return call

    def run(self):
        from phonenumbers import re_util
        re_util._COMPILED_PATTERNS = None  # oracle.py turned the cache on, which one test looks at
        suite = unittest.defaultTestLoader.loadTestsFromModule(self.module)
        result = unittest.TextTestRunner(stream=open("/dev/null", "w")).run(suite)
        if not result.testsRun or result.failures or result.errors:
            raise SystemExit(f"upstream's own tests fail: {result.failures + result.errors}")
        return [key for key in self.texts if len(key[0]) <= 1000]


def quoted(text):
    out = ""
    for byte in text.encode():
        char = chr(byte)
        out += char if char.isascii() and char.isprintable() and char not in '"\\?' else f"\\{byte:03o}"
    return f'"{out}"'


def upstream(sdist):
    sys.path.insert(0, str(sdist))
    from phonenumbers import phonenumberutil as util
    import tests.testmetadatatest as setup
    import tests.phonenumberutiltest as unit

    texts = Recorder(unit).run()
    setup.insert_test_metadata()
    regions = {code: PhoneMetadata.metadata_for_region(code) for code in util.SUPPORTED_REGIONS}
    shared = {code: PhoneMetadata.metadata_for_nongeo_region(code) for code in util.COUNTRY_CODES_FOR_NON_GEO_REGIONS}
    plan = metadata.Plan(regions, shared, util.COUNTRY_CODE_TO_REGION_CODE, "0.0.2", "2000-01-01")
    facts = []
    for text, region in texts:
        if region is not None and region not in util.SUPPORTED_REGIONS:
            region = None
        answer = oracle.answer(text, region)
        if answer[0]:
            answer = answer + (0, 0, 0, 0, 0, 0, 11, 0, "", "", 0, "", "", "", "")
        fields = [quoted(text), quoted(region or "")]
        fields += [quoted(value) if isinstance(value, str) else str(value) for value in answer]
        facts.append("    {" + ", ".join(fields) + "},")
    setup.reinstate_real_metadata()
    return plan, sorted(set(facts))


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    (HERE / "invented_plan.c").write_text(emit.c_source(tables.Tables(invented()), "nreg_plan_invented"))
    plan, facts = upstream(pathlib.Path(sys.argv[1]).resolve())
    (HERE / "upstream_plan.c").write_text(emit.c_source(tables.Tables(plan), "nreg_plan_upstream"))
    (HERE / "upstream_facts.inc").write_text(
        "/* SPDX-License-Identifier: MIT */\n/* Generated by make.py: what libphonenumber answers, with its test plan, on "
        "the inputs of its unit tests. */\n" + "\n".join(facts) + "\n")


if __name__ == "__main__":
    main()
