// SPDX-License-Identifier: MIT
// Written by bindings/generator from the public headers; do not edit.

/** The codes. Numbers are final: they are never reused or renumbered. */
export declare const Code: {
  readonly OK: 0;
  readonly INVALID_ARGUMENT: -1;
  readonly NO_MEMORY: -2;
  readonly NOT_FOUND: -3;
  readonly EXISTS: -4;
  readonly BUSY: -5;
  readonly RETRY: -6;
  readonly UNKNOWN: -7;
  readonly CANCELLED: -8;
  readonly DEADLINE: -9;
  readonly UNSUPPORTED: -10;
  readonly DENIED: -11;
  readonly CLOSED: -12;
  readonly NOT_EMPTY: -13;
  readonly LIMIT_EXCEEDED: -14;
  readonly IO: -15;
  readonly CORRUPT: -16;
  readonly INCOMPATIBLE: -17;
  readonly READ_ONLY: -18;
  readonly FULL: -19;
  readonly REQUEST_MISMATCH: -20;
  readonly FORKED: -21;
  readonly HOST: -22;
  readonly BAD_TEXT: -23;
  readonly BAD_FORMAT: -24;
  readonly FEED_PRUNED: -25;
  readonly CONFLICT: -26;
  readonly INTERNAL: -27;
};
export type CodeName = keyof typeof Code;

/** The reasons: 1 to 31 speak about the number as written, 32 to 63 about the registry and the batch. */
export declare const Reason: {
  readonly NONE: 0;
  readonly EMPTY: 1;
  readonly NOT_A_NUMBER: 2;
  readonly BAD_COUNTRY: 3;
  readonly TOO_SHORT: 4;
  readonly TOO_LONG: 5;
  readonly BAD_LENGTH: 6;
  readonly AREA_CODE_MISSING: 7;
  readonly BAD_AREA_CODE: 8;
  readonly UNASSIGNED_AREA_CODE: 9;
  readonly BAD_EXCHANGE: 10;
  readonly RESERVED_EXCHANGE: 11;
  readonly RESERVED_FICTIONAL: 12;
  readonly DIRECTORY_ASSISTANCE: 13;
  readonly RESERVED_555: 14;
  readonly RESERVED_TOLL_FREE: 15;
  readonly PREMIUM_RATE: 16;
  readonly NON_GEOGRAPHIC: 17;
  readonly CARRIER_SERVICE: 18;
  readonly GOVERNMENT: 19;
  readonly REPEATED_DIGIT: 20;
  readonly NOT_IN_PLAN: 21;
  readonly FOREIGN_COUNTRY: 22;
  readonly HAS_EXTENSION: 23;
  readonly SPREADSHEET_DAMAGE: 24;
  readonly SPREADSHEET_REPAIRED: 25;
  readonly BEYOND_E164: 26;
  readonly HAS_LETTERS: 27;
  readonly BAD_TEXT: 28;
  readonly BAD_ROW: 29;
  readonly PURPOSE_MISSING: 32;
  readonly PURPOSE_UNKNOWN: 33;
  readonly PURPOSE_RETIRED: 34;
  readonly DUPLICATE_IN_BATCH: 35;
  readonly CONFLICTING_PURPOSE: 36;
  readonly ALREADY_HERE: 37;
  readonly HELD_ABOVE: 38;
  readonly ALREADY_BELOW: 39;
  readonly IN_OTHER_UNIT: 40;
  readonly IN_OTHER_PROGRAM: 41;
  readonly REGISTERED_ELSEWHERE: 42;
  readonly TARGET_NOT_FOUND: 43;
  readonly TARGET_CLOSED: 44;
  readonly LIMIT_EXCEEDED: 45;
  readonly DNO_NOT_ACKNOWLEDGED: 46;
  readonly BATCH_ABANDONED: 47;
  readonly NOT_REGISTERED: 48;
  readonly NOT_IN_SCOPE: 49;
  readonly SUSPENDED: 50;
  readonly BAD_TRANSITION: 51;
  readonly CHANGED_SINCE: 52;
  readonly NOT_ALLOWED: 53;
  readonly DNO: 54;
  readonly DNO_IN_PROGRAM: 55;
  readonly DNO_CHANGED: 56;
  readonly PROGRAM_ENDED: 57;
  readonly RESUBMITTED: 58;
  readonly NO_CHANGE: 59;
  readonly DOUBLE_HOLDER: 60;
  readonly SCOPE_UNKNOWN: 61;
  readonly PROOF_EXPIRED: 62;
  readonly BAD_FIELD: 63;
};
export type ReasonName = keyof typeof Reason;

