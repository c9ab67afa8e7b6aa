// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a node the same question again and again, while somebody looks at the answers: tables of streams, of answers.
//
// One question at a time; the next one two seconds after the last answer. Thread rule: the thread that made it; needs an event loop. The client is
// not owned and outlives this. Errors: failed(), and it goes on asking.
#pragma once

#include "core/error.h"

#include <QCoroTask>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QUrlQuery>

namespace pipit {

class ApiClient;

class OpsPoll : public QObject
{
    Q_OBJECT

public:
    OpsPoll(ApiClient &api, QString path, QObject *parent = nullptr);

    void setQuery(const QUrlQuery &query); // asked at once, or when the one before is answered, which is not told any more
    void start();
    void stop();
    void askNow();

Q_SIGNALS:
    void answered(const QJsonObject &data);
    void failed(const pipit::Error &error);

private:
    QCoro::Task<> ask();

    ApiClient &m_api;
    const QString m_path;
    QUrlQuery m_query;
    QTimer m_timer;
    int m_asked = 0; // counts questions: only the last one's answer is told
    bool m_isRunning = false;
    bool m_isAsking = false;
    bool m_isAgain = false; // once there is an answer, which is out of date then
};

} // namespace pipit
