# SPDX-License-Identifier: MIT
# Written by bindings/generator from the public headers; do not edit.
"""Named tuples for the structs of the C library that are plain data, and how to read them from memory.

Times end in ``_us``: microseconds since 1970-01-01 UTC. Reserved members are left out.
"""

from __future__ import annotations

from typing import NamedTuple

from ._api import (
    Action,
    BatchState,
    CallingCodeSource,
    Change,
    Consent,
    CountKind,
    Destination,
    Encoding,
    ExportColumns,
    ExportFormat,
    Level,
    NumberFormat,
    NumberNotes,
    NumberType,
    Order,
    OutcomeFlags,
    OutcomeKind,
    ParseOutcome,
    Possible,
    PurposeFlags,
    RecordFlags,
    ResultFlags,
    ScopeState,
    Status,
    TypingState,
)
from ._codec import Codec


class NumberRow(NamedTuple):
    """One number as read. 72 bytes."""

    #: Calling code and national number as one integer, at most 15 digits; 0 if none or longer.
    e164: int
    #: National significant number without its leading zeros; 0 if nothing was parsed.
    national: int
    #: Country calling code; 0 if nothing was parsed.
    calling_code: int
    #: Zeros that stand before `national`.
    leading_zeros: int
    #: Digits of the national significant number, leading zeros included.
    national_digits: int
    #: NREG_PARSE_ value.
    parse: ParseOutcome
    #: NREG_POSSIBLE_ value; meaningful if `parse` is NREG_PARSE_OK.
    possible: Possible
    #: 1 if libphonenumber's IsValidNumber says so, else 0.
    valid: int
    #: NREG_TYPE_ value.
    type: NumberType
    #: NREG_STATE_ value.
    state: TypingState
    #: NREG_SOURCE_ value.
    source: CallingCodeSource
    #: NREG_NOTE_ bits.
    notes: NumberNotes
    #: Digits in `extension`, 0 to 20.
    extension_digits: int
    #: Region the number belongs to: "US", "001" for non-geographic, "" if unknown.
    region: str
    #: Region it was read with; "" if none.
    default_region: str
    #: Extension digits, NUL-terminated.
    extension: str


NUMBER: Codec[NumberRow] = Codec(
    NumberRow, "=Q Q I B B B B B B B B I I 4s 4s 24s 4x", (13, 14, 15, ), ((5, ParseOutcome), (6, Possible), (8, NumberType), (9, TypingState), (10, CallingCodeSource), (11, NumberNotes), )
)


class NumberRulesRow(NamedTuple):
    """Which registration rules reject and which only warn.

    Bits are reasons. A finding in `reject` rejects; else, in `warn`, it warns; else it is accepted silently.
    Only the bits of NREG_NUMBER_SWITCHES can be moved; every other number reason always rejects (or, for
    NREG_REASON_SPREADSHEET_REPAIRED and NREG_REASON_HAS_LETTERS, always warns).
    """

    #: Reasons that reject.
    reject: int
    #: Reasons that warn.
    warn: int


NUMBER_RULES: Codec[NumberRulesRow] = Codec(
    NumberRulesRow, "=4x 4x Q Q", (), (), struct_size=24
)


class PurposeRow(NamedTuple):
    """One call purpose. Texts are UTF-8, NUL-terminated. 656 bytes; it does not grow."""

    #: Stable id, 1 to NREG_PURPOSE_MAX.
    id: int
    #: Place in the list; ties go by id.
    order: int
    #: NREG_PURPOSE_FLAG_ bits.
    flags: PurposeFlags
    #: Stable code: upper case letters, digits and underscores, for example "CUSTOMER_SERVICE".
    code: str
    #: What a person sees, for example "Customer Service".
    label: str
    #: When to choose it.
    description: str
    #: What to warn of when it is chosen; "" for nothing.
    warning: str


PURPOSE: Codec[PurposeRow] = Codec(
    PurposeRow, "=4x I I I 32s 96s 256s 256s", (3, 4, 5, 6, ), ((2, PurposeFlags), ), struct_size=656
)


