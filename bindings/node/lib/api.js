// SPDX-License-Identifier: MIT
// Written by bindings/generator from the public headers; do not edit.
'use strict';

const koffi = require('koffi');

exports.version = '0.1.0';
exports.versionNumber = 1000;
exports.abi = 0;

/** Length argument that says: the text ends at its first NUL byte. */
exports.NREG_NUL = 18446744073709551615n;
/** Size of nreg_error::message in bytes, its NUL included. */
exports.NREG_ERROR_MESSAGE_SIZE = 256;
/** Size of nreg_number::extension: 20 digits and a NUL. */
exports.NREG_EXTENSION_SIZE = 24;
/** Longest output of nreg_number_format() in bytes, NUL included. */
exports.NREG_FORMAT_SIZE = 128;
/** Reasons whose handling nreg_number_rules may change. */
exports.NREG_NUMBER_SWITCHES = 14678528;
/** Smallest id of a host's own purpose. */
exports.NREG_PURPOSE_FIRST_OWN = 1000;
/** Largest id of a purpose. */
exports.NREG_PURPOSE_MAX = 65535;
/** Size of a reference, NUL included. */
exports.NREG_REFERENCE_SIZE = 32;
/** Enough for any sentence of nreg_result_message() and nreg_result_sentence(), NUL included. */
exports.NREG_MESSAGE_SIZE = 512;
/** Longest actor and trace text in bytes, NUL not included. */
exports.NREG_ACTOR_MAX = 127;
/** Longest request id in bytes. */
exports.NREG_REQUEST_ID_MAX = 64;
/** Longest number text an entry keeps, in bytes; longer ones are cut and rejected as NREG_REASON_TOO_LONG. */
exports.NREG_INPUT_MAX = 1000;
/** Largest scope id: 2^53 - 1, so that ids survive languages with only floating-point numbers. */
exports.NREG_ID_MAX = 9007199254740991;
/** Size of a key, NUL included: 1 to 63 of a-z, 0-9, '-', '_', '.'; not beginning with '.' or '-'. */
exports.NREG_KEY_SIZE = 64;
/** Size of an external id field; the id has at most 64 bytes. */
exports.NREG_EXTERNAL_ID_SIZE = 72;
/** Size of a label, NUL included. */
exports.NREG_LABEL_SIZE = 256;
/** Size of a path, NUL included: up to four keys and three slashes. */
exports.NREG_PATH_SIZE = 264;
/** Longest request id of an import in bytes: each of its batches appends '#' and its scope id. */
exports.NREG_IMPORT_REQUEST_ID_MAX = 40;
/** Size of a feed cursor as text, NUL included. */
exports.NREG_FEED_CURSOR_SIZE = 40;
/** Size of a key, NUL included. */
exports.NREG_LANGUAGE_KEY_SIZE = 64;
/** Longest text in bytes, so that every message fits NREG_MESSAGE_SIZE. */
exports.NREG_LANGUAGE_TEXT_MAX = 280;
/** Seconds for which nreg_review_expire() keeps the numbers it looks at from other workers. */
exports.NREG_EXPIRE_LEASE_SECONDS = 300;
/** Longest note in bytes, NUL not included. */
exports.NREG_NOTE_MAX = 500;
/** Major release number of this header. */
exports.NREG_VERSION_MAJOR = 0;
/** Minor release number of this header. */
exports.NREG_VERSION_MINOR = 1;
/** Patch release number of this header. */
exports.NREG_VERSION_PATCH = 0;
/** Number of the binary interface: the suffix of the shared library's SONAME. */
exports.NREG_ABI_VERSION = 0;
/** Release of this header as one integer: major * 1000000 + minor * 1000 + patch. */
exports.NREG_VERSION_NUMBER = 1000;
/** Version of the contract this header describes. */
exports.NREG_STORE_CONTRACT = 1;
/** Most rows in one call. */
exports.NREG_STORE_ROWS_MAX = 65536;

/** The codes. Numbers are final: they are never reused or renumbered. */
exports.Code = Object.freeze({"OK": 0, "INVALID_ARGUMENT": -1, "NO_MEMORY": -2, "NOT_FOUND": -3, "EXISTS": -4, "BUSY": -5, "RETRY": -6, "UNKNOWN": -7, "CANCELLED": -8, "DEADLINE": -9, "UNSUPPORTED": -10, "DENIED": -11, "CLOSED": -12, "NOT_EMPTY": -13, "LIMIT_EXCEEDED": -14, "IO": -15, "CORRUPT": -16, "INCOMPATIBLE": -17, "READ_ONLY": -18, "FULL": -19, "REQUEST_MISMATCH": -20, "FORKED": -21, "HOST": -22, "BAD_TEXT": -23, "BAD_FORMAT": -24, "FEED_PRUNED": -25, "CONFLICT": -26, "INTERNAL": -27});

/** How important a log line is. Above NREG_LOG_DEBUG a line names neither numbers nor actors. */
exports.LogLevel = Object.freeze({"ERROR": 1, "WARNING": 2, "INFO": 3, "DEBUG": 4});

/** The reasons: 1 to 31 speak about the number as written, 32 to 63 about the registry and the batch. */
exports.Reason = Object.freeze({"NONE": 0, "EMPTY": 1, "NOT_A_NUMBER": 2, "BAD_COUNTRY": 3, "TOO_SHORT": 4, "TOO_LONG": 5, "BAD_LENGTH": 6, "AREA_CODE_MISSING": 7, "BAD_AREA_CODE": 8, "UNASSIGNED_AREA_CODE": 9, "BAD_EXCHANGE": 10, "RESERVED_EXCHANGE": 11, "RESERVED_FICTIONAL": 12, "DIRECTORY_ASSISTANCE": 13, "RESERVED_555": 14, "RESERVED_TOLL_FREE": 15, "PREMIUM_RATE": 16, "NON_GEOGRAPHIC": 17, "CARRIER_SERVICE": 18, "GOVERNMENT": 19, "REPEATED_DIGIT": 20, "NOT_IN_PLAN": 21, "FOREIGN_COUNTRY": 22, "HAS_EXTENSION": 23, "SPREADSHEET_DAMAGE": 24, "SPREADSHEET_REPAIRED": 25, "BEYOND_E164": 26, "HAS_LETTERS": 27, "BAD_TEXT": 28, "BAD_ROW": 29, "PURPOSE_MISSING": 32, "PURPOSE_UNKNOWN": 33, "PURPOSE_RETIRED": 34, "DUPLICATE_IN_BATCH": 35, "CONFLICTING_PURPOSE": 36, "ALREADY_HERE": 37, "HELD_ABOVE": 38, "ALREADY_BELOW": 39, "IN_OTHER_UNIT": 40, "IN_OTHER_PROGRAM": 41, "REGISTERED_ELSEWHERE": 42, "TARGET_NOT_FOUND": 43, "TARGET_CLOSED": 44, "LIMIT_EXCEEDED": 45, "DNO_NOT_ACKNOWLEDGED": 46, "BATCH_ABANDONED": 47, "NOT_REGISTERED": 48, "NOT_IN_SCOPE": 49, "SUSPENDED": 50, "BAD_TRANSITION": 51, "CHANGED_SINCE": 52, "NOT_ALLOWED": 53, "DNO": 54, "DNO_IN_PROGRAM": 55, "DNO_CHANGED": 56, "PROGRAM_ENDED": 57, "RESUBMITTED": 58, "NO_CHANGE": 59, "DOUBLE_HOLDER": 60, "SCOPE_UNKNOWN": 61, "PROOF_EXPIRED": 62, "BAD_FIELD": 63});

/** Field of an entry that a reason finds fault with. */
exports.Field = Object.freeze({"NONE": 0, "NUMBER": 1, "PURPOSE": 2, "TARGET": 3, "BATCH": 4});

/** What a person who is typing should be told. */
exports.TypingState = Object.freeze({"EMPTY": 0, "INCOMPLETE": 1, "VALID": 2, "INVALID": 3});

/** Outcome of parsing; the error kinds are libphonenumber's. */
exports.ParseOutcome = Object.freeze({"OK": 0, "INVALID_COUNTRY_CODE": 1, "NOT_A_NUMBER": 2, "TOO_SHORT_AFTER_IDD": 3, "TOO_SHORT_NSN": 4, "TOO_LONG": 5});

/** Whether the length is possible; libphonenumber's ValidationResult. */
exports.Possible = Object.freeze({"POSSIBLE": 0, "LOCAL_ONLY": 1, "INVALID_COUNTRY_CODE": 2, "TOO_SHORT": 3, "INVALID_LENGTH": 4, "TOO_LONG": 5});

/** Type of a number; libphonenumber's PhoneNumberType. */
exports.NumberType = Object.freeze({"FIXED_LINE": 0, "MOBILE": 1, "FIXED_LINE_OR_MOBILE": 2, "TOLL_FREE": 3, "PREMIUM_RATE": 4, "SHARED_COST": 5, "VOIP": 6, "PERSONAL_NUMBER": 7, "PAGER": 8, "UAN": 9, "VOICEMAIL": 10, "UNKNOWN": 11});

/** Where the calling code came from; libphonenumber's CountryCodeSource. */
exports.CallingCodeSource = Object.freeze({"NONE": 0, "PLUS": 1, "IDD": 2, "DIGITS": 3, "DEFAULT_REGION": 4});

/** Options of nreg_number_read(), to be combined with `|`. */
exports.ReadOptions = Object.freeze({"TEXT": 0, "SPREADSHEET": 1});

