# SPDX-License-Identifier: MIT
# Written by bindings/generator from the public headers; do not edit.
"""Constants, enumerations, struct layouts and prototypes of the C library, version 0.1.0."""

from __future__ import annotations

import ctypes
import enum
from typing import Any

from ._enum import OpenIntEnum

VERSION = "0.1.0"

#: Length argument that says: the text ends at its first NUL byte.
NUL = 18446744073709551615
#: Size of nreg_error::message in bytes, its NUL included.
ERROR_MESSAGE_SIZE = 256
#: Size of nreg_number::extension: 20 digits and a NUL.
EXTENSION_SIZE = 24
#: Longest output of nreg_number_format() in bytes, NUL included.
FORMAT_SIZE = 128
#: Reasons whose handling nreg_number_rules may change.
NUMBER_SWITCHES = 14678528
#: Smallest id of a host's own purpose.
PURPOSE_FIRST_OWN = 1000
#: Largest id of a purpose.
PURPOSE_MAX = 65535
#: Size of a reference, NUL included.
REFERENCE_SIZE = 32
#: Enough for any sentence of nreg_result_message() and nreg_result_sentence(), NUL included.
MESSAGE_SIZE = 512
#: Longest actor and trace text in bytes, NUL not included.
ACTOR_MAX = 127
#: Longest request id in bytes.
REQUEST_ID_MAX = 64
#: Longest number text an entry keeps, in bytes; longer ones are cut and rejected as NREG_REASON_TOO_LONG.
INPUT_MAX = 1000
#: Largest scope id: 2^53 - 1, so that ids survive languages with only floating-point numbers.
ID_MAX = 9007199254740991
#: Size of a key, NUL included: 1 to 63 of a-z, 0-9, '-', '_', '.'; not beginning with '.' or '-'.
KEY_SIZE = 64
#: Size of an external id field; the id has at most 64 bytes.
EXTERNAL_ID_SIZE = 72
#: Size of a label, NUL included.
LABEL_SIZE = 256
#: Size of a path, NUL included: up to four keys and three slashes.
PATH_SIZE = 264
#: Longest request id of an import in bytes: each of its batches appends '#' and its scope id.
IMPORT_REQUEST_ID_MAX = 40
#: Size of a feed cursor as text, NUL included.
FEED_CURSOR_SIZE = 40
#: Size of a key, NUL included.
LANGUAGE_KEY_SIZE = 64
#: Longest text in bytes, so that every message fits NREG_MESSAGE_SIZE.
LANGUAGE_TEXT_MAX = 280
#: Seconds for which nreg_review_expire() keeps the numbers it looks at from other workers.
EXPIRE_LEASE_SECONDS = 300
#: Longest note in bytes, NUL not included.
NOTE_MAX = 500
#: Major release number of this header.
VERSION_MAJOR = 0
#: Minor release number of this header.
VERSION_MINOR = 1
#: Patch release number of this header.
VERSION_PATCH = 0
#: Number of the binary interface: the suffix of the shared library's SONAME.
ABI_VERSION = 0
#: Release of this header as one integer: major * 1000000 + minor * 1000 + patch.
VERSION_NUMBER = 1000
#: Version of the contract this header describes.
STORE_CONTRACT = 1
#: Most rows in one call.
STORE_ROWS_MAX = 65536
#: Bits in a set of reasons.
REASON_COUNT = 64
#: One more than the largest action.
ACTION_COUNT = 10
#: One more than the largest outcome.
OUTCOME_COUNT = 10


class Code(OpenIntEnum):
    """The codes. Numbers are final: they are never reused or renumbered."""

    #: Done.
    OK = 0
    #: An argument is NULL, out of range or contradicts another.
    INVALID_ARGUMENT = -1
    #: The allocator returned NULL.
    NO_MEMORY = -2
    #: No such object, or none that this session may see.
    NOT_FOUND = -3
    #: The key, external id or object is already taken.
    EXISTS = -4
    #: In use: a lock could not be had in time, or a callback re-entered the registry.
    BUSY = -5
    #: Serialization failure or deadlock; the same call may succeed. Of stores only: the library tries again.
    RETRY = -6
    #: Whether the commit took effect is unknown; commit again with the same request id.
    UNKNOWN = -7
    #: The host's progress callback asked to stop.
    CANCELLED = -8
    #: The deadline passed.
    DEADLINE = -9
    #: This store, plan or build does not offer the feature.
    UNSUPPORTED = -10
    #: This session may not do that.
    DENIED = -11
    #: The scope is closed, or the batch is no longer a draft.
    CLOSED = -12
    #: The scope still holds numbers or open scopes.
    NOT_EMPTY = -13
    #: A limit of the policy or of the format was passed.
    LIMIT_EXCEEDED = -14
    #: Reading or writing a file or database failed.
    IO = -15
    #: Stored data is damaged.
    CORRUPT = -16
    #: Written by, or built for, a version this one cannot work with.
    INCOMPATIBLE = -17
    #: The store can only be read.
    READ_ONLY = -18
    #: No space left on the device or in the database.
    FULL = -19
    #: The request id was already used with other content.
    REQUEST_MISMATCH = -20
    #: The handle was opened before fork() and used in the child.
    FORKED = -21
    #: A host callback failed with a code of its own.
    HOST = -22
    #: Text is not valid UTF-8, or has control characters, or is too long.
    BAD_TEXT = -23
    #: A file is not in the format expected.
    BAD_FORMAT = -24
    #: Retention has removed entries after this cursor.
    FEED_PRUNED = -25
    #: What was to be changed had changed meanwhile.
    CONFLICT = -26
    #: A promise inside the library or a store was broken; please report.
    INTERNAL = -27


class LogLevel(OpenIntEnum):
    """How important a log line is. Above NREG_LOG_DEBUG a line names neither numbers nor actors."""

    #: The store, the system or a callback failed a commit, a preview, review or retention; the caller learns it
    #: from a code, too.
    ERROR = 1
    #: Others were in the way until a call gave up, or a connection was lost.
    WARNING = 2
    #: What was done: registries opened, batches committed, numbers reviewed, rows removed; commits tried again.
    INFO = 3
    #: Also who did it.
    DEBUG = 4


class Reason(OpenIntEnum):
    """The reasons: 1 to 31 speak about the number as written, 32 to 63 about the registry and the batch."""

    #: No reason.
    NONE = 0
    #: Nothing was entered.
    EMPTY = 1
    #: The text is not a phone number.
    NOT_A_NUMBER = 2
    #: The country calling code does not exist, or none is given and none is known.
    BAD_COUNTRY = 3
    #: Too few digits.
    TOO_SHORT = 4
    #: Too many digits.
    TOO_LONG = 5
    #: Between the shortest and longest length, but no number has this length.
    BAD_LENGTH = 6
    #: Could only be dialled locally; the area code is missing.
    AREA_CODE_MISSING = 7
    #: No such area code can exist (0/1 first, N11, N9X, 37X, 96X, 555).
    BAD_AREA_CODE = 8
    #: The area code is not assigned in the plan.
    UNASSIGNED_AREA_CODE = 9
    #: No such exchange can exist (0/1 first, N11).
    BAD_EXCHANGE = 10
    #: Exchange for carrier access or plant test (950, 958, 959).
    RESERVED_EXCHANGE = 11
    #: 555-0100 to 555-0199, reserved for fiction.
    RESERVED_FICTIONAL = 12
    #: 555-1212.
    DIRECTORY_ASSISTANCE = 13
    #: Another line of exchange 555.
    RESERVED_555 = 14
    #: Toll-free code reserved for the future (822, 880 to 887, 889).
    RESERVED_TOLL_FREE = 15
    #: Pay-per-call (900, exchange 976, premium rate elsewhere).
    PREMIUM_RATE = 16
    #: Non-geographic service code (5XX; 6XX in Canada).
    NON_GEOGRAPHIC = 17
    #: Carrier services (700).
    CARRIER_SERVICE = 18
    #: United States government (710).
    GOVERNMENT = 19
    #: One digit repeated, other than 888-888-8888.
    REPEATED_DIGIT = 20
    #: No number like this is in use according to the numbering plan.
    NOT_IN_PLAN = 21
    #: The country calling code is not the default region's.
    FOREIGN_COUNTRY = 22
    #: An extension was given; extensions cannot be registered.
    HAS_EXTENSION = 23
    #: A spreadsheet has changed the number and digits are lost.
    SPREADSHEET_DAMAGE = 24
    #: A spreadsheet has changed the number; no digit was lost and it was restored.
    SPREADSHEET_REPAIRED = 25
    #: A number of more than 15 digits, which E.164 does not allow.
    BEYOND_E164 = 26
    #: Letters were read as keypad digits.
    HAS_LETTERS = 27
    #: The input is not valid UTF-8 text.
    BAD_TEXT = 28
    #: The row of the file could not be read.
    BAD_ROW = 29
    #: No call purpose was given.
    PURPOSE_MISSING = 32
    #: No such call purpose.
    PURPOSE_UNKNOWN = 33
    #: The call purpose is no longer offered.
    PURPOSE_RETIRED = 34
    #: Another entry of this batch has the same number.
    DUPLICATE_IN_BATCH = 35
    #: Another entry of this batch has the same number with another purpose.
    CONFLICTING_PURPOSE = 36
    #: Registered at this very scope.
    ALREADY_HERE = 37
    #: Registered at the Business or Unit above the target.
    HELD_ABOVE = 38
    #: Registered at a Unit or Program below the target.
    ALREADY_BELOW = 39
    #: Registered at another Unit of the Business.
    IN_OTHER_UNIT = 40
    #: Registered at another Program of the Business.
    IN_OTHER_PROGRAM = 41
    #: Registered outside what this session can see.
    REGISTERED_ELSEWHERE = 42
    #: The target scope does not exist.
    TARGET_NOT_FOUND = 43
    #: The target scope is closed.
    TARGET_CLOSED = 44
    #: A limit of the policy would be passed.
    LIMIT_EXCEEDED = 45
    #: Do Not Originate needs an acknowledgement that was not given.
    DNO_NOT_ACKNOWLEDGED = 46
    #: Good in itself; not registered because other entries were rejected.
    BATCH_ABANDONED = 47
    #: Not registered, as far as this session can see.
    NOT_REGISTERED = 48
    #: Registered, but not at or below the target.
    NOT_IN_SCOPE = 49
    #: Suspended by review; it cannot be removed.
    SUSPENDED = 50
    #: The record's status does not allow this move.
    BAD_TRANSITION = 51
    #: Changed by a later batch.
    CHANGED_SINCE = 52
    #: This session may not take this action here.
    NOT_ALLOWED = 53
    #: Do Not Originate: only for numbers that never make outbound calls.
    DNO = 54
    #: Do Not Originate on a number that a Program uses for calling.
    DNO_IN_PROGRAM = 55
    #: Changed to or from Do Not Originate; the number is reviewed again.
    DNO_CHANGED = 56
    #: The Program's end has passed.
    PROGRAM_ENDED = 57
    #: Was declined before; submitted again.
    RESUBMITTED = 58
    #: The record already is as asked.
    NO_CHANGE = 59
    #: An import names more than one place for this number.
    DOUBLE_HOLDER = 60
    #: An import names a scope that does not exist.
    SCOPE_UNKNOWN = 61
    #: Ownership was not proved in time.
    PROOF_EXPIRED = 62
    #: An import's row has a status or a time that is not understood.
    BAD_FIELD = 63