class OutcomeRow(NamedTuple):
    """What became of one entry. 80 bytes."""

    #: E.164 digits as an integer; 0 if the input has none.
    number: int
    #: Why it was rejected: set of reasons; 0 if accepted.
    reasons: int
    #: Further reasons, none yet; 0.
    reasons_more: int
    #: What to tell about it: set of reasons. A rejected entry has those that were found, too: they do not reject
    #: it, and will be there again when it is corrected.
    warnings: int
    #: Further warnings, none yet; 0.
    warnings_more: int
    #: Scope where the number sits, or sat before it moved; 0 if nowhere or not to be disclosed.
    holder: int
    #: Number of the entry in its batch.
    entry: int
    #: Row in the host's source.
    row: int
    #: Entry of this batch that a reason speaks of; 0 if none.
    related: int
    #: Call purpose that the entry gave; 0 if none, as moves and removals mostly do, or unknown.
    purpose: int
    #: The reason to name first; 0 if accepted.
    reason: int
    #: NREG_OUTCOME_ value.
    outcome: OutcomeKind
    #: NREG_ACTION_ value.
    action: Action
    #: NREG_STATUS_ value of the record afterwards; 0 if none, or not to be disclosed.
    status: Status
    #: NREG_OUTCOME_FLAG_ bits.
    flags: OutcomeFlags
    #: NREG_STATE_ value of the input.
    state: TypingState


OUTCOME: Codec[OutcomeRow] = Codec(
    OutcomeRow, "=Q Q Q Q Q Q I I I I H B B B B B 1x 8x", (), ((11, OutcomeKind), (12, Action), (13, Status), (14, OutcomeFlags), (15, TypingState), )
)


class SummaryRow(NamedTuple):
    """The counts of a result: accepted + rejected = entries, always."""

    #: NREG_RESULT_ bits.
    flags: ResultFlags
    #: Batch id; 0 for a preview of a batch never saved.
    batch: int
    #: When it was committed or previewed: microseconds since 1970-01-01 UTC.
    time_us: int
    #: Entries.
    entries: int
    #: Accepted entries.
    accepted: int
    #: Rejected entries.
    rejected: int
    #: Outcomes ADDED.
    added: int
    #: Outcomes MOVED.
    moved: int
    #: Outcomes UNASSIGNED.
    unassigned: int
    #: Outcomes DELETED.
    deleted: int
    #: Outcomes CHANGED.
    changed: int
    #: Rejected entries that consent would move.
    movable: int
    #: Entries with warnings, rejected ones included.
    warned: int
    #: Accepted entries with a Do Not Originate purpose.
    dno: int
    #: Outcomes REVIEWED.
    reviewed: int
    #: Outcomes RESTORED.
    restored: int
    #: Outcomes TRANSFERRED.
    transferred: int
    #: Outcomes IMPORTED.
    imported: int


SUMMARY: Codec[SummaryRow] = Codec(
    SummaryRow, "=4x I Q q I I I I I I I I I I I I I I I 4x", (), ((0, ResultFlags), ), struct_size=88
)


class EntryRow(NamedTuple):
    """One entry as staged: what a page shows at once. 152 bytes."""

    #: E.164 digits as an integer; 0 if none.
    number: int
    #: Reasons known so far; duplicates in the batch included.
    reasons: int
    #: Warnings known so far, those of the purpose included.
    warnings: int
    #: Number of the entry in its batch, from 1; never reused.
    entry: int
    #: Row in the host's source.
    row: int
    #: Entry with the same number that counts in its place or conflicts with it; 0 if none.
    duplicate_of: int
    #: Call purpose id; 0 if missing or unknown.
    purpose: int
    #: NREG_ACTION_ value.
    action: Action
    #: NREG_CONSENT_ bits.
    consent: Consent
    #: NREG_STATE_ value of the text.
    state: TypingState
    #: 1 if the number is valid and registrable under the batch's policy, else 0.
    green: int
    #: NREG_TYPE_ value.
    type: NumberType
    #: Region of the number; "" if unknown.
    region: str
    #: National form for the batch's region, else international; "" if there is no number.
    formatted: str


ENTRY: Codec[EntryRow] = Codec(
    EntryRow, "=Q Q Q I I I I I I I I I 4s 80s 8x", (12, 13, ), ((7, Action), (8, Consent), (9, TypingState), (11, NumberType), )
)


