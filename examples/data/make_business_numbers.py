#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes business_numbers.csv: what a company's spreadsheet of phone numbers looks like after years of many hands.

Always the same file: the numbers are drawn from a seeded generator and belong to nobody in particular.
"""
import csv
import io
import random
from pathlib import Path

draw = random.Random(20240501)
AREAS = [201, 205, 212, 213, 214, 216, 303, 305, 312, 313, 404, 415, 416, 501, 502, 503, 504, 512, 602, 604, 612, 615,
         617, 619, 702, 713, 718, 801, 804, 816, 901, 904, 914, 916]
TOLL_FREE = [800, 833, 844, 855, 866, 877, 888]
CITIES = ["Little Rock", "Austin", "Denver", "Fargo, ND", "New York", "Montréal", "San José", "Boise", "Toronto",
          "St. Louis", "Winston-Salem", "Albuquerque"]
TEAMS = ["Billing", "Front desk", "Field service", "Collections", "Care line", "Outbound team 2", "Reminders", "Surveys"]
PURPOSES = {
    "Customer Service": ["Customer Service", "customer service", "CUSTOMER_SERVICE", "Customer-Service", " Customer  Service "],
    "Informational/Notification": ["Informational/Notification", "informational / notification", "INFORMATIONAL NOTIFICATION"],
    "Telemarketing": ["Telemarketing", "telemarketing", "TELEMARKETING"],
    "Debt Collection": ["Debt Collection", "debt collection", "Debt-Collection"],
    "Multi-Use Line": ["Multi-Use Line", "multi use line", "Multi\u2011Use Line", "MULTI_USE"],
    "Survey": ["Survey", "survey ", "Ｓｕｒｖｅｙ"],
    "Charity": ["Charity", "charity"],
    "Political": ["Political"],
}
WEIGHTS = [30, 16, 10, 8, 8, 6, 3, 1]


def subscriber():
    """Three digits of exchange and four of line that can exist."""
    while True:
        exchange = draw.randint(220, 989)
        if exchange % 100 != 11 and exchange not in (555, 950, 958, 959, 976):
            return f"{exchange:03d}", f"{draw.randint(1000, 9899):04d}"


def national(areas=AREAS):
    exchange, line = subscriber()
    return f"{draw.choice(areas)}{exchange}{line}"


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


def spell(digits):
    """One of the ways people write ten digits."""
    a, b, c = digits[:3], digits[3:6], digits[6:]
    forms = [f"({a}) {b}-{c}"] * 8 + [f"{a}-{b}-{c}"] * 8 + [f"{a}.{b}.{c}"] * 3 + [digits] * 6 + [
        f"+1 {a} {b} {c}", f"+1{digits}", f"+1{digits}", f"1-{a}-{b}-{c}", f"1{digits}", f"1 ({a}) {b}-{c}", f"({a}){b}{c}",
        f"{a} {b} {c}", f"{a}/{b}-{c}", f"{a}\u2013{b}\u2013{c}", f"{a}\u00a0{b}\u00a0{c}", f" {a}-{b}-{c} ",
        f"tel:+1-{a}-{b}-{c}", full_width(f"{a}-{b}-{c}"), f"'{digits}", f'="{digits}"', f"1{digits}.0", f"+1 ({a}) {b} - {c}"]
    return draw.choice(forms)


def purpose():
    return draw.choice(PURPOSES[draw.choices(list(PURPOSES), WEIGHTS)[0]])


def note():
    return draw.choice([""] * 9 + ["moved 2019", "ask Dana", 'the "new" switch', "line 1\nline 2", "=SUM(A1:A9)", "OK; checked"])


def row(number, what):
    return [f"{draw.choice(CITIES)} {draw.choice(TEAMS)}", number, what, note()]


def main():
    good = [national() for _ in range(470)]
    rows = [row(spell(digits), purpose()) for digits in good]
    rows += [row(spell(national(TOLL_FREE)), purpose()) for _ in range(24)]
    rows += [row(spell(national(TOLL_FREE)), draw.choice(["Do Not Originate", "do not originate", "DO_NOT_ORIGINATE"]))
             for _ in range(8)]
    rows += [row(number, purpose()) for number in ("1-800-FLOWERS", "1-888-GO-FEDEX", "(877) CASH-NOW")]
    # The same number twice, in other spellings, and once with another purpose.
    for digits in draw.sample(good, 14):
        rows.append(row(spell(digits), purpose()))
    # What a spreadsheet did, what never was a number, and what cannot be registered.
    bad = ["1.50121E+10", "8.66555E+09", "5.01E+09", "N/A", "TBD", "see Dana", "none", "-", "#REF!", "#######",
           "214-9020", "555 0134", "5012149", "501214902", "50121490201", "501-214-902O", "0501 214 9020",
           "(501) 555-0123", "212-555-0199", "415-555-1212", "900-412-3344", "(900) 765-4321", "999-214-9020",
           "(555) 214-9020", "911-214-9020", "123-456-7890", "501-111-2222", "501-011-2222", "2222222222", "000-000-0000",
           "700-214-9020", "710-214-9020", "880-214-9020", "501-214-9020 x12", "+1 501-214-9021 ext. 4",
           "212-736-5000 / 212-736-5001", "+44 20 7031 3000", "+52 55 5093 6000", "+49 30 226330", "+999 123 4567"]
    rows += [row(number, purpose()) for number in bad]
    rows += [row("", purpose()) for _ in range(4)]
    rows += [row(spell(national()), what) for what in ("", "", "", "Sales", "Cust Serv", "n/a", "Fraud dept.", "???")]
    draw.shuffle(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Location", "Phone Number", "Call Purpose", "Notes"])
    for index, cells in enumerate(rows):
        writer.writerow(cells)
        if index % 97 == 96:
            text.write("\r\n")
    path = Path(__file__).with_name("business_numbers.csv")
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
    print(f"{len(rows)} rows in {path.name}")


main()
