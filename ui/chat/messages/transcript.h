// SPDX-License-Identifier: GPL-3.0-or-later
// The log of one session as the rows that a reader sees: what was edited, answered anew or moved on stands once, where it
// was first said.
//
// - Messages that replace each other are the versions of one row; so are messages of kind `progress` by one sender with the
//   same metadata.key. Shown is the newest, of answers the newest whole one, unless another version was chosen.
// - A comment stands under what it comments on, and a comment on a comment under the same message.
// - An answer to an edited question stands behind that question; answers to versions that are not shown are left out as soon
//   as the one that is shown has an answer.
// - What a message refers to may be on an older page: until that is loaded, the message stands where it was said.
//
// Cost: a row is found in O(log n); newer messages cost what they are, a page of older ones one pass over the rows.
// Thread rule: a value on one thread.
#pragma once

#include "core/message.h"

#include <QHash>
#include <QList>

#include <compare>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace pipit {

class Transcript
{
public:
    // Ids ascend; each batch lies wholly behind, or before, what is there. append() returns how many rows came with it.
    void reset(const QList<Message> &messages);
    int append(const QList<Message> &newer);
    void prepend(const QList<Message> &older);

    int rowCount() const { return int(m_rows.size()); }
    const Message &shown(int row) const;           // the version that stands there
    const Message &first(int row) const;           // the oldest loaded version: what the row is known by

    // Versions from 0, oldest first.
    int versionCount(int row) const;
    int version(int row) const;
    void showVersion(int row, int version);

    // Ascends from row to row: the id of the message, or of the question that it stands behind.
    qint64 placeOfRow(int row) const { return m_rows[std::size_t(row)].at; }
    bool isComment(int row) const { return m_rows[std::size_t(row)].comment != 0; } // stands under what it comments on
    int rowOf(qint64 id) const;                    // of any version; -1: not loaded, or left out
    int rowOfClientId(const QString &clientMessageId) const;
    bool hasClientId(const QString &clientMessageId) const { return m_ids.contains(clientMessageId); }
    const Message *find(qint64 id) const;

    // What came, went, moved or shows another version since the last call: the messages by whose ids rows are, or were, known.
    std::vector<qint64> takeTouched() { return std::exchange(m_touched, {}); }

private:
    // Where a row stands. Ids of messages that are the first loaded ones of their rows.
    struct Place {
        qint64 at = 0;      // the message itself, or the edited question that it answers
        qint64 answer = 0;  // 0: no answer to an edit
        qint64 comment = 0; // 0: no comment
        auto operator<=>(const Place &) const = default;
        qint64 own() const { return comment ? comment : answer ? answer : at; }
        Place owner() const { return {at, answer, 0}; } // of a comment: what it stands under
    };
    // The versions of one row.
    struct Versions {
        std::vector<qint64> ids;       // ascending, loaded ones only
        std::vector<qint64> questions; // those of them that somebody may answer, in no order
        qint64 chosen = 0;
    };

    static bool isQuestion(const Message &message); // one that may be answered
    void take(const QList<Message> &batch);
    void take(const Message &message);
    void add(Versions &versions, qint64 id) const;
    void join(qint64 root, qint64 id);
    void absorb(qint64 from, qint64 root);
    void arrangeAnswers(qint64 root);
    void hide(qint64 answer, bool hidden);
    void moveTree(qint64 from, qint64 to);
    void addRow(const Message &message);
    void removeRow(qint64 own);
    std::vector<qint64> treeOf(qint64 own) const;
    void mergeAdded();

    qint64 rootOf(qint64 id) const { return m_roots.value(id, id); }
    qint64 firstLoaded(qint64 id) const;           // 0: none
    qint64 shownOf(qint64 root, const Versions &versions) const;
    Place placeFor(const Message &message) const;
    Place placeOf(qint64 own) const { return m_places.value(own, Place{own, 0, 0}); }
    const Versions *versionsOf(qint64 own) const;

    std::vector<QList<Message>> m_pages;           // as they came: shared, not copied; ids ascend, none is empty
    std::vector<Place> m_rows;                     // ascending
    std::set<Place> m_added;                       // not yet among them
    std::vector<qint64> m_touched;
    QHash<qint64, Place> m_places;                 // of rows that do not simply stand at their own id
    std::map<Place, std::vector<Place>> m_hidden;  // answers that are left out, with their comments; by owner
    QHash<qint64, qint64> m_roots;                 // of messages that replace: what they replace in the end, loaded or not
    QHash<qint64, Versions> m_versions;            // by root
    QMultiHash<qint64, qint64> m_answers;          // bots' messages, by the one that they answer
    QHash<qint64, std::vector<qint64>> m_waiting;  // comments, by the message that is not loaded
    QHash<QString, qint64> m_progress;             // first loaded message, by sender and key
    QHash<QString, qint64> m_ids;                  // by clientMessageId
};

} // namespace pipit
