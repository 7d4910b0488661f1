# SPDX-License-Identifier: MIT
"""The baseline phonenumbers, warmed up. Usage: python phonenumbers_py.py FILE"""
import sys
import time

import phonenumbers as pn


def run(lines):
    valid = 0
    for line in lines:
        try:
            number = pn.parse(line, "US")
        except pn.NumberParseException:
            continue
        valid += pn.is_valid_number(number)
        pn.region_code_for_number(number)
        pn.number_type(number)
        pn.format_number(number, pn.PhoneNumberFormat.E164)
    return valid


with open(sys.argv[1], encoding="utf-8") as file:
    texts = file.read().split("\n")[:-1]
run(texts[:20000])
start = time.process_time()
count = run(texts)
print(f"{(time.process_time() - start) * 1e9 / len(texts):.1f} {count}")