/** Bits of nreg_number::notes. */
exports.NumberNotes = Object.freeze({"LETTERS": 1, "EXTENSION": 2, "SPREADSHEET_REPAIRED": 4, "SPREADSHEET_DAMAGE": 8, "BAD_TEXT": 16, "VALID_FOR_REGION": 32});

/** How to write a number. */
exports.NumberFormat = Object.freeze({"E164": 0, "NATIONAL": 1, "INTERNATIONAL": 2, "RFC3966": 3, "DIGITS": 4, "NATIONAL_DIGITS": 5});

/** Where a number may be reassigned to when it sits beside the target (rule R4). */
exports.Reassign = Object.freeze({"TO_PROGRAMS": 0, "TO_UNITS": 1, "NEVER": 2});

/** When new numbers are reviewed (rule R7). */
exports.Review = Object.freeze({"BY_WORKER": 0, "IN_COMMIT": 1, "OFF": 2});

/** Ids of the built-in call purposes; final. */
exports.PurposeId = Object.freeze({"NONE": 0, "CHARITY": 1, "CUSTOMER_SERVICE": 2, "DEBT_COLLECTION": 3, "INFORMATIONAL": 4, "MULTI_USE": 5, "POLITICAL": 6, "PRISON": 7, "SURVEY": 8, "TELEMARKETING": 9, "DO_NOT_ORIGINATE": 10});

/** Bits of nreg_purpose::flags; not the ids above. */
exports.PurposeFlags = Object.freeze({"RETIRED": 1, "DNO": 2});

/** What an entry asks for. */
exports.Action = Object.freeze({"ADD": 1, "REMOVE": 2, "CHANGE": 3, "MOVE": 4, "REVIEW": 5, "PROOF": 6, "REVERT": 7, "TRANSFER": 8, "IMPORT": 9});

/** What became of an entry. */
exports.OutcomeKind = Object.freeze({"REJECTED": 0, "ADDED": 1, "MOVED": 2, "UNASSIGNED": 3, "DELETED": 4, "CHANGED": 5, "REVIEWED": 6, "RESTORED": 7, "TRANSFERRED": 8, "IMPORTED": 9});

/** Bits of nreg_outcome::flags. */
exports.OutcomeFlags = Object.freeze({"MOVABLE": 1, "RESUBMITTED": 2});

/** Bits of nreg_summary::flags. */
exports.ResultFlags = Object.freeze({"PREVIEW": 1, "REPLAYED": 2, "ABANDONED": 4});

/** Bits of an entry's consent. */
exports.Consent = Object.freeze({"MOVE": 1, "DELETE": 2});

/** How much of a batch must be good (rule R11). */
exports.Atomicity = Object.freeze({"KEEP_GOOD": 0, "ALL_OR_NOTHING": 1, "MAX_REJECTS": 2});

/** What becomes of the numbers of a scope that closes. */
exports.Closing = Object.freeze({"UNASSIGN": 1, "DELETE": 2, "MOVE": 3});

/** State of a stored batch. */
exports.BatchState = Object.freeze({"DRAFT": 1, "COMMITTING": 2, "COMMITTED": 3, "DISCARDED": 4});

/** Level of a scope. */
exports.Level = Object.freeze({"ORGANIZATION": 1, "BUSINESS": 2, "UNIT": 3, "PROGRAM": 4});

/** State of a scope. */
exports.ScopeState = Object.freeze({"OPEN": 1, "CLOSED": 2});

/** Status of a record. */
exports.Status = Object.freeze({"PENDING": 1, "NEEDS_PROOF": 2, "ACTIVE": 3, "SUSPENDED": 4, "DECLINED": 5});

/** Bits of nreg_record::flags. */
exports.RecordFlags = Object.freeze({"RESUBMITTED": 1, "IMPORTED": 2, "PROOF": 4, "REVIEWED_AT_ONCE": 8, "REINSTATED": 16});

/** In which order records are listed. */
exports.Order = Object.freeze({"NUMBER": 0, "CHANGE": 1});

/** Encoding of a file. */
exports.Encoding = Object.freeze({"AUTO": 0, "UTF8": 1, "UTF16LE": 2, "UTF16BE": 3, "WINDOWS1252": 4});

/** Whether the first row names the columns. */
exports.HeaderRow = Object.freeze({"AUTO": 0, "YES": 1, "NO": 2});

/** Format of an export. */
exports.ExportFormat = Object.freeze({"CSV": 0, "JSON_LINES": 1});

/** What is written of a registered number: bits of nreg_export_options::columns. Written in this order. */
exports.ExportColumns = Object.freeze({"NUMBER": 1, "PURPOSE": 2, "PURPOSE_CODE": 4, "STATUS": 8, "SCOPE": 16, "REGION": 32, "TYPE": 64, "CREATED": 128, "UPDATED": 256, "ALL": 511});

/** Services that numbers are handed on to, whose sizes and codes are public. */
exports.Destination = Object.freeze({"NONE": 0, "FIRST_ORION": 1, "HIYA": 2, "TELNYX": 3, "TRUECALLER": 4});

/** What a journal row tells. */
exports.Change = Object.freeze({"ADDED": 1, "MOVED": 2, "REMOVED": 3, "CHANGED": 4, "RESUBMITTED": 5, "LOST": 6});

/** What a reviewer decides about a number. */
exports.Decision = Object.freeze({"LATER": 0, "APPROVE": 1, "HOLD": 2, "DECLINE": 3, "SUSPEND": 4, "REMOVE": 5});

/** Signs that a number should be held rather than approved; bits. */
exports.Sign = Object.freeze({"HELD_ELSEWHERE": 1, "DECLINED_BEFORE": 2, "SUSPENDED_BEFORE": 4, "PREMIUM_RATE": 8, "SHARED_COST": 16, "UNASSIGNED_AREA_CODE": 32, "DO_NOT_ORIGINATE": 64});

/** Mode of a transaction. */
exports.TransactionMode = Object.freeze({"READ": 1, "WRITE": 2});

/** Answers per row. */
exports.RowAnswer = Object.freeze({"OK": 0, "ABSENT": 1, "PRESENT": 2, "CONFLICT": 3});

/** How `fetch` reads. */
exports.FetchMode = Object.freeze({"SNAPSHOT": 0, "LOCKED": 1});

/** What the items of a batch are. */
exports.ItemsKind = Object.freeze({"ENTRIES": 1, "OUTCOMES": 2, "NOTES": 3});

/** How `journal_read` selects. */
exports.JournalBy = Object.freeze({"FEED": 1, "BATCH": 2, "NUMBER": 3, "BUSINESS": 4});

/** Kinds of counters. */
exports.CountKind = Object.freeze({"RECORDS": 1, "ELSEWHERE": 2});

/** How `scope_find` looks a scope up. */
exports.FindBy = Object.freeze({"KEY": 1, "EXTERNAL_ID": 2});

/** Groups of the contract that a store offers; bits. */
exports.StoreGroups = Object.freeze({"BATCHES": 1, "JOURNAL": 2, "SCOPES": 4, "REVIEW": 8, "COUNTS": 16});

/** Outcome of one check. */
exports.CheckOutcome = Object.freeze({"PASSED": 0, "FAILED": 1, "SKIPPED": 2});

/** What nreg_postgresql_store_open() does about the schema. */
exports.PostgresqlMode = Object.freeze({"OPEN": 0, "CREATE": 1, "READ_ONLY": 2});

/** What nreg_sqlite_store_open() does about the file. */
exports.SqliteMode = Object.freeze({"OPEN": 0, "CREATE": 1, "READ_ONLY": 2});

koffi.opaque('nreg_plan');
koffi.opaque('nreg_store');
koffi.opaque('nreg_registry');
koffi.opaque('nreg_result');
koffi.opaque('nreg_session');
koffi.opaque('nreg_batch');
koffi.opaque('nreg_import');
koffi.opaque('nreg_migration');
koffi.opaque('nreg_language');

/** Details of a failure, in memory of the caller.

Every function that takes one accepts NULL. On success it is cleared (code 0, empty message, position -1). `struct_size` is set by nreg_error_init() or NREG_ERROR_INIT and never changed. */
exports.nreg_error = koffi.struct('nreg_error', {
  struct_size: 'uint32_t',
  code: 'int32_t',
  position: 'int64_t',
  system: 'int32_t',
  reserved: 'uint32_t',
  message: koffi.array('char', 256),
});

/** Where memory comes from.

All three functions are given together or not at all. They must be safe from any thread that uses the handle they were given to, and must not call the library.

Where none are given, small blocks come from malloc(). Those of about two mebibytes and more are mapped from the system in its large pages, where it has any (Linux), and grown without copying; without large pages, from malloc() too. What is mapped does not count in mallinfo2() and the like. */
exports.nreg_allocator = koffi.struct('nreg_allocator', {
  allocate: koffi.pointer(koffi.proto('void * nreg_allocator_allocate(size_t, void *)')),
  reallocate: koffi.pointer(koffi.proto('void * nreg_allocator_reallocate(void *, size_t, void *)')),
  release: koffi.pointer(koffi.proto('void nreg_allocator_release(void *, void *)')),
  context: 'void *',
});

/** Time, randomness and log, as the host provides them.

Any member may be NULL; then the system's clock and random source serve, and nothing is logged. Given the same clock and randomness, the same calls give byte-identical results. */
exports.nreg_host = koffi.struct('nreg_host', {
  struct_size: 'uint32_t',
  log_level: 'uint32_t',
  clock: koffi.pointer(koffi.proto('int32_t nreg_host_clock(int64_t *, void *)')),
  random: koffi.pointer(koffi.proto('int32_t nreg_host_random(void *, size_t, void *)')),
  log: koffi.pointer(koffi.proto('void nreg_host_log(uint32_t, const char *, void *)')),
  context: 'void *',
});

