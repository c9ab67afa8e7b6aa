// SPDX-License-Identifier: GPL-3.0-or-later
// A [[bots]] table of the configuration. What each provider needs of it, the provider checks when it is made.
// Thread rule: a value.
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>

namespace pipit {

struct BotConfig {
    QString id;
    QString provider;
    QString name = {}; // the id where none was given

    QString baseUrl = {};
    QString botId = {};        // of the provider's own (Coze)
    QString model = {};        // OpenAI-compatible
    QString systemPrompt = {};
    qint64 contextTokens = 8'000; // of the history that goes with a question, about

    // Where the provider's token is; at most one of them.
    QString tokenEnv = {};
    QString tokenFile = {};
    QString tokenKeychain = {};
    QByteArray token = {};     // itself, of a bot that is only tried: in memory, and no setting
    // Coze, instead of a token: an OAuth application that asks for one. All three or none.
    QString oauthAppId = {};
    QString oauthKeyId = {};   // the fingerprint of its public key
    QString oauthKeyFile = {}; // its private key, PEM

    QString toolCallbackUrl = {}; // Coze: who runs the tools that a bot wants called

    QString streaming = QStringLiteral("auto"); // auto, stream, poll
    QString caFile = {};                        // certificates to trust beside the system's
    bool rawLog = false;
    bool fetchPrivateUrls = false; // files of questions that only this network reaches
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds firstTokenTimeout{120'000}; // a model may have to be loaded first
    std::chrono::milliseconds silenceTimeout{60'000};
    std::chrono::milliseconds answerTimeout{1'800'000}; // from when it is this question's turn to the end, whatever comes between

    std::chrono::milliseconds pollInterval{1'000}; // coze
    std::chrono::milliseconds pieceInterval{40};   // echo

    QString place = {}; // where the table stands: "FILE:LINE"
};

} // namespace pipit
