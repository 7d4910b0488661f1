# SPDX-License-Identifier: MIT
"""Batches: staging entries, previewing and committing them."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from . import _api, _rows
from ._api import Action, Atomicity, BatchState, Code, Consent, Decision, NumberType, PurposeId, Reason, TypingState
from ._calls import call, failed_callback, failure, new_error, run_signals
from ._convert import (
    U32_MAX,
    U64_MAX,
    Text,
    c_text,
    e164,
    integer,
    member,
    moment,
    optional,
    optional_moment,
    reason_bits,
    reasons,
    scope_id,
    text,
    u32,
)
from ._errors import InvalidArgumentError
from ._handles import Handle, Lock, Owner
from ._library import lib, quick
from .purposes import Purpose, PurposeLike, purpose_id
from .results import Result, take_result
from .uploads import Source, UploadOptions, UploadProgress, UploadReport, upload

if TYPE_CHECKING:
    from .registry import Session

#: Told how many numbers of how many are done; returns False to cancel.
Progress = Callable[[int, int], object]

_Progress: Any = _api.CommitOptionsProgress
_byref = ctypes.byref
#: nreg_batch_add without the checks of a prototype, which cost more than the call: the arguments have C types already.
_add = quick["nreg_batch_add"]
_IDS = frozenset((int, PurposeId))
_NUL = ctypes.c_size_t.from_param(_api.NUL)


def _member(name: str) -> Any:
    """The raw member of an entry that a property of the same name covers."""
    return vars(_api.Entry)[name].__get__


_STATE, _REASONS, _WARNINGS, _DUPLICATE, _ACTION, _CONSENT, _TYPE, _REGION, _FORMATTED, _GREEN = map(
    _member,
    ("state", "reasons", "warnings", "duplicate_of", "action", "consent", "type", "region", "formatted", "green"),
)


class Entry(_api.Entry):
    """One entry as staged: what a page shows at once. A snapshot; the batch moves on without it.

    Beside the properties: ``entry``, its number in the batch, from 1 and never reused; ``row``, its row in the host's
    source; ``number``, the E.164 digits as an integer, 0 if there is none; ``purpose``, the call purpose id, 0 if
    missing or unknown.
    """

    __slots__ = ()

    @property
    def e164(self) -> str | None:
        """ "+15012149020"; None if there is no number."""
        return e164(self.number)

    @property
    def green(self) -> bool:
        """Whether to show the green check mark: valid, and registrable under the batch's policy."""
        return bool(_GREEN(self))

    @property
    def state(self) -> TypingState:
        """What a person who is typing should be told."""
        return TypingState(_STATE(self))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Reasons known so far, duplicates in the batch included."""
        return reasons(_REASONS(self))

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """Warnings known so far, those of the purpose included."""
        return reasons(_WARNINGS(self))

    @property
    def duplicate_of(self) -> int | None:
        """Entry with the same number that was staged earlier."""
        return _DUPLICATE(self) or None

    @property
    def action(self) -> Action:
        """What the entry asks for."""
        return Action(_ACTION(self))

    @property
    def consent(self) -> Consent:
        """Consent given for it."""
        return Consent(_CONSENT(self))

    @property
    def type(self) -> NumberType:
        """Type of the number."""
        return NumberType(_TYPE(self))

    @property
    def region(self) -> str | None:
        """Region of the number."""
        return _REGION(self).decode() or None

    @property
    def formatted(self) -> str:
        """The number as the batch's region writes it; "" if there is none."""
        return str(_FORMATTED(self).decode())

    def __int__(self) -> int:
        return int(self.entry)

    __index__ = __int__

    def __repr__(self) -> str:
        return f"<Entry {self.entry} {self.state.name}{' green' if self.green else ''}>"


#: What calls take for an entry: its number or the entry.
EntryLike = Union[int, Entry]


class Input(NamedTuple):
    """One entry to stage."""

    #: The number as typed.
    number: Text
    #: Call purpose: an id, a purpose, or a text that is matched against codes and labels.
    purpose: PurposeLike = None
    #: What it asks for; None for the batch's action.
    action: Action | None = None
    #: Consent for it.
    consent: Consent = Consent(0)
    #: Row in the host's source, from 1; 0 for the entry's own number.
    row: int = 0
    #: Reasons the host's reader found in the row; they reject the entry.
    faults: tuple[Reason, ...] = ()


