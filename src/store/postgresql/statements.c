/* SPDX-License-Identifier: MIT */
#include "store/postgresql/statements.h"

/* Columns stand in the order of the fields in fields.c. Tables are found through the search path. */
/* clang-format off */
static const char *const statements[NREG_PG_STATEMENTS] = {
    [NREG_PG_CLAIM] =
        "INSERT INTO records (number, business, unit, program, last_batch, created, updated, revision, purpose, "
        "status, flags, dno_batch) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], "
        "$5::bigint[], $6::bigint[], $7::bigint[], $8::integer[], $9::integer[], $10::integer[], $11::integer[], "
        "$12::bigint[]) ON CONFLICT (number) DO NOTHING RETURNING number",
    [NREG_PG_CLAIM_ALIKE] =
        "INSERT INTO records (number, business, unit, program, last_batch, created, updated, revision, purpose, "
        "status, flags, dno_batch) SELECT u.number, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, "
        "$9::bigint, $10::integer, u.purpose, $11::integer, $12::integer, u.dno_batch FROM unnest($1::bigint[], "
        "$2::integer[], $3::bigint[]) AS u (number, purpose, dno_batch) ON CONFLICT (number) DO NOTHING RETURNING "
        "number",
    [NREG_PG_LOCK] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM records WHERE number = ANY ($1::bigint[]) ORDER BY number FOR UPDATE",
    [NREG_PG_FETCH] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM records WHERE number = ANY ($1::bigint[]) ORDER BY number",
    [NREG_PG_UPDATE] =
        "UPDATE records r SET business = u.business, unit = u.unit, program = u.program, last_batch = "
        "u.last_batch, created = u.created, updated = u.updated, revision = u.revision, purpose = u.purpose, "
        "status = u.status, flags = u.flags, dno_batch = u.dno_batch FROM unnest($1::bigint[], $2::bigint[], "
        "$3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::integer[], $9::integer[], "
        "$10::integer[], $11::integer[], $12::bigint[], $13::bigint[], $14::integer[]) AS u (number, business, "
        "unit, program, last_batch, created, updated, revision, purpose, status, flags, dno_batch, "
        "expected_batch, expected_revision) WHERE r.number = u.number AND r.last_batch = u.expected_batch AND "
        "r.revision = u.expected_revision RETURNING r.number",
    [NREG_PG_RELEASE] =
        "WITH gone AS (DELETE FROM records r USING unnest($1::bigint[], $2::bigint[], $3::integer[]) AS u (number, "
        "batch, revision) WHERE r.number = u.number AND r.last_batch = u.batch AND r.revision = u.revision "
        "RETURNING r.number), unleased AS (DELETE FROM leases l USING gone WHERE l.number = gone.number) SELECT "
        "number FROM gone",
    [NREG_PG_SCAN_ALL] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM records WHERE $1::bigint = 0 AND number > $2::bigint AND number <= $3::bigint AND "
        "($4::integer = 0 OR purpose = $4::integer) AND $6::integer & (1 << status) <> 0 ORDER BY number LIMIT "
        "$5::bigint",
    [NREG_PG_SCAN_BUSINESS] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM ((SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE business = $1::bigint AND status = 1 AND "
        "$6::integer & 2 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = "
        "$4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, program, "
        "last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE business = "
        "$1::bigint AND status = 2 AND $6::integer & 4 <> 0 AND number > $2::bigint AND number <= $3::bigint AND "
        "($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, "
        "business, unit, program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM "
        "records WHERE business = $1::bigint AND status = 3 AND $6::integer & 8 <> 0 AND number > $2::bigint AND "
        "number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) "
        "UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, "
        "status, flags, dno_batch FROM records WHERE business = $1::bigint AND status = 4 AND $6::integer & 16 <> "
        "0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER "
        "BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, "
        "updated, revision, purpose, status, flags, dno_batch FROM records WHERE business = $1::bigint AND status "
        "= 5 AND $6::integer & 32 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR "
        "purpose = $4::integer) ORDER BY number LIMIT $5::bigint)) AS pages ORDER BY number LIMIT $5::bigint",
    [NREG_PG_SCAN_BUSINESS_HERE] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM ((SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE business = $1::bigint AND unit = 0 AND status = 1 "
        "AND $6::integer & 2 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR "
        "purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, "
        "program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE "
        "business = $1::bigint AND unit = 0 AND status = 2 AND $6::integer & 4 <> 0 AND number > $2::bigint AND "
        "number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) "
        "UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, "
        "status, flags, dno_batch FROM records WHERE business = $1::bigint AND unit = 0 AND status = 3 AND "
        "$6::integer & 8 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = "
        "$4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, program, "
        "last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE business = "
        "$1::bigint AND unit = 0 AND status = 4 AND $6::integer & 16 <> 0 AND number > $2::bigint AND number <= "
        "$3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL "
        "(SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM records WHERE business = $1::bigint AND unit = 0 AND status = 5 AND $6::integer & 32 <> 0 "
        "AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY "
        "number LIMIT $5::bigint)) AS pages ORDER BY number LIMIT $5::bigint",
    [NREG_PG_SCAN_UNIT] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM ((SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 AND status = 1 AND "
        "$6::integer & 2 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = "
        "$4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, program, "
        "last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE unit = "
        "$1::bigint AND unit <> 0 AND status = 2 AND $6::integer & 4 <> 0 AND number > $2::bigint AND number <= "
        "$3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL "
        "(SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 AND status = 3 AND $6::integer & 8 <> 0 AND "
        "number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY "
        "number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, "
        "updated, revision, purpose, status, flags, dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 "
        "AND status = 4 AND $6::integer & 16 <> 0 AND number > $2::bigint AND number <= $3::bigint AND "
        "($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, "
        "business, unit, program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM "
        "records WHERE unit = $1::bigint AND unit <> 0 AND status = 5 AND $6::integer & 32 <> 0 AND number > "
        "$2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT "
        "$5::bigint)) AS pages ORDER BY number LIMIT $5::bigint",
    [NREG_PG_SCAN_UNIT_HERE] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM ((SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 AND program = 0 AND "
        "status = 1 AND $6::integer & 2 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = "
        "0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, "
        "program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE "
        "unit = $1::bigint AND unit <> 0 AND program = 0 AND status = 2 AND $6::integer & 4 <> 0 AND number > "
        "$2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT "
        "$5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 AND program = 0 AND "
        "status = 3 AND $6::integer & 8 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = "
        "0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, "
        "program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE "
        "unit = $1::bigint AND unit <> 0 AND program = 0 AND status = 4 AND $6::integer & 16 <> 0 AND number > "
        "$2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT "
        "$5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE unit = $1::bigint AND unit <> 0 AND program = 0 AND "
        "status = 5 AND $6::integer & 32 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = "
        "0 OR purpose = $4::integer) ORDER BY number LIMIT $5::bigint)) AS pages ORDER BY number LIMIT $5::bigint",
    [NREG_PG_SCAN_PROGRAM] =
        "SELECT number, business, unit, program, last_batch, created, updated, revision, purpose, status, flags, "
        "dno_batch FROM ((SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE program = $1::bigint AND program <> 0 AND status = "
        "1 AND $6::integer & 2 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR "
        "purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, "
        "program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE "
        "program = $1::bigint AND program <> 0 AND status = 2 AND $6::integer & 4 <> 0 AND number > $2::bigint "
        "AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT "
        "$5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE program = $1::bigint AND program <> 0 AND status = "
        "3 AND $6::integer & 8 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR "
        "purpose = $4::integer) ORDER BY number LIMIT $5::bigint) UNION ALL (SELECT number, business, unit, "
        "program, last_batch, created, updated, revision, purpose, status, flags, dno_batch FROM records WHERE "
        "program = $1::bigint AND program <> 0 AND status = 4 AND $6::integer & 16 <> 0 AND number > $2::bigint "
        "AND number <= $3::bigint AND ($4::integer = 0 OR purpose = $4::integer) ORDER BY number LIMIT "
        "$5::bigint) UNION ALL (SELECT number, business, unit, program, last_batch, created, updated, revision, "
        "purpose, status, flags, dno_batch FROM records WHERE program = $1::bigint AND program <> 0 AND status = "
        "5 AND $6::integer & 32 <> 0 AND number > $2::bigint AND number <= $3::bigint AND ($4::integer = 0 OR "
        "purpose = $4::integer) ORDER BY number LIMIT $5::bigint)) AS pages ORDER BY number LIMIT $5::bigint",
    [NREG_PG_BATCH_INSERT] =
        "INSERT INTO batches (id, business, target, unit, program, created, updated, committed, expires, "
        "digest_0, digest_1, state, action, revision, flags, entries, accepted, rejected, added, moved, "
        "unassigned, deleted, changed, movable, warned, dno, chunks, reviewed, restored, transferred, imported, "
        "reverted, region, plan, request_id, actor, trace, attestation) VALUES ($1::bigint, $2::bigint, "
        "$3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint, "
        "$11::bigint, $12::integer, $13::integer, $14::integer, $15::integer, $16::integer, $17::integer, "
        "$18::integer, $19::integer, $20::integer, $21::integer, $22::integer, $23::integer, $24::integer, "
        "$25::integer, $26::integer, $27::integer, $28::integer, $29::integer, $30::integer, $31::integer, "
        "$32::bigint, $33::text, $34::text, $35::text, $36::text, $37::text, $38::text) ON CONFLICT DO NOTHING "
        "RETURNING id",
    [NREG_PG_BATCH_UPDATE] =
        "UPDATE batches SET business = $2::bigint, target = $3::bigint, unit = $4::bigint, program = $5::bigint, "
        "created = $6::bigint, updated = $7::bigint, committed = $8::bigint, expires = $9::bigint, digest_0 = "
        "$10::bigint, digest_1 = $11::bigint, state = $12::integer, action = $13::integer, revision = "
        "$14::integer, flags = $15::integer, entries = $16::integer, accepted = $17::integer, rejected = "
        "$18::integer, added = $19::integer, moved = $20::integer, unassigned = $21::integer, deleted = "
        "$22::integer, changed = $23::integer, movable = $24::integer, warned = $25::integer, dno = $26::integer, "
        "chunks = $27::integer, reviewed = $28::integer, restored = $29::integer, transferred = $30::integer, "
        "imported = $31::integer, reverted = $32::bigint, region = $33::text, plan = $34::text, request_id = "
        "$35::text, actor = $36::text, trace = $37::text, attestation = $38::text WHERE id = $1::bigint AND "
        "revision = $39::integer RETURNING id",
    [NREG_PG_BATCH_GET] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE id = $1::bigint",
    [NREG_PG_BATCH_FIND] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE business = $1::bigint AND request_id = $2::text "
        "AND request_id <> ''",
    [NREG_PG_BATCH_VOUCH] =
        "SELECT id FROM batches WHERE id = $1::bigint FOR KEY SHARE",
    [NREG_PG_BATCH_LIST_ALL] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE $1::bigint = 0 AND ($2::integer = 0 OR state = "
        "$2::integer) AND ($3::bigint = 0 OR (created, id) < (SELECT created, id FROM batches WHERE id = "
        "$3::bigint)) ORDER BY created DESC, id DESC LIMIT $4::bigint",
    [NREG_PG_BATCH_LIST_BUSINESS] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE business = $1::bigint AND ($2::integer = 0 OR "
        "state = $2::integer) AND ($3::bigint = 0 OR (created, id) < (SELECT created, id FROM batches WHERE id = "
        "$3::bigint)) ORDER BY created DESC, id DESC LIMIT $4::bigint",
    [NREG_PG_BATCH_LIST_UNIT] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE unit = $1::bigint AND unit <> 0 AND "
        "($2::integer = 0 OR state = $2::integer) AND ($3::bigint = 0 OR (created, id) < (SELECT created, id FROM "
        "batches WHERE id = $3::bigint)) ORDER BY created DESC, id DESC LIMIT $4::bigint",
    [NREG_PG_BATCH_LIST_PROGRAM] =
        "SELECT id, business, target, unit, program, created, updated, committed, expires, digest_0, digest_1, "
        "state, action, revision, flags, entries, accepted, rejected, added, moved, unassigned, deleted, changed, "
        "movable, warned, dno, chunks, reviewed, restored, transferred, imported, reverted, region, plan, "
        "request_id, actor, trace, attestation FROM batches WHERE program = $1::bigint AND program <> 0 AND "
        "($2::integer = 0 OR state = $2::integer) AND ($3::bigint = 0 OR (created, id) < (SELECT created, id FROM "
        "batches WHERE id = $3::bigint)) ORDER BY created DESC, id DESC LIMIT $4::bigint",
    [NREG_PG_BATCH_EXPIRED] =
        "SELECT id, state FROM batches WHERE expires > 0 AND expires <= $1::bigint ORDER BY expires LIMIT "
        "$2::bigint FOR UPDATE",
    [NREG_PG_BATCH_FORGET_ITEMS] =
        "DELETE FROM items WHERE batch = $1::bigint AND kind <> 3",
    [NREG_PG_BATCH_KEEP] =
        "UPDATE batches SET expires = 0 WHERE id = $1::bigint",
    [NREG_PG_BATCH_DELETE] =
        "DELETE FROM batches WHERE id = $1::bigint",
    [NREG_PG_ITEMS_PUT] =
        "INSERT INTO items (batch, kind, chunk, data) VALUES ($1::bigint, $2::integer, $3::integer, $4::bytea) ON "
        "CONFLICT (batch, kind, chunk) DO UPDATE SET data = excluded.data",
    [NREG_PG_ITEMS_GET] =
        "SELECT data FROM items WHERE batch = $1::bigint AND kind = $2::integer AND chunk = $3::integer",
    [NREG_PG_ITEMS_CLEAR] =
        "DELETE FROM items WHERE batch = $1::bigint AND kind = $2::integer AND chunk >= $3::integer",
    [NREG_PG_JOURNAL_APPEND] =
        "WITH new AS (INSERT INTO journal_runs (batch, business, rows, sequence) VALUES ($1::bigint, $2::bigint, "
        "$3::integer, 0) RETURNING run) INSERT INTO journal (run, position, batch, number, time, business, "
        "unit_before, program_before, unit_after, program_after, batch_before, created, entry, revision, "
        "purpose_before, purpose_after, flags_before, flags_after, reason, revision_before, change, action, "
        "status_before, status_after) SELECT new.run, u.place - 1, u.batch, u.number, u.time, u.business, "
        "u.unit_before, u.program_before, u.unit_after, u.program_after, u.batch_before, u.created, u.entry, "
        "u.revision, u.purpose_before, u.purpose_after, u.flags_before, u.flags_after, u.reason, "
        "u.revision_before, u.change, u.action, u.status_before, u.status_after FROM new, unnest($4::bigint[], "
        "$5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], "
        "$12::bigint[], $13::bigint[], $14::integer[], $15::integer[], $16::integer[], $17::integer[], "
        "$18::integer[], $19::integer[], $20::integer[], $21::integer[], $22::smallint[], $23::smallint[], "
        "$24::smallint[], $25::smallint[]) WITH ORDINALITY AS u (batch, number, time, business, unit_before, "
        "program_before, unit_after, program_after, batch_before, created, entry, revision, purpose_before, "
        "purpose_after, flags_before, flags_after, reason, revision_before, change, action, status_before, "
        "status_after, place)",
    [NREG_PG_JOURNAL_APPEND_ALIKE] =
        "WITH new AS (INSERT INTO journal_runs (batch, business, rows, sequence) VALUES ($5::bigint, $7::bigint, "
        "$1::integer, 0) RETURNING run) INSERT INTO journal (run, position, batch, number, time, business, "
        "unit_before, program_before, unit_after, program_after, batch_before, created, entry, revision, "
        "purpose_before, purpose_after, flags_before, flags_after, reason, revision_before, change, action, "
        "status_before, status_after) SELECT new.run, u.place - 1, $5::bigint, u.number, $6::bigint, $7::bigint, "
        "$8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::bigint, $13::bigint, u.entry, $14::integer, "
        "$15::integer, u.purpose_after, $16::integer, $17::integer, $18::integer, $19::integer, $20::smallint, "
        "$21::smallint, $22::smallint, $23::smallint FROM new, unnest($2::bigint[], $3::integer[], $4::integer[]) "
        "WITH ORDINALITY AS u (number, entry, purpose_after, place)",
    [NREG_PG_SEAL_LOCK] =
        "SELECT head FROM feed FOR UPDATE",
    [NREG_PG_SEAL] =
        "WITH unsealed AS (SELECT run, rows, max(run) OVER (PARTITION BY transaction) AS last_run FROM journal_runs "
        "WHERE sequence = 0), ranked AS (SELECT run, rows, last_run, dense_rank() OVER (ORDER BY last_run) AS "
        "place FROM unsealed), numbered AS (SELECT run, rows, sum(rows) OVER (ORDER BY last_run, run) - rows AS "
        "passed FROM ranked WHERE place <= $2::bigint), sealed AS (UPDATE journal_runs r SET sequence = "
        "$1::bigint + 1 + n.passed FROM numbered n WHERE r.run = n.run RETURNING r.rows) SELECT "
        "coalesce(sum(rows), 0)::bigint FROM sealed",
    [NREG_PG_SEAL_HEAD] =
        "UPDATE feed SET head = head + $1::bigint",
    [NREG_PG_FEED_PRUNED] =
        "SELECT pruned FROM feed",
    [NREG_PG_JOURNAL_FEED] =
        "SELECT r.sequence + j.position, j.batch, j.number, j.time, j.business, j.unit_before, j.program_before, "
        "j.unit_after, j.program_after, j.batch_before, j.created, j.entry, j.revision, j.purpose_before, "
        "j.purpose_after, j.flags_before, j.flags_after, j.reason, j.revision_before, j.change, j.action, "
        "j.status_before, j.status_after FROM journal_runs r JOIN journal j ON j.run = r.run WHERE r.sequence >= "
        "coalesce((SELECT sequence FROM journal_runs WHERE sequence BETWEEN 1 AND $1::bigint + 1 ORDER BY "
        "sequence DESC LIMIT 1), 1) AND r.sequence + j.position > $1::bigint ORDER BY r.sequence, j.position "
        "LIMIT $2::bigint",
    [NREG_PG_JOURNAL_BUSINESS] =
        "SELECT r.sequence + j.position, j.batch, j.number, j.time, j.business, j.unit_before, j.program_before, "
        "j.unit_after, j.program_after, j.batch_before, j.created, j.entry, j.revision, j.purpose_before, "
        "j.purpose_after, j.flags_before, j.flags_after, j.reason, j.revision_before, j.change, j.action, "
        "j.status_before, j.status_after FROM journal_runs r JOIN journal j ON j.run = r.run WHERE r.business = "
        "$3::bigint AND r.sequence >= coalesce((SELECT sequence FROM journal_runs WHERE business = $3::bigint AND "
        "sequence BETWEEN 1 AND $1::bigint + 1 ORDER BY sequence DESC LIMIT 1), 1) AND r.sequence + j.position > "
        "$1::bigint ORDER BY r.sequence, j.position LIMIT $2::bigint",
    [NREG_PG_JOURNAL_BATCH] =
        "SELECT CASE r.sequence WHEN 0 THEN 0 ELSE r.sequence + j.position END, j.batch, j.number, j.time, "
        "j.business, j.unit_before, j.program_before, j.unit_after, j.program_after, j.batch_before, j.created, "
        "j.entry, j.revision, j.purpose_before, j.purpose_after, j.flags_before, j.flags_after, j.reason, "
        "j.revision_before, j.change, j.action, j.status_before, j.status_after FROM journal j JOIN journal_runs "
        "r ON r.run = j.run WHERE j.batch = $3::bigint AND j.number > $1::bigint ORDER BY j.number, j.run, "
        "j.position LIMIT $2::bigint",
    [NREG_PG_JOURNAL_NUMBER] =
        "SELECT CASE r.sequence WHEN 0 THEN 0 ELSE r.sequence + j.position END, j.batch, j.number, j.time, "
        "j.business, j.unit_before, j.program_before, j.unit_after, j.program_after, j.batch_before, j.created, "
        "j.entry, j.revision, j.purpose_before, j.purpose_after, j.flags_before, j.flags_after, j.reason, "
        "j.revision_before, j.change, j.action, j.status_before, j.status_after FROM journal j JOIN journal_runs "
        "r ON r.run = j.run WHERE j.number = $3::bigint ORDER BY j.run, j.position LIMIT $2::bigint OFFSET "
        "$1::bigint",
    [NREG_PG_JOURNAL_PRUNE] =
        "WITH first AS (SELECT j.run, j.position, j.time, r.sequence + j.position AS sequence FROM journal_runs r "
        "JOIN journal j ON j.run = r.run WHERE r.sequence > 0 ORDER BY r.sequence, j.position LIMIT $2::bigint), "
        "old AS (SELECT run, position, sequence, bool_and(time < $1::bigint) OVER (ORDER BY sequence) AS gone FROM "
        "first), gone AS (DELETE FROM journal j USING old WHERE old.gone AND j.run = old.run AND j.position = "
        "old.position RETURNING old.sequence) SELECT count(*)::bigint, coalesce(max(sequence), 0)::bigint FROM "
        "gone",
    [NREG_PG_PRUNE_RUNS] =
        "DELETE FROM journal_runs r WHERE r.sequence BETWEEN 1 AND $1::bigint AND NOT EXISTS (SELECT 1 FROM "
        "journal j WHERE j.run = r.run)",
    [NREG_PG_PRUNE_HEAD] =
        "UPDATE feed SET pruned = greatest(pruned, $1::bigint)",
    [NREG_PG_JOURNAL_ERASE] =
        "UPDATE journal SET number = 0 WHERE number = $1::bigint",
    [NREG_PG_SCOPE_INSERT] =
        "INSERT INTO scopes (id, parent, organization, business, unit, created, updated, starts, ends, level, "
        "state, revision, region, key, external_id, label) VALUES ($1::bigint, $2::bigint, $3::bigint, "
        "$4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::integer, $11::integer, "
        "$12::integer, $13::text, $14::text, $15::text, $16::text) ON CONFLICT DO NOTHING RETURNING id",
    [NREG_PG_SCOPE_UPDATE] =
        "UPDATE scopes SET parent = $2::bigint, organization = $3::bigint, business = $4::bigint, unit = "
        "$5::bigint, created = $6::bigint, updated = $7::bigint, starts = $8::bigint, ends = $9::bigint, level = "
        "$10::integer, state = $11::integer, revision = $12::integer, region = $13::text, key = $14::text, "
        "external_id = $15::text, label = $16::text WHERE id = $1::bigint AND revision = $17::integer RETURNING "
        "id",
    [NREG_PG_SCOPE_GET] =
        "SELECT id, parent, organization, business, unit, created, updated, starts, ends, level, state, revision, "
        "region, key, external_id, label FROM scopes WHERE id = ANY ($1::bigint[]) ORDER BY id",
    [NREG_PG_SCOPE_PIN] =
        "SELECT id, parent, organization, business, unit, created, updated, starts, ends, level, state, revision, "
        "region, key, external_id, label FROM scopes WHERE id = ANY ($1::bigint[]) ORDER BY id FOR SHARE",
    [NREG_PG_SCOPE_KEY] =
        "SELECT id, parent, organization, business, unit, created, updated, starts, ends, level, state, revision, "
        "region, key, external_id, label FROM scopes WHERE parent = $1::bigint AND key = $2::text",
    [NREG_PG_SCOPE_EXTERNAL_ID] =
        "SELECT id, parent, organization, business, unit, created, updated, starts, ends, level, state, revision, "
        "region, key, external_id, label FROM scopes WHERE parent = $1::bigint AND external_id = $2::text AND "
        "external_id <> ''",
    [NREG_PG_SCOPE_LIST] =
        "SELECT id, parent, organization, business, unit, created, updated, starts, ends, level, state, revision, "
        "region, key, external_id, label FROM scopes WHERE parent = $1::bigint AND key > $2::text COLLATE \"C\" "
        "ORDER BY key COLLATE \"C\" LIMIT $3::bigint",
    [NREG_PG_LEASE_PENDING] =
        "SELECT r.number, r.business, r.unit, r.program, r.last_batch, r.created, r.updated, r.revision, "
        "r.purpose, r.status, r.flags, r.dno_batch FROM records r WHERE r.status = 1 AND r.number > $1::bigint "
        "AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.number = r.number AND l.until > $2::bigint) ORDER BY "
        "r.number LIMIT $3::bigint FOR UPDATE OF r SKIP LOCKED",
    [NREG_PG_LEASE_NEEDS_PROOF] =
        "SELECT r.number, r.business, r.unit, r.program, r.last_batch, r.created, r.updated, r.revision, "
        "r.purpose, r.status, r.flags, r.dno_batch FROM records r WHERE r.status = 2 AND r.number > $1::bigint "
        "AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.number = r.number AND l.until > $2::bigint) ORDER BY "
        "r.number LIMIT $3::bigint FOR UPDATE OF r SKIP LOCKED",
    [NREG_PG_LEASE_ACTIVE] =
        "SELECT r.number, r.business, r.unit, r.program, r.last_batch, r.created, r.updated, r.revision, "
        "r.purpose, r.status, r.flags, r.dno_batch FROM records r WHERE r.status = 3 AND r.number > $1::bigint "
        "AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.number = r.number AND l.until > $2::bigint) ORDER BY "
        "r.number LIMIT $3::bigint FOR UPDATE OF r SKIP LOCKED",
    [NREG_PG_LEASE_SUSPENDED] =
        "SELECT r.number, r.business, r.unit, r.program, r.last_batch, r.created, r.updated, r.revision, "
        "r.purpose, r.status, r.flags, r.dno_batch FROM records r WHERE r.status = 4 AND r.number > $1::bigint "
        "AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.number = r.number AND l.until > $2::bigint) ORDER BY "
        "r.number LIMIT $3::bigint FOR UPDATE OF r SKIP LOCKED",
    [NREG_PG_LEASE_DECLINED] =
        "SELECT r.number, r.business, r.unit, r.program, r.last_batch, r.created, r.updated, r.revision, "
        "r.purpose, r.status, r.flags, r.dno_batch FROM records r WHERE r.status = 5 AND r.number > $1::bigint "
        "AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.number = r.number AND l.until > $2::bigint) ORDER BY "
        "r.number LIMIT $3::bigint FOR UPDATE OF r SKIP LOCKED",
    [NREG_PG_LEASE_TAKE] =
        "INSERT INTO leases AS l (number, owner, until) SELECT n, $2::bigint, $3::bigint FROM "
        "unnest($1::bigint[]) AS n ON CONFLICT (number) DO UPDATE SET owner = excluded.owner, until = "
        "excluded.until WHERE l.until <= $4::bigint RETURNING number",
    [NREG_PG_UNLEASE] =
        "DELETE FROM leases WHERE number = ANY ($1::bigint[]) AND owner = $2::bigint",
    [NREG_PG_TOMBSTONE_PUT] =
        "INSERT INTO tombstones (number, business, time, status) SELECT * FROM unnest($1::bigint[], $2::bigint[], "
        "$3::bigint[], $4::integer[]) ON CONFLICT (number) DO UPDATE SET business = excluded.business, time = "
        "excluded.time, status = excluded.status",
    [NREG_PG_TOMBSTONE_CLEAN] =
        "DELETE FROM tombstones WHERE number = ANY ($1::bigint[]) AND status = 0",
    [NREG_PG_TOMBSTONE_GET] =
        "SELECT number, business, time, status FROM tombstones WHERE number = ANY ($1::bigint[]) ORDER BY number",
    [NREG_PG_COUNT_ADD] =
        "INSERT INTO counts (scope, kind, key, amount) SELECT * FROM unnest($1::bigint[], $2::integer[], "
        "$3::integer[], $4::bigint[])",
    [NREG_PG_COUNT_READ] =
        "SELECT key, sum(amount)::bigint FROM counts WHERE scope = $1::bigint AND kind = $2::integer AND key > "
        "$3::bigint GROUP BY key HAVING sum(amount) <> 0 ORDER BY key LIMIT $4::bigint",
    [NREG_PG_COUNT_FOLD] =
        "WITH old AS (DELETE FROM counts WHERE no IN (SELECT no FROM counts WHERE scope = $1::bigint AND kind = "
        "$2::integer ORDER BY no LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING scope, kind, key, amount) INSERT "
        "INTO counts (scope, kind, key, amount) SELECT scope, kind, key, sum(amount)::bigint FROM old GROUP BY "
        "scope, kind, key",
};
/* clang-format on */

const char *nreg_pg_statement_text(nreg_pg_statement statement) {
    return statements[statement];
}
