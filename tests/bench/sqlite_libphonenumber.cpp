/* SPDX-License-Identifier: MIT */
/*
 * What a good engineer writes today: libphonenumber reads and judges each row, SQLite's C interface stores it; one
 * transaction, one prepared statement, one index. `bench_sqlite_libphonenumber rows.csv store.db`; the file is made
 * anew.
 */
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>

#include <phonenumbers/phonenumberutil.h>
#include <sqlite3.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static bool run(sqlite3 *db, const char *sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK) {
        return true;
    }
    std::fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    return false;
}

int main(int count, char **arguments) {
    if (count < 3) {
        std::fputs("usage: bench_sqlite_libphonenumber rows.csv store.db\n", stderr);
        return 2;
    }
    for (const char *suffix : {"", "-wal", "-shm"}) {
        std::remove((std::string(arguments[2]) + suffix).c_str());
    }
    sqlite3 *db = nullptr;
    if (sqlite3_open(arguments[2], &db) != SQLITE_OK ||
        !run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;"
                 "CREATE TABLE numbers (id INTEGER PRIMARY KEY, e164 TEXT NOT NULL, business TEXT NOT NULL,"
                 " program TEXT NOT NULL, purpose TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL);"
                 "CREATE UNIQUE INDEX numbers_e164 ON numbers (e164);")) {
        return 2;
    }
    const std::clock_t start = std::clock(); // time on the processor
    std::ifstream file(arguments[1]);
    std::string line;
    if (!std::getline(file, line) || !run(db, "BEGIN IMMEDIATE")) {
        return 2;
    }
    sqlite3_stmt *insert = nullptr;
    sqlite3_prepare_v2(db,
                       "INSERT OR IGNORE INTO numbers (e164, business, program, purpose, status, created)"
                       " VALUES (?, 'acme', 'acme/sales/spring', ?, 'PENDING', ?)",
                       -1, &insert, nullptr);
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    size_t added = 0;
    std::string e164;
    while (std::getline(file, line)) {
        const size_t comma = line.rfind(',');
        std::string text = line.substr(0, comma);
        if (text.size() > 1 && text.front() == '"') {
            text = text.substr(1, text.size() - 2);
        }
        PhoneNumber number;
        if (util.Parse(text, "US", &number) != PhoneNumberUtil::NO_PARSING_ERROR || !util.IsValidNumber(number)) {
            continue;
        }
        util.Format(number, PhoneNumberUtil::E164, &e164);
        const std::string purpose = comma == std::string::npos ? "" : line.substr(comma + 1);
        sqlite3_bind_text(insert, 1, e164.data(), static_cast<int>(e164.size()), SQLITE_STATIC);
        sqlite3_bind_text(insert, 2, purpose.data(), static_cast<int>(purpose.size()), SQLITE_STATIC);
        sqlite3_bind_int64(insert, 3, 1700000000);
        if (sqlite3_step(insert) != SQLITE_DONE) {
            std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
            return 2;
        }
        added += static_cast<size_t>(sqlite3_changes(db));
        sqlite3_reset(insert);
    }
    if (!run(db, "COMMIT")) {
        return 2;
    }
    const double took = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    std::printf("cpu\t%.10g\nadded\t%zu\n", took * 1e9 / static_cast<double>(added), added);
    return 0;
}
