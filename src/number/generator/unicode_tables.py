#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes src/number/text_tables.c: which characters count as digits, punctuation and letters.

What a character may be is asked of libphonenumber's own regular expressions, so that nothing is guessed.
"""

import pathlib
import re
import sys
import unicodedata

from phonenumbers import phonenumberutil as util

HERE = pathlib.Path(__file__).resolve().parent
SYMBOLS = {
    "PUNCTUATION": "\u00AD\u200B\u2010\u2011\u2012\u2013\u2014\u2015\u2053\u2060\u2212\u223C\u3000\uFF08\uFF09\uFF0D"
                   "\uFF0F\uFF3B\uFF3D",
    "WORD_PUNCTUATION": "\u30FC", "WIDE_PLUS": "\uFF0B", "NO_BREAK_SPACE": "\u00A0", "WIDE_DOT": "\uFF0E",
    "WIDE_TILDE": "\uFF5E", "WIDE_HASH": "\uFF03", "WIDE_E": "\uFF25\uFF45", "WIDE_X": "\uFF38\uFF58",
    "WIDE_T": "\uFF34\uFF54", "WIDE_N": "\uFF2E\uFF4E", "WIDE_I": "\uFF29\uFF49", "O_ACUTE": "\u00D3\u00F3",
    "ACUTE": "\u0301", "CYRILLIC_D": "\u0414\u0434\u1C81", "CYRILLIC_O": "\u041E\u043E\u1C82",
    "CYRILLIC_B": "\u0411\u0431", "LONG_S": "\u017F", "DOTLESS_I": "\u0131", "DOTTED_I": "\u0130", "KELVIN": "\u212A",
}
# Elements of the parser's expressions, and the symbols that match each of them.
ELEMENTS = [
    ("[" + util._PLUS_CHARS + "]", {"WIDE_PLUS"}),
    ("[" + util._VALID_PUNCTUATION + util._STAR_SIGN + "]",
     {"PUNCTUATION", "WORD_PUNCTUATION", "NO_BREAK_SPACE", "WIDE_DOT", "WIDE_TILDE"}),
    ("[" + util._VALID_ALPHA + "]", {"LONG_S", "DOTLESS_I", "DOTTED_I", "KELVIN"}),
    ("[ \u00A0\\t,]", {"NO_BREAK_SPACE"}), ("[:\\.\uFF0E]", {"WIDE_DOT"}),
    ("[x\uFF58#\uFF03~\uFF5E]", {"WIDE_X", "WIDE_HASH", "WIDE_TILDE"}),
    ("\uFF45", {"WIDE_E"}), ("\uFF54", {"WIDE_T"}), ("\uFF4E", {"WIDE_N"}), ("\uFF49", {"WIDE_I"}),
    ("\u00F3", {"O_ACUTE"}), ("\u0301", {"ACUTE"}), ("\u0434", {"CYRILLIC_D"}), ("\u043E", {"CYRILLIC_O"}),
    ("\u0431", {"CYRILLIC_B"}), ("i", {"DOTLESS_I", "DOTTED_I"}), ("s", {"LONG_S"}), ("[extnoa=;#-]", set()),
]


def ranges(predicate, first, last):
    start = None
    for code in range(first, last + 2):
        inside = code <= last and predicate(chr(code))
        if inside and start is None:
            start = code
        if not inside and start is not None:
            yield start, code - 1
            start = None


def check():
    """Fails if a character matches an element that its symbol does not."""
    symbol_of = {char: name for name, chars in SYMBOLS.items() for char in chars}
    for text, names in ELEMENTS:
        compiled = re.compile(text, re.UNICODE | re.IGNORECASE)
        for code in range(128, 0x110000):
            if bool(compiled.fullmatch(chr(code))) != (symbol_of.get(chr(code)) in names):
                raise SystemExit(f"character {code:#x} is misjudged for {text!r}")
    for name, chars in SYMBOLS.items():
        words = {char.isalnum() for char in chars}
        if len(words) != 1:
            raise SystemExit(f"symbol {name} mixes letters and others")


def traits():
    """Traits and values of the 256 symbols, as text.h numbers them."""
    names = ["WIDE_PLUS", "PUNCTUATION", "WORD_PUNCTUATION", "NO_BREAK_SPACE", "WIDE_DOT", "WIDE_TILDE", "WIDE_HASH",
             "WIDE_E", "WIDE_X", "WIDE_T", "WIDE_N", "WIDE_I", "O_ACUTE", "ACUTE", "CYRILLIC_D", "CYRILLIC_O",
             "CYRILLIC_B", "LONG_S", "DOTLESS_I", "DOTTED_I", "KELVIN"]
    chars = [chr(code) for code in range(128)] + [chr(0x660 + digit) for digit in range(10)]
    chars += [SYMBOLS[name][-1] for name in names] + ["\u4E00", "\u2603"]
    tests = [
        (1, r"\d"), (2, "[" + util._PLUS_CHARS + "]"), (4, "[" + util._VALID_PUNCTUATION + util._STAR_SIGN + "]"),
        (8, "[" + util._VALID_ALPHA + "]"), (64, "[ \u00A0\\t,]"),
    ]
    flags = re.UNICODE | re.IGNORECASE
    bits, values = [0] * 256, [0] * 256
    for symbol, char in enumerate(chars):
        bits[symbol] = sum(bit for bit, text in tests if re.fullmatch(text, char, flags))
        if re.fullmatch("[A-Za-z]", char):
            bits[symbol] |= 16
        if char.isalnum() or char == "#":
            bits[symbol] |= 32
        keypad = util._ALPHA_MAPPINGS.get(char.upper())
        if keypad:
            bits[symbol] |= 128
            values[symbol] = int(keypad)
        if bits[symbol] & 1:
            values[symbol] = unicodedata.digit(char)
    bits[255], values[255] = 1 | 32 | 128, 128  # A digit still to come: taken like an ASCII one, and marked as open.
    return bits, values


def lines(items):
    line = ""
    for item in items:
        if len(line) + len(item) > 115:
            yield "    " + line.rstrip()
            line = ""
        line += item + ", "
    yield "    " + line.rstrip()


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent
    check()
    digits = [code for code in range(128, 0x110000) if unicodedata.category(chr(code)) == "Nd"]
    starts = [code for code in digits if unicodedata.decimal(chr(code)) == 0]
    if sorted(start + at for start in starts for at in range(10)) != digits:
        raise SystemExit("decimal digits do not come in tens")
    if any(start % 2 for start in starts) or starts[-1] >= 0x20000:
        raise SystemExit("decimal digits do not begin where half of it fits")
    planes = [list(ranges(str.isalnum, max(plane, 0x80), plane + 0xFFFF)) for plane in range(0, 0x110000, 0x10000)]
    words = [code & 0xFFFF for plane in planes for pair in plane for code in pair]
    behind = [sum(map(len, planes[:plane + 1])) for plane in range(len(planes))]
    symbols = sorted((ord(char), name) for name, chars in SYMBOLS.items() for char in chars)
    out = ["/* SPDX-License-Identifier: MIT */",
           f"/* Generated by src/number/generator from Unicode {unicodedata.unidata_version}. Do not edit. */",
           '#include "number/text_tables.h"', "", '#include "number/text.h"', ""]

    def array(declaration, items):
        out.extend([f"const {declaration}[{len(items)}] = {{", *lines(items), "};", ""])

    array("nreg_character nreg_characters", [f"{{{code:#x}, NREG_SYMBOL_{name}}}" for code, name in symbols])
    bits, values = traits()
    array("uint8_t nreg_symbol_traits", [str(bit) for bit in bits])
    array("uint8_t nreg_symbol_values", [str(value) for value in values])
    array("uint16_t nreg_digit_starts", [hex(code // 2) for code in starts])
    array("uint16_t nreg_word_ranges", [hex(code) for code in words])
    array("uint16_t nreg_word_planes", [str(end) for end in behind])
    (target / "text_tables.c").write_text("\n".join(out))
    (target / "text_tables.h").write_text(f"""/* SPDX-License-Identifier: MIT */
/* Generated by src/number/generator. Do not edit. */
#ifndef NREG_NUMBER_TEXT_TABLES_H
#define NREG_NUMBER_TEXT_TABLES_H

#include <stdint.h>

typedef struct nreg_character {{
    uint16_t code;
    uint16_t symbol;
}} nreg_character;

enum {{
    NREG_CHARACTERS = {len(symbols)},
    NREG_DIGIT_STARTS = {len(starts)},
    NREG_WORD_RANGES = {len(words) // 2},
    NREG_PLANES = {len(planes)}
}};

/* Characters with a symbol of their own, in order. */
extern const nreg_character nreg_characters[NREG_CHARACTERS];
/* Half of the first of each ten decimal digits, which is even. */
extern const uint16_t nreg_digit_starts[NREG_DIGIT_STARTS];
/* First and last of each range of letters and numbers, plane by plane, without the plane. */
extern const uint16_t nreg_word_ranges[2 * NREG_WORD_RANGES];
/* How many ranges there are up to each plane. */
extern const uint16_t nreg_word_planes[NREG_PLANES];

#endif
""")


if __name__ == "__main__":
    main()
