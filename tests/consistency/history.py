# SPDX-License-Identifier: MIT
"""Compares what clients were told with what the journal says happened.

The journal gives the order of the versions that each number went through. The clients' logs give, for the request that
made a version, when it can have happened: not before it was first asked for, not after it was first acknowledged. From
both follows when each version can have been the current one; every answer must fit."""
import collections
import json

FOREVER = float("inf")
# What an accepted outcome must have left in the journal; a change to what is there already leaves none.
ROWS = {"ADDED": "ADDED", "MOVED": "MOVED", "UNASSIGNED": "MOVED", "DELETED": "REMOVED", "CHANGED": "CHANGED"}
# Reasons, by where the number must have been.
ELSEWHERE = {"REGISTERED_ELSEWHERE"}
HERE = {"ALREADY_HERE", "HELD_ABOVE", "ALREADY_BELOW", "IN_OTHER_UNIT", "IN_OTHER_PROGRAM", "NOT_IN_SCOPE",
        "NO_CHANGE"}
NOWHERE = {"NOT_REGISTERED"}


def read(path):
    """The objects of a log; a line that a killed client broke off is passed over."""
    objects = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                objects.append(found)
    return objects


class Request:
    """A request id, however often it was asked for."""

    def __init__(self, asked):
        self.asked = asked
        self.first = FOREVER  # when it was first asked for, by an attempt that may have done it
        self.told = FOREVER  # when it was first acknowledged
        self.answers = []  # (batch, outcomes, replayed)
        self.failed = True  # every attempt is known to have done nothing
        self.client = asked["c"]


class Version:
    """A number's state from one journal row to the next."""

    def __init__(self, token, business, place, earliest):
        self.token = token
        self.business = business
        self.place = place
        self.earliest = earliest  # it was not there before
        self.replaced = FOREVER  # it was not there after


