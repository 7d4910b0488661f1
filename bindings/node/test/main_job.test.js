// SPDX-License-Identifier: MIT
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { Registry, NumberregError, Purpose, read } = require('../lib/index.js');

function portal(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'numberreg-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'portal.db');
  const registry = Registry.sqlite(file, { create: true });
  t.after(() => registry.close());
  const operator = registry.operator('setup');
  const acme = operator.addScope('acme', { label: 'Acme Inc.' });
  const sales = operator.addScope('sales', { parent: acme });
  const spring = operator.addScope('spring', { parent: sales });
  operator.close();
  return { file, registry, acme, sales, spring };
}

test('a typed number is green at once, and a half one is not yet', () => {
  assert.deepStrictEqual(read('(501) 214-9020'), { e164: '+15012149020', valid: true, state: 'VALID', region: 'US' });
  assert.strictEqual(read('(501) 214').state, 'INCOMPLETE');
});

test('the purposes have Do Not Originate, with a warning', (t) => {
  const { registry } = portal(t);
  const dno = registry.purposes.find((purpose) => purpose.code === 'DO_NOT_ORIGINATE');
  assert.strictEqual(registry.purposes.length, 10);
  assert.match(dno.warning, /outbound/);
});

test('staged numbers are saved, and each entry says what became of it', (t) => {
  const { registry, acme, spring } = portal(t);
  const jane = registry.session(acme, 'user:4711', 'request-1');
  const batch = jane.batch(spring);
  const entry = batch.add('(501) 214-9020', Purpose.CUSTOMER_SERVICE);
  assert.strictEqual(entry.green, true);
  batch.add('(501) 214', Purpose.CUSTOMER_SERVICE);
  assert.strictEqual(batch.length, 2);

  const preview = batch.preview();
  assert.strictEqual(preview.summary.added, 1);
  assert.deepStrictEqual([...jane.records()], []);

  const result = batch.commit({ requestId: 'save-1' });
  const { entries, accepted, rejected, added } = result.summary;
  assert.deepStrictEqual({ entries, accepted, rejected, added }, { entries: 2, accepted: 1, rejected: 1, added: 1 });
  assert.strictEqual(result.sentence, preview.sentence);
  const [good, bad] = result.outcomes;
  assert.strictEqual(good.outcome, 'ADDED');
  assert.strictEqual(bad.outcome, 'REJECTED');
  assert.ok(bad.reasons.length > 0 && bad.message !== '' && bad.reference !== '');
  const [record] = [...jane.records()];
  assert.strictEqual(record.e164, '+15012149020');
  assert.strictEqual(record.status, 'PENDING');
  assert.strictEqual(record.holder, String(spring.id));
});

test('a number in another Program is reassigned with consent', (t) => {
  const { registry, acme, sales, spring } = portal(t);
  const operator = registry.operator('setup');
  const autumn = operator.addScope('autumn', { parent: sales });
  const jane = registry.session(acme, 'user:4711');
  const first = jane.batch(spring);
  first.add('501-214-9020', Purpose.SURVEY);
  first.commit();
  const second = jane.batch(autumn);
  second.add('501-214-9020', Purpose.SURVEY);
  const [refused] = second.preview().outcomes;
  assert.deepStrictEqual(refused.reasons, ['IN_OTHER_PROGRAM']);
  assert.strictEqual(refused.movable, true);
  assert.strictEqual(second.commit({ reassign: true }).outcomes[0].outcome, 'MOVED');
});

test('a draft saved here is committed in another process', (t) => {
  const { file, registry, acme, spring } = portal(t);
  const jane = registry.session(acme, 'user:4711');
  const batch = jane.batch(spring);
  batch.add('501-214-9020', Purpose.SURVEY);
  const draft = batch.save();
  const program = `
    const { Registry } = require(${JSON.stringify(require.resolve('../lib/index.js'))});
    const session = Registry.sqlite(${JSON.stringify(file)}).session(${acme.id}, 'user:4712');
    console.log(session.loadBatch(${draft}).commit().summary.added);`;
  assert.strictEqual(execFileSync(process.execPath, ['-e', program]).toString().trim(), '1');
  assert.strictEqual([...jane.records()].length, 1);
});

test('a CSV file is staged with one call', (t) => {
  const { file, registry, acme, spring } = portal(t);
  const csv = path.join(path.dirname(file), 'numbers.csv');
  fs.writeFileSync(csv, '501-214-9020,Survey\n501-214-9021,Charity\n');
  const batch = registry.session(acme, 'user:4711').batch(spring);
  assert.strictEqual(batch.upload(csv), 2);
  assert.strictEqual(batch.commit().summary.added, 2);
});

test('failures are exceptions with a code; rejections are not', (t) => {
  const { registry } = portal(t);
  assert.throws(() => registry.operator('x').scope('nowhere'), (error) => {
    return error instanceof NumberregError && error.code === 'NOT_FOUND' && error.position === 0;
  });
  assert.throws(() => registry.session(0, 'x'), { code: 'INVALID_ARGUMENT' });
});

test('a closed object says so, and closing twice does nothing', (t) => {
  const { registry, acme, spring } = portal(t);
  const jane = registry.session(acme, 'user:4711');
  const batch = jane.batch(spring);
  jane.close();
  jane.close();
  batch.add('501-214-9020', Purpose.SURVEY);
  assert.strictEqual(batch.commit().summary.added, 1);
  batch.close();
  assert.throws(() => batch.length, /closed/);
});
