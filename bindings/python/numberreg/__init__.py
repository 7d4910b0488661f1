# SPDX-License-Identifier: MIT
"""Registers business phone numbers for a calling-trust portal.

>>> import numberreg
>>> with numberreg.Registry.memory() as registry:
...     with registry.operator("setup") as operator:
...         acme = operator.add_scope("acme", label="Acme Inc.")
...     with registry.session(acme, "user:4711") as jane:
...         batch = jane.batch(acme)
...         entry = batch.add("(501) 214-9020", numberreg.PurposeId.CUSTOMER_SERVICE)
...         entry.green
...         batch.commit().summary.added
True
1

The guide is docs/python.md.
"""

from ._api import VERSION as __version__
from ._api import (
    Action,
    Atomicity,
    BatchState,
    CallingCodeSource,
    CheckOutcome,
    Code,
    Consent,
    Decision,
    Encoding,
    Field,
    FindBy,
    HeaderRow,
    ItemsKind,
    JournalBy,
    Level,
    NumberFormat,
    NumberNotes,
    NumberType,
    OutcomeKind,
    ParseOutcome,
    Possible,
    PurposeFlags,
    PurposeId,
    Reason,
    Reassign,
    RecordFlags,
    Review,
    RowAnswer,
    ScopeState,
    Sign,
    Status,
    StoreGroups,
    TransactionMode,
    TypingState,
)
from ._api import (
    Change as JournalChange,
)
from ._columns import Columns
from ._errors import (
    BadFormatError,
    BadTextError,
    BusyError,
    CancelledError,
    ConflictError,
    CorruptError,
    DeadlineError,
    DeniedError,
    ExistsError,
    FeedPrunedError,
    ForkedError,
    FullError,
    HandleClosedError,
    HostError,
    IncompatibleError,
    InternalError,
    InvalidArgumentError,
    LimitExceededError,
    NotEmptyError,
    NotFoundError,
    NumberregError,
    OutOfMemoryError,
    ReadOnlyError,
    RequestMismatchError,
    RetryError,
    ScopeClosedError,
    StorageError,
    UnknownOutcomeError,
    UnsupportedError,
)
from ._library import LibraryInfo, loaded
from ._rows import (
    StoreBatchFilterRow,
    StoreBatchRow,
    StoreCountRow,
    StoreFilterRow,
    StoreTokenRow,
    StoreTombstoneRow,
)
from .batches import Batch, BatchInfo, Entry, Input
from .journal import FeedPage, JournalRow, Pruned
from .numbers import Number, Numbers, Rules, Verdict, complete, digits, example, from_e164, read, read_many
from .plans import Plan
from .policies import Policy
from .purposes import Purpose
from .reasons import ReasonInfo, reason_info
from .records import Record, RecordPage
from .registry import Registry, Session
from .results import Outcome, Result, Summary
from .reviews import Answer, ReviewCase, ReviewNote, ReviewReport
from .scopes import UNCHANGED, Scope
from .store_check import Check, CheckReport, check_store
from .stores import Change, MemoryStore, NativeStore, PostgresqlStore, SqliteStore, Store
from .uploads import UploadOptions, UploadReport

__all__ = [
    "Action",
    "Answer",
    "Atomicity",
    "BadFormatError",
    "BadTextError",
    "Batch",
    "BatchInfo",
    "BatchState",
    "BusyError",
    "CallingCodeSource",
    "CancelledError",
    "Change",
    "Check",
    "CheckOutcome",
    "CheckReport",
    "Code",
    "Columns",
    "ConflictError",
    "Consent",
    "CorruptError",
    "DeadlineError",
    "Decision",
    "DeniedError",
    "Encoding",
    "Entry",
    "ExistsError",
    "FeedPage",
    "FeedPrunedError",
    "Field",
    "FindBy",
    "ForkedError",
    "FullError",
    "HandleClosedError",
    "HeaderRow",
    "HostError",
    "IncompatibleError",
    "Input",
    "InternalError",
    "InvalidArgumentError",
    "ItemsKind",
    "JournalBy",
    "JournalChange",
    "JournalRow",
    "Level",
    "LibraryInfo",
    "LimitExceededError",
    "MemoryStore",
    "NativeStore",
    "NotEmptyError",
    "NotFoundError",
    "Number",
    "NumberFormat",
    "NumberNotes",
    "NumberType",
    "NumberregError",
    "Numbers",
    "OutOfMemoryError",
    "Outcome",
    "OutcomeKind",
    "ParseOutcome",
    "Plan",
    "Policy",
    "Possible",
    "PostgresqlStore",
    "Pruned",
    "Purpose",
    "PurposeFlags",
    "PurposeId",
    "ReadOnlyError",
    "Reason",
    "ReasonInfo",
    "Reassign",
    "Record",
    "RecordFlags",
    "RecordPage",
    "Registry",
    "RequestMismatchError",
    "Result",
    "RetryError",
    "Review",
    "ReviewCase",
    "ReviewNote",
    "ReviewReport",
    "RowAnswer",
    "Rules",
    "Scope",
    "ScopeClosedError",
    "ScopeState",
    "Session",
    "Sign",
    "SqliteStore",
    "Status",
    "StorageError",
    "Store",
    "StoreBatchFilterRow",
    "StoreBatchRow",
    "StoreCountRow",
    "StoreFilterRow",
    "StoreGroups",
    "StoreTokenRow",
    "StoreTombstoneRow",
    "Summary",
    "TransactionMode",
    "TypingState",
    "UNCHANGED",
    "UnknownOutcomeError",
    "UnsupportedError",
    "UploadOptions",
    "UploadReport",
    "Verdict",
    "__version__",
    "check_store",
    "complete",
    "digits",
    "example",
    "from_e164",
    "loaded",
    "read",
    "read_many",
    "reason_info",
]