class Field(OpenIntEnum):
    """Field of an entry that a reason finds fault with."""

    #: The entry as a whole.
    NONE = 0
    #: The number.
    NUMBER = 1
    #: The call purpose.
    PURPOSE = 2
    #: The target scope.
    TARGET = 3
    #: The batch.
    BATCH = 4


class TypingState(OpenIntEnum):
    """What a person who is typing should be told."""

    #: Nothing entered yet.
    EMPTY = 0
    #: Not valid yet, but some digits appended make it valid.
    INCOMPLETE = 1
    #: Valid as it stands.
    VALID = 2
    #: No digits appended can make it valid.
    INVALID = 3


class ParseOutcome(OpenIntEnum):
    """Outcome of parsing; the error kinds are libphonenumber's."""

    #: A number was read.
    OK = 0
    #: The calling code does not exist, or is missing with no region to supply it.
    INVALID_COUNTRY_CODE = 1
    #: The text does not look like a phone number.
    NOT_A_NUMBER = 2
    #: Too few digits after an international prefix.
    TOO_SHORT_AFTER_IDD = 3
    #: Fewer than two digits of national number.
    TOO_SHORT_NSN = 4
    #: More than 17 digits of national number, or more than 250 characters of text.
    TOO_LONG = 5


class Possible(OpenIntEnum):
    """Whether the length is possible; libphonenumber's ValidationResult."""

    #: A number of this length exists.
    POSSIBLE = 0
    #: Only within its area.
    LOCAL_ONLY = 1
    #: The calling code does not exist.
    INVALID_COUNTRY_CODE = 2
    #: Shorter than any number.
    TOO_SHORT = 3
    #: Between shortest and longest, but of no length in use.
    INVALID_LENGTH = 4
    #: Longer than any number.
    TOO_LONG = 5


class NumberType(OpenIntEnum):
    """Type of a number; libphonenumber's PhoneNumberType."""

    #: Fixed line.
    FIXED_LINE = 0
    #: Mobile.
    MOBILE = 1
    #: Fixed line or mobile; the plan cannot tell.
    FIXED_LINE_OR_MOBILE = 2
    #: Toll-free.
    TOLL_FREE = 3
    #: Premium rate.
    PREMIUM_RATE = 4
    #: Shared cost.
    SHARED_COST = 5
    #: Voice over IP.
    VOIP = 6
    #: Personal number.
    PERSONAL_NUMBER = 7
    #: Pager.
    PAGER = 8
    #: Universal access number.
    UAN = 9
    #: Voicemail access.
    VOICEMAIL = 10
    #: Not valid, or of no known type.
    UNKNOWN = 11


class CallingCodeSource(OpenIntEnum):
    """Where the calling code came from; libphonenumber's CountryCodeSource."""

    #: Nothing was parsed.
    NONE = 0
    #: A leading plus sign.
    PLUS = 1
    #: An international prefix.
    IDD = 2
    #: The calling code without plus.
    DIGITS = 3
    #: The default region.
    DEFAULT_REGION = 4


class ReadOptions(enum.IntFlag):
    """Options of nreg_number_read(), to be combined with `|`."""

    #: Read exactly as libphonenumber does.
    TEXT = 0
    #: First recognise what spreadsheets do to numbers, and undo it where nothing was lost.
    SPREADSHEET = 1


class NumberNotes(enum.IntFlag):
    """Bits of nreg_number::notes."""

    #: Letters were read as keypad digits.
    LETTERS = 1
    #: An extension was read.
    EXTENSION = 2
    #: Spreadsheet damage was undone; nothing was lost.
    SPREADSHEET_REPAIRED = 4
    #: Spreadsheet damage was found and digits are lost; nothing was parsed.
    SPREADSHEET_DAMAGE = 8
    #: The text is not valid UTF-8.
    BAD_TEXT = 16
    #: Valid in the default region itself.
    VALID_FOR_REGION = 32


class NumberFormat(OpenIntEnum):
    """How to write a number."""

    #: +15012149020
    E164 = 0
    #: (501) 214-9020
    NATIONAL = 1
    #: +1 501-214-9020
    INTERNATIONAL = 2
    #: tel:+1-501-214-9020
    RFC3966 = 3
    #: 15012149020: E.164 without the plus sign.
    DIGITS = 4
    #: 5012149020: the national significant number.
    NATIONAL_DIGITS = 5


class Reassign(OpenIntEnum):
    """Where a number may be reassigned to when it sits beside the target (rule R4)."""

    #: Only to a Program (default).
    TO_PROGRAMS = 0
    #: To a Program or a Unit.
    TO_UNITS = 1
    #: Not at all.
    NEVER = 2


class Review(OpenIntEnum):
    """When new numbers are reviewed (rule R7)."""

    #: By a worker after the commit (default).
    BY_WORKER = 0
    #: Within the commit, by the built-in reviewer: new numbers are ACTIVE at once, or NEEDS_PROOF if they bear a
    #: sign. Needs a store with review; others: NREG_UNSUPPORTED at open.
    IN_COMMIT = 1
    #: Only by hand: nreg_review_run() answers NREG_DENIED.
    OFF = 2


class PurposeId(OpenIntEnum):
    """Ids of the built-in call purposes; final."""

    #: No purpose.
    NONE = 0
    #: Charity.
    CHARITY = 1
    #: Customer Service.
    CUSTOMER_SERVICE = 2
    #: Debt Collection.
    DEBT_COLLECTION = 3
    #: Informational/Notification.
    INFORMATIONAL = 4
    #: Multi-Use Line.
    MULTI_USE = 5
    #: Political.
    POLITICAL = 6
    #: Prison.
    PRISON = 7
    #: Survey.
    SURVEY = 8
    #: Telemarketing.
    TELEMARKETING = 9
    #: Do Not Originate: the number never makes outbound calls.
    DO_NOT_ORIGINATE = 10


class PurposeFlags(enum.IntFlag):
    """Bits of nreg_purpose::flags; not the ids above."""

    #: No longer offered; records that have it keep it.
    RETIRED = 1
    #: Means Do Not Originate: the rules on it apply (rule R8).
    DNO = 2


class Action(OpenIntEnum):
    """What an entry asks for."""

    #: Add the number at the target (rule R4).
    ADD = 1
    #: Remove it (rule R5).
    REMOVE = 2
    #: Change its call purpose (rule R6).
    CHANGE = 3
    #: Move it to the target.
    MOVE = 4
    #: Set its status by review (rule R7); made by the functions of review.h.
    REVIEW = 5
    #: Submit proof of ownership (rule R7); made by nreg_proof_stage().
    PROOF = 6
    #: Restore what a batch changed (rule R13); made by nreg_batch_revert().
    REVERT = 7
    #: Take it over from another Business (rule R14); operators only.
    TRANSFER = 8
    #: Take it over from an older registry (rule R17); operators only.
    IMPORT = 9


class OutcomeKind(OpenIntEnum):
    """What became of an entry."""

    #: Nothing was changed; see the reasons.
    REJECTED = 0
    #: Registered, Pending.
    ADDED = 1
    #: Moved here from `holder`.
    MOVED = 2
    #: Moved one level up.
    UNASSIGNED = 3
    #: No longer registered.
    DELETED = 4
    #: Its call purpose was changed.
    CHANGED = 5
    #: Its status was changed, by review or by proof.
    REVIEWED = 6
    #: Put back as it was before the batch that was reverted.
    RESTORED = 7
    #: Taken over from another Business.
    TRANSFERRED = 8
    #: Taken over from an older registry.
    IMPORTED = 9


class OutcomeFlags(enum.IntFlag):
    """Bits of nreg_outcome::flags."""

    #: Rejected, but accepted if consent to move it is given.
    MOVABLE = 1
    #: Added again after having been declined here.
    RESUBMITTED = 2


