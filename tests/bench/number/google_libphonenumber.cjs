// SPDX-License-Identifier: MIT
// The baseline google-libphonenumber, warmed up. Usage: node google_libphonenumber.cjs FILE
'use strict';
const fs = require('fs');
const { PhoneNumberUtil, PhoneNumberFormat } = require('google-libphonenumber');
const util = PhoneNumberUtil.getInstance();
const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').slice(0, -1);
let sum = 0;
function run(some) {
    let valid = 0;
    for (const line of some) {
        try {
            const number = util.parse(line, 'US');
            valid += util.isValidNumber(number) ? 1 : 0;
            sum += util.getNumberType(number) + String(util.getRegionCodeForNumber(number)).length +
                util.format(number, PhoneNumberFormat.E164).length;
        } catch (error) {
            sum++;
        }
    }
    return valid;
}
run(lines.slice(0, 20000));
const start = process.cpuUsage();
const valid = run(lines);
const took = process.cpuUsage(start);
console.log(((took.user + took.system) * 1000 / lines.length).toFixed(1), valid);
