// SPDX-License-Identifier: GPL-3.0-or-later
// A write-ahead log as it lies on the disk, read without SQLite: which by itself takes all from the first damaged frame on for
// what a power cut left unfinished, and forgets it.
//
// With `synchronous=FULL` each transaction is on the disk before the next one is begun. So a power cut leaves at most one unfinished;
// where more than one ends behind a damaged frame, the damage is in what was reported stored.
// Thread rule: functions without state, while nobody writes to the log. Errors: none; what cannot be read is not there.
// Source: https://www.sqlite.org/fileformat2.html#walformat, https://www.sqlite.org/walformat.html (the -shm).
#pragma once

#include <QString>

#include <unordered_set>

namespace pipit::store {

struct SqliteWal {
    bool isThere = false;       // with more than a header, which is on the disk, whole, before the first frame is begun
    bool hasGoodHeader = false;
    quint32 pageSize = 0;
    quint32 frames = 0;         // that count: whole, and of finished transactions
    quint32 pages = 0;          // of the database, after the last of them; 0: there is none
    int lostTransactions = 0;   // that end behind a frame that is damaged
    std::unordered_set<quint32> beyond; // which pages after the file's end it has
};

// `filePages`: how many pages the database's file has without it.
SqliteWal readWal(const QString &walFile, quint32 filePages);

// How many frames the index of a log (-shm) tells of that were not brought into the database's file yet.
quint32 framesToCome(const QString &shmFile);

} // namespace pipit::store