class BatchInfoRow(NamedTuple):
    """A stored batch, as listed."""

    #: Batch id.
    id: int
    #: Its Business; 0 if its target is an Organization or unknown.
    business: int
    #: Its target scope.
    target: int
    #: Microseconds since 1970-01-01 UTC.
    created_us: int
    #: Microseconds since 1970-01-01 UTC.
    updated_us: int
    #: When a draft or the stored outcomes may be pruned.
    expires_us: int
    #: NREG_BATCH_ value.
    state: BatchState
    #: NREG_ACTION_ value.
    action: Action
    #: Entries.
    entries: int
    #: Accepted entries, once committed.
    accepted: int
    #: Rejected entries, once committed.
    rejected: int
    #: Request id; "" if none.
    request_id: str
    #: Who made it: of a draft, who saved it last; of a committed batch, who committed it, whoever drafted it.
    actor: str
    #: Which text about Do Not Originate was shown at its commit, as nreg_commit_options says; "" if none (rule R8).
    #: Of the record's nreg_record::dno_batch, it is what who declared the number so has read.
    attestation: str


BATCH_INFO: Codec[BatchInfoRow] = Codec(
    BatchInfoRow, "=Q Q Q q q q I I I I I 4x 72s 128s 128s", (11, 12, 13, ), ((6, BatchState), (7, Action), )
)


class ScopeRow(NamedTuple):
    """A scope. Texts are UTF-8, NUL-terminated. 560 bytes."""

    #: Random, 1 to NREG_ID_MAX.
    id: int
    #: Scope above; 0 for an Organization and for a Business of none.
    parent: int
    #: Its Organization (itself, if it is one); 0 if none.
    organization: int
    #: Its Business (itself, if it is one); 0 for an Organization.
    business: int
    #: Its Unit (itself, if it is one); 0 above.
    unit: int
    #: Microseconds since 1970-01-01 UTC.
    created_us: int
    #: Microseconds since 1970-01-01 UTC.
    updated_us: int
    #: Start of a Program in microseconds since 1970-01-01 UTC; 0 for none.
    starts_us: int
    #: End of a Program in microseconds since 1970-01-01 UTC; 0 for none.
    ends_us: int
    #: NREG_LEVEL_ value.
    level: Level
    #: NREG_SCOPE_ value.
    state: ScopeState
    #: 1 when added, one more with every change.
    revision: int
    #: Region in which its numbers are to be read, two letters; "" for that of the scope above. Batches take it by
    #: nreg_scope_region().
    region: str
    #: Immutable name in paths; unique in its parent.
    key: str
    #: The host's own id, up to 64 bytes; "" for none; unique in its parent.
    external_id: str
    #: What a person sees, normalised to NFC.
    label: str


SCOPE: Codec[ScopeRow] = Codec(
    ScopeRow, "=Q Q Q Q Q q q q q I I I 4x 8s 64s 72s 256s 72x", (12, 13, 14, 15, ), ((9, Level), (10, ScopeState), )
)


class RecordRow(NamedTuple):
    """One registered number. 80 bytes.

    The holder is the deepest of `program`, `unit` and `business` that is not 0. `last_batch` and `revision`
    together are the record's token: they change with every change of the record.
    """

    #: E.164 digits as an integer.
    number: int
    #: Scope id of the Business; never 0.
    business: int
    #: Scope id of the Unit; 0 if it sits at the Business.
    unit: int
    #: Scope id of the Program; 0 if it sits higher.
    program: int
    #: Batch that changed it last.
    last_batch: int
    #: When it was added: microseconds since 1970-01-01 UTC.
    created_us: int
    #: When it changed last: microseconds since 1970-01-01 UTC.
    updated_us: int
    #: 1 when added, one more with every change.
    revision: int
    #: Call purpose id.
    purpose: int
    #: NREG_STATUS_ value.
    status: Status
    #: NREG_RECORD_ bits.
    flags: RecordFlags
    #: Batch that declared it Do Not Originate (who, when, and which text they saw); 0 if it is not.
    dno_batch: int


RECORD: Codec[RecordRow] = Codec(
    RecordRow, "=Q Q Q Q Q q q I I I I Q", (), ((9, Status), (10, RecordFlags), )
)


