#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles the pinned metadata release into src/number/plan_tables.c (or plan_tables.c of the
directory named), and into the plan file named second. The output depends on the release alone."""

import json
import pathlib
import sys

import emit
import metadata
import plan_file
import tables

HERE = pathlib.Path(__file__).resolve().parent


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    pin = json.loads((HERE / "release.json").read_text())
    plan = metadata.load(pin["release"], pin["date"])
    built = tables.Tables(plan)
    (target / "plan_tables.c").write_text(emit.c_source(built, "nreg_plan_builtin"))
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_bytes(plan_file.content(built))


if __name__ == "__main__":
    main()
