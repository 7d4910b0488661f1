#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the installed metadata as JSON, region by region, for `update` to compare."""

import json

import metadata


def describe(entity):
    names = {kind: name for name, kind in metadata.TYPES}
    fields = {"general": entity.general, "possible lengths": entity.possible, "local lengths": entity.local,
              "leading digits": entity.leading_digits, "national prefix": entity.national_prefix,
              "national prefix transform": entity.transform, "international prefix": entity.international_prefix,
              "extension prefix": entity.extension_prefix,
              "formats": [str(rule) for rule in entity.formats],
              "international formats": [str(rule) for rule in entity.international_formats]}
    for kind, text, lengths in entity.patterns:
        fields[names[kind]] = [text, lengths]
    for kind, digits in entity.examples():
        fields["example of " + names[kind]] = digits
    return fields


def main():
    import phonenumbers

    plan = metadata.load(phonenumbers.__version__, "")
    print(json.dumps({(entity.id if entity.id != metadata.NON_GEOGRAPHIC else f"+{entity.calling_code}"): describe(entity)
                      for entity in plan.entities}))


if __name__ == "__main__":
    main()