class History:
    def __init__(self, logs, dump, feeds=()):
        self.complaints = []
        self.logs = logs
        self.rows = [o for o in dump if "row" in o]
        self.records = {o["record"]: o for o in dump if "record" in o}
        self.stored = [o for o in dump if "stored" in o]
        self.counts = {o["scope"]: o["count"] for o in dump if "scope" in o}
        self.feeds = feeds
        self.requests = {}
        self.by_batch = {}
        self.reads = []
        self.versions = {}

    def complain(self, text):
        self.complaints.append(text)

    def check(self):
        """All complaints; none is good."""
        self.collect()
        self.check_batches()
        self.check_feed()
        self.check_chains()
        self.check_records()
        self.check_outcomes()
        self.check_reasons()
        self.check_reads()
        return self.complaints

    # --- the logs

    def collect(self):
        for log in self.logs:
            attempt = None
            for line in log:
                if line["is"] == "invoke":
                    self.close(attempt, None)
                    attempt = line
                elif attempt is not None and attempt["op"] == line["op"]:
                    self.close(attempt, line)
                    attempt = None
            self.close(attempt, None)

    def close(self, asked, answer):
        """An attempt and its answer; None: the client was killed before it had one."""
        if asked is None:
            return
        if asked["do"] == "READ":
            if answer is not None and answer["is"] == "ok":
                self.reads.append((asked["t"], answer["t"], asked["c"], answer["records"]))
            return
        request = self.requests.setdefault(asked["request"], Request(asked))
        if answer is not None and answer["is"] == "fail":
            return
        request.failed = False
        request.first = min(request.first, asked["t"])
        if answer is not None and answer["is"] == "ok":
            request.told = min(request.told, answer["t"])
            request.answers.append((answer["batch"], answer["outcomes"], answer["replayed"]))

    # --- batches

    def check_batches(self):
        """One request, one batch, one result; what was acknowledged is there, what failed is not."""
        found = collections.defaultdict(list)
        for stored in self.stored:
            found[stored["request"]].append(stored)
            self.by_batch[stored["stored"]] = self.requests.get(stored["request"])
            if stored["request"] not in self.requests:
                self.complain(f"batch {stored['stored']} was asked for by nobody")
        for name, request in self.requests.items():
            stored = found[name]
            if len(stored) > 1:
                self.complain(f"request {name} made {len(stored)} batches")
            if request.failed and stored:
                self.complain(f"request {name} failed, and was done")
            if request.answers and not stored:
                self.complain(f"request {name} was acknowledged, and is lost")
            for place, (batch, outcomes, replayed) in enumerate(request.answers):
                if not stored:
                    break
                if batch != stored[0]["stored"]:
                    self.complain(f"request {name} was answered with batch {batch}, stored is {stored[0]['stored']}")
                elif outcomes != stored[0]["outcomes"]:
                    self.complain(f"request {name} was answered with other outcomes than are stored")
                if place > 0 and not replayed:
                    self.complain(f"request {name} was done again")

    def interval(self, batch):
        request = self.by_batch.get(batch)
        return (0, FOREVER) if request is None else (request.first, request.told)

    # --- the feed

    def check_feed(self):
        """Sequences without a gap; what a reader saw meanwhile is the beginning of it."""
        for place, row in enumerate(self.rows, 1):
            if row["row"] != place:
                self.complain(f"the feed has row {row['row']} in place {place}")
                break
        for feed in self.feeds:
            rows = [o for o in feed if "row" in o]
            for place, row in enumerate(rows):
                if place >= len(self.rows) or row != self.rows[place]:
                    self.complain(f"a reader of the feed was given row {row['row']} in place {place + 1}, "
                                  "which is not what the feed says there")
                    break

    # --- each number's versions

    def check_chains(self):
        """Each change of a number starts where the last one ended, so that it never had two holders."""
        nothing = [0, 0, 0, 0]
        for row in self.rows:
            chain = self.versions.setdefault(row["number"], [Version((0, 0), 0, 0, 0)])
            last = chain[-1]
            token = tuple(row["before"][:2])
            if token != last.token:
                self.complain(f"number {row['number']}: row {row['row']} changes version {token}, "
                              f"but the version was {last.token}")
            elif last.business not in (0, row["business"]):
                self.complain(f"number {row['number']}: row {row['row']} gives it to another Business than holds it")
            elif tuple(row["before"][2:]) != (last.place or (0, 0)):
                self.complain(f"number {row['number']}: row {row['row']} moves it from where it was not")
            if row["change"] == "REMOVED" and row["after"][:2] != nothing[:2]:
                self.complain(f"number {row['number']}: row {row['row']} removes it and leaves it")
            first, told = self.interval(row["batch"])
            gone = row["after"][0] == 0
            version = Version(tuple(row["after"][:2]), 0 if gone else row["business"],
                              0 if gone else tuple(row["after"][2:]), max(first, last.earliest))
            for earlier in reversed(chain):
                if earlier.replaced <= told:
                    break
                earlier.replaced = told
            if version.earliest > told:
                self.complain(f"number {row['number']}: row {row['row']} was acknowledged before what comes before it "
                              "was asked for")
            chain.append(version)

    def check_records(self):
        """Records are where the journal left them, and the counts agree."""
        for number, chain in self.versions.items():
            record = self.records.get(number)
            last = chain[-1]
            there = (0, 0) if record is None else (record["batch"], record["revision"])
            if there != last.token:
                self.complain(f"number {number}: the record has version {there}, the journal ends with {last.token}")
            elif record is not None and (record["business"], (record["unit"], record["program"])) != \
                    (last.business, last.place):
                self.complain(f"number {number}: the record is held elsewhere than the journal says")
        for number in self.records.keys() - self.versions.keys():
            self.complain(f"number {number}: a record without a journal row")
        held = collections.Counter()
        for record in self.records.values():
            held.update({record["business"], record["unit"], record["program"]} - {0})
        for scope, count in self.counts.items():
            if held[scope] != count:
                self.complain(f"scope {scope} counts {count} numbers and holds {held[scope]}")

    # --- what clients were told

    def check_outcomes(self):
        """A batch is whole: each accepted outcome has its row, and nothing else has one."""
        rows = collections.defaultdict(list)
        for row in self.rows:
            rows[row["batch"]].append((row["number"], row["change"]))
        for stored in self.stored:
            wanted = sorted((number, ROWS[outcome]) for number, outcome, _ in stored["outcomes"] if outcome != "REJECTED")
            if sorted(rows.pop(stored["stored"], [])) != wanted:
                self.complain(f"batch {stored['stored']} left other rows in the journal than its outcomes say")
        for batch in rows:
            self.complain(f"batch {batch} left rows in the journal and is not stored")

    def current(self, number, first, last):
        """The versions that can have been current at some time from `first` to `last`."""
        chain = self.versions.get(number, [Version((0, 0), 0, 0, 0)])
        return [version for version in chain if version.earliest <= last and version.replaced >= first]

    def check_reasons(self):
        """A rejection names a reason that was true at some time between asking and telling."""
        for stored in self.stored:
            request = self.by_batch.get(stored["stored"])
            if request is None:
                continue
            business = request.asked["business"]
            for number, outcome, reason in stored["outcomes"]:
                if outcome != "REJECTED":
                    continue
                versions = self.current(number, request.first, request.told)
                if reason in ELSEWHERE:
                    true = any(v.business not in (0, business) for v in versions)
                elif reason in HERE:
                    true = any(v.business == business for v in versions)
                elif reason in NOWHERE:
                    true = any(v.business != business for v in versions)
                else:
                    true = False
                if not true:
                    self.complain(f"number {number}: request {request.asked['request']} was told {reason}, "
                                  "which was not so")

    def check_reads(self):
        """A read shows what can have been current; whoever reads later does not read earlier versions."""
        latest = {}  # number -> [(when the reading ended, place of the version)], both ascending
        for asked, told, client, records in sorted(self.reads, key=lambda read: read[1]):
            for number, business, unit, program, batch, revision in records:
                chain = self.versions.get(number, [Version((0, 0), 0, 0, 0)])
                fitting = [place for place, v in enumerate(chain) if v.token == (batch, revision)
                           and v.business == business and (v.place or (0, 0)) == (unit, program)]
                fitting = [place for place in fitting if chain[place].earliest <= told and chain[place].replaced >= asked]
                if not fitting:
                    self.complain(f"number {number}: client {client} read a version that was not current then")
                    continue
                seen = latest.setdefault(number, [])
                before = next((place for when, place in reversed(seen) if when < asked), 0)
                if fitting[-1] < before:
                    self.complain(f"number {number}: client {client} read backwards")
                    continue
                place = next(p for p in fitting if p >= before)
                if not seen or place > seen[-1][1]:
                    seen.append((told, place))


def check(logs, dump, feeds=()):
    return History(logs, dump, feeds).check()