/** What the catalogue says of a reason. */
exports.nreg_reason_info = koffi.struct('nreg_reason_info', {
  reason: 'uint32_t',
  field: 'uint32_t',
  precedence: 'uint32_t',
  retryable: 'uint32_t',
  support: 'uint32_t',
  reserved: 'uint32_t',
  code: 'const char *',
  text: 'const char *',
});

/** One number as read. 72 bytes. */
exports.nreg_number = koffi.struct('nreg_number', {
  e164: 'uint64_t',
  national: 'uint64_t',
  calling_code: 'uint32_t',
  leading_zeros: 'uint8_t',
  national_digits: 'uint8_t',
  parse: 'uint8_t',
  possible: 'uint8_t',
  valid: 'uint8_t',
  type: 'uint8_t',
  state: 'uint8_t',
  source: 'uint8_t',
  notes: 'uint32_t',
  extension_digits: 'uint32_t',
  region: koffi.array('char', 4),
  default_region: koffi.array('char', 4),
  extension: koffi.array('char', 24),
  reserved: 'uint32_t',
});

/** Which registration rules reject and which only warn.

Bits are reasons. A finding in `reject` rejects; else, in `warn`, it warns; else it is accepted silently. Only the bits of NREG_NUMBER_SWITCHES can be moved; every other number reason always rejects (or, for NREG_REASON_SPREADSHEET_REPAIRED and NREG_REASON_HAS_LETTERS, always warns). */
exports.nreg_number_rules = koffi.struct('nreg_number_rules', {
  struct_size: 'uint32_t',
  reserved: 'uint32_t',
  reject: 'uint64_t',
  warn: 'uint64_t',
});

/** The policy; prepared by nreg_policy_init(), which fills in the defaults named at each member. */
exports.nreg_policy = koffi.struct('nreg_policy', {
  struct_size: 'uint32_t',
  reassign: 'uint32_t',
  numbers: 'nreg_number_rules',
  default_region: koffi.array('char', 4),
  dno_acknowledge: 'uint32_t',
  dno_in_program: 'uint32_t',
  auto_review: 'uint32_t',
  result_days: 'uint32_t',
  draft_days: 'uint32_t',
  proof_days: 'uint32_t',
  max_entries: 'uint32_t',
  max_elsewhere_a_day: 'uint32_t',
  max_retries: 'uint32_t',
  max_numbers: 'uint64_t',
  lock_wait_ms: 'uint32_t',
  reserved: 'uint32_t',
});

/** A scope. Texts are UTF-8, NUL-terminated. 560 bytes. */
exports.nreg_scope = koffi.struct('nreg_scope', {
  id: 'uint64_t',
  parent: 'uint64_t',
  organization: 'uint64_t',
  business: 'uint64_t',
  unit: 'uint64_t',
  created: 'int64_t',
  updated: 'int64_t',
  starts: 'int64_t',
  ends: 'int64_t',
  level: 'uint32_t',
  state: 'uint32_t',
  revision: 'uint32_t',
  reserved: 'uint32_t',
  region: koffi.array('char', 8),
  key: koffi.array('char', 64),
  external_id: koffi.array('char', 72),
  label: koffi.array('char', 256),
  reserved2: koffi.array('uint64_t', 9),
});

/** Options of nreg_registry_open(); prepared by nreg_registry_options_init(). */
exports.nreg_registry_options = koffi.struct('nreg_registry_options', {
  struct_size: 'uint32_t',
  reserved: 'uint32_t',
  allocator: 'nreg_allocator *',
  host: 'nreg_host *',
  policy: 'nreg_policy *',
  plan: 'nreg_plan *',
  resolve_scope: koffi.pointer(koffi.proto('int32_t nreg_registry_options_resolve_scope(uint64_t, nreg_scope *, void *)')),
  elsewhere_disclosed: koffi.pointer(koffi.proto('void nreg_registry_options_elsewhere_disclosed(uint64_t, uint32_t, void *)')),
  context: 'void *',
});

/** Options of nreg_memory_store_open(); prepared by nreg_memory_store_options_init(). */
exports.nreg_memory_store_options = koffi.struct('nreg_memory_store_options', {
  struct_size: 'uint32_t',
  no_journal: 'uint32_t',
  allocator: 'nreg_allocator *',
});

/** One call purpose. Texts are UTF-8, NUL-terminated. 656 bytes; it does not grow. */
exports.nreg_purpose = koffi.struct('nreg_purpose', {
  struct_size: 'uint32_t',
  id: 'uint32_t',
  order: 'uint32_t',
  flags: 'uint32_t',
  code: koffi.array('char', 32),
  label: koffi.array('char', 96),
  description: koffi.array('char', 256),
  warning: koffi.array('char', 256),
});

/** What became of one entry. 80 bytes. */
exports.nreg_outcome = koffi.struct('nreg_outcome', {
  number: 'uint64_t',
  reasons: 'uint64_t',
  reasons_more: 'uint64_t',
  warnings: 'uint64_t',
  warnings_more: 'uint64_t',
  holder: 'uint64_t',
  entry: 'uint32_t',
  row: 'uint32_t',
  related: 'uint32_t',
  purpose: 'uint32_t',
  reason: 'uint16_t',
  outcome: 'uint8_t',
  action: 'uint8_t',
  status: 'uint8_t',
  flags: 'uint8_t',
  state: 'uint8_t',
  reserved: 'uint8_t',
  reserved2: 'uint64_t',
});

/** The counts of a result: accepted + rejected = entries, always. */
exports.nreg_summary = koffi.struct('nreg_summary', {
  struct_size: 'uint32_t',
  flags: 'uint32_t',
  batch: 'uint64_t',
  time: 'int64_t',
  entries: 'uint32_t',
  accepted: 'uint32_t',
  rejected: 'uint32_t',
  added: 'uint32_t',
  moved: 'uint32_t',
  unassigned: 'uint32_t',
  deleted: 'uint32_t',
  changed: 'uint32_t',
  movable: 'uint32_t',
  warned: 'uint32_t',
  dno: 'uint32_t',
  reviewed: 'uint32_t',
  restored: 'uint32_t',
  transferred: 'uint32_t',
  imported: 'uint32_t',
  reserved: 'uint32_t',
});

/** Options of nreg_batch_new(); prepared by nreg_batch_options_init(). */
exports.nreg_batch_options = koffi.struct('nreg_batch_options', {
  struct_size: 'uint32_t',
  action: 'uint32_t',
  policy: 'nreg_policy *',
  region: koffi.array('char', 4),
  reserved: 'uint32_t',
});

/** One entry to stage. Texts are UTF-8 and copied. */
exports.nreg_entry_input = koffi.struct('nreg_entry_input', {
  number: 'const char *',
  purpose_text: 'const char *',
  number_length: 'uint64_t',
  purpose_length: 'uint64_t',
  purpose: 'uint32_t',
  action: 'uint32_t',
  consent: 'uint32_t',
  row: 'uint32_t',
  faults: 'uint64_t',
});

/** One entry as staged: what a page shows at once. 152 bytes. */
exports.nreg_entry = koffi.struct('nreg_entry', {
  number: 'uint64_t',
  reasons: 'uint64_t',
  warnings: 'uint64_t',
  entry: 'uint32_t',
  row: 'uint32_t',
  duplicate_of: 'uint32_t',
  purpose: 'uint32_t',
  action: 'uint32_t',
  consent: 'uint32_t',
  state: 'uint32_t',
  green: 'uint32_t',
  type: 'uint32_t',
  region: koffi.array('char', 4),
  formatted: koffi.array('char', 80),
  reserved: 'uint64_t',
});

/** Options of nreg_batch_commit() and nreg_batch_preview(); prepared by nreg_commit_options_init(). */
exports.nreg_commit_options = koffi.struct('nreg_commit_options', {
  struct_size: 'uint32_t',
  atomicity: 'uint32_t',
  max_rejects: 'uint32_t',
  consent: 'uint32_t',
  acknowledge_dno: 'uint32_t',
  chunk_entries: 'uint32_t',
  timeout_ms: 'uint32_t',
  reserved: 'uint32_t',
  request_id: 'const char *',
  attestation: 'const char *',
  progress: koffi.pointer(koffi.proto('int32_t nreg_commit_options_progress(uint64_t, uint64_t, void *)')),
  context: 'void *',
  evidence: 'const char *',
});

/** A stored batch, as listed. */
exports.nreg_batch_info = koffi.struct('nreg_batch_info', {
  id: 'uint64_t',
  business: 'uint64_t',
  target: 'uint64_t',
  created: 'int64_t',
  updated: 'int64_t',
  expires: 'int64_t',
  state: 'uint32_t',
  action: 'uint32_t',
  entries: 'uint32_t',
  accepted: 'uint32_t',
  rejected: 'uint32_t',
  reserved: 'uint32_t',
  request_id: koffi.array('char', 72),
  actor: koffi.array('char', 128),
  attestation: koffi.array('char', 128),
});

/** What to add or change; prepared by nreg_scope_options_init(). */
exports.nreg_scope_options = koffi.struct('nreg_scope_options', {
  struct_size: 'uint32_t',
  organization: 'uint32_t',
  key: 'const char *',
  external_id: 'const char *',
  label: 'const char *',
  region: 'const char *',
  starts: 'int64_t',
  ends: 'int64_t',
});

