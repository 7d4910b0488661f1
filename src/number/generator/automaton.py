# SPDX-License-Identifier: MIT
"""Minimised automata over digits of known length, and their packing into one array of overlapped rows."""

import pattern

MAX_LENGTH = 17


class Matcher:
    """Many patterns in one nondeterministic automaton; each accepting state carries a tag."""

    def __init__(self):
        self.machine = pattern.Machine()
        self.tags = {}
        self.starts = {}

    def add(self, text, tag, prefix=False):
        """Adds a pattern that matches whole numbers, or with `prefix` any number that begins with it."""
        tree, _ = pattern.read(text)
        accept = self.machine.state()
        self.tags[accept] = tag
        if prefix:
            self.machine.edges[accept].append((pattern.ALL_DIGITS, accept))
        self.starts[tag] = self.machine.build(tree, accept)

    def finish(self):
        machine = self.machine
        count = len(machine.edges)
        closures = [None] * count

        def closure(state):
            if closures[state] is None:
                closures[state] = frozenset()
                reached = set()
                if machine.edges[state] or state in self.tags:
                    reached.add(state)
                for target in machine.empty[state]:
                    reached |= closure(target)
                closures[state] = frozenset(reached)
            return closures[state]

        for state in range(count):
            closure(state)
        self.closures = closures
        self.steps = [None] * count
        for state in range(count):
            by_digit = [frozenset()] * 10
            for mask, target in machine.edges[state]:
                for digit in range(10):
                    if mask >> digit & 1:
                        by_digit[digit] = by_digit[digit] | closures[target]
            self.steps[state] = by_digit
        # Bit r of lengths[state]: acceptance is possible after exactly r more digits.
        self.lengths = [1 if state in self.tags else 0 for state in range(count)]
        for length in range(1, MAX_LENGTH + 2):
            for state in range(count):
                if any(self.lengths[target] >> (length - 1) & 1
                       for by_digit in self.steps[state] for target in by_digit):
                    self.lengths[state] |= 1 << length

    def live(self, states, remaining):
        return frozenset(state for state in states if self.lengths[state] >> remaining & 1)


class Pool:
    """Interned nodes. A node is ("label", n) or a row number; equal rows are one node, equal labels need no row."""

    def __init__(self):
        self.rows = []
        self.index = {}

    def node(self, children):
        children = tuple(children)
        if all(child == children[0] for child in children) and isinstance(children[0], tuple):
            return children[0]
        if children not in self.index:
            self.index[children] = len(self.rows)
            self.rows.append(children)
        return self.index[children]

    def compile(self, matcher, length, tags, label):
        """The node that judges numbers of `length` digits by the patterns in `tags`; `label` maps tags to a label."""
        memo = {}

        def visit(states, remaining):
            key = (states, remaining)
            if key not in memo:
                if remaining == 0:
                    memo[key] = ("label", label({matcher.tags[state] for state in states}))
                elif not states:
                    memo[key] = ("label", label(set()))
                else:
                    children = []
                    for digit in range(10):
                        reached = set()
                        for state in states:
                            reached |= matcher.steps[state][digit]
                        children.append(visit(matcher.live(reached, remaining - 1), remaining - 1))
                    memo[key] = self.node(children)
            return memo[key]

        start = set()
        for tag in tags:
            start |= matcher.closures[matcher.starts[tag]]
        return visit(matcher.live(start, length), length)


def _superstring(rows, array):
    """Appends the rows to the array, merging the pair that overlaps most first."""
    width = len(rows[0])
    follower = {}
    leader = {}
    tail = tuple(array[-(width - 1):])
    strings = [tail] + rows  # String 0 stands for the end of the array: nothing may come before it.
    last = list(range(len(strings)))  # last[first string of a chain] = last string of that chain
    for size in range(width - 1, 0, -1):
        by_prefix = {}
        for number in range(1, len(strings)):
            if number not in leader:
                by_prefix.setdefault(strings[number][:size], []).append(number)
        head = {end: first for first, end in enumerate(last) if first not in leader}
        for number in range(len(strings)):
            if number in follower or len(strings[number]) < size:
                continue
            candidates = by_prefix.get(strings[number][-size:], [])
            first = head[number]
            for at in range(len(candidates) - 1, -1, -1):
                if candidates[at] != first:
                    chosen = candidates.pop(at)
                    follower[number] = (chosen, size)
                    leader[chosen] = number
                    end = last[chosen]
                    last[first] = end
                    head[end] = first
                    break
    firsts = [number for number in range(len(strings)) if number not in leader]
    for first in firsts:
        number, overlap = first, 0
        while True:
            if number:
                array.extend(strings[number][overlap:])
            if number not in follower:
                break
            number, overlap = follower[number]


class Packed:
    """The nodes as one array, by how many different children they have.

    Two: a word of which bit d says which child digit d leads to, then the children. Up to four: two words with two bits
    for every digit, then the children. Up to eight: the same with three bits. The first child is left out, and the
    highest bit of the words before it set, if it is label 0. More: one child for every digit; these rows lie over each
    other where they agree, level by level, because a row can only be written when those it leads to have their places.
    """

    def __init__(self, pool, label_base):
        self.label_base = label_base
        self.rows = pool.rows
        self.offsets = [None] * len(pool.rows)
        kinds = [list(dict.fromkeys(row)) for row in pool.rows]
        at = 0
        starts = []
        for least, most, words in ((1, 2, 1), (3, 4, 2), (5, 8, 2)):
            starts.append(at)
            for number, kind in enumerate(kinds):
                if least <= len(kind) <= most:
                    if len(kind) == 1:
                        kind *= 2
                    kind.sort(key=lambda child: child != ("label", 0))
                    self.offsets[number] = at
                    at += words + len(kind) - (kind[0] == ("label", 0))
        _, self.fours, self.eights = starts
        self.full = at
        self.array = [0] * at
        self.lay_rows([number for number, kind in enumerate(kinds) if self.offsets[number] is None])
        for number, kind in enumerate(kinds):
            offset = self.offsets[number]
            bits = [kind.index(child) for child in self.rows[number]]
            bare = kind[0] == ("label", 0)
            if offset >= self.full:
                continue
            width = 1 if offset < self.fours else 2 if offset < self.eights else 3
            packed = sum(bit << width * digit for digit, bit in enumerate(bits))
            if width == 1:
                words = [packed | bare << 15]
            else:
                words = [packed & 0xFFFF, packed >> 16 | bare << 15]
            words += [self.value(child) for child in kind[bare:]]
            self.array[offset:offset + len(words)] = words
        if len(self.array) > label_base:
            raise ValueError("the tables outgrow 16-bit offsets")

    def value(self, node):
        return self.label_base + node[1] if isinstance(node, tuple) else self.offsets[node]

    def lay_rows(self, numbers):
        heights = {}
        for number in numbers:
            heights[number] = 1 + max((heights[child] for child in self.rows[number] if child in heights), default=0)
        found = {}
        area = []
        for height in range(1, max(heights.values(), default=0) + 1):
            level = [number for number in numbers if heights[number] == height]
            values = {number: tuple(self.value(child) for child in self.rows[number]) for number in level}
            missing = sorted({row for row in values.values() if row not in found})
            if missing:
                start = max(len(area) - 9, 0)
                _superstring(missing, area)
                for offset in range(start, len(area) - 9):
                    found.setdefault(tuple(area[offset:offset + 10]), offset)
            for number in level:
                self.offsets[number] = self.full + found[values[number]]
        self.array += area