class ResultFlags(enum.IntFlag):
    """Bits of nreg_summary::flags."""

    #: Of a preview: nothing was written.
    PREVIEW = 1
    #: The stored result of an earlier commit.
    REPLAYED = 2
    #: Nothing was registered because too many entries were rejected.
    ABANDONED = 4


class Consent(enum.IntFlag):
    """Bits of an entry's consent."""

    #: Adding: move the number here if it sits elsewhere in the Business (rule R4).
    MOVE = 1
    #: Removing: delete the number from the registry also where it would be unassigned (rule R5).
    DELETE = 2


class Atomicity(OpenIntEnum):
    """How much of a batch must be good (rule R11)."""

    #: Register the good entries, reject the others (default).
    KEEP_GOOD = 0
    #: Register nothing if any entry is rejected.
    ALL_OR_NOTHING = 1
    #: Register nothing if more than nreg_commit_options::max_rejects are rejected.
    MAX_REJECTS = 2


class Closing(OpenIntEnum):
    """What becomes of the numbers of a scope that closes."""

    #: They move to the scope above. Not for a Business.
    UNASSIGN = 1
    #: They are no longer registered.
    DELETE = 2
    #: They move to another scope of the Business.
    MOVE = 3


class BatchState(OpenIntEnum):
    """State of a stored batch."""

    #: Saved, not committed.
    DRAFT = 1
    #: A commit in chunks has begun and can be resumed.
    COMMITTING = 2
    #: Committed; its result is stored.
    COMMITTED = 3
    #: Discarded before it was committed.
    DISCARDED = 4


class Level(OpenIntEnum):
    """Level of a scope."""

    #: A reseller: groups Businesses, holds no numbers.
    ORGANIZATION = 1
    #: A Business; of an Organization, or of none.
    BUSINESS = 2
    #: A Unit of a Business.
    UNIT = 3
    #: A Program of a Unit.
    PROGRAM = 4


class ScopeState(OpenIntEnum):
    """State of a scope."""

    #: In use.
    OPEN = 1
    #: Closed for good; its key stays taken.
    CLOSED = 2


class Status(OpenIntEnum):
    """Status of a record."""

    #: Under review. Shown as Pending.
    PENDING = 1
    #: Held until the tenant proves that the number is theirs. Shown as Pending.
    NEEDS_PROOF = 2
    #: Approved.
    ACTIVE = 3
    #: Suspended by review.
    SUSPENDED = 4
    #: Declined by review.
    DECLINED = 5


class RecordFlags(enum.IntFlag):
    """Bits of nreg_record::flags."""

    #: Was declined before in this Business.
    RESUBMITTED = 1
    #: Taken over from an older registry.
    IMPORTED = 2
    #: Proof of ownership was submitted; a person has yet to look at it.
    PROOF = 4
    #: Its status was decided by the built-in reviewer within the commit (NREG_REVIEW_IN_COMMIT).
    REVIEWED_AT_ONCE = 8
    #: Was suspended before.
    REINSTATED = 16


class Order(OpenIntEnum):
    """In which order records are listed."""

    #: By number within each Business (default).
    NUMBER = 0
    #: By last change within each Business, the oldest first; needs a store with a journal.
    CHANGE = 1


class Encoding(OpenIntEnum):
    """Encoding of a file."""

    #: By byte-order mark, else by the pattern of zero bytes, else UTF-8 (default).
    AUTO = 0
    #: UTF-8.
    UTF8 = 1
    #: UTF-16, little-endian.
    UTF16LE = 2
    #: UTF-16, big-endian.
    UTF16BE = 3
    #: Windows-1252; also taken by AUTO for text that is not UTF-8.
    WINDOWS1252 = 4


class HeaderRow(OpenIntEnum):
    """Whether the first row names the columns."""

    #: If it looks like it (default).
    AUTO = 0
    #: It does.
    YES = 1
    #: It does not.
    NO = 2


class ExportFormat(OpenIntEnum):
    """Format of an export."""

    #: Comma-separated values (default).
    CSV = 0
    #: One JSON object a line.
    JSON_LINES = 1


class ExportColumns(enum.IntFlag):
    """What is written of a registered number: bits of nreg_export_options::columns. Written in this order."""

    #: "number", as `number_style` says.
    NUMBER = 1
    #: "call_purpose": its label.
    PURPOSE = 2
    #: "call_purpose_code": its stable code.
    PURPOSE_CODE = 4
    #: "status", for example NEEDS_PROOF.
    STATUS = 8
    #: "scope": path of the scope that holds it.
    SCOPE = 16
    #: "region": two letters, or 001.
    REGION = 32
    #: "type", for example TOLL_FREE.
    TYPE = 64
    #: "created": ISO 8601, UTC.
    CREATED = 128
    #: "updated": ISO 8601, UTC.
    UPDATED = 256
    #: All of these.
    ALL = 511


class Destination(OpenIntEnum):
    """Services that numbers are handed on to, whose sizes and codes are public."""

    #: None.
    NONE = 0
    #: A file of number and call purpose without header, at most 500 rows.
    FIRST_ORION = 1
    #: National numbers with their region, at most 10000.
    HIYA = 2
    #: E.164, at most 15 a request.
    TELNYX = 3
    #: Digits without plus sign, at most 10000 a request.
    TRUECALLER = 4


class Change(OpenIntEnum):
    """What a journal row tells."""

    #: Registered.
    ADDED = 1
    #: Moved to another scope of its Business.
    MOVED = 2
    #: No longer registered.
    REMOVED = 3
    #: Purpose, status or flags changed.
    CHANGED = 4
    #: Added again after a decline.
    RESUBMITTED = 5
    #: Declined here, and now registered by another Business.
    LOST = 6


class Decision(OpenIntEnum):
    """What a reviewer decides about a number."""

    #: Nothing yet: ask again when the lease has ended.
    LATER = 0
    #: ACTIVE.
    APPROVE = 1
    #: NEEDS_PROOF: the tenant must prove that the number is theirs.
    HOLD = 2
    #: DECLINED.
    DECLINE = 3
    #: SUSPENDED.
    SUSPEND = 4
    #: Removed from the registry.
    REMOVE = 5


class Sign(enum.IntFlag):
    """Signs that a number should be held rather than approved; bits."""

    #: Another Business held it within the last 90 days.
    HELD_ELSEWHERE = 1
    #: It was declined before.
    DECLINED_BEFORE = 2
    #: It was suspended before.
    SUSPENDED_BEFORE = 4
    #: Calls to it are charged at a premium rate.
    PREMIUM_RATE = 8
    #: Calls to it share their cost between caller and called.
    SHARED_COST = 16
    #: Its area code is not assigned; the policy accepted it.
    UNASSIGNED_AREA_CODE = 32
    #: It is declared Do Not Originate.
    DO_NOT_ORIGINATE = 64


class TransactionMode(OpenIntEnum):
    """Mode of a transaction."""

    #: Reads one committed state, writes nothing; takes no locks that stop writers; works on a read-only replica.
    READ = 1
    #: Reads and writes.
    WRITE = 2


class RowAnswer(OpenIntEnum):
    """Answers per row."""

    #: Done: inserted, found, updated, released.
    OK = 0
    #: No such row.
    ABSENT = 1
    #: There is one already; it was returned.
    PRESENT = 2
    #: The stored token is another.
    CONFLICT = 3


class FetchMode(OpenIntEnum):
    """How `fetch` reads."""

    #: As the transaction sees them.
    SNAPSHOT = 0
    #: Latest committed, and locked against others until the transaction ends (an absent number is not locked).
    #: Write transactions only.
    LOCKED = 1


class ItemsKind(OpenIntEnum):
    """What the items of a batch are."""

    #: Entries of a draft.
    ENTRIES = 1
    #: Outcomes of a commit.
    OUTCOMES = 2
    #: Reviewers' notes, proof and evidence references; never pruned with the results.
    NOTES = 3


class JournalBy(OpenIntEnum):
    """How `journal_read` selects."""

    #: Sealed rows in order of `sequence`, after `after`.
    FEED = 1
    #: Rows of the batch `id`, sealed or not, in order of number, then as appended; `after` is a number. A page
    #: never ends between two rows of one number (a batch has at most two; `limit` is at least 2).
    BATCH = 2
    #: Rows of the number `id`, sealed or not, oldest first; `after` counts rows to pass over.
    NUMBER = 3
    #: Sealed rows of the Business `id` in order of `sequence`, after `after`.
    BUSINESS = 4


class CountKind(OpenIntEnum):
    """Kinds of counters."""

    #: Records at or below a scope; key: status * 65536 + purpose.
    RECORDS = 1
    #: REGISTERED_ELSEWHERE answers given to a Business; key: days since 1970-01-01.
    ELSEWHERE = 2


class FindBy(OpenIntEnum):
    """How `scope_find` looks a scope up."""

    #: By its key.
    KEY = 1
    #: By the host's id.
    EXTERNAL_ID = 2


class StoreGroups(enum.IntFlag):
    """Groups of the contract that a store offers; bits."""

    #: Drafts, request ids, stored results.
    BATCHES = 1
    #: History, feed, revert.
    JOURNAL = 2
    #: Scopes.
    SCOPES = 4
    #: Review leases and tombstones.
    REVIEW = 8
    #: Counts.
    COUNTS = 16


class CheckOutcome(OpenIntEnum):
    """Outcome of one check."""

    #: The store keeps this part of the contract.
    PASSED = 0
    #: It does not; the message says how.
    FAILED = 1
    #: The store does not offer the group.
    SKIPPED = 2


class PostgresqlMode(OpenIntEnum):
    """What nreg_postgresql_store_open() does about the schema."""

    #: The store must exist (default).
    OPEN = 0
    #: Create or migrate the tables; safe from any number of processes at once.
    CREATE = 1
    #: Open for reading only; a replica will do.
    READ_ONLY = 2