/** One registered number. 80 bytes.

The holder is the deepest of `program`, `unit` and `business` that is not 0. `last_batch` and `revision` together are the record's token: they change with every change of the record. */
exports.nreg_record = koffi.struct('nreg_record', {
  number: 'uint64_t',
  business: 'uint64_t',
  unit: 'uint64_t',
  program: 'uint64_t',
  last_batch: 'uint64_t',
  created: 'int64_t',
  updated: 'int64_t',
  revision: 'uint32_t',
  purpose: 'uint32_t',
  status: 'uint32_t',
  flags: 'uint32_t',
  dno_batch: 'uint64_t',
});

/** Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root through. */
exports.nreg_record_filter = koffi.struct('nreg_record_filter', {
  struct_size: 'uint32_t',
  statuses: 'uint32_t',
  scope: 'uint64_t',
  purpose: 'uint32_t',
  only_here: 'uint32_t',
  from: 'uint64_t',
  to: 'uint64_t',
  changed_since: 'int64_t',
  types: 'uint32_t',
  dno: 'uint32_t',
  order: 'uint32_t',
  region: koffi.array('char', 4),
  ending: koffi.array('char', 12),
  reserved: 'uint32_t',
  prefix: koffi.array('char', 16),
});

/** Where a list is to go on; all zero to begin.

Opaque; may be stored and used by other processes, in sessions of the same root for the same list. By change it says nothing of how much others do, and is other bits each time. */
exports.nreg_record_cursor = koffi.struct('nreg_record_cursor', {
  business: 'uint64_t',
  number: 'uint64_t',
  seal: 'uint64_t',
});

/** How many records have a status and a call purpose. 16 bytes. */
exports.nreg_record_count = koffi.struct('nreg_record_count', {
  count: 'uint64_t',
  status: 'uint32_t',
  purpose: 'uint32_t',
});

/** Where one number is in use. */
exports.nreg_assignments = koffi.struct('nreg_assignments', {
  struct_size: 'uint32_t',
  reserved: 'uint32_t',
  record: 'nreg_record',
  organization: 'nreg_scope',
  business: 'nreg_scope',
  unit: 'nreg_scope',
  program: 'nreg_scope',
  path: koffi.array('char', 264),
});

/** Where bytes come from. */
exports.nreg_source = koffi.struct('nreg_source', {
  read: koffi.pointer(koffi.proto('int32_t nreg_source_read(void *, size_t, size_t *, void *)')),
  context: 'void *',
});

/** Where bytes go to. */
exports.nreg_sink = koffi.struct('nreg_sink', {
  write: koffi.pointer(koffi.proto('int32_t nreg_sink_write(void *, size_t, void *)')),
  context: 'void *',
});

/** Options of the upload functions; prepared by nreg_upload_options_init(). */
exports.nreg_upload_options = koffi.struct('nreg_upload_options', {
  struct_size: 'uint32_t',
  encoding: 'uint32_t',
  header: 'uint32_t',
  delimiter: 'uint32_t',
  number_column: 'uint32_t',
  purpose_column: 'uint32_t',
  number_header: 'const char *',
  purpose_header: 'const char *',
  default_purpose: 'uint32_t',
  consent: 'uint32_t',
  max_row_bytes: 'uint32_t',
  reserved: 'uint32_t',
  progress: koffi.pointer(koffi.proto('int32_t nreg_upload_options_progress(uint64_t, uint64_t, void *)')),
  context: 'void *',
});

/** What was recognised and read. */
exports.nreg_upload_report = koffi.struct('nreg_upload_report', {
  struct_size: 'uint32_t',
  encoding: 'uint32_t',
  header: 'uint32_t',
  delimiter: 'uint32_t',
  number_column: 'uint32_t',
  purpose_column: 'uint32_t',
  bytes: 'uint64_t',
  rows: 'uint64_t',
  empty_rows: 'uint64_t',
});

/** How to write; prepared by nreg_export_options_init(). */
exports.nreg_export_options = koffi.struct('nreg_export_options', {
  struct_size: 'uint32_t',
  format: 'uint32_t',
  columns: 'uint32_t',
  number_style: 'uint32_t',
  header: 'uint32_t',
  delimiter: 'uint32_t',
  mark: 'uint32_t',
  max_rows: 'uint32_t',
  destination: 'uint32_t',
  reserved: 'uint32_t',
});

/** Options of nreg_import_new(); prepared by nreg_import_options_init(). */
exports.nreg_import_options = koffi.struct('nreg_import_options', {
  struct_size: 'uint32_t',
  status: 'uint32_t',
  within: 'uint64_t',
  scope: 'uint64_t',
  policy: 'nreg_policy *',
  purpose: 'uint32_t',
  region: koffi.array('char', 4),
});

/** One row to import. Texts are UTF-8 and copied. */
exports.nreg_import_row = koffi.struct('nreg_import_row', {
  number: 'const char *',
  scope: 'const char *',
  purpose_text: 'const char *',
  number_length: 'uint64_t',
  scope_length: 'uint64_t',
  purpose_length: 'uint64_t',
  scope_id: 'uint64_t',
  created: 'int64_t',
  faults: 'uint64_t',
  purpose: 'uint32_t',
  status: 'uint32_t',
  row: 'uint32_t',
  reserved: 'uint32_t',
});

/** Columns of a file to import; prepared by nreg_import_columns_init(). */
exports.nreg_import_columns = koffi.struct('nreg_import_columns', {
  struct_size: 'uint32_t',
  scope_column: 'uint32_t',
  unit_column: 'uint32_t',
  program_column: 'uint32_t',
  status_column: 'uint32_t',
  created_column: 'uint32_t',
  scope_header: 'const char *',
  unit_header: 'const char *',
  program_header: 'const char *',
  status_header: 'const char *',
  created_header: 'const char *',
  upload: 'nreg_upload_options *',
});

/** What was recognised in a file, beside what nreg_upload_report says. */
exports.nreg_import_layout = koffi.struct('nreg_import_layout', {
  struct_size: 'uint32_t',
  scope_column: 'uint32_t',
  unit_column: 'uint32_t',
  program_column: 'uint32_t',
  status_column: 'uint32_t',
  created_column: 'uint32_t',
  upload: 'nreg_upload_report',
});

/** The counts of a migration: imported + rejected = rows, always. */
exports.nreg_migration_counts = koffi.struct('nreg_migration_counts', {
  struct_size: 'uint32_t',
  flags: 'uint32_t',
  rows: 'uint32_t',
  imported: 'uint32_t',
  rejected: 'uint32_t',
  already: 'uint32_t',
  claimed: 'uint32_t',
  unplaced: 'uint32_t',
  warned: 'uint32_t',
  dno: 'uint32_t',
  pending: 'uint32_t',
  needs_proof: 'uint32_t',
  active: 'uint32_t',
  suspended: 'uint32_t',
  declined: 'uint32_t',
  scopes: 'uint32_t',
  replayed: 'uint32_t',
  unknown: 'uint32_t',
});

/** What became of the rows of one scope. 320 bytes. */
exports.nreg_migration_scope = koffi.struct('nreg_migration_scope', {
  scope: 'uint64_t',
  batch: 'uint64_t',
  rows: 'uint32_t',
  imported: 'uint32_t',
  rejected: 'uint32_t',
  already: 'uint32_t',
  warned: 'uint32_t',
  replayed: 'uint32_t',
  path: koffi.array('char', 264),
  reserved: koffi.array('uint64_t', 2),
});

/** A scope that rows name and that does not exist. 280 bytes. */
exports.nreg_migration_unknown = koffi.struct('nreg_migration_unknown', {
  name: koffi.array('char', 264),
  rows: 'uint32_t',
  row: 'uint32_t',
  ambiguous: 'uint32_t',
  reserved: 'uint32_t',
});

/** A rejected row: where its outcome is. 16 bytes. */
exports.nreg_migration_rejected = koffi.struct('nreg_migration_rejected', {
  row: 'uint32_t',
  scope: 'uint32_t',
  outcome: 'uint32_t',
  other: 'uint32_t',
});

/** One journal row. 128 bytes. */
exports.nreg_journal_row = koffi.struct('nreg_journal_row', {
  sequence: 'uint64_t',
  batch: 'uint64_t',
  number: 'uint64_t',
  time: 'int64_t',
  business: 'uint64_t',
  unit_before: 'uint64_t',
  program_before: 'uint64_t',
  unit_after: 'uint64_t',
  program_after: 'uint64_t',
  batch_before: 'uint64_t',
  created: 'int64_t',
  entry: 'uint32_t',
  revision: 'uint32_t',
  purpose_before: 'uint32_t',
  purpose_after: 'uint32_t',
  flags_before: 'uint32_t',
  flags_after: 'uint32_t',
  reason: 'uint32_t',
  revision_before: 'uint32_t',
  change: 'uint8_t',
  action: 'uint8_t',
  status_before: 'uint8_t',
  status_after: 'uint8_t',
  reserved: 'uint32_t',
});

/** Where the history of a number, batch or scope is to go on; all zero to begin.

Opaque, and other bits each time: it says nothing of how much others do. Good for the same history, read by a session of the same root; may be stored and used by other processes. */
exports.nreg_journal_cursor = koffi.struct('nreg_journal_cursor', {
  position: koffi.array('uint64_t', 2),
});

/** One text of a language, UTF-8, NUL-terminated. */
exports.nreg_language_text = koffi.struct('nreg_language_text', {
  key: 'const char *',
  text: 'const char *',
});

