/* SPDX-License-Identifier: MIT */
/*
 * Layout of every public struct, asserted: members in this order, no padding between or behind them, and the size. What
 * fails here changes the binary interface: bindings read these structs by offset, stores keep them. If that is meant,
 * write_layout beside this file writes it anew. Sizes are those of 64-bit machines.
 */
#include <numberreg.h>
#include <numberreg/batch.h>
#include <numberreg/code.h>
#include <numberreg/export.h>
#include <numberreg/extend/store.h>
#include <numberreg/extend/store_check.h>
#include <numberreg/host.h>
#include <numberreg/import.h>
#include <numberreg/journal.h>
#include <numberreg/language.h>
#include <numberreg/number.h>
#include <numberreg/plan.h>
#include <numberreg/policy.h>
#include <numberreg/postgresql.h>
#include <numberreg/purpose.h>
#include <numberreg/reason.h>
#include <numberreg/record.h>
#include <numberreg/registry.h>
#include <numberreg/result.h>
#include <numberreg/review.h>
#include <numberreg/scope.h>
#include <numberreg/session.h>
#include <numberreg/sqlite.h>
#include <numberreg/upload.h>
#include <numberreg/version.h>

#include <stddef.h>

#ifdef __cplusplus
#define ASSERT(what, message) static_assert(what, message)
#else
#define ASSERT(what, message) _Static_assert(what, message)
#endif