class RecordFilterRow(NamedTuple):
    """Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root
    through.
    """

    #: Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all.
    statuses: int
    #: List at or below this scope; 0 for the session's root.
    scope: int
    #: Call purpose id; 0 for all.
    purpose: int
    #: 1: only records that sit in `scope` itself, not below it.
    only_here: int
    #: Smallest number wanted; 0 for no bound.
    from_: int
    #: Largest number wanted; 0 for no bound.
    to: int
    #: Only those changed then or later, microseconds since 1970-01-01 UTC; 0 for all.
    changed_since_us: int
    #: Bit `1 << NREG_TYPE_x` for each type of number wanted; 0 for all.
    types: int
    #: 1: only those whose call purpose means Do Not Originate.
    dno: int
    #: NREG_ORDER_ value.
    order: Order
    #: Only numbers of this region: two letters or "001"; "" for all.
    region: str
    #: Digits the number ends with, for example "9020", NUL-terminated; "" for all.
    ending: str
    #: Digits the number begins with, country code first, for example "1501", NUL-terminated; "" for all.
    prefix: str


RECORD_FILTER: Codec[RecordFilterRow] = Codec(
    RecordFilterRow, "=4x I Q I I Q Q q I I I 4s 12s 4x 16s", (10, 11, 12, ), ((9, Order), ), struct_size=96
)


class RecordCursorRow(NamedTuple):
    """Where a list is to go on; all zero to begin.

    Opaque; may be stored and used by other processes, in sessions of the same root for the same list. By change
    it says nothing of how much others do, and is other bits each time.
    """

    #: Part of the position.
    business: int
    #: Part of the position.
    number: int
    #: Part of the position.
    seal: int


RECORD_CURSOR: Codec[RecordCursorRow] = Codec(
    RecordCursorRow, "=Q Q Q", (), ()
)


class RecordCountRow(NamedTuple):
    """How many records have a status and a call purpose. 16 bytes."""

    #: How many; never 0.
    count_: int
    #: NREG_STATUS_ value.
    status: Status
    #: Call purpose id.
    purpose: int


RECORD_COUNT: Codec[RecordCountRow] = Codec(
    RecordCountRow, "=Q I I", (), ((1, Status), )
)


class UploadReportRow(NamedTuple):
    """What was recognised and read."""

    #: NREG_ENCODING_ value found.
    encoding: Encoding
    #: 1 if the first row was a header.
    header: int
    #: Delimiter found.
    delimiter: int
    #: Column of the numbers, from 1.
    number_column: int
    #: Column of the purposes, from 1; 0 if none.
    purpose_column: int
    #: Bytes read.
    bytes: int
    #: Rows with data: header and empty lines not counted.
    rows: int
    #: Empty lines passed over.
    empty_rows: int


UPLOAD_REPORT: Codec[UploadReportRow] = Codec(
    UploadReportRow, "=4x I I I I I Q Q Q", (), ((0, Encoding), ), struct_size=48
)


class ExportOptionsRow(NamedTuple):
    """How to write; prepared by nreg_export_options_init()."""

    #: NREG_EXPORT_ value; CSV.
    format: ExportFormat
    #: NREG_COLUMN_ bits; number, call purpose, status and scope.
    columns: ExportColumns
    #: NREG_FORMAT_ value; NREG_FORMAT_E164.
    number_style: NumberFormat
    #: 1: CSV begins with a row of column names; 1.
    header: int
    #: Of CSV: ',', ';', '\\t' or '|'; ','.
    delimiter: int
    #: 1: CSV begins with a byte-order mark, which old spreadsheets need to see UTF-8; 0.
    mark: int
    #: Most rows one call writes; 0 for no limit (default).
    max_rows: int
    #: NREG_DESTINATION_ value: rejected entries bear its codes too; none.
    destination: Destination


EXPORT_OPTIONS: Codec[ExportOptionsRow] = Codec(
    ExportOptionsRow, "=4x I I I I I I I I 4x", (), ((0, ExportFormat), (1, ExportColumns), (2, NumberFormat), (7, Destination), ), struct_size=40
)


