// SPDX-License-Identifier: GPL-3.0-or-later
// Which language models a program on this computer offers, such as Ollama's, so that nobody has to type their names.
//
// Contract: asks one address, waits a second and a half at most, and never sends anything but the question. What answers and is
// no such program offers nothing. Thread rule: the thread that made it; needs an event loop.
// Source: OpenAI's interface, `GET /v1/models`, which Ollama, llama.cpp and others have too.
#pragma once

#include "net/network_access.h"

#include <QCoroTask>
#include <QObject>
#include <QStringList>
#include <QUrl>

namespace pipit {

inline const QUrl ollamaUrl(QStringLiteral("http://127.0.0.1:11434/v1"));

class LocalModels : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~LocalModels() override; // whoever waits for an answer has none

    // Their names, at most 50, in the program's order. Empty: it is not running, or has none.
    QCoro::Task<QStringList> look(QUrl base);

private:
    NetworkAccess m_network;
};

} // namespace pipit