/** One number to review. 96 bytes. */
exports.nreg_review_case = koffi.struct('nreg_review_case', {
  record: 'nreg_record',
  signs: 'uint32_t',
  type: 'uint32_t',
  region: koffi.array('char', 4),
  reserved: 'uint32_t',
});

/** What the reviewer answers for a case. Texts are copied when the reviewer returns. */
exports.nreg_review_answer = koffi.struct('nreg_review_answer', {
  decision: 'uint32_t',
  reserved: 'uint32_t',
  note: 'const char *',
  internal_note: 'const char *',
});

/** Options of nreg_review_run(); prepared by nreg_review_options_init(). */
exports.nreg_review_options = koffi.struct('nreg_review_options', {
  struct_size: 'uint32_t',
  limit: 'uint32_t',
  lease_seconds: 'uint32_t',
  reserved: 'uint32_t',
  reviewer: koffi.pointer(koffi.proto('int32_t nreg_review_options_reviewer(nreg_review_case *, uint32_t, nreg_review_answer *, void *)')),
  context: 'void *',
});

/** What a run did. */
exports.nreg_review_report = koffi.struct('nreg_review_report', {
  struct_size: 'uint32_t',
  leased: 'uint32_t',
  approved: 'uint32_t',
  held: 'uint32_t',
  declined: 'uint32_t',
  suspended: 'uint32_t',
  removed: 'uint32_t',
  later: 'uint32_t',
  overtaken: 'uint32_t',
  reserved: 'uint32_t',
});

/** What was noted about a number when its status was decided, or proof submitted. */
exports.nreg_review_note = koffi.struct('nreg_review_note', {
  batch: 'uint64_t',
  time: 'int64_t',
  action: 'uint32_t',
  status: 'uint32_t',
  note: koffi.array('char', 504),
  internal_note: koffi.array('char', 504),
});

/** A change of a record: applied only where the stored token is the one expected. */
exports.nreg_store_change = koffi.struct('nreg_store_change', {
  record: 'nreg_record',
  expected_batch: 'uint64_t',
  expected_revision: 'uint32_t',
  reserved: 'uint32_t',
});

/** Names a record to remove; applied only where the stored token is this one. */
exports.nreg_store_token = koffi.struct('nreg_store_token', {
  number: 'uint64_t',
  batch: 'uint64_t',
  revision: 'uint32_t',
  reserved: 'uint32_t',
});

/** Which records `scan` returns. All conditions hold together. A Unit is given with its Business and a Program with its Unit and Business, so that a store need look at the deepest alone. */
exports.nreg_store_filter = koffi.struct('nreg_store_filter', {
  business: 'uint64_t',
  unit: 'uint64_t',
  program: 'uint64_t',
  from: 'uint64_t',
  to: 'uint64_t',
  only_here: 'uint32_t',
  statuses: 'uint32_t',
  purpose: 'uint32_t',
  reserved: 'uint32_t',
});

/** Header of a stored batch. Texts are UTF-8, NUL-terminated. */
exports.nreg_store_batch = koffi.struct('nreg_store_batch', {
  id: 'uint64_t',
  business: 'uint64_t',
  target: 'uint64_t',
  unit: 'uint64_t',
  program: 'uint64_t',
  created: 'int64_t',
  updated: 'int64_t',
  committed: 'int64_t',
  expires: 'int64_t',
  digest: koffi.array('uint64_t', 2),
  state: 'uint32_t',
  action: 'uint32_t',
  revision: 'uint32_t',
  flags: 'uint32_t',
  entries: 'uint32_t',
  accepted: 'uint32_t',
  rejected: 'uint32_t',
  added: 'uint32_t',
  moved: 'uint32_t',
  unassigned: 'uint32_t',
  deleted: 'uint32_t',
  changed: 'uint32_t',
  movable: 'uint32_t',
  warned: 'uint32_t',
  dno: 'uint32_t',
  chunks: 'uint32_t',
  reviewed: 'uint32_t',
  restored: 'uint32_t',
  transferred: 'uint32_t',
  imported: 'uint32_t',
  reverted: 'uint64_t',
  reserved: 'uint64_t',
  region: koffi.array('char', 8),
  plan: koffi.array('char', 24),
  request_id: koffi.array('char', 72),
  actor: koffi.array('char', 128),
  trace: koffi.array('char', 128),
  attestation: koffi.array('char', 128),
});

/** Which batches `batch_list` returns. */
exports.nreg_store_batch_filter = koffi.struct('nreg_store_batch_filter', {
  business: 'uint64_t',
  unit: 'uint64_t',
  program: 'uint64_t',
  state: 'uint32_t',
  reserved: 'uint32_t',
});

/** An amount to add to a counter. */
exports.nreg_store_count = koffi.struct('nreg_store_count', {
  scope: 'uint64_t',
  kind: 'uint32_t',
  key: 'uint32_t',
  amount: 'int64_t',
});

/** What outlives a number's record (rule R7). */
exports.nreg_store_tombstone = koffi.struct('nreg_store_tombstone', {
  number: 'uint64_t',
  business: 'uint64_t',
  time: 'int64_t',
  status: 'uint32_t',
  reserved: 'uint32_t',
});

/** The functions of a store. `context` is the pointer given to nreg_store_new().

Every function must be safe from any thread, one thread at a time per transaction. */
exports.nreg_store_methods = koffi.struct('nreg_store_methods', {
  struct_size: 'uint32_t',
  contract: 'uint32_t',
  begin: koffi.pointer(koffi.proto('int32_t nreg_store_methods_begin(uint32_t, uint32_t, void * *, nreg_error *, void *)')),
  commit: koffi.pointer(koffi.proto('int32_t nreg_store_methods_commit(void *, nreg_error *, void *)')),
  rollback: koffi.pointer(koffi.proto('void nreg_store_methods_rollback(void *, void *)')),
  claim: koffi.pointer(koffi.proto('int32_t nreg_store_methods_claim(void *, nreg_record *, uint64_t, nreg_record *, uint8_t *, nreg_error *, void *)')),
  fetch: koffi.pointer(koffi.proto('int32_t nreg_store_methods_fetch(void *, uint64_t *, uint64_t, uint32_t, nreg_record *, uint8_t *, nreg_error *, void *)')),
  update: koffi.pointer(koffi.proto('int32_t nreg_store_methods_update(void *, nreg_store_change *, uint64_t, uint8_t *, nreg_error *, void *)')),
  release: koffi.pointer(koffi.proto('int32_t nreg_store_methods_release(void *, nreg_store_token *, uint64_t, uint8_t *, nreg_error *, void *)')),
  scan: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scan(void *, nreg_store_filter *, uint64_t, uint32_t, nreg_record *, uint32_t *, uint32_t *, nreg_error *, void *)')),
  close: koffi.pointer(koffi.proto('void nreg_store_methods_close(void *)')),
  batch_put: koffi.pointer(koffi.proto('int32_t nreg_store_methods_batch_put(void *, nreg_store_batch *, uint32_t, nreg_store_batch *, uint8_t *, nreg_error *, void *)')),
  batch_get: koffi.pointer(koffi.proto('int32_t nreg_store_methods_batch_get(void *, uint64_t, nreg_store_batch *, uint8_t *, nreg_error *, void *)')),
  batch_find: koffi.pointer(koffi.proto('int32_t nreg_store_methods_batch_find(void *, uint64_t, const char *, nreg_store_batch *, uint8_t *, nreg_error *, void *)')),
  batch_list: koffi.pointer(koffi.proto('int32_t nreg_store_methods_batch_list(void *, nreg_store_batch_filter *, uint64_t, uint32_t, nreg_store_batch *, uint32_t *, uint32_t *, nreg_error *, void *)')),
  items_put: koffi.pointer(koffi.proto('int32_t nreg_store_methods_items_put(void *, uint64_t, uint32_t, uint32_t, void *, uint64_t, nreg_error *, void *)')),
  items_get: koffi.pointer(koffi.proto('int32_t nreg_store_methods_items_get(void *, uint64_t, uint32_t, uint32_t, void *, void *, uint8_t *, nreg_error *, void *)')),
  items_clear: koffi.pointer(koffi.proto('int32_t nreg_store_methods_items_clear(void *, uint64_t, uint32_t, uint32_t, nreg_error *, void *)')),
  batch_prune: koffi.pointer(koffi.proto('int32_t nreg_store_methods_batch_prune(void *, int64_t, uint32_t, uint32_t *, nreg_error *, void *)')),
  journal_append: koffi.pointer(koffi.proto('int32_t nreg_store_methods_journal_append(void *, nreg_journal_row *, uint64_t, nreg_error *, void *)')),
  journal_seal: koffi.pointer(koffi.proto('int32_t nreg_store_methods_journal_seal(void *, uint32_t, uint64_t *, nreg_error *, void *)')),
  journal_read: koffi.pointer(koffi.proto('int32_t nreg_store_methods_journal_read(void *, uint32_t, uint64_t, uint64_t, uint32_t, nreg_journal_row *, uint32_t *, uint32_t *, nreg_error *, void *)')),
  journal_prune: koffi.pointer(koffi.proto('int32_t nreg_store_methods_journal_prune(void *, int64_t, uint32_t, uint32_t *, nreg_error *, void *)')),
  journal_erase: koffi.pointer(koffi.proto('int32_t nreg_store_methods_journal_erase(void *, uint64_t, uint64_t *, nreg_error *, void *)')),
  scope_put: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scope_put(void *, nreg_scope *, uint32_t, uint8_t *, nreg_error *, void *)')),
  scope_get: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scope_get(void *, uint64_t *, uint64_t, nreg_scope *, uint8_t *, nreg_error *, void *)')),
  scope_find: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scope_find(void *, uint64_t, uint32_t, const char *, uint64_t, nreg_scope *, uint8_t *, nreg_error *, void *)')),
  scope_list: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scope_list(void *, uint64_t, const char *, uint32_t, nreg_scope *, uint32_t *, uint32_t *, nreg_error *, void *)')),
  scope_pin: koffi.pointer(koffi.proto('int32_t nreg_store_methods_scope_pin(void *, uint64_t *, uint64_t, nreg_scope *, uint8_t *, nreg_error *, void *)')),
  review_lease: koffi.pointer(koffi.proto('int32_t nreg_store_methods_review_lease(void *, uint32_t, uint64_t, int64_t, int64_t, uint64_t, uint32_t, nreg_record *, uint32_t *, nreg_error *, void *)')),
  review_unlease: koffi.pointer(koffi.proto('int32_t nreg_store_methods_review_unlease(void *, uint64_t *, uint64_t, uint64_t, nreg_error *, void *)')),
  tombstone_put: koffi.pointer(koffi.proto('int32_t nreg_store_methods_tombstone_put(void *, nreg_store_tombstone *, uint64_t, nreg_error *, void *)')),
  tombstone_get: koffi.pointer(koffi.proto('int32_t nreg_store_methods_tombstone_get(void *, uint64_t *, uint64_t, nreg_store_tombstone *, uint8_t *, nreg_error *, void *)')),
  count_add: koffi.pointer(koffi.proto('int32_t nreg_store_methods_count_add(void *, nreg_store_count *, uint64_t, nreg_error *, void *)')),
  count_read: koffi.pointer(koffi.proto('int32_t nreg_store_methods_count_read(void *, uint64_t, uint32_t, uint32_t, uint32_t, nreg_store_count *, uint32_t *, uint32_t *, nreg_error *, void *)')),
  expect: koffi.pointer(koffi.proto('int32_t nreg_store_methods_expect(void *, uint64_t *, uint64_t, uint64_t, uint64_t *, uint64_t, nreg_error *, void *)')),
  expect_gather: koffi.pointer(koffi.proto('int32_t nreg_store_methods_expect_gather(void *, nreg_record *, uint64_t, uint64_t *, uint64_t, uint64_t *, uint64_t, nreg_error *, void *)')),
});

