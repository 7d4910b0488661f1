#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles the pinned metadata release into src/number/plan_tables.c. The output depends on the release alone."""

import json
import pathlib
import sys

import emit
import metadata
import tables

HERE = pathlib.Path(__file__).resolve().parent


def parse_example(text, region):
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    zeros = (number.number_of_leading_zeros or 1) if number.italian_leading_zero else 0
    return zeros, number.national_number


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    pin = json.loads((HERE / "release.json").read_text())
    plan = metadata.load(pin["release"], pin["date"])
    built = tables.Tables(plan)
    examples = emit.examples_of(plan, parse_example)
    (target / "plan_tables.c").write_text(emit.c_source(built, examples, "nreg_plan_builtin"))


if __name__ == "__main__":
    main()