/** What a person who is typing should be told. */
export declare const TypingState: {
  readonly EMPTY: 0;
  readonly INCOMPLETE: 1;
  readonly VALID: 2;
  readonly INVALID: 3;
};
export type TypingStateName = keyof typeof TypingState;

/** Ids of the built-in call purposes; final. */
export declare const PurposeId: {
  readonly NONE: 0;
  readonly CHARITY: 1;
  readonly CUSTOMER_SERVICE: 2;
  readonly DEBT_COLLECTION: 3;
  readonly INFORMATIONAL: 4;
  readonly MULTI_USE: 5;
  readonly POLITICAL: 6;
  readonly PRISON: 7;
  readonly SURVEY: 8;
  readonly TELEMARKETING: 9;
  readonly DO_NOT_ORIGINATE: 10;
};
export type PurposeIdName = keyof typeof PurposeId;

/** What an entry asks for. */
export declare const Action: {
  readonly ADD: 1;
  readonly REMOVE: 2;
  readonly CHANGE: 3;
  readonly MOVE: 4;
  readonly REVIEW: 5;
  readonly PROOF: 6;
  readonly REVERT: 7;
  readonly TRANSFER: 8;
  readonly IMPORT: 9;
};
export type ActionName = keyof typeof Action;

/** What became of an entry. */
export declare const OutcomeKind: {
  readonly REJECTED: 0;
  readonly ADDED: 1;
  readonly MOVED: 2;
  readonly UNASSIGNED: 3;
  readonly DELETED: 4;
  readonly CHANGED: 5;
  readonly REVIEWED: 6;
  readonly RESTORED: 7;
  readonly TRANSFERRED: 8;
  readonly IMPORTED: 9;
};
export type OutcomeKindName = keyof typeof OutcomeKind;

/** Bits of an entry's consent. */
export declare const Consent: {
  readonly MOVE: 1;
  readonly DELETE: 2;
};
export type ConsentName = keyof typeof Consent;

/** How much of a batch must be good (rule R11). */
export declare const Atomicity: {
  readonly KEEP_GOOD: 0;
  readonly ALL_OR_NOTHING: 1;
  readonly MAX_REJECTS: 2;
};
export type AtomicityName = keyof typeof Atomicity;

/** Level of a scope. */
export declare const Level: {
  readonly ORGANIZATION: 1;
  readonly BUSINESS: 2;
  readonly UNIT: 3;
  readonly PROGRAM: 4;
};
export type LevelName = keyof typeof Level;

/** Status of a record. */
export declare const Status: {
  readonly PENDING: 1;
  readonly NEEDS_PROOF: 2;
  readonly ACTIVE: 3;
  readonly SUSPENDED: 4;
  readonly DECLINED: 5;
};
export type StatusName = keyof typeof Status;

/** The counts of a result: accepted + rejected = entries, always. */
export interface Summary {
  /** NREG_RESULT_ bits. */
  flags: number;
  /** Batch id; 0 for a preview of a batch never saved. */
  batch: number | bigint;
  /** When it was committed or previewed: microseconds since 1970-01-01 UTC. */
  time: number | bigint;
  /** Entries. */
  entries: number;
  /** Accepted entries. */
  accepted: number;
  /** Rejected entries. */
  rejected: number;
  /** Outcomes ADDED. */
  added: number;
  /** Outcomes MOVED. */
  moved: number;
  /** Outcomes UNASSIGNED. */
  unassigned: number;
  /** Outcomes DELETED. */
  deleted: number;
  /** Outcomes CHANGED. */
  changed: number;
  /** Rejected entries that consent would move. */
  movable: number;
  /** Entries with warnings, rejected ones included. */
  warned: number;
  /** Accepted entries with a Do Not Originate purpose. */
  dno: number;
  /** Outcomes REVIEWED. */
  reviewed: number;
  /** Outcomes RESTORED. */
  restored: number;
  /** Outcomes TRANSFERRED. */
  transferred: number;
  /** Outcomes IMPORTED. */
  imported: number;
}

/** Options of nreg_batch_new(); prepared by nreg_batch_options_init(). */
export interface BatchOptions {
  /** NREG_ACTION_ value of entries that name none; NREG_ACTION_ADD. */
  action?: number;
  /** Default region of its numbers, for example that of its scope (nreg_scope_region()); "" for the policy's. */
  region?: string;
}