/** Options of nreg_store_check(); prepared by nreg_store_check_options_init(). */
exports.nreg_store_check_options = koffi.struct('nreg_store_check_options', {
  struct_size: 'uint32_t',
  threads: 'uint32_t',
  rows: 'uint32_t',
  reserved: 'uint32_t',
  seed: 'uint64_t',
  report: koffi.pointer(koffi.proto('void nreg_store_check_options_report(const char *, uint32_t, uint32_t, const char *, void *)')),
  context: 'void *',
  only: 'const char *',
});

/** What nreg_store_check() found. */
exports.nreg_store_check_summary = koffi.struct('nreg_store_check_summary', {
  passed: 'uint32_t',
  failed: 'uint32_t',
  skipped: 'uint32_t',
  reserved: 'uint32_t',
});

/** Options of nreg_postgresql_store_open(); prepared by nreg_postgresql_store_options_init(). */
exports.nreg_postgresql_store_options = koffi.struct('nreg_postgresql_store_options', {
  struct_size: 'uint32_t',
  mode: 'uint32_t',
  no_journal: 'uint32_t',
  connections: 'uint32_t',
  statement_timeout_ms: 'uint32_t',
  reserved: 'uint32_t',
  schema: 'const char *',
  allocator: 'nreg_allocator *',
});

/** Options of nreg_sqlite_store_open(); prepared by nreg_sqlite_store_options_init(). */
exports.nreg_sqlite_store_options = koffi.struct('nreg_sqlite_store_options', {
  struct_size: 'uint32_t',
  mode: 'uint32_t',
  no_journal: 'uint32_t',
  cache_mib: 'uint32_t',
  readers: 'uint32_t',
  synchronous: 'uint32_t',
  allocator: 'nreg_allocator *',
  wait_ms: 'uint32_t',
  reserved: 'uint32_t',
});

