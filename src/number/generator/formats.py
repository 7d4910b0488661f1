# SPDX-License-Identifier: MIT
"""Turns format rules into (groups, template): how many digits each group takes at least and at most, and bytes of which
1 to 9 stand for a group and the others for themselves."""

import re

_FIRST_GROUP = re.compile(r"(\\\d)")


def groups_of(rule):
    """((least, most), ...): the rules' patterns are nothing but counts of digits."""
    if not re.fullmatch(r"(?:\(\\d(?:\{\d+(?:,\d+)?\})?\))+", rule.pattern):
        raise ValueError(f"unsupported format pattern {rule.pattern!r}")
    found = re.findall(r"\\d(?:\{(\d+)(?:,(\d+))?\})?", rule.pattern)
    return tuple((int(least or 1), int(most or least or 1)) for least, most in found)


def lengths_of(rule):
    groups = groups_of(rule)
    return sum(least for least, _ in groups), sum(most for _, most in groups)


def spread(groups, length):
    """How a greedy matcher deals the digits out; what the library does too."""
    later = sum(least for least, _ in groups)
    taken = []
    for least, most in groups:
        later -= least
        taken.append(min(most, length - sum(taken) - later))
    return taken


def compile_rule(rule, national):
    groups = groups_of(rule)
    text = rule.format
    if national and rule.national_prefix_formatting_rule:
        text = _FIRST_GROUP.sub(rule.national_prefix_formatting_rule, text, count=1)
    out = bytearray()
    for part in re.findall(r"\\\d|[^\\]", text):
        if part.startswith("\\"):
            out.append(int(part[1:]))
        elif 0x20 <= ord(part) < 0x7F:
            out.append(ord(part))
        else:
            raise ValueError(f"unsupported character in format {text!r}")
    low, high = lengths_of(rule)
    for length in range(low, high + 1):
        digits = "".join(chr(ord("a") + at) for at in range(length))
        expected = re.sub(rule.pattern.replace("\\d", "[a-z]"), text, digits)
        taken = spread(groups, length)
        starts = [sum(taken[:at]) for at in range(len(taken))]
        built = "".join(digits[starts[byte - 1]:starts[byte - 1] + taken[byte - 1]] if byte < 10 else chr(byte)
                        for byte in out)
        if built != expected:
            raise ValueError(f"format {rule.pattern!r} {text!r} is not compiled exactly: {built} for {expected}")
    return groups, bytes(out)