/** Options of nreg_batch_commit() and nreg_batch_preview(); prepared by nreg_commit_options_init(). */
export interface CommitOptions {
  /** NREG_ATOMIC_ value; NREG_ATOMIC_KEEP_GOOD. */
  atomicity?: number;
  /** For NREG_ATOMIC_MAX_REJECTS. */
  max_rejects?: number;
  /** NREG_CONSENT_ bits given for every entry; 0. */
  consent?: number;
  /** 1: the person has read the Do Not Originate warning and confirms it (rule R8). */
  acknowledge_dno?: number;
  /** With NREG_ATOMIC_KEEP_GOOD: commit in transactions of so many numbers; 0: one transaction. */
  chunk_entries?: number;
  /** Give up after so many milliseconds; 0 for no limit. */
  timeout_ms?: number;
  /** NUL-terminated, up to NREG_REQUEST_ID_MAX bytes: a commit with a request id already used in the Business returns the stored result. NULL for none. */
  request_id?: string | null;
  /** Which text about Do Not Originate was shown, up to 127 bytes, NUL-terminated; or NULL. */
  attestation?: string | null;
  /** Where the evidence for a transfer is, up to 500 bytes, NUL-terminated; needed with NREG_ACTION_TRANSFER, else NULL. Kept with the batch. */
  evidence?: string | null;
}

/** What to add or change; prepared by nreg_scope_options_init(). */
export interface ScopeOptions {
  /** 1: with parent 0, add an Organization instead of a Business. */
  organization?: number;
  /** NUL-terminated. Needed to add; must be NULL to change. */
  key?: string | null;
  /** NUL-terminated; NULL for none (add) or to leave it (change). */
  external_id?: string | null;
  /** NUL-terminated; NULL for the key (add) or to leave it (change). */
  label?: string | null;
  /** Default region, two letters; NULL for none (add) or to leave it (change). */
  region?: string | null;
  /** Start of a Program, microseconds since 1970-01-01 UTC; 0 for none; -1 to leave it (change). */
  starts?: number | bigint;
  /** End of a Program; as `starts`. */
  ends?: number | bigint;
}

/** Which records to list; prepared by nreg_record_filter_init(), which lets everything in the session's root through. */
export interface RecordFilter {
  /** Bit `1 << NREG_STATUS_x` for each status wanted; 0 for all. */
  statuses?: number;
  /** List at or below this scope; 0 for the session's root. */
  scope?: number | bigint;
  /** Call purpose id; 0 for all. */
  purpose?: number;
  /** 1: only records that sit in `scope` itself, not below it. */
  only_here?: number;
  /** Smallest number wanted; 0 for no bound. */
  from?: number | bigint;
  /** Largest number wanted; 0 for no bound. */
  to?: number | bigint;
  /** Only those changed then or later, microseconds since 1970-01-01 UTC; 0 for all. */
  changed_since?: number | bigint;
  /** Bit `1 << NREG_TYPE_x` for each type of number wanted; 0 for all. */
  types?: number;
  /** 1: only those whose call purpose means Do Not Originate. */
  dno?: number;
  /** NREG_ORDER_ value. */
  order?: number;
  /** Only numbers of this region: two letters or "001"; "" for all. */
  region?: string;
  /** Digits the number ends with, for example "9020", NUL-terminated; "" for all. */
  ending?: string;
  /** Digits the number begins with, country code first, for example "1501", NUL-terminated; "" for all. */
  prefix?: string;
}

/** Options of the upload functions; prepared by nreg_upload_options_init(). */
export interface UploadOptions {
  /** NREG_ENCODING_ value; AUTO. */
  encoding?: number;
  /** NREG_HEADER_ value; AUTO. */
  header?: number;
  /** ',', ';', '\\t' or '|'; 0 to recognise it. */
  delimiter?: number;
  /** Column of the numbers, from 1; 0 to recognise it. */
  number_column?: number;
  /** Column of the call purposes, from 1; 0 to recognise it; UINT32_MAX for none. */
  purpose_column?: number;
  /** Name of that column in the header row, NUL-terminated; or NULL. */
  number_header?: string | null;
  /** Name of that column in the header row, NUL-terminated; or NULL. */
  purpose_header?: string | null;
  /** Call purpose id of rows that name none; 0. */
  default_purpose?: number;
  /** NREG_CONSENT_ bits for every row; 0. */
  consent?: number;
  /** Longest row accepted, 1024 to 16777216; 1048576. */
  max_row_bytes?: number;
}

/** Options of nreg_sqlite_store_open(); prepared by nreg_sqlite_store_options_init(). */
export interface SqliteStoreOptions {
  /** NREG_SQLITE_ value. */
  mode?: number;
  /** 1: append no journal rows through this handle. */
  no_journal?: number;
  /** Page cache of the writing connection in MiB, 1 to 65536; 32. */
  cache_mib?: number;
  /** Reading connections kept open, 1 to 64; 4. */
  readers?: number;
  /** 2 = FULL (default), 1 = NORMAL: a power cut may lose the last commits. */
  synchronous?: number;
  /** Longest wait for locks while opening, in milliseconds; 5000. */
  wait_ms?: number;
}