class MigrationCountsRow(NamedTuple):
    """The counts of a migration: imported + rejected = rows, always."""

    #: NREG_RESULT_PREVIEW, or 0.
    flags: int
    #: Rows.
    rows: int
    #: Numbers imported, those of batches replayed included.
    imported: int
    #: Rows rejected.
    rejected: int
    #: Of these, numbers that were registered at their scope before.
    already: int
    #: Of these, numbers that more than one place claims.
    claimed: int
    #: Of these, rows whose scope is unknown.
    unplaced: int
    #: Rows with warnings.
    warned: int
    #: Numbers imported with a Do Not Originate purpose.
    dno: int
    #: Numbers imported as PENDING.
    pending: int
    #: Numbers imported as NEEDS_PROOF.
    needs_proof: int
    #: Numbers imported as ACTIVE.
    active: int
    #: Numbers imported as SUSPENDED.
    suspended: int
    #: Numbers imported as DECLINED.
    declined: int
    #: Scopes that rows name and that exist.
    scopes: int
    #: Of these, scopes whose stored result was returned.
    replayed: int
    #: Names of scopes that do not exist.
    unknown: int


MIGRATION_COUNTS: Codec[MigrationCountsRow] = Codec(
    MigrationCountsRow, "=4x I I I I I I I I I I I I I I I I I", (), (), struct_size=72
)


class MigrationScopeRow(NamedTuple):
    """What became of the rows of one scope. 320 bytes."""

    #: Scope id; 0 for the rows whose scope is unknown, which come last.
    scope: int
    #: Its batch; 0 for a preview, and for the rows whose scope is unknown.
    batch: int
    #: Rows.
    rows: int
    #: Numbers imported.
    imported: int
    #: Rows rejected.
    rejected: int
    #: Of these, numbers that were registered here before.
    already: int
    #: Rows with warnings.
    warned: int
    #: 1 if this is the stored result of an earlier run.
    replayed: int
    #: Path from the top, NUL-terminated; "" if the store keeps no scopes.
    path: str


MIGRATION_SCOPE: Codec[MigrationScopeRow] = Codec(
    MigrationScopeRow, "=Q Q I I I I I I 264s 16x", (8, ), ()
)


class MigrationUnknownRow(NamedTuple):
    """A scope that rows name and that does not exist. 280 bytes."""

    #: The name as written, cut to what fits; "" where a row names none. NUL-terminated.
    name: str
    #: Rows that name it.
    rows: int
    #: The first of them.
    row: int
    #: 1: more than one scope has this external id.
    ambiguous: int


MIGRATION_UNKNOWN: Codec[MigrationUnknownRow] = Codec(
    MigrationUnknownRow, "=264s I I I 4x", (0, ), ()
)


class MigrationRejectedRow(NamedTuple):
    """A rejected row: where its outcome is. 16 bytes."""

    #: Row in the host's source.
    row: int
    #: Index of its scope in nreg_migration_scopes(), and of its result in nreg_migration_result().
    scope: int
    #: Index of its outcome in that result.
    outcome: int
    #: Another row that claims the number for another place; 0 if none.
    other: int


MIGRATION_REJECTED: Codec[MigrationRejectedRow] = Codec(
    MigrationRejectedRow, "=I I I I", (), ()
)


class JournalRow(NamedTuple):
    """One journal row. 128 bytes."""

    #: For operators: place in the feed of all, 0 until sealed. For others 0: their rows come in order.
    sequence: int
    #: The batch that made the change.
    batch: int
    #: E.164 digits as an integer.
    number: int
    #: Microseconds since 1970-01-01 UTC.
    time_us: int
    #: The Business whose history this row belongs to.
    business: int
    #: Unit before; 0 if none.
    unit_before: int
    #: Program before; 0 if none.
    program_before: int
    #: Unit after; 0 if none.
    unit_after: int
    #: Program after; 0 if none.
    program_after: int
    #: The record's last batch before; 0 if it was not registered.
    batch_before: int
    #: When the record had been added.
    created_us: int
    #: Entry of the batch; 0 with NREG_CHANGE_LOST.
    entry: int
    #: The record's revision after.
    revision: int
    #: Call purpose before; 0 if it was not registered.
    purpose_before: int
    #: Call purpose after; 0 if it is no longer registered.
    purpose_after: int
    #: Record flags before.
    flags_before: int
    #: Record flags after.
    flags_after: int
    #: NREG_REASON_PROOF_EXPIRED of a number removed for want of proof; else 0.
    reason: int
    #: The record's revision before; 0 if it was not registered.
    revision_before: int
    #: NREG_CHANGE_ value.
    change: Change
    #: NREG_ACTION_ value.
    action: Action
    #: Status before; 0 if it was not registered.
    status_before: int
    #: Status after; 0 if it is no longer registered.
    status_after: int