#: What can be staged in bulk: texts, pairs of number and purpose, or inputs.
InputLike = Union[Text, "tuple[Text, PurposeLike]", Input]


class BatchInfo(_rows.BatchInfoRow):
    """A stored batch, as listed."""

    __slots__ = ()

    @property
    def created(self) -> datetime:
        """When it was made."""
        return moment(self.created_us)

    @property
    def updated(self) -> datetime:
        """When it changed last."""
        return moment(self.updated_us)

    @property
    def expires(self) -> datetime | None:
        """When a draft or the stored outcomes may be pruned."""
        return optional_moment(self.expires_us)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be loaded and committed."""
        return self.state == BatchState.DRAFT


class Batch(Handle):
    """A list of entries; a draft until it is committed. Staging does no I/O. Threads that share one take turns."""

    __slots__ = ("_argument", "_error", "_lock", "_session_lock")

    def __init__(self, pointer: int, session: Owner, session_lock: Lock) -> None:
        self._adopt(Owner(pointer, quick.nreg_batch_free, session))
        self._lock = Lock(pointer)
        self._argument = self._lock.argument
        self._session_lock = session_lock
        self._error = new_error()

    # Staging.

    def add(self, number: Text, purpose: PurposeLike = None) -> Entry:
        """Stage one number for adding. A bad one is staged too, with its reasons: nothing a person typed is lost."""
        kind = type(purpose)
        if type(number) is str and (kind is int or kind is PurposeId):
            id: Any = purpose
            if not 0 <= id <= U32_MAX:
                raise InvalidArgumentError("purpose must be a 32-bit id")
            try:
                typed = number.encode()
            except UnicodeEncodeError:
                return self._add(text("number", number), id)
            entry = Entry()
            _owner = self._owner or self._use()
            if 0 not in typed and _add(self._argument, typed, _NUL, id, _byref(entry), None) >= 0:
                return entry
            # In use by another thread, or a failure: the long way waits, and tells what is wrong.
            return self._add(typed, id)
        if isinstance(purpose, str):
            return self[self.stage([(number, purpose)]).start]
        return self._add(text("number", number), purpose_id(purpose))

    def _add(self, typed: bytes, purpose: Any) -> Entry:
        return self._changed(quick.nreg_batch_add, typed, len(typed), purpose)

    def stage(self, inputs: Iterable[InputLike], *, action: Action | None = None) -> range:
        """Stage any number of entries: all, or none if the call fails. Returns their numbers.

        Takes texts, pairs of number and purpose, or `Input` tuples, from any iterable. ``action`` is that of the
        entries that name none; None for the batch's.
        """
        wanted = 0 if action is None else member("action", action, Action)
        prepared: list[Any] = []
        source = iter(inputs)
        while True:
            chunk = list(islice(source, 65536))
            if not chunk:
                break
            prepared.append(_inputs(chunk, wanted))
        total = sum(count for _, count, _ in prepared)
        if not total:
            return range(0)
        if len(prepared) > 1:
            table = array("Q")
            for piece, _, _ in prepared:
                table.extend(piece)
        else:
            table = prepared[0][0]
        first = ctypes.c_uint32()
        owner = self._use()
        with self._lock:
            call(
                lib.nreg_batch_stage,
                owner.pointer,
                ctypes.cast(table.buffer_info()[0], ctypes.POINTER(_api.EntryInput)),
                ctypes.sizeof(_api.EntryInput),
                total,
                _byref(first),
            )
        return range(first.value, first.value + total)

    def upload(
        self, source: Source, options: UploadOptions | None = None, *, progress: UploadProgress | None = None
    ) -> UploadReport:
        """Stage every row of a CSV file: its name, its bytes, or an open binary file. All rows, or none if it fails."""
        owner = self._use()
        with self._lock:
            return upload(owner.pointer, source, options, progress)

    def review(
        self, number: Text, decision: Decision, *, note: str | None = None, internal_note: str | None = None
    ) -> Entry:
        """Stage a decision about a number, in an operator's batch with action REVIEW. ``note`` is for the tenant."""
        typed, wanted = text("number", number), member("decision", decision, Decision)
        notes = (optional("note", note), optional("internal_note", internal_note))
        return self._changed(quick.nreg_review_stage, typed, len(typed), wanted, *notes)

    def prove(self, number: Text, reference: str) -> Entry:
        """Stage a tenant's proof of ownership for a held number, in a batch with action PROOF: where the proof is."""
        typed = text("number", number)
        return self._changed(quick.nreg_proof_stage, typed, len(typed), c_text("reference", reference))

    def edit(self, entry: EntryLike, number: Text) -> Entry:
        """Replace the number of an entry."""
        typed = text("number", number)
        return self._changed(quick.nreg_batch_edit, _entry(entry), typed, len(typed))

    def set_purpose(self, entry: EntryLike, purpose: int | Purpose | None) -> Entry:
        """Set the call purpose of an entry; None clears it."""
        return self._changed(quick.nreg_batch_set_purpose, _entry(entry), purpose_id(purpose))

    def set_purposes(self, purpose: int | Purpose | None) -> None:
        """Set the call purpose of all entries; None clears it."""
        self._simple(quick.nreg_batch_set_purpose, 0, purpose_id(purpose), None)

    def set_consent(self, consent: Consent, entry: EntryLike | None = None) -> None:
        """Give or withdraw consent for an entry, or for all."""
        wanted = u32("consent", consent)
        self._simple(quick.nreg_batch_set_consent, 0 if entry is None else _entry(entry), wanted)

    def drop(self, entry: EntryLike) -> None:
        """Drop an entry. Its number is not used again."""
        self._simple(quick.nreg_batch_drop, _entry(entry))

    def clear(self) -> None:
        """Drop all entries."""
        self._simple(quick.nreg_batch_clear)

    # Looking.

    def __len__(self) -> int:
        owner = self._use()
        with self._lock:
            return int(quick.nreg_batch_count(owner.pointer))

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Entry]:
        at = 1
        while True:
            page = self._entries(at, 256)
            if not page:
                return
            yield from page
            at = page[-1].entry + 1

    def __getitem__(self, entry: EntryLike) -> Entry:
        """The entry with a number, as given by `Entry.entry`; KeyError if there is none or it was dropped."""
        wanted = _entry(entry)
        page = self._entries(wanted, 1)
        if not page or page[0].entry != wanted:
            raise KeyError(wanted)
        return page[0]

    def message(self, entry: EntryLike, reason: Reason | None = None) -> str:
        """What a reason or warning of an entry means, as a sentence; that of the first reason if none is given.

        "" if nothing is wrong with the entry.
        """
        wanted = _entry(entry)
        owner = self._use()
        buffer = ctypes.create_string_buffer(_api.MESSAGE_SIZE)
        why = integer("reason", reason or 0, 63)
        with self._lock:
            code = quick.nreg_batch_message(owner.pointer, wanted, why, buffer, len(buffer))
        if code < 0:
            raise failure(code)
        return buffer.value.decode("utf-8", "replace")

    def input(self, entry: EntryLike) -> str:
        """The text of an entry as it was entered."""
        wanted = _entry(entry)
        owner = self._use()
        length = ctypes.c_size_t()
        with self._lock:
            start = quick.nreg_batch_input(owner.pointer, wanted, length)
            if not start:
                raise KeyError(wanted)
            return ctypes.string_at(start, length.value).decode("utf-8", "replace")

    @property
    def id(self) -> int | None:
        """Id of the draft or of the commit; None if it was neither saved nor committed."""
        owner = self._use()
        return quick.nreg_batch_id(owner.pointer) or None

    # Deciding.

    def preview(self, **options: Any) -> Result:
        """What commit() would do now; nothing is written, nothing is locked. Takes the options of commit()."""
        return self._decide(lib.nreg_batch_preview, **options)

    def commit(self, **options: Any) -> Result:
        """Register what is good, and say what became of each entry. A rejected number is no exception.

        Options, all by name:

        - ``request_id``: a commit with a request id already used in the Business returns the stored result.
        - ``consent``: `Consent` given for every entry.
        - ``atomicity``: an `Atomicity`; keep the good entries by default.
        - ``max_rejects``: register nothing if more are rejected.
        - ``acknowledge_dno``, ``attestation``: the person confirmed the Do Not Originate warning; which text was shown.
        - ``evidence``: where the evidence for a transfer is.
        - ``chunk_entries``: commit in transactions of so many numbers.
        - ``timeout``: give up after so many seconds.
        - ``progress``: called with numbers done and numbers in all; returns False to cancel.

        Ctrl-C cancels a long commit: nothing is changed and KeyboardInterrupt is raised.
        """
        return self._decide(lib.nreg_batch_commit, **options)

    def reconcile(self) -> tuple[Batch, int]:
        """A batch that brings what is registered into line with this list, and how many numbers are right already.

        This batch says every number that shall sit at its target or below, with its purpose; it is not changed. The
        new one adds what is missing, changes purposes that differ and removes what is not on the list. Preview it,
        drop entries, commit it.
        """
        pointer, unchanged = ctypes.c_void_p(), ctypes.c_uint32()
        owner = self._use()
        with self._session_lock, self._lock:
            call(lib.nreg_batch_reconcile, owner.pointer, _byref(pointer), _byref(unchanged))
        assert pointer.value is not None
        return Batch(pointer.value, owner, self._session_lock), unchanged.value

    def save(self) -> int:
        """Save as a draft that another session or process can load; returns the batch id."""
        found = ctypes.c_uint64()
        owner = self._use()
        with self._session_lock, self._lock:
            call(lib.nreg_batch_save, owner.pointer, _byref(found))
        return found.value

    # Inside.

    def _decide(self, function: Any, **options: Any) -> Result:
        raw, _keep = commit_options(**options)
        owner = self._use()
        with self._session_lock, self._lock:
            return take_result(function, owner, _byref(raw))

    def _changed(self, function: Any, *arguments: Any) -> Entry:
        entry = Entry()
        self._simple(function, *arguments, _byref(entry))
        return entry

    def _simple(self, function: Any, *arguments: Any) -> None:
        owner = self._use()
        with self._lock:
            code = function(owner.pointer, *arguments, _byref(self._error))
            if code < 0:
                raise failure(code, self._error)

    def _entries(self, start: int, capacity: int) -> list[Entry]:
        raw = (Entry * capacity)()
        count = ctypes.c_uint32()
        self._simple(quick.nreg_batch_entries, start, raw, capacity, _byref(count))
        return list(raw[: count.value])

    def __repr__(self) -> str:
        return "<Batch closed>" if self.closed else f"<Batch of {len(self)} entries>"


