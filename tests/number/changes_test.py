#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What src/number/generator/update reports, on two plans made up here; and that it fails as if it had not begun."""

import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest

GENERATOR = pathlib.Path(__file__).resolve().parents[2] / "src" / "number" / "generator"
sys.path.insert(0, str(GENERATOR))
sys.dont_write_bytecode = True

import changes  # noqa: E402
import describe  # noqa: E402
import metadata  # noqa: E402


def desc(pattern, lengths, example=None):
    return types.SimpleNamespace(national_number_pattern=pattern, possible_length=lengths,
                                 possible_length_local_only=(), example_number=example)


def region(**others):
    """The description of a region that has a general description and what is named, as `update` reads it."""
    nothing = dict.fromkeys([name for name, _ in metadata.TYPES] + [
        "leading_digits", "national_prefix_for_parsing", "national_prefix_transform_rule", "international_prefix",
        "preferred_extn_prefix"])
    fields = {"id": "AA", "country_code": 1, "general_desc": desc("[2-9]\\d{6}", (7,)), "number_format": [],
              "intl_number_format": [], "same_mobile_and_fixed_line_pattern": False}
    entity = metadata.Entity(types.SimpleNamespace(**{**nothing, **fields, **others}))
    return json.loads(json.dumps(describe.describe(entity)))


class Changes(unittest.TestCase):
    def report(self, before, after):
        return list(changes.lines(before, after))

    def test_says_nothing_of_what_stayed(self):
        self.assertEqual(self.report({"AA": region(), "AB": region()}, {"AA": region(), "AB": region()}), [])

    def test_names_regions_that_came_and_went(self):
        self.assertEqual(self.report({"AA": region(), "AC": region()}, {"AB": region(), "AC": region()}),
                         ["AA: gone", "AB: new"])

    def test_shows_short_values(self):
        after = region(international_prefix="00", general_desc=desc("[2-9]\\d{6}", (7, 8)),
                       mobile=desc("9\\d{6}", (7,)))
        self.assertEqual(self.report({"AA": region(international_prefix="011")}, {"AA": after}),
                         ["AA: international prefix 011 -> 00; mobile new: 9\\d{6}, [7]; possible lengths 7 -> 7, 8"])

    def test_only_names_what_is_long(self):
        before, after = desc("9" * 40, (40,)), desc("8" * 40, (40,))
        self.assertEqual(self.report({"AA": region(mobile=before)}, {"AA": region(mobile=after)}), ["AA: mobile"])
        self.assertEqual(self.report({"AA": region()}, {"AA": region(mobile=after)}), ["AA: mobile new"])
        self.assertEqual(self.report({"AA": region(mobile=before)}, {"AA": region()}), ["AA: mobile gone"])

    def test_sees_formats_and_examples(self):
        after = region(number_format=["(\\d{3})(\\d{4})"], fixed_line=desc("2\\d{6}", (7,), "2123456"))
        before = region(fixed_line=desc("2\\d{6}", (7,), "2654321"))
        self.assertEqual(self.report({"AA": before}, {"AA": after}),
                         ["AA: example of fixed_line 2654321 -> 2123456; formats new: (\\d{3})(\\d{4})"])


class Update(unittest.TestCase):
    def test_a_release_that_cannot_be_compiled_leaves_the_pins(self):
        loader = importlib.machinery.SourceFileLoader("update", str(GENERATOR / "update"))
        update = importlib.util.module_from_spec(importlib.util.spec_from_loader("update", loader))
        loader.exec_module(update)
        with tempfile.TemporaryDirectory() as folder:
            update.HERE = pathlib.Path(folder)
            pin = update.HERE / "release.json"
            pin.write_text("old")
            with self.assertRaises(subprocess.CalledProcessError):
                update.generate("false", {pin.name: "new"})
            self.assertEqual(pin.read_text(), "old")


if __name__ == "__main__":
    unittest.main()