class SqliteMode(OpenIntEnum):
    """What nreg_sqlite_store_open() does about the file."""

    #: The store must exist (default).
    OPEN = 0
    #: Create the store if the file does not exist or is empty.
    CREATE = 1
    #: Open for reading only.
    READ_ONLY = 2


class Error(ctypes.Structure):
    """Details of a failure, in memory of the caller.

Every function that takes one accepts NULL. On success it is cleared (code 0, empty message, position -1). `struct_size` is set by nreg_error_init() or NREG_ERROR_INIT and never changed."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("code", ctypes.c_int32),
        ("position", ctypes.c_int64),
        ("system", ctypes.c_int32),
        ("reserved", ctypes.c_uint32),
        ("message", ctypes.c_char * 256),
    ]


AllocatorAllocate: Any = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
AllocatorReallocate: Any = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
AllocatorRelease: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class Allocator(ctypes.Structure):
    """Where memory comes from.

All three functions are given together or not at all. They must be safe from any thread that uses the handle they were given to, and must not call the library.

Where none are given, small blocks come from malloc(). Those of about two mebibytes and more are mapped from the system in its large pages, where it has any (Linux), and grown without copying; without large pages, from malloc() too. What is mapped does not count in mallinfo2() and the like."""

    _fields_ = [
        ("allocate", AllocatorAllocate),
        ("reallocate", AllocatorReallocate),
        ("release", AllocatorRelease),
        ("context", ctypes.c_void_p),
    ]


HostClock: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(ctypes.c_int64), ctypes.c_void_p)
HostRandom: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
HostLog: Any = ctypes.CFUNCTYPE(None, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_void_p)


class Host(ctypes.Structure):
    """Time, randomness and log, as the host provides them.

Any member may be NULL; then the system's clock and random source serve, and nothing is logged. Given the same clock and randomness, the same calls give byte-identical results."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("log_level", ctypes.c_uint32),
        ("clock", HostClock),
        ("random", HostRandom),
        ("log", HostLog),
        ("context", ctypes.c_void_p),
    ]


