// SPDX-License-Identifier: MIT
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');
const api = require('./api.js');

/** A call failed and changed nothing. `code` is its name, `position` where in the input or null. */
class NumberregError extends Error {
  constructor(error) {
    super(error.message || functions.nreg_code_text(error.code));
    this.name = 'NumberregError';
    this.code = functions.nreg_code_name(error.code).replace('NREG_', '');
    this.position = Number(error.position) < 0 ? null : Number(error.position);
  }
}

const suffix = process.platform === 'darwin' ? '.dylib' : `.so.${api.abi}`;

/** Where a library may be: below the folder or beside the file that NUMBERREG_LIBRARY names, else the system knows. */
function locate(name, folder) {
  const told = process.env.NUMBERREG_LIBRARY;
  if (!told) return name + suffix;
  const base = fs.existsSync(told) && !fs.statSync(told).isDirectory() ? path.dirname(told) : told;
  const places = [path.join(base, name + suffix), path.join(base, folder, name + suffix)];
  return places.find((place) => fs.existsSync(place)) || places[0];
}

function bind(library, prototypes) {
  return Object.fromEntries(Object.entries(prototypes).map(([name, text]) => [name, library.func(text)]));
}

function open(file) {
  try {
    return koffi.load(file);
  } catch (error) {
    throw new Error(`${file} could not be loaded; set NUMBERREG_LIBRARY to its folder: ${error.message}`, { cause: error });
  }
}

function load() {
  const file = locate('libnumberreg', '.');
  const library = open(file);
  const number = library.func('uint32_t nreg_version_number(void)')();
  const abi = library.func('uint32_t nreg_abi_version(void)')();
  if (abi !== api.abi || number < api.versionNumber) {
    throw new Error(`${file} is version ${number} with ABI ${abi}; ${api.versionNumber} with ABI ${api.abi} is needed`);
  }
  return bind(library, api.functions.numberreg);
}

const functions = load();
let sqlite = null;

/** Calls a function whose last parameter is the error. */
function call(name, ...args) {
  return callIn(functions, name, ...args);
}

function callIn(library, name, ...args) {
  const error = { struct_size: koffi.sizeof(api.nreg_error), code: 0, position: -1, system: 0, reserved: 0, message: '' };
  const code = library[name](...args, error);
  if (code < 0) throw new NumberregError({ ...error, code });
}

/** An options struct with the library's defaults and the caller's wishes. */
function options(struct, init, wishes, library = functions) {
  const value = {};
  library[init](value);
  for (const name of Object.keys(wishes)) {
    if (!(name in value)) throw new TypeError(`${struct} has no member ${name}`);
  }
  return { ...value, ...wishes };
}

function uint(name, value, most = Number.MAX_SAFE_INTEGER) {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number) || number < 0 || number > most) throw new RangeError(`${name} must be 0 to ${most}`);
  return number;
}

const id = (value) => uint('id', value && value.id !== undefined ? value.id : value);

/** The names of the reasons in a set, the one to name first in front. */
function reasons(set) {
  const names = [];
  for (let bits = BigInt(set); bits; ) {
    const first = functions.nreg_reason_first(bits);
    names.push(functions.nreg_reason_code(first));
    bits &= ~(1n << BigInt(first));
  }
  return names;
}

/** The structs at the beginning of some memory. */
const rows = (memory, type, count) => (count ? koffi.decode(memory, koffi.array(type, count)) : []);

const e164 = (number) => (number ? `+${number}` : null);
const time = (microseconds) => new Date(Number(microseconds) / 1000);

function text(fill, size) {
  const buffer = Buffer.alloc(size);
  const code = fill(buffer, size);
  if (code < 0) throw new NumberregError({ code, message: '', position: -1 });
  return buffer.toString('utf8', 0, buffer.indexOf(0));
}

const held = new Set();

function giveBack(what) {
  if (held.delete(what)) functions[what.free](what.pointer);
}

const collected = new FinalizationRegistry(giveBack);
process.on('exit', () => held.forEach(giveBack));

/** An object of the library; given back by close(), when it is collected, or when the process ends. */
class Handle {
  #what;

