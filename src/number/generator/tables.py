# SPDX-License-Identifier: MIT
"""Compiles a plan into the tables of src/number/plan.h."""

import automaton
import formats
import metadata
import prefix

LABEL_BASE = 0xFC00
GENERAL, REGION = -1, -2
NO_REGION = 0xFF
AREA_CODE, AREA_DIGITS = 1, 10


class Intern:
    """Gives equal things one number, in order of first appearance."""

    def __init__(self, first=()):
        self.index = {}
        self.items = []
        for item in first:
            self.number(item)

    def number(self, item):
        if item not in self.index:
            self.index[item] = len(self.items)
            self.items.append(item)
        return self.index[item]


class Tables:
    def __init__(self, plan):
        self.plan = plan
        self.pool = automaton.Pool()
        # Label 0 of every automaton is what most numbers are: not valid, no match, no format.
        self.labels = Intern([(0, metadata.UNKNOWN, 0)])
        self.rules = Intern([((), b"")])
        self.layouts = Intern([(0, 0)])
        self.strips = Intern([(0, 0, 0, 0, 0, "")])
        self.prefixes = Intern([(None, None)])
        self.prefix_runs = [(1, (("label", 0),))]
        self.country_runs = [self.compile_country(members) for _, members in plan.countries]
        self.general_runs = [self.compile_general(entity) for entity in plan.entities]
        self.idd = [self.compile_prefix(entity.international_prefix, None) for entity in plan.entities]
        self.national = [self.compile_prefix(entity.national_prefix, entity) for entity in plan.entities]
        self.validation_size = len(automaton.Packed(self.pool, LABEL_BASE).array)
        self.format_runs = [self.compile_formats(members) for _, members in plan.countries]
        self.lay_out()

    def compile_country(self, members):
        entities = [self.plan.entities[number] for number in members]
        matcher = automaton.Matcher()
        lengths = {}
        for order, entity in enumerate(entities):
            if entity.general:
                matcher.add(entity.general, (order, GENERAL))
                lengths[order, GENERAL] = entity.possible
            for kind, text, possible in entity.patterns:
                matcher.add(text, (order, kind))
                lengths[order, kind] = possible
            if entity.leading_digits and len(entities) > 1:
                matcher.add(entity.leading_digits, (order, REGION), prefix=True)
                lengths[order, REGION] = ()
        matcher.finish()

        def label(tags):
            types = []
            for order, entity in enumerate(entities):
                matched = {kind for member, kind in tags if member == order}
                types.append(entity.type_of(matched) if GENERAL in matched else metadata.UNKNOWN)
            valid = sum(1 << order for order, kind in enumerate(types) if kind != metadata.UNKNOWN)
            region = 0
            if len(entities) > 1:
                region = NO_REGION
                for order, entity in enumerate(entities):
                    if (order, REGION) in tags if entity.leading_digits else valid >> order & 1:
                        region = order
                        break
            kind = types[region] if region != NO_REGION else metadata.UNKNOWN
            return self.labels.number((region, kind, valid))

        return self.run(lambda length: self.pool.compile(
            matcher, length, [tag for tag, possible in lengths.items() if not possible or length in possible], label))

    def compile_general(self, entity):
        if not entity.general:
            return (0, ())
        matcher = automaton.Matcher()
        matcher.add(entity.general, GENERAL)
        matcher.finish()
        return self.run(lambda length: self.pool.compile(matcher, length, [GENERAL], lambda tags: 1 if tags else 0))

    def compile_formats(self, members):
        entity = self.plan.entities[members[0]]
        lists = [entity.formats, entity.international_formats or entity.formats]
        matcher = automaton.Matcher()
        for number, rules in enumerate(lists):
            for order, rule in enumerate(rules):
                if rule.leading_digits_pattern:
                    matcher.add(rule.leading_digits_pattern[-1], (number, order), prefix=True)
        matcher.finish()

        def compile_length(length):
            fitting = [[(order, rule) for order, rule in enumerate(rules)
                        if formats.lengths_of(rule)[0] <= length <= formats.lengths_of(rule)[1]] for rules in lists]

            def label(tags):
                chosen = []
                for number, rules in enumerate(fitting):
                    found = 0
                    for order, rule in rules:
                        if not rule.leading_digits_pattern or (number, order) in tags:
                            found = self.rules.number(formats.compile_rule(rule, number == 0))
                            break
                    chosen.append(found)
                return self.layouts.number(tuple(chosen))

            tags = [(number, order) for number, rules in enumerate(fitting) for order, rule in rules
                    if rule.leading_digits_pattern]
            return self.pool.compile(matcher, length, tags, label)

        return self.run(compile_length)

    def run(self, compile_length):
        """(lowest length, nodes) without the lengths at both ends for which label 0 is the answer."""
        nodes = [compile_length(length) for length in range(automaton.MAX_LENGTH + 1)]
        if compile_length(automaton.MAX_LENGTH + 1) not in (("label", 0), nodes[-1]):
            raise ValueError("a pattern takes more than 17 digits")
        low, high = 0, len(nodes)
        while high > low and nodes[high - 1] == ("label", 0):
            high -= 1
        while low < high and nodes[low] == ("label", 0):
            low += 1
        return low, tuple(nodes[low:high])

    def compile_prefix(self, text, entity):
        """The number of the automaton that strips a prefix; `entity` names the transform rule to apply, if any."""
        transform = entity.transform_parts() if entity is not None and entity.transform and text else None

        def label(outcome):
            if outcome is None:
                return 0
            end, spans = outcome
            if transform and spans and spans[-1][1] is not None:
                start, stop = spans[transform[1] - 1]
                return self.strips.number((1, end, 1, start, stop - start, transform[0]))
            return self.strips.number((1, end, 0, 0, 0, ""))

        number = self.prefixes.number((text, transform))
        if number == len(self.prefix_runs):
            compiled = prefix.Prefix(text)
            nodes = [compiled.compile(self.pool, length, label) for length in range(1, prefix.MAX_LENGTH + 1)]
            if nodes[-1] != nodes[-4]:
                raise ValueError(f"the prefix {text!r} is too long")
            low = 1
            while len(nodes) > 1 and nodes[-1] == nodes[-2]:
                nodes.pop()
            while len(nodes) > 1 and nodes[0] == nodes[1]:
                nodes.pop(0)
                low += 1
            self.prefix_runs.append((low, tuple(nodes)))
        return number

    def strips_from(self, node):
        """All strips that an automaton may find from a node."""
        if isinstance(node, tuple):
            return {self.strips.items[node[1]]}
        return set().union(*(self.strips_from(child) for child in set(self.pool.rows[node])))

    def longest_strip(self, number):
        return max(end for node in self.prefix_runs[number][1] for _, end, *_ in self.strips_from(node))

    def first_digits(self, number):
        """Bits of the digits with which a prefix may begin; a prefix of no digits, which changes nothing, is none."""
        bits = 0
        for node in self.prefix_runs[number][1]:
            for digit in range(10):
                child = node if isinstance(node, tuple) else self.pool.rows[node][digit]
                if any(end for _, end, *_ in self.strips_from(child)):
                    bits |= 1 << digit
        return bits

    def is_direct(self, number):
        """Whether the prefixes of a region leave alone what nanp.h reads, see plan_check.c."""
        low, nodes = self.prefix_runs[self.national[number]]
        prefix = nodes[min(max(AREA_DIGITS - low, 0), len(nodes) - 1)]
        children = [prefix] if isinstance(prefix, tuple) else self.pool.rows[prefix][2:]
        return (all(child == ("label", 0) for child in children) and self.first[self.idd[number]] & 0x3FE == 0
                and self.plan.entities[number].possible_code(AREA_DIGITS + 1) == metadata.TOO_LONG)

    def index_areas(self, packed):
        """Where three digits lead from the node of numbers with area codes, which are by far the most."""
        self.area_country = next((at for at, (code, _) in enumerate(self.plan.countries) if code == AREA_CODE), 0)
        low, nodes = self.country_runs[self.area_country]
        code, members = self.plan.countries[self.area_country]
        has_areas = (code == AREA_CODE and low <= AREA_DIGITS < low + len(nodes)
                     and self.plan.entities[members[0]].possible_code(AREA_DIGITS) == metadata.POSSIBLE
                     and all(self.is_direct(number) for number in members))
        self.area_digits = AREA_DIGITS if has_areas else 0
        rows, areas = Intern(), []
        for area in range(1000):
            node = nodes[AREA_DIGITS - low] if self.area_digits else ("label", 0)
            for digit in map(int, f"{area:03}"):
                node = node if isinstance(node, tuple) else self.pool.rows[node][digit]
            areas.append(rows.number((node,) * 10 if isinstance(node, tuple) else self.pool.rows[node]))
        if len(rows.items) > 0x100:
            raise ValueError("area codes lead to too many places")
        return areas, [packed.value(node) for row in rows.items for node in row]

    def longest_valid(self, run):
        """The most digits that a valid number has, by the run of its country."""
        low, nodes = run
        seen = {}

        def can_be_valid(node):
            if isinstance(node, tuple):
                region, kind, _ = self.labels.items[node[1]]
                return region != NO_REGION and kind != metadata.UNKNOWN
            if node not in seen:
                seen[node] = any(can_be_valid(child) for child in self.pool.rows[node])
            return seen[node]

        return max((low + at for at, node in enumerate(nodes) if can_be_valid(node)), default=0)

    def lay_out(self):
        if max(len(self.labels.items), len(self.layouts.items), len(self.strips.items)) > 0x10000 - LABEL_BASE:
            raise ValueError("too many labels")
        packed = automaton.Packed(self.pool, LABEL_BASE)
        self.fours, self.eights, self.full = packed.fours, packed.eights, packed.full
        rows = len(packed.array)
        self.next = packed.array
        self.longest = [self.longest_valid(run) for run in self.country_runs]
        self.longest_prefix = [self.longest_strip(number) for number in range(len(self.prefix_runs))]
        if max(self.longest_prefix) > 31 or any(end == 0 for number in self.idd for node in self.prefix_runs[number][1]
                                                for matched, end, *_ in self.strips_from(node) if matched):
            raise ValueError("a prefix is too long, or an international prefix of no digits")
        self.first = [self.first_digits(number) for number in range(len(self.prefix_runs))]
        place = {}

        def run(low_and_nodes):
            low, nodes = low_and_nodes
            values = tuple(packed.value(node) for node in nodes)
            if not values:
                return (0, 1, 0)
            if values not in place:
                for at in range(rows, len(self.next) - len(values) + 1):
                    if tuple(self.next[at:at + len(values)]) == values:
                        break
                else:
                    at = len(self.next)
                    for overlap in range(min(len(values) - 1, at - rows), 0, -1):
                        if tuple(self.next[at - overlap:]) == values[:overlap]:
                            at -= overlap
                            break
                    self.next[at:] = values
                place[values] = at
            return (place[values], low, low + len(nodes) - 1)

        self.areas, self.area_values = self.index_areas(packed)
        self.country_runs = [run(item) for item in self.country_runs]
        self.general_runs = [run(item) for item in self.general_runs]
        self.format_runs = [run(item) for item in self.format_runs]
        self.prefix_runs = [run(item) for item in self.prefix_runs]
        if len(self.next) > LABEL_BASE or len(self.prefix_runs) > 0xFF:
            raise ValueError("the tables outgrow their indexes")