class ReasonInfo(ctypes.Structure):
    """What the catalogue says of a reason."""

    _fields_ = [
        ("reason", ctypes.c_uint32),
        ("field", ctypes.c_uint32),
        ("precedence", ctypes.c_uint32),
        ("retryable", ctypes.c_uint32),
        ("support", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("code", ctypes.c_char_p),
        ("text", ctypes.c_char_p),
    ]


class Number(ctypes.Structure):
    """One number as read. 72 bytes."""

    _fields_ = [
        ("e164", ctypes.c_uint64),
        ("national", ctypes.c_uint64),
        ("calling_code", ctypes.c_uint32),
        ("leading_zeros", ctypes.c_uint8),
        ("national_digits", ctypes.c_uint8),
        ("parse", ctypes.c_uint8),
        ("possible", ctypes.c_uint8),
        ("valid", ctypes.c_uint8),
        ("type", ctypes.c_uint8),
        ("state", ctypes.c_uint8),
        ("source", ctypes.c_uint8),
        ("notes", ctypes.c_uint32),
        ("extension_digits", ctypes.c_uint32),
        ("region", ctypes.c_char * 4),
        ("default_region", ctypes.c_char * 4),
        ("extension", ctypes.c_char * 24),
        ("reserved", ctypes.c_uint32),
    ]


class NumberRules(ctypes.Structure):
    """Which registration rules reject and which only warn.

Bits are reasons. A finding in `reject` rejects; else, in `warn`, it warns; else it is accepted silently. Only the bits of NREG_NUMBER_SWITCHES can be moved; every other number reason always rejects (or, for NREG_REASON_SPREADSHEET_REPAIRED and NREG_REASON_HAS_LETTERS, always warns)."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("reject", ctypes.c_uint64),
        ("warn", ctypes.c_uint64),
    ]


class Policy(ctypes.Structure):
    """The policy; prepared by nreg_policy_init(), which fills in the defaults named at each member."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reassign", ctypes.c_uint32),
        ("numbers", NumberRules),
        ("default_region", ctypes.c_char * 4),
        ("dno_acknowledge", ctypes.c_uint32),
        ("dno_in_program", ctypes.c_uint32),
        ("auto_review", ctypes.c_uint32),
        ("result_days", ctypes.c_uint32),
        ("draft_days", ctypes.c_uint32),
        ("proof_days", ctypes.c_uint32),
        ("max_entries", ctypes.c_uint32),
        ("max_elsewhere_a_day", ctypes.c_uint32),
        ("max_retries", ctypes.c_uint32),
        ("max_numbers", ctypes.c_uint64),
        ("lock_wait_ms", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Scope(ctypes.Structure):
    """A scope. Texts are UTF-8, NUL-terminated. 560 bytes."""

    _fields_ = [
        ("id", ctypes.c_uint64),
        ("parent", ctypes.c_uint64),
        ("organization", ctypes.c_uint64),
        ("business", ctypes.c_uint64),
        ("unit", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("updated", ctypes.c_int64),
        ("starts", ctypes.c_int64),
        ("ends", ctypes.c_int64),
        ("level", ctypes.c_uint32),
        ("state", ctypes.c_uint32),
        ("revision", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("region", ctypes.c_char * 8),
        ("key", ctypes.c_char * 64),
        ("external_id", ctypes.c_char * 72),
        ("label", ctypes.c_char * 256),
        ("reserved2", ctypes.c_uint64 * 9),
    ]


RegistryOptionsResolveScope: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_uint64, ctypes.POINTER(Scope), ctypes.c_void_p)
RegistryOptionsElsewhereDisclosed: Any = ctypes.CFUNCTYPE(None, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_void_p)


class RegistryOptions(ctypes.Structure):
    """Options of nreg_registry_open(); prepared by nreg_registry_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("allocator", ctypes.POINTER(Allocator)),
        ("host", ctypes.POINTER(Host)),
        ("policy", ctypes.POINTER(Policy)),
        ("plan", ctypes.c_void_p),
        ("resolve_scope", RegistryOptionsResolveScope),
        ("elsewhere_disclosed", RegistryOptionsElsewhereDisclosed),
        ("context", ctypes.c_void_p),
    ]


class MemoryStoreOptions(ctypes.Structure):
    """Options of nreg_memory_store_open(); prepared by nreg_memory_store_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("no_journal", ctypes.c_uint32),
        ("allocator", ctypes.POINTER(Allocator)),
    ]


class Purpose(ctypes.Structure):
    """One call purpose. Texts are UTF-8, NUL-terminated. 656 bytes; it does not grow."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("id", ctypes.c_uint32),
        ("order", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("code", ctypes.c_char * 32),
        ("label", ctypes.c_char * 96),
        ("description", ctypes.c_char * 256),
        ("warning", ctypes.c_char * 256),
    ]


class Outcome(ctypes.Structure):
    """What became of one entry. 80 bytes."""

    _fields_ = [
        ("number", ctypes.c_uint64),
        ("reasons", ctypes.c_uint64),
        ("reasons_more", ctypes.c_uint64),
        ("warnings", ctypes.c_uint64),
        ("warnings_more", ctypes.c_uint64),
        ("holder", ctypes.c_uint64),
        ("entry", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("related", ctypes.c_uint32),
        ("purpose", ctypes.c_uint32),
        ("reason", ctypes.c_uint16),
        ("outcome", ctypes.c_uint8),
        ("action", ctypes.c_uint8),
        ("status", ctypes.c_uint8),
        ("flags", ctypes.c_uint8),
        ("state", ctypes.c_uint8),
        ("reserved", ctypes.c_uint8),
        ("reserved2", ctypes.c_uint64),
    ]


class Summary(ctypes.Structure):
    """The counts of a result: accepted + rejected = entries, always."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("batch", ctypes.c_uint64),
        ("time", ctypes.c_int64),
        ("entries", ctypes.c_uint32),
        ("accepted", ctypes.c_uint32),
        ("rejected", ctypes.c_uint32),
        ("added", ctypes.c_uint32),
        ("moved", ctypes.c_uint32),
        ("unassigned", ctypes.c_uint32),
        ("deleted", ctypes.c_uint32),
        ("changed", ctypes.c_uint32),
        ("movable", ctypes.c_uint32),
        ("warned", ctypes.c_uint32),
        ("dno", ctypes.c_uint32),
        ("reviewed", ctypes.c_uint32),
        ("restored", ctypes.c_uint32),
        ("transferred", ctypes.c_uint32),
        ("imported", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class BatchOptions(ctypes.Structure):
    """Options of nreg_batch_new(); prepared by nreg_batch_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("policy", ctypes.POINTER(Policy)),
        ("region", ctypes.c_char * 4),
        ("reserved", ctypes.c_uint32),
    ]


class EntryInput(ctypes.Structure):
    """One entry to stage. Texts are UTF-8 and copied."""

    _fields_ = [
        ("number", ctypes.c_char_p),
        ("purpose_text", ctypes.c_char_p),
        ("number_length", ctypes.c_uint64),
        ("purpose_length", ctypes.c_uint64),
        ("purpose", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("consent", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("faults", ctypes.c_uint64),
    ]


class Entry(ctypes.Structure):
    """One entry as staged: what a page shows at once. 152 bytes."""

    _fields_ = [
        ("number", ctypes.c_uint64),
        ("reasons", ctypes.c_uint64),
        ("warnings", ctypes.c_uint64),
        ("entry", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("duplicate_of", ctypes.c_uint32),
        ("purpose", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("consent", ctypes.c_uint32),
        ("state", ctypes.c_uint32),
        ("green", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("region", ctypes.c_char * 4),
        ("formatted", ctypes.c_char * 80),
        ("reserved", ctypes.c_uint64),
    ]


CommitOptionsProgress: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_void_p)


class CommitOptions(ctypes.Structure):
    """Options of nreg_batch_commit() and nreg_batch_preview(); prepared by nreg_commit_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("atomicity", ctypes.c_uint32),
        ("max_rejects", ctypes.c_uint32),
        ("consent", ctypes.c_uint32),
        ("acknowledge_dno", ctypes.c_uint32),
        ("chunk_entries", ctypes.c_uint32),
        ("timeout_ms", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("request_id", ctypes.c_char_p),
        ("attestation", ctypes.c_char_p),
        ("progress", CommitOptionsProgress),
        ("context", ctypes.c_void_p),
        ("evidence", ctypes.c_char_p),
    ]


class BatchInfo(ctypes.Structure):
    """A stored batch, as listed."""

    _fields_ = [
        ("id", ctypes.c_uint64),
        ("business", ctypes.c_uint64),
        ("target", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("updated", ctypes.c_int64),
        ("expires", ctypes.c_int64),
        ("state", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("entries", ctypes.c_uint32),
        ("accepted", ctypes.c_uint32),
        ("rejected", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("request_id", ctypes.c_char * 72),
        ("actor", ctypes.c_char * 128),
        ("attestation", ctypes.c_char * 128),
    ]


class ScopeOptions(ctypes.Structure):
    """What to add or change; prepared by nreg_scope_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("organization", ctypes.c_uint32),
        ("key", ctypes.c_char_p),
        ("external_id", ctypes.c_char_p),
        ("label", ctypes.c_char_p),
        ("region", ctypes.c_char_p),
        ("starts", ctypes.c_int64),
        ("ends", ctypes.c_int64),
    ]


class Record(ctypes.Structure):
    """One registered number. 80 bytes.

The holder is the deepest of `program`, `unit` and `business` that is not 0. `last_batch` and `revision` together are the record's token: they change with every change of the record."""

    _fields_ = [
        ("number", ctypes.c_uint64),
        ("business", ctypes.c_uint64),
        ("unit", ctypes.c_uint64),
        ("program", ctypes.c_uint64),
        ("last_batch", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("updated", ctypes.c_int64),
        ("revision", ctypes.c_uint32),
        ("purpose", ctypes.c_uint32),
        ("status", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("dno_batch", ctypes.c_uint64),
    ]


class RecordFilter(ctypes.Structure):
    """Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root through."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("statuses", ctypes.c_uint32),
        ("scope", ctypes.c_uint64),
        ("purpose", ctypes.c_uint32),
        ("only_here", ctypes.c_uint32),
        ("from", ctypes.c_uint64),
        ("to", ctypes.c_uint64),
        ("changed_since", ctypes.c_int64),
        ("types", ctypes.c_uint32),
        ("dno", ctypes.c_uint32),
        ("order", ctypes.c_uint32),
        ("region", ctypes.c_char * 4),
        ("ending", ctypes.c_char * 12),
        ("reserved", ctypes.c_uint32),
        ("prefix", ctypes.c_char * 16),
    ]


class RecordCursor(ctypes.Structure):
    """Where a list is to go on; all zero to begin.

Opaque; may be stored and used by other processes, in sessions of the same root for the same list. By change it says nothing of how much others do, and is other bits each time."""

    _fields_ = [
        ("business", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("seal", ctypes.c_uint64),
    ]


class RecordCount(ctypes.Structure):
    """How many records have a status and a call purpose. 16 bytes."""

    _fields_ = [
        ("count", ctypes.c_uint64),
        ("status", ctypes.c_uint32),
        ("purpose", ctypes.c_uint32),
    ]


class Assignments(ctypes.Structure):
    """Where one number is in use."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("record", Record),
        ("organization", Scope),
        ("business", Scope),
        ("unit", Scope),
        ("program", Scope),
        ("path", ctypes.c_char * 264),
    ]


SourceRead: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t), ctypes.c_void_p)


class Source(ctypes.Structure):
    """Where bytes come from."""

    _fields_ = [
        ("read", SourceRead),
        ("context", ctypes.c_void_p),
    ]


SinkWrite: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)


class Sink(ctypes.Structure):
    """Where bytes go to."""

    _fields_ = [
        ("write", SinkWrite),
        ("context", ctypes.c_void_p),
    ]


UploadOptionsProgress: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_void_p)


class UploadOptions(ctypes.Structure):
    """Options of the upload functions; prepared by nreg_upload_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("encoding", ctypes.c_uint32),
        ("header", ctypes.c_uint32),
        ("delimiter", ctypes.c_uint32),
        ("number_column", ctypes.c_uint32),
        ("purpose_column", ctypes.c_uint32),
        ("number_header", ctypes.c_char_p),
        ("purpose_header", ctypes.c_char_p),
        ("default_purpose", ctypes.c_uint32),
        ("consent", ctypes.c_uint32),
        ("max_row_bytes", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("progress", UploadOptionsProgress),
        ("context", ctypes.c_void_p),
    ]


class UploadReport(ctypes.Structure):
    """What was recognised and read."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("encoding", ctypes.c_uint32),
        ("header", ctypes.c_uint32),
        ("delimiter", ctypes.c_uint32),
        ("number_column", ctypes.c_uint32),
        ("purpose_column", ctypes.c_uint32),
        ("bytes", ctypes.c_uint64),
        ("rows", ctypes.c_uint64),
        ("empty_rows", ctypes.c_uint64),
    ]


class ExportOptions(ctypes.Structure):
    """How to write; prepared by nreg_export_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("format", ctypes.c_uint32),
        ("columns", ctypes.c_uint32),
        ("number_style", ctypes.c_uint32),
        ("header", ctypes.c_uint32),
        ("delimiter", ctypes.c_uint32),
        ("mark", ctypes.c_uint32),
        ("max_rows", ctypes.c_uint32),
        ("destination", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class ImportOptions(ctypes.Structure):
    """Options of nreg_import_new(); prepared by nreg_import_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("status", ctypes.c_uint32),
        ("within", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
        ("policy", ctypes.POINTER(Policy)),
        ("purpose", ctypes.c_uint32),
        ("region", ctypes.c_char * 4),
    ]


class ImportRow(ctypes.Structure):
    """One row to import. Texts are UTF-8 and copied."""

    _fields_ = [
        ("number", ctypes.c_char_p),
        ("scope", ctypes.c_char_p),
        ("purpose_text", ctypes.c_char_p),
        ("number_length", ctypes.c_uint64),
        ("scope_length", ctypes.c_uint64),
        ("purpose_length", ctypes.c_uint64),
        ("scope_id", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("faults", ctypes.c_uint64),
        ("purpose", ctypes.c_uint32),
        ("status", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class ImportColumns(ctypes.Structure):
    """Columns of a file to import; prepared by nreg_import_columns_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("scope_column", ctypes.c_uint32),
        ("unit_column", ctypes.c_uint32),
        ("program_column", ctypes.c_uint32),
        ("status_column", ctypes.c_uint32),
        ("created_column", ctypes.c_uint32),
        ("scope_header", ctypes.c_char_p),
        ("unit_header", ctypes.c_char_p),
        ("program_header", ctypes.c_char_p),
        ("status_header", ctypes.c_char_p),
        ("created_header", ctypes.c_char_p),
        ("upload", ctypes.POINTER(UploadOptions)),
    ]


class ImportLayout(ctypes.Structure):
    """What was recognised in a file, beside what nreg_upload_report says."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("scope_column", ctypes.c_uint32),
        ("unit_column", ctypes.c_uint32),
        ("program_column", ctypes.c_uint32),
        ("status_column", ctypes.c_uint32),
        ("created_column", ctypes.c_uint32),
        ("upload", UploadReport),
    ]


class MigrationCounts(ctypes.Structure):
    """The counts of a migration: imported + rejected = rows, always."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("rows", ctypes.c_uint32),
        ("imported", ctypes.c_uint32),
        ("rejected", ctypes.c_uint32),
        ("already", ctypes.c_uint32),
        ("claimed", ctypes.c_uint32),
        ("unplaced", ctypes.c_uint32),
        ("warned", ctypes.c_uint32),
        ("dno", ctypes.c_uint32),
        ("pending", ctypes.c_uint32),
        ("needs_proof", ctypes.c_uint32),
        ("active", ctypes.c_uint32),
        ("suspended", ctypes.c_uint32),
        ("declined", ctypes.c_uint32),
        ("scopes", ctypes.c_uint32),
        ("replayed", ctypes.c_uint32),
        ("unknown", ctypes.c_uint32),
    ]


class MigrationScope(ctypes.Structure):
    """What became of the rows of one scope. 320 bytes."""

    _fields_ = [
        ("scope", ctypes.c_uint64),
        ("batch", ctypes.c_uint64),
        ("rows", ctypes.c_uint32),
        ("imported", ctypes.c_uint32),
        ("rejected", ctypes.c_uint32),
        ("already", ctypes.c_uint32),
        ("warned", ctypes.c_uint32),
        ("replayed", ctypes.c_uint32),
        ("path", ctypes.c_char * 264),
        ("reserved", ctypes.c_uint64 * 2),
    ]


class MigrationUnknown(ctypes.Structure):
    """A scope that rows name and that does not exist. 280 bytes."""

    _fields_ = [
        ("name", ctypes.c_char * 264),
        ("rows", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("ambiguous", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class MigrationRejected(ctypes.Structure):
    """A rejected row: where its outcome is. 16 bytes."""

    _fields_ = [
        ("row", ctypes.c_uint32),
        ("scope", ctypes.c_uint32),
        ("outcome", ctypes.c_uint32),
        ("other", ctypes.c_uint32),
    ]


class JournalRow(ctypes.Structure):
    """One journal row. 128 bytes."""

    _fields_ = [
        ("sequence", ctypes.c_uint64),
        ("batch", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("time", ctypes.c_int64),
        ("business", ctypes.c_uint64),
        ("unit_before", ctypes.c_uint64),
        ("program_before", ctypes.c_uint64),
        ("unit_after", ctypes.c_uint64),
        ("program_after", ctypes.c_uint64),
        ("batch_before", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("entry", ctypes.c_uint32),
        ("revision", ctypes.c_uint32),
        ("purpose_before", ctypes.c_uint32),
        ("purpose_after", ctypes.c_uint32),
        ("flags_before", ctypes.c_uint32),
        ("flags_after", ctypes.c_uint32),
        ("reason", ctypes.c_uint32),
        ("revision_before", ctypes.c_uint32),
        ("change", ctypes.c_uint8),
        ("action", ctypes.c_uint8),
        ("status_before", ctypes.c_uint8),
        ("status_after", ctypes.c_uint8),
        ("reserved", ctypes.c_uint32),
    ]


class JournalCursor(ctypes.Structure):
    """Where the history of a number, batch or scope is to go on; all zero to begin.

Opaque, and other bits each time: it says nothing of how much others do. Good for the same history, read by a session of the same root; may be stored and used by other processes."""

    _fields_ = [
        ("position", ctypes.c_uint64 * 2),
    ]


class LanguageText(ctypes.Structure):
    """One text of a language, UTF-8, NUL-terminated."""

    _fields_ = [
        ("key", ctypes.c_char_p),
        ("text", ctypes.c_char_p),
    ]


class ReviewCase(ctypes.Structure):
    """One number to review. 96 bytes."""

    _fields_ = [
        ("record", Record),
        ("signs", ctypes.c_uint32),
        ("type", ctypes.c_uint32),
        ("region", ctypes.c_char * 4),
        ("reserved", ctypes.c_uint32),
    ]


class ReviewAnswer(ctypes.Structure):
    """What the reviewer answers for a case. Texts are copied when the reviewer returns."""

    _fields_ = [
        ("decision", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("note", ctypes.c_char_p),
        ("internal_note", ctypes.c_char_p),
    ]


ReviewOptionsReviewer: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(ReviewCase), ctypes.c_uint32, ctypes.POINTER(ReviewAnswer), ctypes.c_void_p)


class ReviewOptions(ctypes.Structure):
    """Options of nreg_review_run(); prepared by nreg_review_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("limit", ctypes.c_uint32),
        ("lease_seconds", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("reviewer", ReviewOptionsReviewer),
        ("context", ctypes.c_void_p),
    ]


class ReviewReport(ctypes.Structure):
    """What a run did."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("leased", ctypes.c_uint32),
        ("approved", ctypes.c_uint32),
        ("held", ctypes.c_uint32),
        ("declined", ctypes.c_uint32),
        ("suspended", ctypes.c_uint32),
        ("removed", ctypes.c_uint32),
        ("later", ctypes.c_uint32),
        ("overtaken", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class ReviewNote(ctypes.Structure):
    """What was noted about a number when its status was decided, or proof submitted."""

    _fields_ = [
        ("batch", ctypes.c_uint64),
        ("time", ctypes.c_int64),
        ("action", ctypes.c_uint32),
        ("status", ctypes.c_uint32),
        ("note", ctypes.c_char * 504),
        ("internal_note", ctypes.c_char * 504),
    ]


class StoreChange(ctypes.Structure):
    """A change of a record: applied only where the stored token is the one expected."""

    _fields_ = [
        ("record", Record),
        ("expected_batch", ctypes.c_uint64),
        ("expected_revision", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class StoreToken(ctypes.Structure):
    """Names a record to remove; applied only where the stored token is this one."""

    _fields_ = [
        ("number", ctypes.c_uint64),
        ("batch", ctypes.c_uint64),
        ("revision", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class StoreFilter(ctypes.Structure):
    """Which records `scan` returns. All conditions hold together. A Unit is given with its Business and a Program with its Unit and Business, so that a store need look at the deepest alone."""

    _fields_ = [
        ("business", ctypes.c_uint64),
        ("unit", ctypes.c_uint64),
        ("program", ctypes.c_uint64),
        ("from", ctypes.c_uint64),
        ("to", ctypes.c_uint64),
        ("only_here", ctypes.c_uint32),
        ("statuses", ctypes.c_uint32),
        ("purpose", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class StoreBatch(ctypes.Structure):
    """Header of a stored batch. Texts are UTF-8, NUL-terminated."""

    _fields_ = [
        ("id", ctypes.c_uint64),
        ("business", ctypes.c_uint64),
        ("target", ctypes.c_uint64),
        ("unit", ctypes.c_uint64),
        ("program", ctypes.c_uint64),
        ("created", ctypes.c_int64),
        ("updated", ctypes.c_int64),
        ("committed", ctypes.c_int64),
        ("expires", ctypes.c_int64),
        ("digest", ctypes.c_uint64 * 2),
        ("state", ctypes.c_uint32),
        ("action", ctypes.c_uint32),
        ("revision", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("entries", ctypes.c_uint32),
        ("accepted", ctypes.c_uint32),
        ("rejected", ctypes.c_uint32),
        ("added", ctypes.c_uint32),
        ("moved", ctypes.c_uint32),
        ("unassigned", ctypes.c_uint32),
        ("deleted", ctypes.c_uint32),
        ("changed", ctypes.c_uint32),
        ("movable", ctypes.c_uint32),
        ("warned", ctypes.c_uint32),
        ("dno", ctypes.c_uint32),
        ("chunks", ctypes.c_uint32),
        ("reviewed", ctypes.c_uint32),
        ("restored", ctypes.c_uint32),
        ("transferred", ctypes.c_uint32),
        ("imported", ctypes.c_uint32),
        ("reverted", ctypes.c_uint64),
        ("reserved", ctypes.c_uint64),
        ("region", ctypes.c_char * 8),
        ("plan", ctypes.c_char * 24),
        ("request_id", ctypes.c_char * 72),
        ("actor", ctypes.c_char * 128),
        ("trace", ctypes.c_char * 128),
        ("attestation", ctypes.c_char * 128),
    ]


class StoreBatchFilter(ctypes.Structure):
    """Which batches `batch_list` returns."""

    _fields_ = [
        ("business", ctypes.c_uint64),
        ("unit", ctypes.c_uint64),
        ("program", ctypes.c_uint64),
        ("state", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class StoreCount(ctypes.Structure):
    """An amount to add to a counter."""

    _fields_ = [
        ("scope", ctypes.c_uint64),
        ("kind", ctypes.c_uint32),
        ("key", ctypes.c_uint32),
        ("amount", ctypes.c_int64),
    ]


class StoreTombstone(ctypes.Structure):
    """What outlives a number's record (rule R7)."""

    _fields_ = [
        ("number", ctypes.c_uint64),
        ("business", ctypes.c_uint64),
        ("time", ctypes.c_int64),
        ("status", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


StoreMethodsBegin: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsCommit: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsRollback: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
StoreMethodsClaim: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(Record), ctypes.c_uint64, ctypes.POINTER(Record), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsFetch: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(Record), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsUpdate: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreChange), ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsRelease: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreToken), ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScan: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreFilter), ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(Record), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsClose: Any = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
StoreMethodsBatchPut: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreBatch), ctypes.c_uint32, ctypes.POINTER(StoreBatch), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsBatchGet: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(StoreBatch), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsBatchFind: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.POINTER(StoreBatch), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsBatchList: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreBatchFilter), ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(StoreBatch), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsItemsPut: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsItemsGet: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint32, ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p), ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsItemsClear: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsBatchPrune: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_int64, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsJournalAppend: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(JournalRow), ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsJournalSeal: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsJournalRead: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint64, ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(JournalRow), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsJournalPrune: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_int64, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsJournalErase: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScopePut: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(Scope), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScopeGet: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(Scope), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScopeFind: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_uint64, ctypes.POINTER(Scope), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScopeList: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_uint32, ctypes.POINTER(Scope), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsScopePin: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(Scope), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsReviewLease: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint64, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint64, ctypes.c_uint32, ctypes.POINTER(Record), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsReviewUnlease: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsTombstonePut: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreTombstone), ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsTombstoneGet: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(StoreTombstone), ctypes.POINTER(ctypes.c_uint8), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsCountAdd: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(StoreCount), ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsCountRead: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(StoreCount), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsExpect: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)
StoreMethodsExpectGather: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(Record), ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint64, ctypes.POINTER(Error), ctypes.c_void_p)


