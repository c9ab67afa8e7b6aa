// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions to files and back: asks where, shows how far it has come and can be stopped, and says what came of it.
//
// Contract: one at a time; what is asked for meanwhile is refused with a word. A file is there whole or not at all.
// Thread rule: the GUI thread. The connection is not owned.
#pragma once

#include "client/connection.h"

#include <QObject>
#include <QPointer>

class QProgressDialog;
class QWidget;

namespace pipit {

class SessionFiles : public QObject
{
    Q_OBJECT

public:
    enum class Format { Markdown, Html, Json };

    explicit SessionFiles(QWidget *window); // it is the parent, too

    void setConnection(Connection *connection) { m_connection = connection; }
    void exportSession(const QString &sessionId, const QString &title, Format format);
    void importSession();
    bool isBusy() const;

Q_SIGNALS:
    void told(const QString &text);             // what came of it, or why nothing did
    void imported(const QString &sessionId);

private:
    QCoro::Task<> exportTo(QString path, QString sessionId, QString title, Format format);
    QCoro::Task<> importFrom(QString path);
    bool mayBegin();
    TransferGoesOn begin(const QString &label);
    void end(const QString &text);

    QWidget *m_window;
    QPointer<Connection> m_connection;
    QPointer<QProgressDialog> m_progress;
};

} // namespace pipit