/** Prototypes by library and function. */
exports.functions = {
  'numberreg': {
    nreg_error_init: 'void nreg_error_init(_Inout_ nreg_error *error)',
    nreg_code_name: 'const char * nreg_code_name(int32_t code)',
    nreg_code_text: 'const char * nreg_code_text(int32_t code)',
    nreg_host_init: 'void nreg_host_init(_Out_ nreg_host *host)',
    nreg_plan_load: 'int32_t nreg_plan_load(void *data, size_t length, _Out_ nreg_plan * *plan, _Inout_ nreg_error *error)',
    nreg_plan_load_file: 'int32_t nreg_plan_load_file(const char *path, _Out_ nreg_plan * *plan, _Inout_ nreg_error *error)',
    nreg_plan_free: 'void nreg_plan_free(nreg_plan *plan)',
    nreg_plan_release: 'const char * nreg_plan_release(nreg_plan *plan)',
    nreg_plan_date: 'const char * nreg_plan_date(nreg_plan *plan)',
    nreg_plan_region_count: 'uint32_t nreg_plan_region_count(nreg_plan *plan)',
    nreg_plan_region: 'const char * nreg_plan_region(nreg_plan *plan, uint32_t index)',
    nreg_plan_calling_code: 'uint32_t nreg_plan_calling_code(nreg_plan *plan, const char *region)',
    nreg_reason_find: 'void * nreg_reason_find(uint32_t reason)',
    nreg_reason_code: 'const char * nreg_reason_code(uint32_t reason)',
    nreg_reason_from_code: 'uint32_t nreg_reason_from_code(const char *code, size_t length)',
    nreg_reason_first: 'uint32_t nreg_reason_first(uint64_t set)',
    nreg_number_read: 'int32_t nreg_number_read(nreg_plan *plan, const char *text, size_t length, const char *region, uint32_t options, _Out_ nreg_number *number)',
    nreg_number_read_many: 'int32_t nreg_number_read_many(nreg_plan *plan, const char *text, void *ends, size_t count, const char *region, uint32_t options, _Out_ nreg_number *numbers, size_t stride)',
    nreg_number_from_e164: 'int32_t nreg_number_from_e164(nreg_plan *plan, uint64_t e164, _Out_ nreg_number *number)',
    nreg_number_valid_for_region: 'uint32_t nreg_number_valid_for_region(nreg_plan *plan, nreg_number *number, const char *region)',
    nreg_number_format: 'int32_t nreg_number_format(nreg_plan *plan, nreg_number *number, uint32_t style, void *buffer, size_t capacity, _Out_ size_t *length)',
    nreg_number_complete: 'int32_t nreg_number_complete(nreg_plan *plan, const char *text, size_t length, const char *region, void *buffer, size_t capacity)',
    nreg_number_example: 'int32_t nreg_number_example(nreg_plan *plan, const char *region, uint32_t calling_code, uint32_t type, _Out_ nreg_number *number)',
    nreg_number_rules_init: 'void nreg_number_rules_init(_Out_ nreg_number_rules *rules)',
    nreg_number_check: 'int32_t nreg_number_check(nreg_plan *plan, nreg_number *number, nreg_number_rules *rules, _Out_ uint64_t *reasons, _Out_ uint64_t *warnings)',
    nreg_type_name: 'const char * nreg_type_name(uint32_t type)',
    nreg_state_name: 'const char * nreg_state_name(uint32_t state)',
    nreg_policy_init: 'void nreg_policy_init(_Out_ nreg_policy *policy)',
    nreg_registry_options_init: 'void nreg_registry_options_init(_Out_ nreg_registry_options *options)',
    nreg_registry_open: 'int32_t nreg_registry_open(nreg_store *store, nreg_registry_options *options, _Out_ nreg_registry * *registry, _Inout_ nreg_error *error)',
    nreg_registry_close: 'void nreg_registry_close(nreg_registry *registry)',
    nreg_registry_set_plan: 'int32_t nreg_registry_set_plan(nreg_registry *registry, nreg_plan *plan, _Inout_ nreg_error *error)',
    nreg_memory_store_options_init: 'void nreg_memory_store_options_init(_Out_ nreg_memory_store_options *options)',
    nreg_memory_store_open: 'int32_t nreg_memory_store_open(nreg_memory_store_options *options, _Out_ nreg_store * *store, _Inout_ nreg_error *error)',
    nreg_store_close: 'void nreg_store_close(nreg_store *store)',
    nreg_purpose_list: 'int32_t nreg_purpose_list(nreg_registry *registry, void *purposes, uint32_t capacity, _Out_ uint32_t *count, _Inout_ nreg_error *error)',
    nreg_purpose_get: 'int32_t nreg_purpose_get(nreg_registry *registry, uint32_t id, _Out_ nreg_purpose *purpose, _Inout_ nreg_error *error)',
    nreg_purpose_match: 'int32_t nreg_purpose_match(nreg_registry *registry, const char *text, size_t length, _Out_ uint32_t *id, _Inout_ nreg_error *error)',
    nreg_purpose_put: 'int32_t nreg_purpose_put(nreg_registry *registry, nreg_purpose *purpose, _Inout_ nreg_error *error)',
    nreg_result_free: 'void nreg_result_free(nreg_result *result)',
    nreg_result_summary: 'int32_t nreg_result_summary(nreg_result *result, _Inout_ nreg_summary *summary)',
    nreg_result_outcomes: 'void * nreg_result_outcomes(void *result, _Out_ uint32_t *count, _Out_ uint32_t *stride)',
    nreg_result_outcome: 'void * nreg_result_outcome(nreg_result *result, uint32_t index)',
    nreg_result_input: 'void * nreg_result_input(nreg_result *result, uint32_t index, _Out_ size_t *length)',
    nreg_result_sentence: 'int32_t nreg_result_sentence(nreg_result *result, void *buffer, size_t capacity)',
    nreg_result_message: 'int32_t nreg_result_message(nreg_result *result, uint32_t index, uint32_t reason, void *buffer, size_t capacity)',
    nreg_result_reference: 'int32_t nreg_result_reference(nreg_result *result, uint32_t index, void *buffer, size_t capacity)',
    nreg_result_plan: 'const char * nreg_result_plan(nreg_result *result)',
    nreg_outcome_name: 'const char * nreg_outcome_name(uint32_t outcome)',
    nreg_action_name: 'const char * nreg_action_name(uint32_t action)',
    nreg_session_open: 'int32_t nreg_session_open(nreg_registry *registry, uint64_t root, const char *actor, size_t actor_length, const char *trace, size_t trace_length, _Out_ nreg_session * *session, _Inout_ nreg_error *error)',
    nreg_session_open_operator: 'int32_t nreg_session_open_operator(nreg_registry *registry, const char *actor, size_t actor_length, const char *trace, size_t trace_length, _Out_ nreg_session * *session, _Inout_ nreg_error *error)',
    nreg_session_close: 'void nreg_session_close(nreg_session *session)',
    nreg_batch_options_init: 'void nreg_batch_options_init(_Out_ nreg_batch_options *options)',
    nreg_commit_options_init: 'void nreg_commit_options_init(_Out_ nreg_commit_options *options)',
    nreg_batch_new: 'int32_t nreg_batch_new(nreg_session *session, uint64_t target, nreg_batch_options *options, _Out_ nreg_batch * *batch, _Inout_ nreg_error *error)',
    nreg_batch_free: 'void nreg_batch_free(nreg_batch *batch)',
    nreg_batch_add: 'int32_t nreg_batch_add(nreg_batch *batch, const char *number, size_t length, uint32_t purpose, _Out_ nreg_entry *entry, _Inout_ nreg_error *error)',
    nreg_batch_stage: 'int32_t nreg_batch_stage(nreg_batch *batch, nreg_entry_input *inputs, size_t stride, size_t count, _Out_ uint32_t *first, _Inout_ nreg_error *error)',
    nreg_batch_edit: 'int32_t nreg_batch_edit(nreg_batch *batch, uint32_t entry, const char *number, size_t length, _Out_ nreg_entry *view, _Inout_ nreg_error *error)',
    nreg_batch_set_purpose: 'int32_t nreg_batch_set_purpose(nreg_batch *batch, uint32_t entry, uint32_t purpose, _Out_ nreg_entry *view, _Inout_ nreg_error *error)',
    nreg_batch_set_consent: 'int32_t nreg_batch_set_consent(nreg_batch *batch, uint32_t entry, uint32_t consent, _Inout_ nreg_error *error)',
    nreg_batch_drop: 'int32_t nreg_batch_drop(nreg_batch *batch, uint32_t entry, _Inout_ nreg_error *error)',
    nreg_batch_clear: 'int32_t nreg_batch_clear(nreg_batch *batch, _Inout_ nreg_error *error)',
    nreg_batch_count: 'uint32_t nreg_batch_count(nreg_batch *batch)',
    nreg_batch_entries: 'int32_t nreg_batch_entries(nreg_batch *batch, uint32_t from, void *entries, uint32_t capacity, _Out_ uint32_t *count, _Inout_ nreg_error *error)',
    nreg_batch_message: 'int32_t nreg_batch_message(nreg_batch *batch, uint32_t entry, uint32_t reason, void *buffer, size_t capacity)',
    nreg_batch_input: 'void * nreg_batch_input(nreg_batch *batch, uint32_t entry, _Out_ size_t *length)',
    nreg_batch_preview: 'int32_t nreg_batch_preview(nreg_batch *batch, nreg_commit_options *options, _Out_ nreg_result * *result, _Inout_ nreg_error *error)',
    nreg_batch_commit: 'int32_t nreg_batch_commit(nreg_batch *batch, nreg_commit_options *options, _Out_ nreg_result * *result, _Inout_ nreg_error *error)',
    nreg_batch_reconcile: 'int32_t nreg_batch_reconcile(nreg_batch *desired, _Out_ nreg_batch * *batch, _Out_ uint32_t *unchanged, _Inout_ nreg_error *error)',
    nreg_scope_close_with: 'int32_t nreg_scope_close_with(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to, _Out_ nreg_result * *result, _Inout_ nreg_error *error)',
    nreg_scope_close_preview: 'int32_t nreg_scope_close_preview(nreg_session *session, uint64_t id, uint32_t how, uint64_t move_to, _Out_ nreg_result * *result, _Inout_ nreg_error *error)',
    nreg_batch_revert: 'int32_t nreg_batch_revert(nreg_session *session, uint64_t id, _Out_ nreg_batch * *batch, _Inout_ nreg_error *error)',
    nreg_batch_save: 'int32_t nreg_batch_save(nreg_batch *batch, _Out_ uint64_t *id, _Inout_ nreg_error *error)',
    nreg_batch_load: 'int32_t nreg_batch_load(nreg_session *session, uint64_t id, nreg_batch_options *options, _Out_ nreg_batch * *batch, _Inout_ nreg_error *error)',
    nreg_batch_discard: 'int32_t nreg_batch_discard(nreg_session *session, uint64_t id, _Inout_ nreg_error *error)',
    nreg_batch_list: 'int32_t nreg_batch_list(nreg_session *session, uint32_t state, _Inout_ uint64_t *cursor, void *batches, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_batch_get: 'int32_t nreg_batch_get(nreg_session *session, uint64_t id, _Out_ nreg_batch_info *info, _Inout_ nreg_error *error)',
    nreg_batch_result: 'int32_t nreg_batch_result(nreg_session *session, uint64_t id, _Out_ nreg_result * *result, _Inout_ nreg_error *error)',
    nreg_batch_id: 'uint64_t nreg_batch_id(nreg_batch *batch)',
    nreg_scope_options_init: 'void nreg_scope_options_init(_Out_ nreg_scope_options *options)',
    nreg_scope_add: 'int32_t nreg_scope_add(nreg_session *session, uint64_t parent, nreg_scope_options *options, _Out_ nreg_scope *scope, _Inout_ nreg_error *error)',
    nreg_scope_change: 'int32_t nreg_scope_change(nreg_session *session, uint64_t id, nreg_scope_options *options, _Out_ nreg_scope *scope, _Inout_ nreg_error *error)',
    nreg_scope_close: 'int32_t nreg_scope_close(nreg_session *session, uint64_t id, _Inout_ nreg_error *error)',
    nreg_scope_get: 'int32_t nreg_scope_get(nreg_session *session, uint64_t id, _Out_ nreg_scope *scope, _Inout_ nreg_error *error)',
    nreg_scope_find: 'int32_t nreg_scope_find(nreg_session *session, const char *path, size_t length, _Out_ nreg_scope *scope, _Inout_ nreg_error *error)',
    nreg_scope_find_external: 'int32_t nreg_scope_find_external(nreg_session *session, uint64_t parent, const char *external_id, size_t length, _Out_ nreg_scope *scope, _Inout_ nreg_error *error)',
    nreg_scope_list: 'int32_t nreg_scope_list(nreg_session *session, uint64_t parent, const char *after, void *scopes, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_scope_path: 'int32_t nreg_scope_path(nreg_session *session, uint64_t id, void *buffer, size_t capacity, _Inout_ nreg_error *error)',
    nreg_scope_region: 'int32_t nreg_scope_region(nreg_session *session, uint64_t id, void *buffer, size_t capacity, _Inout_ nreg_error *error)',
    nreg_level_name: 'const char * nreg_level_name(uint32_t level)',
    nreg_record_filter_init: 'void nreg_record_filter_init(_Out_ nreg_record_filter *filter)',
    nreg_record_list: 'int32_t nreg_record_list(nreg_session *session, nreg_record_filter *filter, _Inout_ nreg_record_cursor *cursor, void *records, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_record_get: 'int32_t nreg_record_get(nreg_session *session, void *numbers, uint32_t count, _Out_ nreg_record *records, _Out_ uint32_t *found, _Inout_ nreg_error *error)',
    nreg_record_counts: 'int32_t nreg_record_counts(nreg_session *session, uint64_t scope, void *counts, uint32_t capacity, _Out_ uint32_t *count, _Inout_ nreg_error *error)',
    nreg_record_assignments: 'int32_t nreg_record_assignments(nreg_session *session, uint64_t number, _Inout_ nreg_assignments *assignments, _Inout_ nreg_error *error)',
    nreg_status_name: 'const char * nreg_status_name(uint32_t status)',
    nreg_status_display: 'const char * nreg_status_display(uint32_t status)',
    nreg_upload_options_init: 'void nreg_upload_options_init(_Out_ nreg_upload_options *options)',
    nreg_upload_read: 'int32_t nreg_upload_read(nreg_batch *batch, nreg_source *source, nreg_upload_options *options, _Inout_ nreg_upload_report *report, _Inout_ nreg_error *error)',
    nreg_upload_file: 'int32_t nreg_upload_file(nreg_batch *batch, const char *path, nreg_upload_options *options, _Inout_ nreg_upload_report *report, _Inout_ nreg_error *error)',
    nreg_upload_rejects: 'int32_t nreg_upload_rejects(nreg_result *result, nreg_source *source, nreg_upload_options *options, nreg_sink *sink, _Out_ uint64_t *rows, _Inout_ nreg_error *error)',
    nreg_export_options_init: 'void nreg_export_options_init(_Out_ nreg_export_options *options)',
    nreg_export_options_for: 'int32_t nreg_export_options_for(_Out_ nreg_export_options *options, uint32_t destination)',
    nreg_export_records: 'int32_t nreg_export_records(nreg_session *session, nreg_record_filter *filter, nreg_export_options *options, _Inout_ nreg_record_cursor *cursor, nreg_sink *sink, _Out_ uint64_t *rows, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_export_rejected: 'int32_t nreg_export_rejected(nreg_result *result, nreg_export_options *options, nreg_sink *sink, _Out_ uint64_t *rows, _Inout_ nreg_error *error)',
    nreg_destination_reason: 'const char * nreg_destination_reason(uint32_t destination, uint32_t reason)',
    nreg_import_options_init: 'void nreg_import_options_init(_Out_ nreg_import_options *options)',
    nreg_import_columns_init: 'void nreg_import_columns_init(_Out_ nreg_import_columns *columns)',
    nreg_import_new: 'int32_t nreg_import_new(nreg_session *session, nreg_import_options *options, _Out_ nreg_import * *import, _Inout_ nreg_error *error)',
    nreg_import_free: 'void nreg_import_free(nreg_import *import)',
    nreg_import_add: 'int32_t nreg_import_add(nreg_import *import, nreg_import_row *rows, size_t stride, size_t count, _Inout_ nreg_error *error)',
    nreg_import_read: 'int32_t nreg_import_read(nreg_import *import, nreg_source *source, nreg_import_columns *columns, _Inout_ nreg_import_layout *layout, _Inout_ nreg_error *error)',
    nreg_import_file: 'int32_t nreg_import_file(nreg_import *import, const char *path, nreg_import_columns *columns, _Inout_ nreg_import_layout *layout, _Inout_ nreg_error *error)',
    nreg_import_count: 'uint32_t nreg_import_count(nreg_import *import)',
    nreg_import_preview: 'int32_t nreg_import_preview(nreg_import *import, nreg_commit_options *options, _Out_ nreg_migration * *migration, _Inout_ nreg_error *error)',
    nreg_import_commit: 'int32_t nreg_import_commit(nreg_import *import, nreg_commit_options *options, _Out_ nreg_migration * *migration, _Inout_ nreg_error *error)',
    nreg_migration_free: 'void nreg_migration_free(nreg_migration *migration)',
    nreg_migration_summary: 'int32_t nreg_migration_summary(nreg_migration *migration, _Inout_ nreg_migration_counts *summary)',
    nreg_migration_scopes: 'void * nreg_migration_scopes(void *migration, _Out_ uint32_t *count, _Out_ uint32_t *stride)',
    nreg_migration_unknowns: 'void * nreg_migration_unknowns(void *migration, _Out_ uint32_t *count, _Out_ uint32_t *stride)',
    nreg_migration_rejects: 'void * nreg_migration_rejects(void *migration, _Out_ uint32_t *count, _Out_ uint32_t *stride)',
    nreg_migration_result: 'int32_t nreg_migration_result(nreg_migration *migration, uint32_t scope, _Out_ nreg_result * *result)',
    nreg_migration_write_rejects: 'int32_t nreg_migration_write_rejects(nreg_migration *migration, nreg_source *source, nreg_upload_options *options, nreg_sink *sink, _Out_ uint64_t *rows, _Inout_ nreg_error *error)',
    nreg_journal_number: 'int32_t nreg_journal_number(nreg_session *session, uint64_t number, _Inout_ nreg_journal_cursor *cursor, void *rows, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_journal_batch: 'int32_t nreg_journal_batch(nreg_session *session, uint64_t batch, _Inout_ nreg_journal_cursor *cursor, void *rows, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_journal_scope: 'int32_t nreg_journal_scope(nreg_session *session, uint64_t scope, _Inout_ nreg_journal_cursor *cursor, void *rows, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_feed_read: 'int32_t nreg_feed_read(nreg_session *session, void *cursor, void *rows, uint32_t capacity, _Out_ uint32_t *count, _Out_ uint32_t *more, _Inout_ nreg_error *error)',
    nreg_journal_prune: 'int32_t nreg_journal_prune(nreg_session *session, int64_t before, _Out_ uint64_t *rows, _Out_ uint64_t *batches, _Inout_ nreg_error *error)',
    nreg_redact_actor: 'int32_t nreg_redact_actor(nreg_session *session, const char *actor, size_t length, const char *replacement, _Out_ uint64_t *batches, _Inout_ nreg_error *error)',
    nreg_erase_number: 'int32_t nreg_erase_number(nreg_session *session, uint64_t number, _Out_ uint64_t *rows, _Inout_ nreg_error *error)',
    nreg_change_name: 'const char * nreg_change_name(uint32_t change)',
    nreg_language_find: 'void * nreg_language_find(const char *tag)',
    nreg_language_new: 'int32_t nreg_language_new(const char *tag, nreg_language *base, nreg_language_text *texts, size_t stride, size_t count, nreg_allocator *allocator, _Out_ nreg_language * *language, _Inout_ nreg_error *error)',
    nreg_language_free: 'void nreg_language_free(nreg_language *language)',
    nreg_language_tag: 'const char * nreg_language_tag(nreg_language *language)',
    nreg_language_say: 'const char * nreg_language_say(nreg_language *language, const char *key)',
    nreg_language_key: 'const char * nreg_language_key(uint32_t index, void *key)',
    nreg_language_purpose: 'int32_t nreg_language_purpose(nreg_language *language, _Inout_ nreg_purpose *purpose)',
    nreg_session_set_language: 'int32_t nreg_session_set_language(nreg_session *session, nreg_language *language, _Inout_ nreg_error *error)',
    nreg_review_options_init: 'void nreg_review_options_init(_Out_ nreg_review_options *options)',
    nreg_review_stage: 'int32_t nreg_review_stage(nreg_batch *batch, const char *number, size_t length, uint32_t decision, const char *note, const char *internal_note, _Out_ nreg_entry *entry, _Inout_ nreg_error *error)',
    nreg_proof_stage: 'int32_t nreg_proof_stage(nreg_batch *batch, const char *number, size_t length, const char *reference, _Out_ nreg_entry *entry, _Inout_ nreg_error *error)',
    nreg_review_run: 'int32_t nreg_review_run(nreg_session *session, nreg_review_options *options, _Inout_ nreg_review_report *report, _Inout_ nreg_error *error)',
    nreg_review_expire: 'int32_t nreg_review_expire(nreg_session *session, uint32_t limit, _Inout_ nreg_review_report *report, _Inout_ nreg_error *error)',
    nreg_review_look: 'int32_t nreg_review_look(nreg_session *session, uint64_t number, _Out_ nreg_review_case *found, _Inout_ nreg_error *error)',
    nreg_review_look_many: 'int32_t nreg_review_look_many(nreg_session *session, void *numbers, uint32_t count, _Out_ nreg_review_case *cases, _Out_ uint32_t *found, _Inout_ nreg_error *error)',
    nreg_review_notes: 'int32_t nreg_review_notes(nreg_session *session, uint64_t number, _Inout_ uint64_t *after, void *notes, uint32_t capacity, _Out_ uint32_t *count, _Inout_ nreg_error *error)',
    nreg_sign_code: 'const char * nreg_sign_code(uint32_t sign)',
    nreg_sign_text: 'const char * nreg_sign_text(uint32_t sign)',
    nreg_version_number: 'uint32_t nreg_version_number(void)',
    nreg_version_text: 'const char * nreg_version_text(void)',
    nreg_abi_version: 'uint32_t nreg_abi_version(void)',
    nreg_store_new: 'int32_t nreg_store_new(nreg_store_methods *methods, void *context, nreg_allocator *allocator, _Out_ nreg_store * *store, _Inout_ nreg_error *error)',
    nreg_store_groups: 'uint32_t nreg_store_groups(nreg_store *store)',
    nreg_store_get_methods: 'void * nreg_store_get_methods(nreg_store *store, _Out_ void * *context)',
    nreg_store_check_options_init: 'void nreg_store_check_options_init(_Out_ nreg_store_check_options *options)',
    nreg_store_check: 'int32_t nreg_store_check(nreg_store *store, nreg_store_check_options *options, _Out_ nreg_store_check_summary *summary, _Inout_ nreg_error *error)',
  },
  'numberreg-postgresql': {
    nreg_postgresql_store_options_init: 'void nreg_postgresql_store_options_init(_Out_ nreg_postgresql_store_options *options)',
    nreg_postgresql_store_open: 'int32_t nreg_postgresql_store_open(const char *connection, nreg_postgresql_store_options *options, _Out_ nreg_store * *store, _Inout_ nreg_error *error)',
  },
  'numberreg-sqlite': {
    nreg_sqlite_store_options_init: 'void nreg_sqlite_store_options_init(_Out_ nreg_sqlite_store_options *options)',
    nreg_sqlite_store_open: 'int32_t nreg_sqlite_store_open(const char *path, nreg_sqlite_store_options *options, _Out_ nreg_store * *store, _Inout_ nreg_error *error)',
  },
};
