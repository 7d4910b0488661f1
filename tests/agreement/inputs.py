# SPDX-License-Identifier: MIT
"""Endless seeded inputs: what people, machines and enemies write in a field for phone numbers."""

import pathlib
import random
import sys

import phonenumbers
from phonenumbers import phonenumberutil as util
from phonenumbers.phonemetadata import PhoneMetadata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "src" / "number" / "generator"))

import automaton  # noqa: E402
import metadata  # noqa: E402

REGIONS = sorted(util.SUPPORTED_REGIONS)
CODES = sorted(util.COUNTRY_CODE_TO_REGION_CODE)
DIGITS = "0123456789"
SEPARATORS = [" ", "-", ".", "/", "(", ")", "  ", ") ", " (", "--", "\u00A0", "\u2010", "\u2013", "\u2014", "\u2212",
              "\u30FC", "\uFF0D", "\u3000", "\u2060", "\u00AD", "\u200B", "~", "\uFF5E", "\uFF0E", "[", "]", "*", "x",
              "X", "\uFF08", "\uFF09", "_", ",", ";", "\t", "\n", "\0", ":", "=", "'"]
USUAL = [" ", "-", ".", "(", ")", " - ", ") ", ""]
LABELS = [";ext=", " ext. ", " ext ", "ext", " x", "x", " X ", "#", " #", " ~ ", " int ", " Int. ", " extension ",
          " extensi\u00F3n ", " extensio\u0301n ", " EXTENSI\u00D3N:", " extn. ", " xt ", " xtn", " anexo ", " Anexo: ",
          " \u0434\u043E\u0431 ", " \u0414\u041E\u0411. ", " \uFF45\uFF58\uFF54 ", " \uFF58\uFF54\uFF4E ", "\uFF58",
          "\uFF03", "\uFF5E", ",,", ",", ",,,", ";", " ,, ", ", ", "- ", " - ", "/x", "/ x", " x/x", "\\x", "\uFF49\uFF4E\uFF54",
          " exten\u017Fion ", " \u0130nt ", " \u0131nt", " e xt ", " extensi ", ";EXT=", ";isub=", ";phone-context="]
SCRIPTS = [0x660, 0x6F0, 0x966, 0xFF10, 0xE50, 0x1D7CE]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CONTEXTS = ["+1", "+44", "+1-201", "example.com", "a.b-c.d1", "www.phone.co", "+", "", "1.com", "com.", "+(1).2", "-a.b",
            "+39", "+800", "a..b", "+1a", "\u0661.com"]
NOISE = ["", "", "", "Tel: ", "call ", "(", " ", "+", "++", "\uFF0B", "tel:", "=", "'", "0", "00", "011", "fax ", "\u96FB\u8A71",
         "~", "*", "#", ")", "-", "1-", "+-", "\ufeff"]
TAILS = ["", "", "", " ", ".", ")", "\n", " ext", " x", "#", "##", "abc", " \u2603", "_", "\u96FB", "*", "+", " (home)", "/x5",
         " \\x 7", "x", ";", ",", "\u0301", "\U0001F600", "\u00B2"]