def _entry(entry: EntryLike) -> int:
    return entry.entry if isinstance(entry, Entry) else integer("entry", entry, U32_MAX, 1)


def _inputs(chunk: list[Any], action: int) -> tuple[array[int], int, Any]:
    """A table of nreg_entry_input for a chunk of inputs, how many, and what it points into.

    The table is filled column by column: a struct is seven words of 64 bits, and a slice of every seventh word is a
    column.
    """
    pairs = _pairs(chunk, action)
    if pairs is not None:
        return pairs
    count = len(chunk)
    plain = all(item.__class__ is str for item in chunk)
    if plain:
        numbers = [item.encode("utf-8", "surrogatepass") for item in chunk]
        purposes: list[Any] = [None] * count
    else:
        rows = [_normal(item) for item in chunk]
        numbers = [text("number", row.number) for row in rows]
        purposes = [row.purpose for row in rows]
    words = array("Q", bytes(8 * 7 * count))
    keep = [_texts(words, 0, 2, numbers)]
    if plain:
        words[4::7] = array("Q", [action << 32]) * count
        return words, count, keep
    named = [p.encode("utf-8", "surrogatepass") if isinstance(p, str) else None for p in purposes]
    if any(name is not None for name in named):
        keep.append(_texts(words, 1, 3, [name or b"" for name in named]))
        for index, name in enumerate(named):
            if name is None:
                words[7 * index + 1] = 0
    ids = (0 if isinstance(p, str) else purpose_id(p) for p in purposes)
    actions = (action if row.action is None else member("action", row.action, Action) for row in rows)
    words[4::7] = array("Q", [i | a << 32 for i, a in zip(ids, actions)])
    words[5::7] = array("Q", [u32("consent", row.consent) | u32("row", row.row) << 32 for row in rows])
    words[6::7] = array("Q", [reason_bits("faults", row.faults) for row in rows])
    return words, count, keep