class StoreMethods(ctypes.Structure):
    """The functions of a store. `context` is the pointer given to nreg_store_new().

Every function must be safe from any thread, one thread at a time per transaction."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("contract", ctypes.c_uint32),
        ("begin", StoreMethodsBegin),
        ("commit", StoreMethodsCommit),
        ("rollback", StoreMethodsRollback),
        ("claim", StoreMethodsClaim),
        ("fetch", StoreMethodsFetch),
        ("update", StoreMethodsUpdate),
        ("release", StoreMethodsRelease),
        ("scan", StoreMethodsScan),
        ("close", StoreMethodsClose),
        ("batch_put", StoreMethodsBatchPut),
        ("batch_get", StoreMethodsBatchGet),
        ("batch_find", StoreMethodsBatchFind),
        ("batch_list", StoreMethodsBatchList),
        ("items_put", StoreMethodsItemsPut),
        ("items_get", StoreMethodsItemsGet),
        ("items_clear", StoreMethodsItemsClear),
        ("batch_prune", StoreMethodsBatchPrune),
        ("journal_append", StoreMethodsJournalAppend),
        ("journal_seal", StoreMethodsJournalSeal),
        ("journal_read", StoreMethodsJournalRead),
        ("journal_prune", StoreMethodsJournalPrune),
        ("journal_erase", StoreMethodsJournalErase),
        ("scope_put", StoreMethodsScopePut),
        ("scope_get", StoreMethodsScopeGet),
        ("scope_find", StoreMethodsScopeFind),
        ("scope_list", StoreMethodsScopeList),
        ("scope_pin", StoreMethodsScopePin),
        ("review_lease", StoreMethodsReviewLease),
        ("review_unlease", StoreMethodsReviewUnlease),
        ("tombstone_put", StoreMethodsTombstonePut),
        ("tombstone_get", StoreMethodsTombstoneGet),
        ("count_add", StoreMethodsCountAdd),
        ("count_read", StoreMethodsCountRead),
        ("expect", StoreMethodsExpect),
        ("expect_gather", StoreMethodsExpectGather),
    ]


StoreCheckOptionsReport: Any = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_void_p)


class StoreCheckOptions(ctypes.Structure):
    """Options of nreg_store_check(); prepared by nreg_store_check_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("rows", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("seed", ctypes.c_uint64),
        ("report", StoreCheckOptionsReport),
        ("context", ctypes.c_void_p),
        ("only", ctypes.c_char_p),
    ]