def _examples():
    found = []
    for region in REGIONS:
        entity = PhoneMetadata.metadata_for_region(region)
        found += [(entity, digits) for _, digits in metadata.Entity(entity).examples()]
    for code in sorted(util.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        entity = PhoneMetadata.metadata_for_nongeo_region(code)
        found += [(entity, digits) for _, digits in metadata.Entity(entity).examples()]
    return found


class _Edges:
    """National numbers that walk every edge of the automaton of every pattern, each finished at random."""

    def __init__(self):
        self.matchers = []
        for code in CODES:
            for region in util.COUNTRY_CODE_TO_REGION_CODE[code]:
                entity = metadata.Entity(PhoneMetadata.metadata_for_region_or_calling_code(code, region))
                texts = {entity.general} | {text for _, text, _ in entity.patterns}
                if entity.leading_digits:
                    texts.add(entity.leading_digits)
                texts |= {rule.leading_digits_pattern[-1] for rule in entity.formats + entity.international_formats
                          if rule.leading_digits_pattern}
                for text in sorted(text for text in texts if text):
                    self.matchers.append((code, region, text))

    def numbers(self, chance, pick):
        code, region, text = pick
        matcher = automaton.Matcher()
        matcher.add(text, 0)
        matcher.finish()
        start = matcher.closures[matcher.starts[0]]
        seen = {start}
        queue = [(start, "")]
        while queue:
            states, path = queue.pop()
            for digit in range(10):
                reached = frozenset().union(*(matcher.steps[state][digit] for state in states))
                length = chance.choice([0, 0, 0, 1, -1]) + chance.choice([7, 8, 9, 10, 11])
                done = path + str(digit)
                current = reached
                while current and len(done) < 17 and not any(state in matcher.tags for state in current):
                    options = [d for d in range(10) if any(matcher.steps[state][d] for state in current)]
                    d = chance.choice(options)
                    done += str(d)
                    current = frozenset().union(*(matcher.steps[state][d] for state in current))
                if not current:
                    done += "".join(chance.choice(DIGITS) for _ in range(max(0, length - len(done))))
                yield code, region, done
                if reached and reached not in seen:
                    seen.add(reached)
                    queue.append((reached, path + str(digit)))


class Inputs:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.examples = _examples()
        self.edges = _Edges()
        self.walk = iter(())

    def any_region(self, code=None):
        chance = self.chance
        roll = chance.random()
        if code is not None and roll < 0.7:
            region = chance.choice(util.COUNTRY_CODE_TO_REGION_CODE[code])
            return region if region != "001" else None
        if roll < 0.8:
            return "US"
        return chance.choice(REGIONS) if roll < 0.95 else None

    def digits(self, count):
        return "".join(self.chance.choice(DIGITS) for _ in range(count))

    def mutate(self, digits):
        chance = self.chance
        digits = list(digits)
        for _ in range(chance.choice([0, 1, 1, 1, 2, 2, 3])):
            at = chance.randrange(len(digits) + 1)
            kind = chance.random()
            if kind < 0.6 and at < len(digits):
                digits[at] = chance.choice(DIGITS)
            elif kind < 0.75:
                digits.insert(at, chance.choice(DIGITS))
            elif kind < 0.9 and at < len(digits) and len(digits) > 1:
                del digits[at]
            elif at + 1 < len(digits):
                digits[at], digits[at + 1] = digits[at + 1], digits[at]
        return "".join(digits)

    def national(self):
        """(calling code, digits of a national number, good or bad)."""
        chance = self.chance
        roll = chance.random()
        if roll < 0.45:
            entity, digits = chance.choice(self.examples)
            return entity.country_code, self.mutate(digits)
        if roll < 0.75:
            for code, _, digits in self.walk:
                return code, digits
            self.walk = self.edges.numbers(chance, chance.choice(self.edges.matchers))
            code, _, digits = next(self.walk)
            return code, digits
        if roll < 0.9:
            code = chance.choice(CODES)
            entity = metadata.Entity(PhoneMetadata.metadata_for_region_or_calling_code(
                code, util.region_code_for_country_code(code)))
            return code, self.digits(chance.choice(entity.possible + entity.local + (2, 20)))
        if roll < 0.95:
            return 1, chance.choice("23456789") + self.digits(2) + chance.choice("23456789") + self.digits(6)
        return chance.choice(CODES), self.digits(chance.randrange(1, 19))

    def international_prefix(self, region):
        entity = PhoneMetadata.metadata_for_region(region) if region else None
        prefixes = ["+", "+", "+", "00", "011", "0", "++", "\uFF0B", "", "+0", "+ ", "(+"]
        if entity is not None and entity.international_prefix:
            simple = entity.international_prefix.split("|")[0].replace("\\d", self.chance.choice(DIGITS))
            prefixes += ["".join(char for char in simple if char.isdigit())] * 4
        return self.chance.choice(prefixes)

    def national_prefix(self, region):
        entity = PhoneMetadata.metadata_for_region(region) if region else None
        prefixes = ["", "", "0", "1", "8"]
        if entity is not None:
            if entity.national_prefix:
                prefixes += [entity.national_prefix] * 4
            if entity.national_prefix_for_parsing:
                text = entity.national_prefix_for_parsing
                start = self.chance.randrange(len(text))
                prefixes.append("".join(char for char in text[start:] if char.isdigit())[:self.chance.randrange(1, 8)])
        return self.chance.choice(prefixes)

    def group(self, digits, separators):
        chance = self.chance
        out = ""
        left = digits
        while left:
            size = chance.choice([1, 2, 3, 3, 4, 5])
            out += left[:size]
            left = left[size:]
            if left:
                out += chance.choice(separators)
        return out

    def formatted(self, code, digits):
        number = phonenumbers.PhoneNumber(country_code=code, national_number=int(digits))
        if digits[0] == "0" and len(digits) > 1:
            number.italian_leading_zero = True
            number.number_of_leading_zeros = min(len(digits) - len(digits.lstrip("0")), len(digits) - 1)
        return phonenumbers.format_number(number, self.chance.choice([0, 1, 2, 3]))

    def one(self):
        chance = self.chance
        code, digits = self.national()
        region = self.any_region(code)
        roll = chance.random()
        if roll < 0.12:
            text = f"+{code}{digits}"
        elif roll < 0.2:
            text = f"{code}{digits}"
        elif roll < 0.32:
            text = digits
        elif roll < 0.42:
            text = self.national_prefix(region) + digits
        elif roll < 0.52:
            text = self.international_prefix(region) + str(code) + self.national_prefix(region) + digits
        elif roll < 0.64 and digits:
            text = self.formatted(code, digits)
        elif roll < 0.74:
            text = self.group(chance.choice([f"+{code}", "", self.national_prefix(region)]) + digits, USUAL)
        elif roll < 0.8:
            text = self.group(chance.choice([f"+{code}", "", ""]) + digits, SEPARATORS)
        elif roll < 0.84:
            word = "".join(chance.choice(LETTERS) for _ in range(chance.choice([2, 3, 4, 7])))
            at = chance.randrange(len(digits) + 1)
            text = chance.choice([f"+{code}", ""]) + digits[:at] + chance.choice(["", "-", " "]) + word + digits[at:at + 3]
        elif roll < 0.9:
            start = chance.choice(SCRIPTS)
            text = chance.choice([f"+{code}", "", "\uFF0B" + str(code)]) + digits
            text = "".join(chr(start + int(char)) if char in DIGITS and chance.random() < 0.9 else char
                           for char in text)
        elif roll < 0.94:
            text = (chance.choice(["tel:", "tel:", "", "Tel:", "x tel:"]) + chance.choice([f"+{code}", "", "-"])
                    + self.group(digits, ["-", "", "."]))
            for _ in range(chance.randrange(3)):
                text += chance.choice([";phone-context=" + chance.choice(CONTEXTS + [f"+{code}"]), ";ext=" + self.digits(3),
                                       ";isub=" + self.digits(4), ";a=b"])
        elif roll < 0.97:
            text = "".join(chance.choice(NOISE + SEPARATORS + LABELS + list(DIGITS) * 4 + TAILS)
                           for _ in range(chance.randrange(1, 16)))
        else:
            text = self.digits(chance.randrange(0, 30)) if chance.random() < 0.9 else "1" * chance.randrange(240, 260)
        if chance.random() < 0.15:
            count = chance.choice([1, 2, 3, 4, 5, 6, 7, 9, 10, 15, 16, 20, 21])
            extension = self.digits(count)
            if chance.random() < 0.1:
                extension = "".join(chr(0x660 + int(char)) for char in extension)
            text += chance.choice(LABELS) + extension + chance.choice(["", "", "", "#", " "])
        if chance.random() < 0.15:
            text = chance.choice(NOISE) + text + chance.choice(TAILS)
        if chance.random() < 0.05:
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(SEPARATORS + LABELS + list(LETTERS)) + text[at:]
        return text, region


def extensions():
    """Every form of an extension, in every length around the limits of libphonenumber: 6, 9, 15 and 20 digits."""
    explicit = [e + "xt" + rest + n for e in ("e", "") for rest in ("", "ensi", "ensio", "ensi\u00F3", "ensio\u0301")
                for n in ("n", "")]
    explicit += [e + "\uFF58\uFF54" + n for e in ("\uFF45", "") for n in ("\uFF4E", "")]
    explicit += ["EXT", "Extn", "EXTENSI\u00D3N", "anexo", "Anexo", "\u0434\u043E\u0431", "\u0414\u041E\u0411", "an exo", "e xt"]
    ambiguous = ["x", "X", "\uFF58", "#", "\uFF03", "~", "\uFF5E", "int", "Int", "\uFF49\uFF4E\uFF54", "in"]
    unnamed = ["", ",", ",,", ",,,", ";", ";;", ";,", ",;"]
    labels = [before + label + mark + after
              for label in explicit + ambiguous + unnamed for before in ("", " ", ", ", "\u00A0\t")
              for mark in ("", ":", ".", "\uFF0E", ":.") for after in ("", " ", "-", " ,-")]
    labels += [";ext=", ";EXT=", " ;ext=", ";ext= ", ";ext:", ";extn=", "- -", "--", "-- ", "  "]
    numbers = [("+16502530000", None), ("(650) 253-0000", "US"), ("123", "DE"), ("12", "GB"), ("0800-FLOWERS", "NZ")]
    lengths = [0, 1, 5, 6, 7, 8, 9, 10, 14, 15, 16, 19, 20, 21, 22]
    for turn, label in enumerate(dict.fromkeys(labels)):
        for count in lengths:
            digits = "12345678901234567890123"[turn % 2:][:count]
            for end in ("", "#", "##", " #"):
                number, region = numbers[(turn + count) % len(numbers) if end else 0]
                yield number + label + digits + end, region
                number, region = numbers[(turn + count) % len(numbers)]
                yield number + label + digits + end, region