def _pairs(chunk: list[Any], action: int) -> tuple[array[int], int, Any] | None:
    """The same for what is staged most: pairs of a text and a purpose, all ids or all texts. None for anything else."""
    if not all(item.__class__ is tuple and len(item) == 2 for item in chunk):
        return None
    numbers, purposes = zip(*chunk)
    kinds = frozenset(map(type, purposes))
    if not (kinds <= _IDS or kinds == {str}) or not all(number.__class__ is str for number in numbers):
        return None
    count = len(chunk)
    words = array("Q", bytes(8 * 7 * count))
    try:
        keep = [_texts(words, 0, 2, list(map(str.encode, numbers)))]
        if kinds == {str}:
            codes = {name: name.encode() for name in set(purposes)}
            keep.append(_texts(words, 1, 3, [codes[name] for name in purposes]))
    except UnicodeEncodeError:
        return None
    if kinds == {str}:
        words[4::7] = array("Q", [action << 32]) * count
        return words, count, keep
    if min(purposes) < 0 or max(purposes) > _api.PURPOSE_MAX:
        return None
    words[4::7] = array("Q", [id | action << 32 for id in purposes] if action else purposes)
    return words, count, keep


def _normal(item: Any) -> Input:
    if isinstance(item, Input):
        return item
    if isinstance(item, (str, bytes)):
        return Input(item)
    return Input(*item)


