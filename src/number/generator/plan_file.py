# SPDX-License-Identifier: MIT
"""Writes the tables as a plan file, which a running host can load.

All numbers are little-endian. Header: "NREGPLAN", format version, CRC-32 of everything behind it, file size, region
count, release (16 bytes), date (12 bytes), number of sections, where the nodes of
four and of eight children and the rows begin, which calling code has area codes (2 bytes) and how many digits its
numbers then have (2 bytes), and offset and count of each section; then the sections,
each beginning at a multiple of 8.
"""

import struct
import zlib

import emit

MAGIC = b"NREGPLAN"
VERSION = 3
LAYOUTS = {
    "uint8_t": "<B", "char": "<B", "uint16_t": "<H", "uint64_t": "<Q", "nreg_plan_entity": "<HBBBBBBHHH4s", "nreg_plan_country": "<HBBHBBHHHBB",
    "nreg_plan_run": "<HBB", "nreg_plan_label": "<BBHH", "nreg_plan_strip": "<BBBBBB6B", "nreg_plan_layout": "<HH", "nreg_plan_rule": "<HH",
    "nreg_plan_grouping": "<B5B",
}


def _flat(row):
    if isinstance(row, list):
        return [item for part in row for item in _flat(part)]
    return [row.encode() if isinstance(row, str) else row]


def content(built):
    sections = emit.sections(built)
    start = 72 + 8 * len(sections)
    directory, body = b"", b""
    for _, kind, rows in sections:
        body += b"\0" * (-len(body) % 8)
        directory += struct.pack("<II", start + len(body), len(rows))
        body += b"".join(struct.pack(LAYOUTS[kind], *_flat(row)) for row in rows)
    plan = built.plan
    rest = struct.pack("<II16s12sIIIIHH", start + len(body), plan.region_count, plan.release.encode(), plan.date.encode(),
                       len(sections), built.fours, built.eights, built.full, built.area_country, built.area_digits) + directory + body
    return MAGIC + struct.pack("<II", VERSION, zlib.crc32(rest)) + rest
