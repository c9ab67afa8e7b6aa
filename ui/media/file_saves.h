// SPDX-License-Identifier: GPL-3.0-or-later
// Files of messages that are, or were, saved to the disk from this window: how far they have come, where they lie.
// Bounded: 200 are remembered. Thread rule: the GUI thread.
#pragma once

#include "core/result.h"

#include <QCoroTask>
#include <QHash>
#include <QObject>

#include <functional>
#include <optional>

namespace pipit {

class FileSaves : public QObject
{
    Q_OBJECT

public:
    using Fetch = std::function<QCoro::Task<Result<Done>>(QString address, QString path, std::function<bool(qint64 received, qint64 total)> goesOn)>;

    struct Save {
        enum class State { UnderWay, Saved, Failed };
        State state = State::UnderWay;
        QString path;
        qint64 received = 0;
        qint64 total = -1;     // -1: not known
        QString reason = {};   // of Failed
    };

    using QObject::QObject;

    void setSource(Fetch fetch); // null: nothing can be saved
    bool canSave() const { return bool(m_fetch); }

    void start(const QString &address, const QString &path); // not where it is under way already
    void cancel(const QString &address);
    std::optional<Save> of(const QString &address) const;

Q_SIGNALS:
    void changed(const QString &address);

private:
    QCoro::Task<> save(QString address, QString path);

    Fetch m_fetch;
    QHash<QString, Save> m_saves;
};

} // namespace pipit
