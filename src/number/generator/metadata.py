# SPDX-License-Identifier: MIT
"""What the tables need from a plan's metadata objects, free of their many ways to say "nothing"."""

import re

# Order in which libphonenumber asks for the type of a number; the values are NREG_TYPE_.
TYPES = (
    ("premium_rate", 4), ("toll_free", 3), ("shared_cost", 5), ("voip", 6), ("personal_number", 7), ("pager", 8),
    ("uan", 9), ("voicemail", 10), ("fixed_line", 0), ("mobile", 1),
)
FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, UNKNOWN = 0, 1, 2, 11
NON_GEOGRAPHIC = "001"
POSSIBLE, LOCAL_ONLY, TOO_SHORT, INVALID_LENGTH, TOO_LONG = 0, 1, 3, 4, 5


class Entity:
    """A region, or a non-geographic entity with a calling code of its own."""

    def __init__(self, metadata):
        self.metadata = metadata
        self.id = metadata.id
        self.calling_code = metadata.country_code
        general = metadata.general_desc
        self.general = (general and general.national_number_pattern) or None
        self.possible = tuple(general.possible_length) if general else ()
        self.local = tuple(general.possible_length_local_only) if general else ()
        self.patterns = []  # (type, pattern, lengths); no lengths: any
        for name, kind in TYPES:
            desc = getattr(metadata, name)
            if desc is not None and desc.national_number_pattern:
                self.patterns.append((kind, desc.national_number_pattern, tuple(desc.possible_length)))
        self.fixed_is_mobile = metadata.same_mobile_and_fixed_line_pattern
        self.leading_digits = metadata.leading_digits
        self.national_prefix = metadata.national_prefix_for_parsing or None
        self.transform = metadata.national_prefix_transform_rule or None
        self.international_prefix = metadata.international_prefix or None
        self.extension_prefix = metadata.preferred_extn_prefix
        self.formats = list(metadata.number_format)
        self.international_formats = list(metadata.intl_number_format)

    def examples(self):
        """(type, digits) as libphonenumber's example numbers, not yet parsed."""
        for name, kind in TYPES:
            desc = getattr(self.metadata, name)
            if desc is not None and desc.example_number:
                yield kind, desc.example_number

    def possible_code(self, length):
        """libphonenumber's answer for a national number of this length, as NREG_POSSIBLE_."""
        if length in self.local:
            return LOCAL_ONLY
        if not self.possible or length > self.possible[-1]:
            return TOO_LONG
        if length < self.possible[0]:
            return TOO_SHORT
        return POSSIBLE if length in self.possible else INVALID_LENGTH

    def type_of(self, matched):
        """`matched`: the types whose patterns match, given that the general description does."""
        for _, kind in TYPES[:8]:
            if kind in matched:
                return kind
        if FIXED_LINE in matched:
            return FIXED_LINE_OR_MOBILE if self.fixed_is_mobile or MOBILE in matched else FIXED_LINE
        if MOBILE in matched and not self.fixed_is_mobile:
            return MOBILE
        return UNKNOWN

    def transform_parts(self):
        """The digits put in front, and the group they are put in front of."""
        parts = re.fullmatch(r"(\d{0,4})\\(\d)", self.transform)
        if not parts:
            raise ValueError(f"unsupported transform rule {self.transform!r} of {self.id}")
        return parts.group(1), int(parts.group(2))


class Plan:
    """All entities: regions in alphabetical order, then non-geographic ones by calling code; and the countries."""

    def __init__(self, regions, non_geographic, country_regions, release, date):
        self.release = release
        self.date = date
        self.entities = [Entity(regions[code]) for code in sorted(regions)]
        self.region_count = len(self.entities)
        self.entities += [Entity(non_geographic[code]) for code in sorted(non_geographic)]
        by_id = {(entity.id, entity.calling_code): number for number, entity in enumerate(self.entities)}
        # (calling code, entity numbers, the main one first)
        self.countries = []
        for code in sorted(country_regions):
            members = [by_id[region, code] for region in country_regions[code] if (region, code) in by_id]
            if len(members) != len(country_regions[code]):
                raise ValueError(f"calling code {code} names a region without metadata")
            self.countries.append((code, members))


def load(release, date):
    """The plan of the installed `phonenumbers` package."""
    import phonenumbers
    from phonenumbers import phonenumberutil as util
    from phonenumbers.phonemetadata import PhoneMetadata

    if phonenumbers.__version__ != release:
        raise SystemExit(f"phonenumbers {phonenumbers.__version__} is installed, but the plan is pinned to {release}; "
                         "install requirements.txt")
    regions = {code: PhoneMetadata.metadata_for_region(code) for code in util.SUPPORTED_REGIONS}
    non_geographic = {code: PhoneMetadata.metadata_for_nongeo_region(code)
                      for code in util.COUNTRY_CODES_FOR_NON_GEO_REGIONS}
    return Plan(regions, non_geographic, util.COUNTRY_CODE_TO_REGION_CODE, release, date)
