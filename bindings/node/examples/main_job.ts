// SPDX-License-Identifier: MIT
// The portal's main job, typed. The tests compile and run it.
import { Level, NumberregError, Purpose, Registry, read } from 'numberreg';
import type { Outcome, ReasonName, Summary } from 'numberreg';

const registry = Registry.sqlite(process.argv[2] ?? 'portal.db', { create: true });

const operator = registry.operator('setup');
const acme = operator.addScope('acme', { label: 'Acme Inc.', region: 'US' });
const sales = operator.addScope('sales', { parent: acme });
const spring = operator.addScope('spring', { parent: sales });
console.log(spring.level === Level.PROGRAM, read('(501) 214', { region: 'US' }).state);

const jane = registry.session(acme, 'user:4711', 'request 8f3a');
const batch = jane.batch(spring, { region: 'US' });
console.log(batch.add('(501) 214-9020', Purpose.CUSTOMER_SERVICE).green);
console.log(batch.add('(501) 555-0123', Purpose.SURVEY).green);

const result = batch.commit({ requestId: 'save-1', acknowledge_dno: 1 });
const summary: Summary = result.summary;
console.log(summary.added, summary.rejected, summary.time instanceof Date);

const fictional = (outcome: Outcome): boolean => outcome.reasons.includes('RESERVED_FICTIONAL' satisfies ReasonName);
for (const outcome of result.outcomes.filter(fictional)) {
  console.log(outcome.row, outcome.input, outcome.message);
}
for (const record of jane.records({ pageSize: 100 })) {
  console.log(record.e164, record.status === 'PENDING', record.created.getTime() > 0);
}
try {
  jane.scope('acme/nothing');
} catch (error) {
  if (!(error instanceof NumberregError)) throw error;
  console.log(error.code === 'NOT_FOUND', error.position);
}
registry.close();