def _texts(words: array[int], address: int, length: int, texts: list[bytes]) -> Any:
    """Fill the address and length columns for some texts, joined in one buffer, which is returned."""
    lengths = array("Q", map(len, texts))
    joined = ctypes.create_string_buffer(b"".join(texts), sum(lengths) + 1)
    base = ctypes.addressof(joined)
    words[address::7] = array("Q", islice(accumulate(lengths, initial=base), len(texts)))
    words[length::7] = lengths
    return joined


assert ctypes.sizeof(_api.EntryInput) == 7 * 8 and _api.EntryInput.faults.offset == 6 * 8


def commit_options(
    *,
    request_id: str | None = None,
    consent: Consent = Consent(0),
    atomicity: Atomicity | None = None,
    max_rejects: int | None = None,
    acknowledge_dno: bool = False,
    attestation: str | None = None,
    evidence: str | None = None,
    chunk_entries: int = 0,
    timeout: float | None = None,
    progress: Progress | None = None,
) -> tuple[Any, Any]:
    """The struct, and what must live during the call."""
    raw = _api.CommitOptions()
    quick.nreg_commit_options_init(raw)
    if atomicity is None:
        atomicity = Atomicity.KEEP_GOOD if max_rejects is None else Atomicity.MAX_REJECTS
    raw.atomicity = member("atomicity", atomicity, Atomicity)
    raw.max_rejects = u32("max_rejects", max_rejects or 0)
    raw.consent = u32("consent", consent)
    raw.acknowledge_dno = bool(acknowledge_dno)
    raw.chunk_entries = u32("chunk_entries", chunk_entries)
    raw.timeout_ms = 0 if timeout is None else max(1, integer("timeout", int(timeout * 1000), U32_MAX))
    raw.request_id = optional("request_id", request_id)
    raw.attestation = optional("attestation", attestation)
    raw.evidence = optional("evidence", evidence)

    # Always given: only when Python runs can it notice Ctrl-C.
    def advance(done: int, total: int, _context: Any) -> int:
        try:
            run_signals()
            return 1 if progress is not None and progress(done, total) is False else 0
        except BaseException as exception:
            failed_callback(exception, "The progress callback", code=Code.CANCELLED)
            return 1

    raw.progress = _Progress(advance)
    return raw, advance


def batch_options(action: Action, region: str | None, policy: Any) -> tuple[Any, Any]:
    """The struct, and what must live during the call."""
    raw = _api.BatchOptions()
    quick.nreg_batch_options_init(raw)
    raw.action = member("action", action, Action)
    if region is not None:
        from ._convert import region_code

        raw.region = region_code("region", region)
    keep = None
    if policy is not None:
        keep = policy._raw()
        raw.policy = ctypes.pointer(keep)
    return raw, keep


def open_batch(function: Any, session: Session, target: int, options: Any) -> Batch:
    """Make a batch with a function of the library."""
    pointer = ctypes.c_void_p()
    owner = session._use()
    with session._lock:
        call(function, owner.pointer, target, ctypes.byref(options), ctypes.byref(pointer))
    assert pointer.value is not None
    return Batch(pointer.value, owner, session._lock)


__all__ = ["U64_MAX", "Batch", "BatchInfo", "Code", "Entry", "Input", "InputLike", "Progress", "scope_id"]
