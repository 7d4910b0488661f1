# SPDX-License-Identifier: MIT
"""Writes the tables as C, for building in."""

import tables


class Text:
    """Strings that end in NUL, each kept once; offset 0 is the empty string."""

    def __init__(self):
        self.bytes = bytearray(b"\0")
        self.offsets = {b"": 0}

    def offset(self, text):
        if text not in self.offsets:
            self.offsets[text] = len(self.bytes)
            self.bytes += text + b"\0"
        return self.offsets[text]


def examples(plan):
    """The example numbers as bytes, and where those of each entity begin."""
    stream, starts = bytearray(), []
    for entity in plan.entities:
        starts.append(len(stream))
        for kind, digits in entity.examples():
            if not 2 <= len(digits) <= 17 or kind > 14:
                raise ValueError(f"unsupported example {digits} of {entity.id}")
            stream.append(kind << 4 | len(digits) - 2)
            digits += "0" * (len(digits) % 2)
            stream += bytes(int(digits[at]) << 4 | int(digits[at + 1]) for at in range(0, len(digits), 2))
        stream.append(0xFF)
    return list(stream), starts


def sections(built):
    """The arrays in order: (name, C type, rows), where a row is a number or nested lists of numbers in C order."""
    plan = built.plan
    text = Text()
    example_bytes, example_index = examples(plan)
    order = {}
    country_of = {}
    members = []
    countries = []
    for number, (code, entities) in enumerate(plan.countries):
        main = plan.entities[entities[0]]
        prefix = main.extension_prefix if main.extension_prefix is not None else " ext. "
        countries.append([list(built.country_runs[number]), list(built.format_runs[number]), code, len(members),
                          text.offset(prefix.encode()), len(entities), built.longest[number]])
        for place, entity in enumerate(entities):
            order[entity] = place
            country_of[entity] = number
            members.append(entity)
    entities = []
    all_lengths = tables.Intern()
    for number, entity in enumerate(plan.entities):
        lengths = sum(entity.possible_code(length) << (3 * length) for length in range(21))
        entities.append([list(built.general_runs[number]), country_of[number], order[number],
                         built.idd[number], built.national[number], built.first[built.idd[number]],
                         built.first[built.national[number]] | built.longest_prefix[built.national[number]] << 10,
                         all_lengths.number(lengths), entity.id])
    rules, groupings = [], tables.Intern()
    for groups, template in built.rules.items:
        if len(groups) > 5 or any(most > 15 for _, most in groups):
            raise ValueError("a format has too many groups or digits")
        digits = [least | most << 4 for least, most in groups]
        rules.append([text.offset(template), groupings.number((len(groups), *digits, *[0] * (5 - len(digits))))])
    strips = [[matched, end, replace, start, count, len(lead), [int(digit) for digit in lead.ljust(6, "0")]]
              for matched, end, replace, start, count, lead in built.strips.items]
    region_index = [0xFF] * (26 * 26)
    if len(plan.entities) > 0xFF:
        raise ValueError("too many regions")
    for number, entity in enumerate(plan.entities[:plan.region_count]):
        first, second = (ord(letter) - ord("A") for letter in entity.id)
        region_index[26 * first + second] = number
    country_index = [0xFF] * 1000
    if len(plan.countries) > 0xFF:
        raise ValueError("too many calling codes")
    for number, (code, _) in enumerate(plan.countries):
        country_index[code] = number
    return [
        ("next", "uint16_t", built.next),
        ("prefixes", "nreg_plan_run", [list(run) for run in built.prefix_runs]),
        ("entities", "nreg_plan_entity", entities),
        ("lengths", "uint64_t", all_lengths.items),
        ("countries", "nreg_plan_country", countries),
        ("members", "uint8_t", members),
        ("labels", "nreg_plan_label", [[region, kind, [valid & 0xFFFF, valid >> 16]] for region, kind, valid in built.labels.items]),
        ("strips", "nreg_plan_strip", strips),
        ("layouts", "nreg_plan_layout", [list(layout) for layout in built.layouts.items]),
        ("rules", "nreg_plan_rule", rules),
        ("groupings", "nreg_plan_grouping", [[groups, digits] for groups, *digits in groupings.items]),
        ("examples", "uint8_t", example_bytes),
        ("example_index", "uint16_t", example_index),
        ("text", "char", list(text.bytes)),
        ("region_index", "uint8_t", region_index),
        ("country_index", "uint8_t", country_index),
        ("areas", "uint8_t", built.areas),
        ("area_values", "uint16_t", built.area_values),
    ]


def _value(value):
    if isinstance(value, list):
        return "{" + ", ".join(_value(item) for item in value) + "}"
    if isinstance(value, str):
        return f'"{value}"'
    return hex(value) + ("U" if value < 1 << 32 else "ULL") if value >= 1 << 31 else str(value)


def _lines(rows):
    line = ""
    for row in rows:
        item = _value(row) + ","
        if len(line) + len(item) > 115:
            yield "    " + line.rstrip()
            line = ""
        line += item + " "
    if line:
        yield "    " + line.rstrip()


def c_source(built, name):
    """The C file that defines the plan `name`."""
    plan = built.plan
    out = [
        "/* SPDX-License-Identifier: MIT */",
        "/* Generated by src/number/generator from libphonenumber's metadata, release "
        f"{plan.release} (Apache-2.0, see NOTICE). Do not edit. */",
        '#include "number/tables.h"',
        "",
    ]
    all_sections = sections(built)
    for section, kind, rows in all_sections:
        out.append(f"static const {kind} {section}[{len(rows)}] = {{")
        out.extend(_lines(rows))
        out.append("};")
        out.append("")
    out.append(f"const nreg_plan {name} = {{")
    out.extend(f"    .{section} = {section}," for section, _, _ in all_sections)
    singular = {"entities": "entity", "countries": "country", "members": "member", "labels": "label",
                "strips": "strip", "layouts": "layout", "rules": "rule", "groupings": "grouping", "examples": "example", "prefixes": "prefix", "lengths": "length",
                "areas": "area", "area_values": "area_value"}
    out.extend(f"    .{singular.get(section, section)}_count = {len(rows)}," for section, _, rows in all_sections)
    out.append(f"    .area_country = {built.area_country},")
    out.append(f"    .area_digits = {built.area_digits},")
    out.append(f"    .fours = {built.fours},")
    out.append(f"    .eights = {built.eights},")
    out.append(f"    .full = {built.full},")
    out.append(f"    .region_count = {plan.region_count},")
    out.append(f'    .release = "{plan.release}",')
    out.append(f'    .date = "{plan.date}",')
    out.append("};")
    return "\n".join(out) + "\n"
