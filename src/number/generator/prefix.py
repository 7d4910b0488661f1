# SPDX-License-Identifier: MIT
"""Automata that strip prefixes (national and international) exactly as a backtracking matcher would.

A backtracking matcher prefers some ways to match over others; the automaton follows all ways at once, in order of
preference, and remembers the best match seen. As it is compiled for a number of digits, it knows when they end.
"""

import pattern

# Numbers of digits are told apart up to this one; no prefix is that long.
MAX_LENGTH = 24


class Prefix:
    """One prefix pattern. An outcome is None, or (end, group spans)."""

    def __init__(self, text):
        tree, self.groups = pattern.read(text)
        self.machine = pattern.Machine()
        self.accept = self.machine.state()
        self.start = self.machine.build(tree, self.accept)

    def follow(self, threads, position, at_end):
        """Expands moves without digits, in order. Returns the threads that wait for a digit, and a match if any."""
        waiting, seen = [], set()

        def visit(state, spans):
            """True when a match ends the search: whatever comes later is less preferred."""
            if state in seen:
                return None
            seen.add(state)
            mark = self.machine.marks[state]
            if mark and mark[0] == "end" and not at_end:
                waiting.append((state, spans))
                return None
            if mark and mark[0] == "open":
                spans = spans[:mark[1] - 1] + ((position, None),) + spans[mark[1]:]
            if mark and mark[0] == "close":
                spans = spans[:mark[1] - 1] + ((spans[mark[1] - 1][0], position),) + spans[mark[1]:]
            if state == self.accept:
                return (position, spans)
            if self.machine.edges[state]:
                waiting.append((state, spans))
                return None
            for target in self.machine.empty[state]:
                match = visit(target, spans)
                if match:
                    return match
            return None

        for state, spans in threads:
            match = visit(state, spans)
            if match:
                return tuple(waiting), match
        return tuple(waiting), None

    def compile(self, pool, length, label):
        """The node for `length` digits; `label` maps an outcome to a label number."""
        memo = {}

        def node(threads, position, best):
            """`threads` wait for a digit or for the end; `best` is the match so far, less preferred than theirs."""
            key = (threads, position, best)
            if key not in memo:
                if not threads:
                    memo[key] = ("label", label(best))
                elif position == length:
                    ended = tuple(thread for thread in threads if not self.machine.edges[thread[0]])
                    _, match = self.follow(ended, position, True)
                    memo[key] = ("label", label(match or best))
                else:
                    children = []
                    for digit in range(10):
                        moved = tuple((target, spans) for state, spans in threads
                                      for mask, target in self.machine.edges[state] if mask >> digit & 1)
                        waiting, match = self.follow(moved, position + 1, False)
                        children.append(node(waiting, position + 1, match or best))
                    memo[key] = pool.node(children)
            return memo[key]

        waiting, match = self.follow(((self.start, ((None, None),) * self.groups),), 0, False)
        return node(waiting, 0, match)