#define SIZE_OF(type, member) sizeof(((type *)0)->member)
#define FIRST(type, member) ASSERT(offsetof(type, member) == 0, #type " begins with " #member)
#define NEXT(type, before, member)                                                                                     \
    ASSERT(offsetof(type, member) == offsetof(type, before) + SIZE_OF(type, before),                                   \
           #type "." #member " follows " #before)
#define LAST(type, member, size)                                                                                       \
    ASSERT(offsetof(type, member) + SIZE_OF(type, member) == sizeof(type), #type " ends with " #member);               \
    ASSERT(sizeof(void *) != 8 || sizeof(type) == (size), #type " has " #size " bytes")

FIRST(nreg_batch_options, struct_size);
NEXT(nreg_batch_options, struct_size, action);
NEXT(nreg_batch_options, action, policy);
NEXT(nreg_batch_options, policy, region);
NEXT(nreg_batch_options, region, reserved);
LAST(nreg_batch_options, reserved, 24);

FIRST(nreg_entry_input, number);
NEXT(nreg_entry_input, number, purpose_text);
NEXT(nreg_entry_input, purpose_text, number_length);
NEXT(nreg_entry_input, number_length, purpose_length);
NEXT(nreg_entry_input, purpose_length, purpose);
NEXT(nreg_entry_input, purpose, action);
NEXT(nreg_entry_input, action, consent);
NEXT(nreg_entry_input, consent, row);
NEXT(nreg_entry_input, row, faults);
LAST(nreg_entry_input, faults, 56);

FIRST(nreg_entry, number);
NEXT(nreg_entry, number, reasons);
NEXT(nreg_entry, reasons, warnings);
NEXT(nreg_entry, warnings, entry);
NEXT(nreg_entry, entry, row);
NEXT(nreg_entry, row, duplicate_of);
NEXT(nreg_entry, duplicate_of, purpose);
NEXT(nreg_entry, purpose, action);
NEXT(nreg_entry, action, consent);
NEXT(nreg_entry, consent, state);
NEXT(nreg_entry, state, green);
NEXT(nreg_entry, green, type);
NEXT(nreg_entry, type, region);
NEXT(nreg_entry, region, formatted);
NEXT(nreg_entry, formatted, reserved);
LAST(nreg_entry, reserved, 152);

FIRST(nreg_commit_options, struct_size);
NEXT(nreg_commit_options, struct_size, atomicity);
NEXT(nreg_commit_options, atomicity, max_rejects);
NEXT(nreg_commit_options, max_rejects, consent);
NEXT(nreg_commit_options, consent, acknowledge_dno);
NEXT(nreg_commit_options, acknowledge_dno, chunk_entries);
NEXT(nreg_commit_options, chunk_entries, timeout_ms);
NEXT(nreg_commit_options, timeout_ms, reserved);
NEXT(nreg_commit_options, reserved, request_id);
NEXT(nreg_commit_options, request_id, attestation);
NEXT(nreg_commit_options, attestation, progress);
NEXT(nreg_commit_options, progress, context);
NEXT(nreg_commit_options, context, evidence);
LAST(nreg_commit_options, evidence, 72);

FIRST(nreg_batch_info, id);
NEXT(nreg_batch_info, id, business);
NEXT(nreg_batch_info, business, target);
NEXT(nreg_batch_info, target, created);
NEXT(nreg_batch_info, created, updated);
NEXT(nreg_batch_info, updated, expires);
NEXT(nreg_batch_info, expires, state);
NEXT(nreg_batch_info, state, action);
NEXT(nreg_batch_info, action, entries);
NEXT(nreg_batch_info, entries, accepted);
NEXT(nreg_batch_info, accepted, rejected);
NEXT(nreg_batch_info, rejected, reserved);
NEXT(nreg_batch_info, reserved, request_id);
NEXT(nreg_batch_info, request_id, actor);
NEXT(nreg_batch_info, actor, attestation);
LAST(nreg_batch_info, attestation, 400);

FIRST(nreg_error, struct_size);
NEXT(nreg_error, struct_size, code);
NEXT(nreg_error, code, position);
NEXT(nreg_error, position, system);
NEXT(nreg_error, system, reserved);
NEXT(nreg_error, reserved, message);
LAST(nreg_error, message, 280);

FIRST(nreg_export_options, struct_size);
NEXT(nreg_export_options, struct_size, format);
NEXT(nreg_export_options, format, columns);
NEXT(nreg_export_options, columns, number_style);
NEXT(nreg_export_options, number_style, header);
NEXT(nreg_export_options, header, delimiter);
NEXT(nreg_export_options, delimiter, mark);
NEXT(nreg_export_options, mark, max_rows);
NEXT(nreg_export_options, max_rows, destination);
NEXT(nreg_export_options, destination, reserved);
LAST(nreg_export_options, reserved, 40);

FIRST(nreg_allocator, allocate);
NEXT(nreg_allocator, allocate, reallocate);
NEXT(nreg_allocator, reallocate, release);
NEXT(nreg_allocator, release, context);
LAST(nreg_allocator, context, 32);

FIRST(nreg_host, struct_size);
NEXT(nreg_host, struct_size, log_level);
NEXT(nreg_host, log_level, clock);
NEXT(nreg_host, clock, random);
NEXT(nreg_host, random, log);
NEXT(nreg_host, log, context);
LAST(nreg_host, context, 40);

FIRST(nreg_import_options, struct_size);
NEXT(nreg_import_options, struct_size, status);
NEXT(nreg_import_options, status, within);
NEXT(nreg_import_options, within, scope);
NEXT(nreg_import_options, scope, policy);
NEXT(nreg_import_options, policy, purpose);
NEXT(nreg_import_options, purpose, region);
LAST(nreg_import_options, region, 40);

FIRST(nreg_import_row, number);
NEXT(nreg_import_row, number, scope);
NEXT(nreg_import_row, scope, purpose_text);
NEXT(nreg_import_row, purpose_text, number_length);
NEXT(nreg_import_row, number_length, scope_length);
NEXT(nreg_import_row, scope_length, purpose_length);
NEXT(nreg_import_row, purpose_length, scope_id);
NEXT(nreg_import_row, scope_id, created);
NEXT(nreg_import_row, created, faults);
NEXT(nreg_import_row, faults, purpose);
NEXT(nreg_import_row, purpose, status);
NEXT(nreg_import_row, status, row);
NEXT(nreg_import_row, row, reserved);
LAST(nreg_import_row, reserved, 88);

FIRST(nreg_import_columns, struct_size);
NEXT(nreg_import_columns, struct_size, scope_column);
NEXT(nreg_import_columns, scope_column, unit_column);
NEXT(nreg_import_columns, unit_column, program_column);
NEXT(nreg_import_columns, program_column, status_column);
NEXT(nreg_import_columns, status_column, created_column);
NEXT(nreg_import_columns, created_column, scope_header);
NEXT(nreg_import_columns, scope_header, unit_header);
NEXT(nreg_import_columns, unit_header, program_header);
NEXT(nreg_import_columns, program_header, status_header);
NEXT(nreg_import_columns, status_header, created_header);
NEXT(nreg_import_columns, created_header, upload);
LAST(nreg_import_columns, upload, 72);

FIRST(nreg_import_layout, struct_size);
NEXT(nreg_import_layout, struct_size, scope_column);
NEXT(nreg_import_layout, scope_column, unit_column);
NEXT(nreg_import_layout, unit_column, program_column);
NEXT(nreg_import_layout, program_column, status_column);
NEXT(nreg_import_layout, status_column, created_column);
NEXT(nreg_import_layout, created_column, upload);
LAST(nreg_import_layout, upload, 72);

FIRST(nreg_migration_counts, struct_size);
NEXT(nreg_migration_counts, struct_size, flags);
NEXT(nreg_migration_counts, flags, rows);
NEXT(nreg_migration_counts, rows, imported);
NEXT(nreg_migration_counts, imported, rejected);
NEXT(nreg_migration_counts, rejected, already);
NEXT(nreg_migration_counts, already, claimed);
NEXT(nreg_migration_counts, claimed, unplaced);
NEXT(nreg_migration_counts, unplaced, warned);
NEXT(nreg_migration_counts, warned, dno);
NEXT(nreg_migration_counts, dno, pending);
NEXT(nreg_migration_counts, pending, needs_proof);
NEXT(nreg_migration_counts, needs_proof, active);
NEXT(nreg_migration_counts, active, suspended);
NEXT(nreg_migration_counts, suspended, declined);
NEXT(nreg_migration_counts, declined, scopes);
NEXT(nreg_migration_counts, scopes, replayed);
NEXT(nreg_migration_counts, replayed, unknown);
LAST(nreg_migration_counts, unknown, 72);

FIRST(nreg_migration_scope, scope);
NEXT(nreg_migration_scope, scope, batch);
NEXT(nreg_migration_scope, batch, rows);
NEXT(nreg_migration_scope, rows, imported);
NEXT(nreg_migration_scope, imported, rejected);
NEXT(nreg_migration_scope, rejected, already);
NEXT(nreg_migration_scope, already, warned);
NEXT(nreg_migration_scope, warned, replayed);
NEXT(nreg_migration_scope, replayed, path);
NEXT(nreg_migration_scope, path, reserved);
LAST(nreg_migration_scope, reserved, 320);

FIRST(nreg_migration_unknown, name);
NEXT(nreg_migration_unknown, name, rows);
NEXT(nreg_migration_unknown, rows, row);
NEXT(nreg_migration_unknown, row, ambiguous);
NEXT(nreg_migration_unknown, ambiguous, reserved);
LAST(nreg_migration_unknown, reserved, 280);

FIRST(nreg_migration_rejected, row);
NEXT(nreg_migration_rejected, row, scope);
NEXT(nreg_migration_rejected, scope, outcome);
NEXT(nreg_migration_rejected, outcome, other);
LAST(nreg_migration_rejected, other, 16);

FIRST(nreg_journal_row, sequence);
NEXT(nreg_journal_row, sequence, batch);
NEXT(nreg_journal_row, batch, number);
NEXT(nreg_journal_row, number, time);
NEXT(nreg_journal_row, time, business);
NEXT(nreg_journal_row, business, unit_before);
NEXT(nreg_journal_row, unit_before, program_before);
NEXT(nreg_journal_row, program_before, unit_after);
NEXT(nreg_journal_row, unit_after, program_after);
NEXT(nreg_journal_row, program_after, batch_before);
NEXT(nreg_journal_row, batch_before, created);
NEXT(nreg_journal_row, created, entry);
NEXT(nreg_journal_row, entry, revision);
NEXT(nreg_journal_row, revision, purpose_before);
NEXT(nreg_journal_row, purpose_before, purpose_after);
NEXT(nreg_journal_row, purpose_after, flags_before);
NEXT(nreg_journal_row, flags_before, flags_after);
NEXT(nreg_journal_row, flags_after, reason);
NEXT(nreg_journal_row, reason, revision_before);
NEXT(nreg_journal_row, revision_before, change);
NEXT(nreg_journal_row, change, action);
NEXT(nreg_journal_row, action, status_before);
NEXT(nreg_journal_row, status_before, status_after);
NEXT(nreg_journal_row, status_after, reserved);
LAST(nreg_journal_row, reserved, 128);

FIRST(nreg_journal_cursor, position);
LAST(nreg_journal_cursor, position, 16);

FIRST(nreg_language_text, key);
NEXT(nreg_language_text, key, text);
LAST(nreg_language_text, text, 16);

FIRST(nreg_number, e164);
NEXT(nreg_number, e164, national);
NEXT(nreg_number, national, calling_code);
NEXT(nreg_number, calling_code, leading_zeros);
NEXT(nreg_number, leading_zeros, national_digits);
NEXT(nreg_number, national_digits, parse);
NEXT(nreg_number, parse, possible);
NEXT(nreg_number, possible, valid);
NEXT(nreg_number, valid, type);
NEXT(nreg_number, type, state);
NEXT(nreg_number, state, source);
NEXT(nreg_number, source, notes);
NEXT(nreg_number, notes, extension_digits);
NEXT(nreg_number, extension_digits, region);
NEXT(nreg_number, region, default_region);
NEXT(nreg_number, default_region, extension);
NEXT(nreg_number, extension, reserved);
LAST(nreg_number, reserved, 72);

FIRST(nreg_number_rules, struct_size);
NEXT(nreg_number_rules, struct_size, reserved);
NEXT(nreg_number_rules, reserved, reject);
NEXT(nreg_number_rules, reject, warn);
LAST(nreg_number_rules, warn, 24);

FIRST(nreg_policy, struct_size);
NEXT(nreg_policy, struct_size, reassign);
NEXT(nreg_policy, reassign, numbers);
NEXT(nreg_policy, numbers, default_region);
NEXT(nreg_policy, default_region, dno_acknowledge);
NEXT(nreg_policy, dno_acknowledge, dno_in_program);
NEXT(nreg_policy, dno_in_program, auto_review);
NEXT(nreg_policy, auto_review, result_days);
NEXT(nreg_policy, result_days, draft_days);
NEXT(nreg_policy, draft_days, proof_days);
NEXT(nreg_policy, proof_days, max_entries);
NEXT(nreg_policy, max_entries, max_elsewhere_a_day);
NEXT(nreg_policy, max_elsewhere_a_day, max_retries);
NEXT(nreg_policy, max_retries, max_numbers);
NEXT(nreg_policy, max_numbers, lock_wait_ms);
NEXT(nreg_policy, lock_wait_ms, reserved);
LAST(nreg_policy, reserved, 88);

FIRST(nreg_postgresql_store_options, struct_size);
NEXT(nreg_postgresql_store_options, struct_size, mode);
NEXT(nreg_postgresql_store_options, mode, no_journal);
NEXT(nreg_postgresql_store_options, no_journal, connections);
NEXT(nreg_postgresql_store_options, connections, statement_timeout_ms);
NEXT(nreg_postgresql_store_options, statement_timeout_ms, reserved);
NEXT(nreg_postgresql_store_options, reserved, schema);
NEXT(nreg_postgresql_store_options, schema, allocator);
LAST(nreg_postgresql_store_options, allocator, 40);

FIRST(nreg_purpose, struct_size);
NEXT(nreg_purpose, struct_size, id);
NEXT(nreg_purpose, id, order);
NEXT(nreg_purpose, order, flags);
NEXT(nreg_purpose, flags, code);
NEXT(nreg_purpose, code, label);
NEXT(nreg_purpose, label, description);
NEXT(nreg_purpose, description, warning);
LAST(nreg_purpose, warning, 656);

FIRST(nreg_reason_info, reason);
NEXT(nreg_reason_info, reason, field);
NEXT(nreg_reason_info, field, precedence);
NEXT(nreg_reason_info, precedence, retryable);
NEXT(nreg_reason_info, retryable, support);
NEXT(nreg_reason_info, support, reserved);
NEXT(nreg_reason_info, reserved, code);
NEXT(nreg_reason_info, code, text);
LAST(nreg_reason_info, text, 40);

FIRST(nreg_record, number);
NEXT(nreg_record, number, business);
NEXT(nreg_record, business, unit);
NEXT(nreg_record, unit, program);
NEXT(nreg_record, program, last_batch);
NEXT(nreg_record, last_batch, created);
NEXT(nreg_record, created, updated);
NEXT(nreg_record, updated, revision);
NEXT(nreg_record, revision, purpose);
NEXT(nreg_record, purpose, status);
NEXT(nreg_record, status, flags);
NEXT(nreg_record, flags, dno_batch);
LAST(nreg_record, dno_batch, 80);

FIRST(nreg_record_filter, struct_size);
NEXT(nreg_record_filter, struct_size, statuses);
NEXT(nreg_record_filter, statuses, scope);
NEXT(nreg_record_filter, scope, purpose);
NEXT(nreg_record_filter, purpose, only_here);
NEXT(nreg_record_filter, only_here, from);
NEXT(nreg_record_filter, from, to);
NEXT(nreg_record_filter, to, changed_since);
NEXT(nreg_record_filter, changed_since, types);
NEXT(nreg_record_filter, types, dno);
NEXT(nreg_record_filter, dno, order);
NEXT(nreg_record_filter, order, region);
NEXT(nreg_record_filter, region, ending);
NEXT(nreg_record_filter, ending, reserved);
NEXT(nreg_record_filter, reserved, prefix);
LAST(nreg_record_filter, prefix, 96);

FIRST(nreg_record_cursor, business);
NEXT(nreg_record_cursor, business, number);
NEXT(nreg_record_cursor, number, seal);
LAST(nreg_record_cursor, seal, 24);

FIRST(nreg_record_count, count);
NEXT(nreg_record_count, count, status);
NEXT(nreg_record_count, status, purpose);
LAST(nreg_record_count, purpose, 16);

FIRST(nreg_assignments, struct_size);
NEXT(nreg_assignments, struct_size, reserved);
NEXT(nreg_assignments, reserved, record);
NEXT(nreg_assignments, record, organization);
NEXT(nreg_assignments, organization, business);
NEXT(nreg_assignments, business, unit);
NEXT(nreg_assignments, unit, program);
NEXT(nreg_assignments, program, path);
LAST(nreg_assignments, path, 2592);

FIRST(nreg_registry_options, struct_size);
NEXT(nreg_registry_options, struct_size, reserved);
NEXT(nreg_registry_options, reserved, allocator);
NEXT(nreg_registry_options, allocator, host);
NEXT(nreg_registry_options, host, policy);
NEXT(nreg_registry_options, policy, plan);
NEXT(nreg_registry_options, plan, resolve_scope);
NEXT(nreg_registry_options, resolve_scope, elsewhere_disclosed);
NEXT(nreg_registry_options, elsewhere_disclosed, context);
LAST(nreg_registry_options, context, 64);

FIRST(nreg_memory_store_options, struct_size);
NEXT(nreg_memory_store_options, struct_size, no_journal);
NEXT(nreg_memory_store_options, no_journal, allocator);
LAST(nreg_memory_store_options, allocator, 16);

FIRST(nreg_outcome, number);
NEXT(nreg_outcome, number, reasons);
NEXT(nreg_outcome, reasons, reasons_more);
NEXT(nreg_outcome, reasons_more, warnings);
NEXT(nreg_outcome, warnings, warnings_more);
NEXT(nreg_outcome, warnings_more, holder);
NEXT(nreg_outcome, holder, entry);
NEXT(nreg_outcome, entry, row);
NEXT(nreg_outcome, row, related);
NEXT(nreg_outcome, related, purpose);
NEXT(nreg_outcome, purpose, reason);
NEXT(nreg_outcome, reason, outcome);
NEXT(nreg_outcome, outcome, action);
NEXT(nreg_outcome, action, status);
NEXT(nreg_outcome, status, flags);
NEXT(nreg_outcome, flags, state);
NEXT(nreg_outcome, state, reserved);
NEXT(nreg_outcome, reserved, reserved2);
LAST(nreg_outcome, reserved2, 80);

FIRST(nreg_summary, struct_size);
NEXT(nreg_summary, struct_size, flags);
NEXT(nreg_summary, flags, batch);
NEXT(nreg_summary, batch, time);
NEXT(nreg_summary, time, entries);
NEXT(nreg_summary, entries, accepted);
NEXT(nreg_summary, accepted, rejected);
NEXT(nreg_summary, rejected, added);
NEXT(nreg_summary, added, moved);
NEXT(nreg_summary, moved, unassigned);
NEXT(nreg_summary, unassigned, deleted);
NEXT(nreg_summary, deleted, changed);
NEXT(nreg_summary, changed, movable);
NEXT(nreg_summary, movable, warned);
NEXT(nreg_summary, warned, dno);
NEXT(nreg_summary, dno, reviewed);
NEXT(nreg_summary, reviewed, restored);
NEXT(nreg_summary, restored, transferred);
NEXT(nreg_summary, transferred, imported);
NEXT(nreg_summary, imported, reserved);
LAST(nreg_summary, reserved, 88);

FIRST(nreg_review_case, record);
NEXT(nreg_review_case, record, signs);
NEXT(nreg_review_case, signs, type);
NEXT(nreg_review_case, type, region);
NEXT(nreg_review_case, region, reserved);
LAST(nreg_review_case, reserved, 96);

FIRST(nreg_review_answer, decision);
NEXT(nreg_review_answer, decision, reserved);
NEXT(nreg_review_answer, reserved, note);
NEXT(nreg_review_answer, note, internal_note);
LAST(nreg_review_answer, internal_note, 24);

FIRST(nreg_review_options, struct_size);
NEXT(nreg_review_options, struct_size, limit);
NEXT(nreg_review_options, limit, lease_seconds);
NEXT(nreg_review_options, lease_seconds, reserved);
NEXT(nreg_review_options, reserved, reviewer);
NEXT(nreg_review_options, reviewer, context);
LAST(nreg_review_options, context, 32);

FIRST(nreg_review_report, struct_size);
NEXT(nreg_review_report, struct_size, leased);
NEXT(nreg_review_report, leased, approved);
NEXT(nreg_review_report, approved, held);
NEXT(nreg_review_report, held, declined);
NEXT(nreg_review_report, declined, suspended);
NEXT(nreg_review_report, suspended, removed);
NEXT(nreg_review_report, removed, later);
NEXT(nreg_review_report, later, overtaken);
NEXT(nreg_review_report, overtaken, reserved);
LAST(nreg_review_report, reserved, 40);

FIRST(nreg_review_note, batch);
NEXT(nreg_review_note, batch, time);
NEXT(nreg_review_note, time, action);
NEXT(nreg_review_note, action, status);
NEXT(nreg_review_note, status, note);
NEXT(nreg_review_note, note, internal_note);
LAST(nreg_review_note, internal_note, 1032);

FIRST(nreg_scope, id);
NEXT(nreg_scope, id, parent);
NEXT(nreg_scope, parent, organization);
NEXT(nreg_scope, organization, business);
NEXT(nreg_scope, business, unit);
NEXT(nreg_scope, unit, created);
NEXT(nreg_scope, created, updated);
NEXT(nreg_scope, updated, starts);
NEXT(nreg_scope, starts, ends);
NEXT(nreg_scope, ends, level);
NEXT(nreg_scope, level, state);
NEXT(nreg_scope, state, revision);
NEXT(nreg_scope, revision, reserved);
NEXT(nreg_scope, reserved, region);
NEXT(nreg_scope, region, key);
NEXT(nreg_scope, key, external_id);
NEXT(nreg_scope, external_id, label);
NEXT(nreg_scope, label, reserved2);
LAST(nreg_scope, reserved2, 560);

FIRST(nreg_scope_options, struct_size);
NEXT(nreg_scope_options, struct_size, organization);
NEXT(nreg_scope_options, organization, key);
NEXT(nreg_scope_options, key, external_id);
NEXT(nreg_scope_options, external_id, label);
NEXT(nreg_scope_options, label, region);
NEXT(nreg_scope_options, region, starts);
NEXT(nreg_scope_options, starts, ends);
LAST(nreg_scope_options, ends, 56);

FIRST(nreg_sqlite_store_options, struct_size);
NEXT(nreg_sqlite_store_options, struct_size, mode);
NEXT(nreg_sqlite_store_options, mode, no_journal);
NEXT(nreg_sqlite_store_options, no_journal, cache_mib);
NEXT(nreg_sqlite_store_options, cache_mib, readers);
NEXT(nreg_sqlite_store_options, readers, synchronous);
NEXT(nreg_sqlite_store_options, synchronous, allocator);
NEXT(nreg_sqlite_store_options, allocator, wait_ms);
NEXT(nreg_sqlite_store_options, wait_ms, reserved);
LAST(nreg_sqlite_store_options, reserved, 40);

FIRST(nreg_source, read);
NEXT(nreg_source, read, context);
LAST(nreg_source, context, 16);

FIRST(nreg_sink, write);
NEXT(nreg_sink, write, context);
LAST(nreg_sink, context, 16);

FIRST(nreg_upload_options, struct_size);
NEXT(nreg_upload_options, struct_size, encoding);
NEXT(nreg_upload_options, encoding, header);
NEXT(nreg_upload_options, header, delimiter);
NEXT(nreg_upload_options, delimiter, number_column);
NEXT(nreg_upload_options, number_column, purpose_column);
NEXT(nreg_upload_options, purpose_column, number_header);
NEXT(nreg_upload_options, number_header, purpose_header);
NEXT(nreg_upload_options, purpose_header, default_purpose);
NEXT(nreg_upload_options, default_purpose, consent);
NEXT(nreg_upload_options, consent, max_row_bytes);
NEXT(nreg_upload_options, max_row_bytes, reserved);
NEXT(nreg_upload_options, reserved, progress);
NEXT(nreg_upload_options, progress, context);
LAST(nreg_upload_options, context, 72);

FIRST(nreg_upload_report, struct_size);
NEXT(nreg_upload_report, struct_size, encoding);
NEXT(nreg_upload_report, encoding, header);
NEXT(nreg_upload_report, header, delimiter);
NEXT(nreg_upload_report, delimiter, number_column);
NEXT(nreg_upload_report, number_column, purpose_column);
NEXT(nreg_upload_report, purpose_column, bytes);
NEXT(nreg_upload_report, bytes, rows);
NEXT(nreg_upload_report, rows, empty_rows);
LAST(nreg_upload_report, empty_rows, 48);

FIRST(nreg_store_change, record);
NEXT(nreg_store_change, record, expected_batch);
NEXT(nreg_store_change, expected_batch, expected_revision);
NEXT(nreg_store_change, expected_revision, reserved);
LAST(nreg_store_change, reserved, 96);

FIRST(nreg_store_token, number);
NEXT(nreg_store_token, number, batch);
NEXT(nreg_store_token, batch, revision);
NEXT(nreg_store_token, revision, reserved);
LAST(nreg_store_token, reserved, 24);

FIRST(nreg_store_filter, business);
NEXT(nreg_store_filter, business, unit);
NEXT(nreg_store_filter, unit, program);
NEXT(nreg_store_filter, program, from);
NEXT(nreg_store_filter, from, to);
NEXT(nreg_store_filter, to, only_here);
NEXT(nreg_store_filter, only_here, statuses);
NEXT(nreg_store_filter, statuses, purpose);
NEXT(nreg_store_filter, purpose, reserved);
LAST(nreg_store_filter, reserved, 56);

FIRST(nreg_store_batch, id);
NEXT(nreg_store_batch, id, business);
NEXT(nreg_store_batch, business, target);
NEXT(nreg_store_batch, target, unit);
NEXT(nreg_store_batch, unit, program);
NEXT(nreg_store_batch, program, created);
NEXT(nreg_store_batch, created, updated);
NEXT(nreg_store_batch, updated, committed);
NEXT(nreg_store_batch, committed, expires);
NEXT(nreg_store_batch, expires, digest);
NEXT(nreg_store_batch, digest, state);
NEXT(nreg_store_batch, state, action);
NEXT(nreg_store_batch, action, revision);
NEXT(nreg_store_batch, revision, flags);
NEXT(nreg_store_batch, flags, entries);
NEXT(nreg_store_batch, entries, accepted);
NEXT(nreg_store_batch, accepted, rejected);
NEXT(nreg_store_batch, rejected, added);
NEXT(nreg_store_batch, added, moved);
NEXT(nreg_store_batch, moved, unassigned);
NEXT(nreg_store_batch, unassigned, deleted);
NEXT(nreg_store_batch, deleted, changed);
NEXT(nreg_store_batch, changed, movable);
NEXT(nreg_store_batch, movable, warned);
NEXT(nreg_store_batch, warned, dno);
NEXT(nreg_store_batch, dno, chunks);
NEXT(nreg_store_batch, chunks, reviewed);
NEXT(nreg_store_batch, reviewed, restored);
NEXT(nreg_store_batch, restored, transferred);
NEXT(nreg_store_batch, transferred, imported);
NEXT(nreg_store_batch, imported, reverted);
NEXT(nreg_store_batch, reverted, reserved);
NEXT(nreg_store_batch, reserved, region);
NEXT(nreg_store_batch, region, plan);
NEXT(nreg_store_batch, plan, request_id);
NEXT(nreg_store_batch, request_id, actor);
NEXT(nreg_store_batch, actor, trace);
NEXT(nreg_store_batch, trace, attestation);
LAST(nreg_store_batch, attestation, 672);

FIRST(nreg_store_batch_filter, business);
NEXT(nreg_store_batch_filter, business, unit);
NEXT(nreg_store_batch_filter, unit, program);
NEXT(nreg_store_batch_filter, program, state);
NEXT(nreg_store_batch_filter, state, reserved);
LAST(nreg_store_batch_filter, reserved, 32);

FIRST(nreg_store_count, scope);
NEXT(nreg_store_count, scope, kind);
NEXT(nreg_store_count, kind, key);
NEXT(nreg_store_count, key, amount);
LAST(nreg_store_count, amount, 24);

FIRST(nreg_store_tombstone, number);
NEXT(nreg_store_tombstone, number, business);
NEXT(nreg_store_tombstone, business, time);
NEXT(nreg_store_tombstone, time, status);
NEXT(nreg_store_tombstone, status, reserved);
LAST(nreg_store_tombstone, reserved, 32);

FIRST(nreg_store_methods, struct_size);
NEXT(nreg_store_methods, struct_size, contract);
NEXT(nreg_store_methods, contract, begin);
NEXT(nreg_store_methods, begin, commit);
NEXT(nreg_store_methods, commit, rollback);
NEXT(nreg_store_methods, rollback, claim);
NEXT(nreg_store_methods, claim, fetch);
NEXT(nreg_store_methods, fetch, update);
NEXT(nreg_store_methods, update, release);
NEXT(nreg_store_methods, release, scan);
NEXT(nreg_store_methods, scan, close);
NEXT(nreg_store_methods, close, batch_put);
NEXT(nreg_store_methods, batch_put, batch_get);
NEXT(nreg_store_methods, batch_get, batch_find);
NEXT(nreg_store_methods, batch_find, batch_list);
NEXT(nreg_store_methods, batch_list, items_put);
NEXT(nreg_store_methods, items_put, items_get);
NEXT(nreg_store_methods, items_get, items_clear);
NEXT(nreg_store_methods, items_clear, batch_prune);
NEXT(nreg_store_methods, batch_prune, journal_append);
NEXT(nreg_store_methods, journal_append, journal_seal);
NEXT(nreg_store_methods, journal_seal, journal_read);
NEXT(nreg_store_methods, journal_read, journal_prune);
NEXT(nreg_store_methods, journal_prune, journal_erase);
NEXT(nreg_store_methods, journal_erase, scope_put);
NEXT(nreg_store_methods, scope_put, scope_get);
NEXT(nreg_store_methods, scope_get, scope_find);
NEXT(nreg_store_methods, scope_find, scope_list);
NEXT(nreg_store_methods, scope_list, scope_pin);
NEXT(nreg_store_methods, scope_pin, review_lease);
NEXT(nreg_store_methods, review_lease, review_unlease);
NEXT(nreg_store_methods, review_unlease, tombstone_put);
NEXT(nreg_store_methods, tombstone_put, tombstone_get);
NEXT(nreg_store_methods, tombstone_get, count_add);
NEXT(nreg_store_methods, count_add, count_read);
NEXT(nreg_store_methods, count_read, expect);
NEXT(nreg_store_methods, expect, expect_gather);
LAST(nreg_store_methods, expect_gather, 288);

FIRST(nreg_store_check_options, struct_size);
NEXT(nreg_store_check_options, struct_size, threads);
NEXT(nreg_store_check_options, threads, rows);
NEXT(nreg_store_check_options, rows, reserved);
NEXT(nreg_store_check_options, reserved, seed);
NEXT(nreg_store_check_options, seed, report);
NEXT(nreg_store_check_options, report, context);
NEXT(nreg_store_check_options, context, only);
LAST(nreg_store_check_options, only, 48);

FIRST(nreg_store_check_summary, passed);
NEXT(nreg_store_check_summary, passed, failed);
NEXT(nreg_store_check_summary, failed, skipped);
NEXT(nreg_store_check_summary, skipped, reserved);
LAST(nreg_store_check_summary, reserved, 16);
