// SPDX-License-Identifier: MIT
import type {
  BatchOptions,
  CodeName,
  CommitOptions,
  OutcomeKindName,
  ReasonName,
  RecordFilter,
  ScopeOptions,
  SqliteStoreOptions,
  StatusName,
  Summary as RawSummary,
  TypingStateName,
  UploadOptions,
} from './api';

export { Action, Atomicity, Level, PurposeId as Purpose, Status } from './api';
export type { BatchOptions, CommitOptions, RecordFilter, ReasonName, ScopeOptions, StatusName, UploadOptions } from './api';

/** Release of the library that was loaded, for example "1.2.3". */
export declare const version: string;

/** A call failed and changed nothing. A rejected number is never one. */
export declare class NumberregError extends Error {
  readonly code: CodeName;
  /** Where in the input; null if nowhere. */
  readonly position: number | null;
}

/** What a number's text amounts to. */
export interface Reading {
  /** "+15012149020"; null if there is no number. */
  e164: string | null;
  /** libphonenumber's verdict. */
  valid: boolean;
  state: TypingStateName;
  region: string | null;
}

/** One number as a person types it. */
export declare function read(typed: string, options?: { region?: string }): Reading;

export interface Scope {
  id: number;
  key: string;
  label: string;
  /** A `Level`. */
  level: number;
  /** Id of the scope above; 0 at the top. */
  parent: number;
}

/** A scope, or its id. */
export type ScopeLike = Scope | number | string;

export interface PurposeInfo {
  id: number;
  /** "CUSTOMER_SERVICE" */
  code: string;
  /** "Customer Service" */
  label: string;
  description: string;
  /** What to warn of when it is chosen; "" for nothing. */
  warning: string;
}

/** One entry as staged. */
export interface Entry {
  entry: number;
  e164: string | null;
  /** Whether to show the green check mark. */
  green: boolean;
  /** The number as the batch's region writes it; "" if there is none. */
  formatted: string;
  purpose: number;
  reasons: ReasonName[];
  warnings: ReasonName[];
}

/** What became of one entry. */
export interface Outcome {
  entry: number;
  row: number;
  /** The text as it was entered. */
  input: string;
  e164: string | null;
  outcome: OutcomeKindName;
  /** Why it was rejected, the reason to name first in front; empty if it was accepted. */
  reasons: ReasonName[];
  warnings: ReasonName[];
  /** The first reason as a sentence; "" if it was accepted. */
  message: string;
  /** Scope id where the number sits; null if nowhere or not to be disclosed. */
  holder: string | null;
  movable: boolean;
  /** What a person can quote. */
  reference: string;
}

export interface NumberRecord {
  e164: string;
  /** Id of the scope where it sits. */
  holder: string;
  purpose: number;
  status: StatusName;
  created: Date;
  updated: Date;
}

export type Summary = Omit<RawSummary, 'time'> & { time: Date };

/** An object of the library. It is freed by close(), when it is collected, or when the process ends. */
export interface Handle {
  /** Give the object up; what was made from it stays usable. Closing twice does nothing. */
  close(): void;
}

export declare class Registry implements Handle {
  private constructor();
  close(): void;
  /** A registry on a SQLite file. */
  static sqlite(file: string, options?: { create?: boolean } & Omit<SqliteStoreOptions, 'mode'>): Registry;
  /** A registry in memory, empty. */
  static memory(): Registry;
  /** A session of an actor inside a scope. */
  session(root: ScopeLike, actor: string, trace?: string | null): Session;
  /** An operator's session: sees and may change everything. */
  operator(actor: string, trace?: string | null): Session;
  /** The call purposes, in display order. */
  readonly purposes: PurposeInfo[];
}

export interface Session extends Handle {
  /** Add a scope: without parent a Business, else what the parent's level leads to. */
  addScope(key: string, options?: { parent?: ScopeLike } & Omit<ScopeOptions, 'key'>): Scope;
  /** The scope at a path such as "acme/sales/spring". */
  scope(path: string): Scope;
  /** Begin a batch at a Business, Unit or Program. */
  batch(target: ScopeLike, options?: BatchOptions): Batch;
  /** Load a saved draft. */
  loadBatch(draft: number | string): Batch;
  /** The records of this session, ordered by number within each Business. */
  records(options?: { pageSize?: number } & RecordFilter): Generator<NumberRecord, void>;
}

/** Consent and request id, beside the library's options. */
export type Decision = CommitOptions & { requestId?: string | null; reassign?: boolean };

export interface Batch extends Handle {
  /** Stage one number. A bad one is staged too, with its reasons. */
  add(typed: string, purpose?: number): Entry;
  /** Drop an entry. */
  drop(entry: number): void;
  /** How many entries are staged. */
  readonly length: number;
  /** Stage every row of a CSV file. Returns how many rows had data. */
  upload(file: string, options?: UploadOptions): number;
  /** Save as a draft that another process can load. Returns its id. */
  save(): number;
  /** What commit() would do now. */
  preview(options?: Decision): Result;
  /** Register what is good, and say what became of each entry. */
  commit(options?: Decision): Result;
}

export interface Result extends Handle {
  /** The counts: accepted + rejected = entries, always. */
  readonly summary: Summary;
  /** The sentence for the person. */
  readonly sentence: string;
  /** One outcome per entry, in entry order. */
  readonly outcomes: Outcome[];
}