JOURNAL_ROW: Codec[JournalRow] = Codec(
    JournalRow, "=Q Q Q q Q Q Q Q Q Q q I I I I I I I I B B B B 4x", (), ((19, Change), (20, Action), )
)


class JournalCursorRow(NamedTuple):
    """Where the history of a number, batch or scope is to go on; all zero to begin.

    Opaque, and other bits each time: it says nothing of how much others do. Good for the same history, read by
    a session of the same root; may be stored and used by other processes.
    """

    #: The position, hidden.
    position: bytes


JOURNAL_CURSOR: Codec[JournalCursorRow] = Codec(
    JournalCursorRow, "=16s", (), ()
)


class ReviewReportRow(NamedTuple):
    """What a run did."""

    #: Numbers leased; fewer than the limit: nothing more is pending now.
    leased: int
    #: Numbers approved.
    approved: int
    #: Numbers held.
    held: int
    #: Numbers declined.
    declined: int
    #: Numbers suspended.
    suspended: int
    #: Numbers removed.
    removed: int
    #: Numbers left for later.
    later: int
    #: Numbers that changed while they were reviewed; their decision was dropped.
    overtaken: int


REVIEW_REPORT: Codec[ReviewReportRow] = Codec(
    ReviewReportRow, "=4x I I I I I I I I 4x", (), (), struct_size=40
)


class ReviewNoteRow(NamedTuple):
    """What was noted about a number when its status was decided, or proof submitted."""

    #: Batch of the decision.
    batch: int
    #: Microseconds since 1970-01-01 UTC.
    time_us: int
    #: NREG_ACTION_REVIEW or NREG_ACTION_PROOF.
    action: int
    #: NREG_STATUS_ value afterwards; 0 if removed.
    status: Status
    #: For the tenant, or the proof's reference; NUL-terminated.
    note: str
    #: For operators; "" for all other sessions.
    internal_note: str


REVIEW_NOTE: Codec[ReviewNoteRow] = Codec(
    ReviewNoteRow, "=Q q I I 504s 504s", (4, 5, ), ((3, Status), )
)


class StoreTokenRow(NamedTuple):
    """Names a record to remove; applied only where the stored token is this one."""

    #: Which record.
    number: int
    #: Its nreg_record::last_batch now.
    batch: int
    #: Its nreg_record::revision now.
    revision: int


STORE_TOKEN: Codec[StoreTokenRow] = Codec(
    StoreTokenRow, "=Q Q I 4x", (), ()
)


class StoreFilterRow(NamedTuple):
    """Which records `scan` returns. All conditions hold together. A Unit is given with its Business and a Program
    with its Unit and Business, so that a store need look at the deepest alone.
    """

    #: Of this Business; 0 for any.
    business: int
    #: Of this Unit; 0 for any.
    unit: int
    #: Of this Program; 0 for any.
    program: int
    #: Smallest number.
    from_: int
    #: Largest number; 0 for no bound.
    to: int
    #: 1: only records held by the deepest scope given itself, not below it.
    only_here: int
    #: Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all.
    statuses: int
    #: Call purpose id; 0 for all.
    purpose: int


STORE_FILTER: Codec[StoreFilterRow] = Codec(
    StoreFilterRow, "=Q Q Q Q Q I I I 4x", (), ()
)


