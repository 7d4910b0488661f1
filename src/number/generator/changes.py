# SPDX-License-Identifier: MIT
"""Says what differs between two plans, each described by describe.py: one line a region."""

SHORT = 32  # Values of no more characters are shown.


def shown(value):
    if value is None or value == "" or value == []:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def change(field, old, new):
    if old == "none":
        return f"{field} new" if len(new) > SHORT else f"{field} new: {new}"
    if new == "none":
        return f"{field} gone"
    return field if max(len(old), len(new)) > SHORT else f"{field} {old} -> {new}"


def lines(before, after):
    for region in sorted(before.keys() | after.keys()):
        if region not in before or region not in after:
            yield f"{region}: {'new' if region in after else 'gone'}"
            continue
        old, new = before[region], after[region]
        found = [change(field, shown(old.get(field)), shown(new.get(field)))
                 for field in sorted(old.keys() | new.keys()) if shown(old.get(field)) != shown(new.get(field))]
        if found:
            yield f"{region}: {'; '.join(found)}"