class StoreCheckSummary(ctypes.Structure):
    """What nreg_store_check() found."""

    _fields_ = [
        ("passed", ctypes.c_uint32),
        ("failed", ctypes.c_uint32),
        ("skipped", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class PostgresqlStoreOptions(ctypes.Structure):
    """Options of nreg_postgresql_store_open(); prepared by nreg_postgresql_store_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("mode", ctypes.c_uint32),
        ("no_journal", ctypes.c_uint32),
        ("connections", ctypes.c_uint32),
        ("statement_timeout_ms", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("schema", ctypes.c_char_p),
        ("allocator", ctypes.POINTER(Allocator)),
    ]


class SqliteStoreOptions(ctypes.Structure):
    """Options of nreg_sqlite_store_open(); prepared by nreg_sqlite_store_options_init()."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("mode", ctypes.c_uint32),
        ("no_journal", ctypes.c_uint32),
        ("cache_mib", ctypes.c_uint32),
        ("readers", ctypes.c_uint32),
        ("synchronous", ctypes.c_uint32),
        ("allocator", ctypes.POINTER(Allocator)),
        ("wait_ms", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


#: For each function: the library that has it, its result and its arguments.
PROTOTYPES: dict[str, tuple[str, Any, list[Any]]] = {
    "nreg_error_init": ("numberreg", None, [ctypes.POINTER(Error)]),
    "nreg_code_name": ("numberreg", ctypes.c_char_p, [ctypes.c_int32]),
    "nreg_code_text": ("numberreg", ctypes.c_char_p, [ctypes.c_int32]),
    "nreg_host_init": ("numberreg", None, [ctypes.POINTER(Host)]),
    "nreg_plan_load": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_plan_load_file": ("numberreg", ctypes.c_int32, [ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_plan_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_plan_release": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p]),
    "nreg_plan_date": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p]),
    "nreg_plan_region_count": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p]),
    "nreg_plan_region": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_uint32]),
    "nreg_plan_calling_code": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p, ctypes.c_char_p]),
    "nreg_reason_find": ("numberreg", ctypes.POINTER(ReasonInfo), [ctypes.c_uint32]),
    "nreg_reason_code": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_reason_from_code": ("numberreg", ctypes.c_uint32, [ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_reason_first": ("numberreg", ctypes.c_uint32, [ctypes.c_uint64]),
    "nreg_number_read": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_uint32, ctypes.POINTER(Number)]),
    "nreg_number_read_many": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_size_t, ctypes.c_char_p, ctypes.c_uint32, ctypes.POINTER(Number), ctypes.c_size_t]),
    "nreg_number_from_e164": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Number)]),
    "nreg_number_valid_for_region": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p, ctypes.POINTER(Number), ctypes.c_char_p]),
    "nreg_number_format": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Number), ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_size_t)]),
    "nreg_number_complete": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_number_example": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(Number)]),
    "nreg_number_rules_init": ("numberreg", None, [ctypes.POINTER(NumberRules)]),
    "nreg_number_check": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Number), ctypes.POINTER(NumberRules), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(ctypes.c_uint64)]),
    "nreg_type_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_state_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_policy_init": ("numberreg", None, [ctypes.POINTER(Policy)]),
    "nreg_registry_options_init": ("numberreg", None, [ctypes.POINTER(RegistryOptions)]),
    "nreg_registry_open": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(RegistryOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_registry_close": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_registry_set_plan": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(Error)]),
    "nreg_memory_store_options_init": ("numberreg", None, [ctypes.POINTER(MemoryStoreOptions)]),
    "nreg_memory_store_open": ("numberreg", ctypes.c_int32, [ctypes.POINTER(MemoryStoreOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_store_close": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_purpose_list": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Purpose), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_purpose_get": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(Purpose), ctypes.POINTER(Error)]),
    "nreg_purpose_match": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_purpose_put": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Purpose), ctypes.POINTER(Error)]),
    "nreg_result_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_result_summary": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Summary)]),
    "nreg_result_outcomes": ("numberreg", ctypes.POINTER(Outcome), [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32)]),
    "nreg_result_outcome": ("numberreg", ctypes.POINTER(Outcome), [ctypes.c_void_p, ctypes.c_uint32]),
    "nreg_result_input": ("numberreg", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_size_t)]),
    "nreg_result_sentence": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_result_message": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_result_reference": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_result_plan": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p]),
    "nreg_outcome_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_action_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_session_open": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_session_open_operator": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_session_close": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_batch_options_init": ("numberreg", None, [ctypes.POINTER(BatchOptions)]),
    "nreg_commit_options_init": ("numberreg", None, [ctypes.POINTER(CommitOptions)]),
    "nreg_batch_new": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(BatchOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_batch_add": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32, ctypes.POINTER(Entry), ctypes.POINTER(Error)]),
    "nreg_batch_stage": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(EntryInput), ctypes.c_size_t, ctypes.c_size_t, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_batch_edit": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Entry), ctypes.POINTER(Error)]),
    "nreg_batch_set_purpose": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(Entry), ctypes.POINTER(Error)]),
    "nreg_batch_set_consent": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.POINTER(Error)]),
    "nreg_batch_drop": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(Error)]),
    "nreg_batch_clear": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Error)]),
    "nreg_batch_count": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p]),
    "nreg_batch_entries": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(Entry), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_batch_message": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]),
    "nreg_batch_input": ("numberreg", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_size_t)]),
    "nreg_batch_preview": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(CommitOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_commit": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(CommitOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_reconcile": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_scope_close_with": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint64, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_scope_close_preview": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_uint64, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_revert": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_save": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_batch_load": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(BatchOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_discard": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Error)]),
    "nreg_batch_list": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(BatchInfo), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_batch_get": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(BatchInfo), ctypes.POINTER(Error)]),
    "nreg_batch_result": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_batch_id": ("numberreg", ctypes.c_uint64, [ctypes.c_void_p]),
    "nreg_scope_options_init": ("numberreg", None, [ctypes.POINTER(ScopeOptions)]),
    "nreg_scope_add": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ScopeOptions), ctypes.POINTER(Scope), ctypes.POINTER(Error)]),
    "nreg_scope_change": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ScopeOptions), ctypes.POINTER(Scope), ctypes.POINTER(Error)]),
    "nreg_scope_close": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Error)]),
    "nreg_scope_get": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Scope), ctypes.POINTER(Error)]),
    "nreg_scope_find": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Scope), ctypes.POINTER(Error)]),
    "nreg_scope_find_external": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Scope), ctypes.POINTER(Error)]),
    "nreg_scope_list": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.POINTER(Scope), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_scope_path": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Error)]),
    "nreg_scope_region": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Error)]),
    "nreg_level_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_record_filter_init": ("numberreg", None, [ctypes.POINTER(RecordFilter)]),
    "nreg_record_list": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(RecordFilter), ctypes.POINTER(RecordCursor), ctypes.POINTER(Record), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_record_get": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint32, ctypes.POINTER(Record), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_record_counts": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(RecordCount), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_record_assignments": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(Assignments), ctypes.POINTER(Error)]),
    "nreg_status_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_status_display": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_upload_options_init": ("numberreg", None, [ctypes.POINTER(UploadOptions)]),
    "nreg_upload_read": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Source), ctypes.POINTER(UploadOptions), ctypes.POINTER(UploadReport), ctypes.POINTER(Error)]),
    "nreg_upload_file": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(UploadOptions), ctypes.POINTER(UploadReport), ctypes.POINTER(Error)]),
    "nreg_upload_rejects": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Source), ctypes.POINTER(UploadOptions), ctypes.POINTER(Sink), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_export_options_init": ("numberreg", None, [ctypes.POINTER(ExportOptions)]),
    "nreg_export_options_for": ("numberreg", ctypes.c_int32, [ctypes.POINTER(ExportOptions), ctypes.c_uint32]),
    "nreg_export_records": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(RecordFilter), ctypes.POINTER(ExportOptions), ctypes.POINTER(RecordCursor), ctypes.POINTER(Sink), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_export_rejected": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ExportOptions), ctypes.POINTER(Sink), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_destination_reason": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32, ctypes.c_uint32]),
    "nreg_import_options_init": ("numberreg", None, [ctypes.POINTER(ImportOptions)]),
    "nreg_import_columns_init": ("numberreg", None, [ctypes.POINTER(ImportColumns)]),
    "nreg_import_new": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ImportOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_import_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_import_add": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ImportRow), ctypes.c_size_t, ctypes.c_size_t, ctypes.POINTER(Error)]),
    "nreg_import_read": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Source), ctypes.POINTER(ImportColumns), ctypes.POINTER(ImportLayout), ctypes.POINTER(Error)]),
    "nreg_import_file": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ImportColumns), ctypes.POINTER(ImportLayout), ctypes.POINTER(Error)]),
    "nreg_import_count": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p]),
    "nreg_import_preview": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(CommitOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_import_commit": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(CommitOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_migration_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_migration_summary": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(MigrationCounts)]),
    "nreg_migration_scopes": ("numberreg", ctypes.POINTER(MigrationScope), [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32)]),
    "nreg_migration_unknowns": ("numberreg", ctypes.POINTER(MigrationUnknown), [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32)]),
    "nreg_migration_rejects": ("numberreg", ctypes.POINTER(MigrationRejected), [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32)]),
    "nreg_migration_result": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ctypes.c_void_p)]),
    "nreg_migration_write_rejects": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Source), ctypes.POINTER(UploadOptions), ctypes.POINTER(Sink), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_journal_number": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(JournalCursor), ctypes.POINTER(JournalRow), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_journal_batch": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(JournalCursor), ctypes.POINTER(JournalRow), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_journal_scope": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(JournalCursor), ctypes.POINTER(JournalRow), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_feed_read": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(JournalRow), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_journal_prune": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_int64, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_redact_actor": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_erase_number": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(Error)]),
    "nreg_change_name": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_language_find": ("numberreg", ctypes.c_void_p, [ctypes.c_char_p]),
    "nreg_language_new": ("numberreg", ctypes.c_int32, [ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(LanguageText), ctypes.c_size_t, ctypes.c_size_t, ctypes.POINTER(Allocator), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_language_free": ("numberreg", None, [ctypes.c_void_p]),
    "nreg_language_tag": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p]),
    "nreg_language_say": ("numberreg", ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_char_p]),
    "nreg_language_key": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32, ctypes.c_char_p]),
    "nreg_language_purpose": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(Purpose)]),
    "nreg_session_set_language": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(Error)]),
    "nreg_review_options_init": ("numberreg", None, [ctypes.POINTER(ReviewOptions)]),
    "nreg_review_stage": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Entry), ctypes.POINTER(Error)]),
    "nreg_proof_stage": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(Entry), ctypes.POINTER(Error)]),
    "nreg_review_run": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ReviewOptions), ctypes.POINTER(ReviewReport), ctypes.POINTER(Error)]),
    "nreg_review_expire": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint32, ctypes.POINTER(ReviewReport), ctypes.POINTER(Error)]),
    "nreg_review_look": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ReviewCase), ctypes.POINTER(Error)]),
    "nreg_review_look_many": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint64), ctypes.c_uint32, ctypes.POINTER(ReviewCase), ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_review_notes": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.c_uint64, ctypes.POINTER(ctypes.c_uint64), ctypes.POINTER(ReviewNote), ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(Error)]),
    "nreg_sign_code": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_sign_text": ("numberreg", ctypes.c_char_p, [ctypes.c_uint32]),
    "nreg_version_number": ("numberreg", ctypes.c_uint32, []),
    "nreg_version_text": ("numberreg", ctypes.c_char_p, []),
    "nreg_abi_version": ("numberreg", ctypes.c_uint32, []),
    "nreg_store_new": ("numberreg", ctypes.c_int32, [ctypes.POINTER(StoreMethods), ctypes.c_void_p, ctypes.POINTER(Allocator), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_store_groups": ("numberreg", ctypes.c_uint32, [ctypes.c_void_p]),
    "nreg_store_get_methods": ("numberreg", ctypes.POINTER(StoreMethods), [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
    "nreg_store_check_options_init": ("numberreg", None, [ctypes.POINTER(StoreCheckOptions)]),
    "nreg_store_check": ("numberreg", ctypes.c_int32, [ctypes.c_void_p, ctypes.POINTER(StoreCheckOptions), ctypes.POINTER(StoreCheckSummary), ctypes.POINTER(Error)]),
    "nreg_postgresql_store_options_init": ("numberreg-postgresql", None, [ctypes.POINTER(PostgresqlStoreOptions)]),
    "nreg_postgresql_store_open": ("numberreg-postgresql", ctypes.c_int32, [ctypes.c_char_p, ctypes.POINTER(PostgresqlStoreOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
    "nreg_sqlite_store_options_init": ("numberreg-sqlite", None, [ctypes.POINTER(SqliteStoreOptions)]),
    "nreg_sqlite_store_open": ("numberreg-sqlite", ctypes.c_int32, [ctypes.c_char_p, ctypes.POINTER(SqliteStoreOptions), ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(Error)]),
}

#: Enumerations by name.
ENUMS: dict[str, type[enum.IntEnum] | type[enum.IntFlag]] = {
    "Code": Code,
    "LogLevel": LogLevel,
    "Reason": Reason,
    "Field": Field,
    "TypingState": TypingState,
    "ParseOutcome": ParseOutcome,
    "Possible": Possible,
    "NumberType": NumberType,
    "CallingCodeSource": CallingCodeSource,
    "ReadOptions": ReadOptions,
    "NumberNotes": NumberNotes,
    "NumberFormat": NumberFormat,
    "Reassign": Reassign,
    "Review": Review,
    "PurposeId": PurposeId,
    "PurposeFlags": PurposeFlags,
    "Action": Action,
    "OutcomeKind": OutcomeKind,
    "OutcomeFlags": OutcomeFlags,
    "ResultFlags": ResultFlags,
    "Consent": Consent,
    "Atomicity": Atomicity,
    "Closing": Closing,
    "BatchState": BatchState,
    "Level": Level,
    "ScopeState": ScopeState,
    "Status": Status,
    "RecordFlags": RecordFlags,
    "Order": Order,
    "Encoding": Encoding,
    "HeaderRow": HeaderRow,
    "ExportFormat": ExportFormat,
    "ExportColumns": ExportColumns,
    "Destination": Destination,
    "Change": Change,
    "Decision": Decision,
    "Sign": Sign,
    "TransactionMode": TransactionMode,
    "RowAnswer": RowAnswer,
    "FetchMode": FetchMode,
    "ItemsKind": ItemsKind,
    "JournalBy": JournalBy,
    "CountKind": CountKind,
    "FindBy": FindBy,
    "StoreGroups": StoreGroups,
    "CheckOutcome": CheckOutcome,
    "PostgresqlMode": PostgresqlMode,
    "SqliteMode": SqliteMode,
}

#: Structs by their name in C.
STRUCTS: dict[str, type[ctypes.Structure]] = {
    "nreg_error": Error,
    "nreg_allocator": Allocator,
    "nreg_host": Host,
    "nreg_reason_info": ReasonInfo,
    "nreg_number": Number,
    "nreg_number_rules": NumberRules,
    "nreg_policy": Policy,
    "nreg_registry_options": RegistryOptions,
    "nreg_memory_store_options": MemoryStoreOptions,
    "nreg_purpose": Purpose,
    "nreg_outcome": Outcome,
    "nreg_summary": Summary,
    "nreg_batch_options": BatchOptions,
    "nreg_entry_input": EntryInput,
    "nreg_entry": Entry,
    "nreg_commit_options": CommitOptions,
    "nreg_batch_info": BatchInfo,
    "nreg_scope": Scope,
    "nreg_scope_options": ScopeOptions,
    "nreg_record": Record,
    "nreg_record_filter": RecordFilter,
    "nreg_record_cursor": RecordCursor,
    "nreg_record_count": RecordCount,
    "nreg_assignments": Assignments,
    "nreg_source": Source,
    "nreg_sink": Sink,
    "nreg_upload_options": UploadOptions,
    "nreg_upload_report": UploadReport,
    "nreg_export_options": ExportOptions,
    "nreg_import_options": ImportOptions,
    "nreg_import_row": ImportRow,
    "nreg_import_columns": ImportColumns,
    "nreg_import_layout": ImportLayout,
    "nreg_migration_counts": MigrationCounts,
    "nreg_migration_scope": MigrationScope,
    "nreg_migration_unknown": MigrationUnknown,
    "nreg_migration_rejected": MigrationRejected,
    "nreg_journal_row": JournalRow,
    "nreg_journal_cursor": JournalCursor,
    "nreg_language_text": LanguageText,
    "nreg_review_case": ReviewCase,
    "nreg_review_answer": ReviewAnswer,
    "nreg_review_options": ReviewOptions,
    "nreg_review_report": ReviewReport,
    "nreg_review_note": ReviewNote,
    "nreg_store_change": StoreChange,
    "nreg_store_token": StoreToken,
    "nreg_store_filter": StoreFilter,
    "nreg_store_batch": StoreBatch,
    "nreg_store_batch_filter": StoreBatchFilter,
    "nreg_store_count": StoreCount,
    "nreg_store_tombstone": StoreTombstone,
    "nreg_store_methods": StoreMethods,
    "nreg_store_check_options": StoreCheckOptions,
    "nreg_store_check_summary": StoreCheckSummary,
    "nreg_postgresql_store_options": PostgresqlStoreOptions,
    "nreg_sqlite_store_options": SqliteStoreOptions,
}

def bind(library: ctypes.CDLL, name: str) -> None:
    """Give every function that the library called ``name`` exports its prototype; a missing one raises AttributeError."""
    for function, (home, result, arguments) in PROTOTYPES.items():
        if home == name:
            pointer = getattr(library, function)
            pointer.restype = result
            pointer.argtypes = arguments