  constructor(pointer, free, keep) {
    this.#what = { pointer, free };
    this.keep = keep;
    held.add(this.#what);
    collected.register(this, this.#what);
  }

  /** The library's pointer; throws after close(). */
  get pointer() {
    if (!held.has(this.#what)) throw new TypeError(`this ${this.constructor.name} is closed`);
    return this.#what.pointer;
  }

  /** Give the object up; what was made from it stays usable. Closing twice does nothing. */
  close() {
    giveBack(this.#what);
  }

  [Symbol.dispose || Symbol('dispose')]() {
    this.close();
  }
}

/** One number as a person types it. */
function read(typed, { region = 'US' } = {}) {
  const number = {};
  const code = functions.nreg_number_read(null, typed, Buffer.byteLength(typed), region, 0, number);
  if (code < 0) throw new NumberregError({ code, message: '', position: -1 });
  const state = Object.keys(api.TypingState).find((name) => api.TypingState[name] === number.state);
  return { e164: e164(number.e164), valid: number.valid === 1, state, region: number.region || null };
}

class Registry extends Handle {
  /** A registry on a SQLite file. */
  static sqlite(file, { create = false, ...wishes } = {}) {
    if (sqlite === null) {
      sqlite = bind(open(locate('libnumberreg-sqlite', 'store/sqlite')), api.functions['numberreg-sqlite']);
    }
    const mode = create ? api.SqliteMode.CREATE : api.SqliteMode.OPEN;
    const asked = options('nreg_sqlite_store_options', 'nreg_sqlite_store_options_init', { mode, ...wishes }, sqlite);
    const store = [null];
    callIn(sqlite, 'nreg_sqlite_store_open', file, asked, store);
    return Registry.#open(store[0]);
  }

  /** A registry in memory, empty. */
  static memory() {
    const store = [null];
    call('nreg_memory_store_open', null, store);
    return Registry.#open(store[0]);
  }

  static #open(store) {
    try {
      const registry = [null];
      call('nreg_registry_open', store, null, registry);
      return new Registry(registry[0], 'nreg_registry_close');
    } finally {
      functions.nreg_store_close(store);
    }
  }

  /** A session of an actor inside a scope. */
  session(root, actor, trace = null) {
    const session = [null];
    const lengths = [Buffer.byteLength(actor), trace === null ? 0 : Buffer.byteLength(trace)];
    call('nreg_session_open', this.pointer, id(root), actor, lengths[0], trace, lengths[1], session);
    return new Session(session[0], 'nreg_session_close', this);
  }

  /** An operator's session: sees and may change everything. */
  operator(actor, trace = null) {
    const session = [null];
    const lengths = [Buffer.byteLength(actor), trace === null ? 0 : Buffer.byteLength(trace)];
    call('nreg_session_open_operator', this.pointer, actor, lengths[0], trace, lengths[1], session);
    return new Session(session[0], 'nreg_session_close', this);
  }

  /** The call purposes, in display order. */
  get purposes() {
    const size = koffi.sizeof(api.nreg_purpose);
    const count = [0];
    call('nreg_purpose_list', this.pointer, null, 0, count);
    const memory = Buffer.alloc(size * count[0]);
    for (let index = 0; index < count[0]; index++) memory.writeUInt32LE(size, index * size);
    call('nreg_purpose_list', this.pointer, memory, count[0], count);
    return rows(memory, api.nreg_purpose, count[0]).map(({ id, code, label, description, warning }) => {
      return { id, code, label, description, warning };
    });
  }
}

const scopeOf = (raw) => ({ id: raw.id, key: raw.key, label: raw.label, level: raw.level, parent: raw.parent });

class Session extends Handle {
  /** Add a scope: without parent a Business, else what the parent's level leads to. */
  addScope(key, { parent = 0, ...wishes } = {}) {
    const scope = {};
    const asked = options('nreg_scope_options', 'nreg_scope_options_init', { key, ...wishes });
    call('nreg_scope_add', this.pointer, id(parent), asked, scope);
    return scopeOf(scope);
  }

  /** The scope at a path such as "acme/sales/spring". */
  scope(where) {
    const scope = {};
    call('nreg_scope_find', this.pointer, where, Buffer.byteLength(where), scope);
    return scopeOf(scope);
  }

  /** Begin a batch at a Business, Unit or Program. */
  batch(target, wishes = {}) {
    const batch = [null];
    const asked = options('nreg_batch_options', 'nreg_batch_options_init', wishes);
    call('nreg_batch_new', this.pointer, id(target), asked, batch);
    return new Batch(batch[0], 'nreg_batch_free', this);
  }

  /** Load a saved draft. */
  loadBatch(draft) {
    const batch = [null];
    call('nreg_batch_load', this.pointer, id(draft), null, batch);
    return new Batch(batch[0], 'nreg_batch_free', this);
  }

  /** The records of this session, ordered by number within each Business. */
  *records({ pageSize = 1000, ...wishes } = {}) {
    const filter = options('nreg_record_filter', 'nreg_record_filter_init', wishes);
    const cursor = { business: 0, number: 0 };
    const memory = Buffer.alloc(koffi.sizeof(api.nreg_record) * pageSize);
    const count = [0];
    const more = [1];
    while (more[0]) {
      call('nreg_record_list', this.pointer, filter, cursor, memory, pageSize, count, more);
      for (const raw of rows(memory, api.nreg_record, count[0])) {
        yield {
          e164: e164(raw.number),
          holder: String(raw.program || raw.unit || raw.business),
          purpose: raw.purpose,
          status: functions.nreg_status_name(raw.status),
          created: time(raw.created),
          updated: time(raw.updated),
        };
      }
    }
  }
}

const entryOf = (raw) => ({
  entry: raw.entry,
  e164: e164(raw.number),
  green: raw.green === 1,
  formatted: raw.formatted,
  purpose: raw.purpose,
  reasons: reasons(raw.reasons),
  warnings: reasons(raw.warnings),
});

class Batch extends Handle {
  /** Stage one number. A bad one is staged too, with its reasons. */
  add(typed, purpose = 0) {
    const entry = {};
    const wanted = uint('purpose', purpose, 65535);
    call('nreg_batch_add', this.pointer, typed, Buffer.byteLength(typed), wanted, entry);
    return entryOf(entry);
  }

  /** Drop an entry. */
  drop(entry) {
    call('nreg_batch_drop', this.pointer, uint('entry', entry, 2 ** 32 - 1));
  }

  /** How many entries are staged. */
  get length() {
    return functions.nreg_batch_count(this.pointer);
  }

  /** Stage every row of a CSV file. Returns how many rows had data. */
  upload(file, wishes = {}) {
    const report = { struct_size: koffi.sizeof(api.nreg_upload_report) };
    const asked = options('nreg_upload_options', 'nreg_upload_options_init', wishes);
    call('nreg_upload_file', this.pointer, file, asked, report);
    return Number(report.rows);
  }

  /** Save as a draft that another process can load. Returns its id. */
  save() {
    const found = [0];
    call('nreg_batch_save', this.pointer, found);
    return found[0];
  }

  /** What commit() would do now. */
  preview(wishes = {}) {
    return this.#decide('nreg_batch_preview', wishes);
  }

  /** Register what is good, and say what became of each entry. */
  commit(wishes = {}) {
    return this.#decide('nreg_batch_commit', wishes);
  }

  #decide(name, { requestId = null, reassign = false, ...wishes }) {
    const consent = reassign ? api.Consent.MOVE : 0;
    const asked = { request_id: requestId, consent, ...wishes };
    const result = [null];
    call(name, this.pointer, options('nreg_commit_options', 'nreg_commit_options_init', asked), result);
    return new Result(result[0], 'nreg_result_free', this);
  }
}

class Result extends Handle {
  /** The counts: accepted + rejected = entries, always. */
  get summary() {
    const summary = { struct_size: koffi.sizeof(api.nreg_summary) };
    const code = functions.nreg_result_summary(this.pointer, summary);
    if (code < 0) throw new NumberregError({ code, message: '', position: -1 });
    const { struct_size: _size, reserved: _reserved, time: when, ...counts } = summary;
    return { ...counts, time: time(when) };
  }

  /** The sentence for the person. */
  get sentence() {
    return text((buffer, size) => functions.nreg_result_sentence(this.pointer, buffer, size), api.NREG_MESSAGE_SIZE);
  }

  #input(index) {
    const length = [0];
    const start = functions.nreg_result_input(this.pointer, index, length);
    return length[0] ? Buffer.from(koffi.view(start, length[0])).toString('utf8') : '';
  }

  /** One outcome per entry, in entry order. */
  get outcomes() {
    const count = [0];
    const stride = [0];
    const first = functions.nreg_result_outcomes(this.pointer, count, stride);
    return Array.from({ length: count[0] }, (_, index) => {
      const raw = koffi.decode(first, index * stride[0], api.nreg_outcome);
      return {
        entry: raw.entry,
        row: raw.row,
        input: this.#input(index),
        e164: e164(raw.number),
        outcome: functions.nreg_outcome_name(raw.outcome),
        reasons: reasons(raw.reasons),
        warnings: reasons(raw.warnings),
        message: text(
          (buffer, size) => functions.nreg_result_message(this.pointer, index, 0, buffer, size),
          api.NREG_MESSAGE_SIZE,
        ),
        holder: raw.holder ? String(raw.holder) : null,
        movable: Boolean(raw.flags & api.OutcomeFlags.MOVABLE),
        reference: text(
          (buffer, size) => functions.nreg_result_reference(this.pointer, index, buffer, size),
          api.NREG_REFERENCE_SIZE,
        ),
      };
    });
  }
}

const { Action, Atomicity, Level, PurposeId: Purpose, Status } = api;
const version = functions.nreg_version_text();

// Plain names only, so that import { Registry } from 'numberreg' works too.
module.exports = { Registry, NumberregError, read, version, Action, Atomicity, Level, Purpose, Status };
