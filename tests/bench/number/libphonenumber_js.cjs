// SPDX-License-Identifier: MIT
// The baseline libphonenumber-js with its full metadata, warmed up. Usage: node libphonenumber_js.cjs FILE
'use strict';
const fs = require('fs');
const parse = require('libphonenumber-js/max').default || require('libphonenumber-js/max');
const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').slice(0, -1);
let sum = 0;
function run(some) {
    let valid = 0;
    for (const line of some) {
        const number = parse(line, { defaultCountry: 'US', extract: false });
        if (number) {
            valid += number.isValid() ? 1 : 0;
            sum += String(number.getType()).length + String(number.country).length + number.number.length;
        }
    }
    return valid;
}
run(lines.slice(0, 20000));
const start = process.cpuUsage();
const valid = run(lines);
const took = process.cpuUsage(start);
console.log(((took.user + took.system) * 1000 / lines.length).toFixed(1), valid);
