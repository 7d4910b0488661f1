#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares numberreg with libphonenumber on seeded inputs; prints every kind of difference."""

import argparse
import pathlib
import sys

import library as ours


def fuzz_inputs(folder, regions):
    """The texts of fuzz inputs that are UTF-8: the first byte names the region."""
    for path in sorted(pathlib.Path(folder).iterdir()):
        data = path.read_bytes()
        try:
            text = data[1:].decode()
        except UnicodeDecodeError:
            continue
        if data:
            yield text, regions[data[0]] if data[0] < len(regions) else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", required=True, help="path of libnumberreg.so")
    parser.add_argument("--inputs", type=int, default=300000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", help="folder of fuzz inputs (tests/fuzz/fuzz_number_read.c) to compare instead")
    parser.add_argument("--extensions", action="store_true", help="compare every form of an extension instead")
    parser.add_argument("--show", type=int, default=20, help="differences to print")
    arguments = parser.parse_args()
    try:
        import phonenumbers
    except ImportError:
        print("skipped: the Python package phonenumbers, the oracle, is not installed")
        return 77
    library = ours.Library(arguments.library)
    if phonenumbers.__version__ != library.release():
        print(f"skipped: phonenumbers is release {phonenumbers.__version__}, the plan is {library.release()}")
        return 77
    import inputs
    import oracle

    if arguments.corpus:
        source = fuzz_inputs(arguments.corpus, inputs.REGIONS)
    elif arguments.extensions:
        source = inputs.extensions()
    else:
        endless = inputs.Inputs(arguments.seed)
        source = (endless.one() for _ in range(arguments.inputs))
    count = differences = read = valid = 0
    for text, region in source:
        count += 1
        expected = oracle.answer(text, region)
        found = library.answer(text, region)
        read += expected[0] == 0
        valid += expected[0] == 0 and expected[6]
        if expected != found:
            differences += 1
            if differences <= arguments.show:
                print(f"difference: {text!r} in {region}\n  libphonenumber {expected}\n  numberreg      {found}")
    print(f"{count} inputs, seed {arguments.seed}: {read} read, {valid} valid, {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