class StoreBatchRow(NamedTuple):
    """Header of a stored batch. Texts are UTF-8, NUL-terminated."""

    #: Random, 1 to NREG_ID_MAX; never used twice.
    id: int
    #: Business of the target.
    business: int
    #: Target scope.
    target: int
    #: Unit of the target; 0 if it is a Business.
    unit: int
    #: Program of the target; 0 if it is higher.
    program: int
    #: Microseconds since 1970-01-01 UTC.
    created_us: int
    #: Microseconds since 1970-01-01 UTC.
    updated_us: int
    #: Microseconds since 1970-01-01 UTC; 0 if not yet.
    committed_us: int
    #: When it may be pruned; 0 for never.
    expires_us: int
    #: Digest of the content, for replays.
    digest: bytes
    #: NREG_BATCH_ value.
    state: BatchState
    #: NREG_ACTION_ value.
    action: Action
    #: 1 when put first, one more with every change.
    revision: int
    #: NREG_RESULT_ bits of its result.
    flags: ResultFlags
    #: Entries.
    entries: int
    #: Accepted entries.
    accepted: int
    #: Rejected entries.
    rejected: int
    #: Outcomes ADDED.
    added: int
    #: Outcomes MOVED.
    moved: int
    #: Outcomes UNASSIGNED.
    unassigned: int
    #: Outcomes DELETED.
    deleted: int
    #: Outcomes CHANGED.
    changed: int
    #: Rejected entries that consent would move.
    movable: int
    #: Entries with warnings.
    warned: int
    #: Accepted entries with a Do Not Originate purpose.
    dno: int
    #: Chunks of outcomes committed so far.
    chunks: int
    #: Outcomes REVIEWED.
    reviewed: int
    #: Outcomes RESTORED.
    restored: int
    #: Outcomes TRANSFERRED.
    transferred: int
    #: Outcomes IMPORTED.
    imported: int
    #: The batch that this one reverts; 0 if none.
    reverted: int
    #: Default region of its numbers.
    region: str
    #: Release of the plan it was judged by.
    plan: str
    #: Request id; "" for none; unique in the Business unless "".
    request_id: str
    #: Who.
    actor: str
    #: The host's trace string.
    trace: str
    #: Which text about Do Not Originate was confirmed.
    attestation: str


STORE_BATCH: Codec[StoreBatchRow] = Codec(
    StoreBatchRow, "=Q Q Q Q Q q q q q 16s I I I I I I I I I I I I I I I I I I I I Q 8x 8s 24s 72s 128s 128s 128s", (31, 32, 33, 34, 35, 36, ), ((10, BatchState), (11, Action), (13, ResultFlags), )
)


class StoreBatchFilterRow(NamedTuple):
    """Which batches `batch_list` returns."""

    #: Of this Business; 0 for any.
    business: int
    #: Whose target is in this Unit; 0 for any.
    unit: int
    #: Whose target is this Program; 0 for any.
    program: int
    #: NREG_BATCH_ value; 0 for any.
    state: BatchState


STORE_BATCH_FILTER: Codec[StoreBatchFilterRow] = Codec(
    StoreBatchFilterRow, "=Q Q Q I 4x", (), ((3, BatchState), )
)


class StoreCountRow(NamedTuple):
    """An amount to add to a counter."""

    #: Scope id.
    scope: int
    #: NREG_COUNT_ value.
    kind: CountKind
    #: What is counted; see the kinds. Below 2^31.
    key: int
    #: Added to the counter; when read, its value.
    amount: int


STORE_COUNT: Codec[StoreCountRow] = Codec(
    StoreCountRow, "=Q I I q", (), ((1, CountKind), )
)


class StoreTombstoneRow(NamedTuple):
    """What outlives a number's record (rule R7)."""

    #: E.164 digits as an integer.
    number: int
    #: Business that held it last.
    business: int
    #: When it was removed or declined.
    time_us: int
    #: Its last status; or SUSPENDED or DECLINED if it had been so before.
    status: int


STORE_TOMBSTONE: Codec[StoreTombstoneRow] = Codec(
    StoreTombstoneRow, "=Q Q q I 4x", (), ()
)


class StoreCheckSummaryRow(NamedTuple):
    """What nreg_store_check() found."""

    #: Checks passed.
    passed: int
    #: Checks failed.
    failed: int
    #: Checks skipped.
    skipped: int


STORE_CHECK_SUMMARY: Codec[StoreCheckSummaryRow] = Codec(
    StoreCheckSummaryRow, "=I I I 4x", (), ()
)
