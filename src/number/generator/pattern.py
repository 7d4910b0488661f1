# SPDX-License-Identifier: MIT
"""Reads the subset of regular expressions that numbering plans use, over the ten digits, into syntax trees.

Trees are tuples: ("digits", mask), ("cat", parts), ("alt", parts), ("rep", part, low, high), ("group", number, part)
and ("end",) for `$`. Anything outside the subset is an error: a plan that needs more must not be compiled wrongly.
"""

ALL_DIGITS = 0x3FF


class _Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0
        self.groups = 0

    def fail(self, what):
        raise ValueError(f"{what} at {self.at} of pattern {self.text!r}")

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self, expected):
        if not self.text.startswith(expected, self.at):
            self.fail(f"expected {expected!r}")
        self.at += len(expected)

    def alternatives(self):
        parts = [self.sequence()]
        while self.peek() == "|":
            self.take("|")
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else ("alt", tuple(parts))

    def sequence(self):
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated())
        return parts[0] if len(parts) == 1 else ("cat", tuple(parts))

    def repeated(self):
        part = self.atom()
        low, high = 1, 1
        if self.peek() == "?":
            self.take("?")
            low, high = 0, 1
        elif self.peek() == "{":
            close = self.text.index("}", self.at)
            bounds = self.text[self.at + 1:close].split(",")
            self.at = close + 1
            low = int(bounds[0])
            high = int(bounds[-1])
        if self.peek() in ("?", "+", "*", "{"):
            self.fail("unsupported repetition")
        return part if (low, high) == (1, 1) else ("rep", part, low, high)

    def atom(self):
        char = self.peek()
        if char.isdigit() and char.isascii():
            self.at += 1
            return ("digits", 1 << int(char))
        if char == "~":  # Waiting for a tone: never found among digits.
            self.take("~")
            return ("digits", 0)
        if char == "\\":
            self.take("\\d")
            return ("digits", ALL_DIGITS)
        if char == "[":
            return self.digit_class()
        if char == "$":
            self.take("$")
            return ("end",)
        if char == "(":
            return self.group()
        return self.fail("unsupported element")

    def digit_class(self):
        close = self.text.index("]", self.at)
        body = self.text[self.at + 1:close].replace("\\d", "0-9")
        self.at = close + 1
        mask = 0
        while body:
            first = last = body[0]
            body = body[1:]
            if body.startswith("-"):
                last = body[1]
                body = body[2:]
            if not (first.isdigit() and last.isdigit() and first <= last):
                self.fail("unsupported class")
            for digit in range(int(first), int(last) + 1):
                mask |= 1 << digit
        return ("digits", mask)

    def group(self):
        if self.text.startswith("(?:", self.at):
            self.take("(?:")
            part = self.alternatives()
            self.take(")")
            return part
        self.take("(")
        if self.peek() == "?":
            self.fail("unsupported group")
        self.groups += 1
        number = self.groups
        part = self.alternatives()
        self.take(")")
        return ("group", number, part)


def read(text):
    """Returns the syntax tree and the number of capturing groups."""
    reader = _Reader(text)
    tree = reader.alternatives()
    if reader.at != len(text):
        reader.fail("unexpected end")
    return tree, reader.groups


class Machine:
    """A nondeterministic automaton: `edges[state]` lists (mask, next), `empty[state]` the moves without a digit.

    Order matters in `empty`: earlier moves are preferred, as a backtracking matcher would.
    """

    def __init__(self):
        self.edges = []
        self.empty = []
        self.marks = []

    def state(self):
        self.edges.append([])
        self.empty.append([])
        self.marks.append(None)
        return len(self.edges) - 1

    def build(self, tree, after):
        """Adds states for `tree` so that they lead to `after`; returns the first state."""
        kind = tree[0]
        if kind == "digits":
            first = self.state()
            self.edges[first].append((tree[1], after))
            return first
        if kind == "cat":
            for part in reversed(tree[1]):
                after = self.build(part, after)
            return after
        if kind == "alt":
            first = self.state()
            self.empty[first] = [self.build(part, after) for part in tree[1]]
            return first
        if kind == "rep":
            _, part, low, high = tree
            target = after
            for _ in range(high - low):
                first = self.state()
                self.empty[first] = [self.build(part, target), after]
                target = first
            for _ in range(low):
                target = self.build(part, target)
            return target
        if kind == "group":
            close = self.state()
            self.marks[close] = ("close", tree[1])
            self.empty[close] = [after]
            opened = self.state()
            self.marks[opened] = ("open", tree[1])
            self.empty[opened] = [self.build(tree[2], close)]
            return opened
        if kind == "end":
            first = self.state()
            self.marks[first] = ("end",)
            self.empty[first] = [after]
            return first
        raise ValueError(kind)
