# SPDX-License-Identifier: MIT
"""libphonenumber's answers, through its Python port, as the plain tuples that library.py gives too."""

import phonenumbers
from phonenumbers import phonenumberutil as util
from phonenumbers import re_util

if hasattr(re_util, "enable_pattern_cache"):
    re_util.enable_pattern_cache()

_ERRORS = {0: 1, 1: 2, 2: 3, 3: 4, 4: 5}
_POSSIBLE = {0: 0, 4: 1, 1: 2, 2: 3, 5: 4, 3: 5}
_SOURCES = {1: 1, 5: 2, 10: 3, 20: 4}
_FORMATS = (util.PhoneNumberFormat.E164, util.PhoneNumberFormat.NATIONAL, util.PhoneNumberFormat.INTERNATIONAL,
            util.PhoneNumberFormat.RFC3966)
_source = phonenumbers.CountryCodeSource


def answer(text, region):
    """(parse,) or (parse, national, calling code, zeros, digits, possible, valid, type, source, region, extension,
    valid for the default region, the four formats)."""
    try:
        raw = phonenumbers.parse(text, region, keep_raw_input=True)
        source = _SOURCES.get(raw.country_code_source, 0)
    except phonenumbers.NumberParseException as error:
        return (_ERRORS[error.error_type],)
    number = phonenumbers.PhoneNumber()
    number.country_code = raw.country_code
    number.national_number = raw.national_number
    # Digits of other scripts in extensions are written in ASCII here: see docs/number_differences.md.
    extension = "".join(str(util.unicode_digit(char)) for char in raw.extension or "")
    number.extension = extension or None
    number.italian_leading_zero = raw.italian_leading_zero
    number.number_of_leading_zeros = raw.number_of_leading_zeros
    digits = phonenumbers.national_significant_number(number)
    zeros = (number.number_of_leading_zeros or 1) if number.italian_leading_zero else 0
    kind = phonenumbers.number_type(number)
    return (0, number.national_number, number.country_code, zeros, len(digits),
            _POSSIBLE[phonenumbers.is_possible_number_with_reason(number)], int(phonenumbers.is_valid_number(number)),
            11 if kind == 99 else kind, source, phonenumbers.region_code_for_number(number) or "", extension,
            int(region is not None and phonenumbers.is_valid_number_for_region(number, region)),
            *(phonenumbers.format_number(number, style) for style in _FORMATS))
