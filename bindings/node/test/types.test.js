// SPDX-License-Identifier: MIT
'use strict';

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const numberreg = require('numberreg');

const root = path.join(__dirname, '..');
const types = fs.readFileSync(path.join(root, 'lib/index.d.ts'), 'utf8');

function members(name) {
  const [, body] = types.match(new RegExp(`^export interface ${name} \\{$(.*?)^\\}`, 'ms'));
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, member]) => member).sort();
}

test('what is declared is what is exported', () => {
  const declared = [...types.matchAll(/^export declare (?:const|class|function) (\w+)/gm)].map(([, name]) => name);
  const enums = types.match(/^export \{ (.*) \} from/m)[1].split(', ').map((name) => name.split(' ').pop());
  assert.deepStrictEqual([...declared, ...enums].sort(), Object.keys(numberreg).sort());
});

test('objects have the members that are declared', () => {
  const registry = numberreg.Registry.memory();
  const operator = registry.operator('setup');
  const acme = operator.addScope('acme');
  const batch = operator.batch(acme, { region: 'GB' });
  const entry = batch.add('020 7946 0018', numberreg.Purpose.SURVEY);
  batch.add('\u260e 501', numberreg.Purpose.SURVEY);
  batch.add('+1 501 214 9020', numberreg.Purpose.SURVEY);
  const outcomes = batch.commit().outcomes;
  const [record] = operator.records();
  assert.strictEqual(entry.e164, '+442079460018');
  assert.strictEqual(outcomes[1].input, '\u260e 501');
  for (const [name, value] of Object.entries({
    Reading: numberreg.read('501'),
    Scope: acme,
    PurposeInfo: registry.purposes[0],
    Entry: entry,
    Outcome: outcomes[1],
    NumberRecord: record,
  })) {
    assert.deepStrictEqual(Object.keys(value).sort(), members(name), name);
  }
});

test('the typed example compiles and runs, and leaves its store tidy', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'numberreg-'));
  const built = path.join(root, 'build');
  t.after(() => [folder, built].forEach((made) => fs.rmSync(made, { recursive: true, force: true })));
  const compiler = path.join(root, 'node_modules/.bin/tsc');
  const how = '--strict --module nodenext --target es2022 --types node --rootDir . --outDir build'.split(' ');
  execFileSync(compiler, [...how, 'examples/main_job.ts'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const program = path.join(built, 'examples/main_job.js');
  const said = execFileSync(process.execPath, [program, path.join(folder, 'portal.db')], { encoding: 'utf8' });
  assert.match(said, /^true INCOMPLETE\ntrue\nfalse\n1 1 true\n2 \(501\) 555-0123 .*\n\+15012149020 true true\ntrue 5\n$/);
  assert.deepStrictEqual(fs.readdirSync(folder), ['portal.db']);
});

test('modules import it by name', () => {
  const program = "import { Registry, Purpose, read } from 'numberreg'; Registry.memory(); console.log(Purpose.SURVEY)";
  const how = ['--input-type=module', '--eval', program];
  assert.match(execFileSync(process.execPath, how, { cwd: root, encoding: 'utf8' }), /^\d+\n$/);
});
