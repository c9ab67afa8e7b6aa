// SPDX-License-Identifier: GPL-3.0-or-later
// A whole node in the test's process, on SQLite, and whoever asks it over HTTP. Change `config` before start().
#pragma once

#include "server/auth/tokens.h"
#include "server/server.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/unit/http_test_client.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

namespace pipit::test {

class NodeFixture : public testing::Test
{
protected:
    QTemporaryDir directory;
    Config config;
    std::unique_ptr<Server> server;
    std::unique_ptr<store::Store> tokens; // the node's database, beside it
    const QSslConfiguration *tls = nullptr; // how ask() asks a node that speaks HTTPS

    NodeFixture()
    {
        config.server.dataDir = directory.path();
        config.server.listen = QStringLiteral("127.0.0.1:0");
        config.server.canaryS = 0; // what is counted is the test's own
        config.bots = {{.id = QStringLiteral("echo"), .provider = QStringLiteral("echo"), .name = QStringLiteral("Echo"), .pieceInterval = std::chrono::milliseconds(1)}};
    }

    void start()
    {
        server.reset();
        server = std::make_unique<Server>(config);
        const auto started = server->start();
        ASSERT_TRUE(started.ok()) << qPrintable(started.error().message);
        if (!tokens)
            tokens = std::move(*store::openSqliteStore({.file = config.databasePath(), .readers = 1}));
    }

    quint16 port() const { return quint16(server->url().port()); }

    static QByteArray bearer(const QByteArray &token) { return "Authorization: Bearer " + token + "\r\n"; }
    QByteArray operators() const { return bearer(server->operatorToken()); }

    QByteArray tokenFor(const auth::Caller &caller, std::optional<qint64> expiresAtMs = {})
    {
        const QByteArray token = auth::makeToken();
        EXPECT_TRUE(tokens->addToken({.hash = auth::hashOf(token), .caller = caller, .createdAtMs = 1, .expiresAtMs = expiresAtMs}).result().ok());
        return token;
    }

    // A private file in the data directory.
    QString written(const QString &name, const QByteArray &content) const
    {
        QFile file(directory.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        file.write(content);
        return file.fileName();
    }

    static QByteArray requestOf(const QByteArray &methodAndTarget, const QByteArray &headers, const QByteArray &body = {})
    {
        const QByteArray host = headers.startsWith("Host:") || headers.contains("\nHost:") ? "" : "Host: 127.0.0.1\r\n";
        return methodAndTarget + " HTTP/1.1\r\n" + host + headers + (body.isEmpty() ? QByteArray() : "Content-Length: " + QByteArray::number(body.size()) + "\r\n") + "\r\n" + body;
    }

    // Of a stream, the head only.
    http::Answer ask(const QByteArray &headers, const QByteArray &methodAndTarget, const QByteArray &body = {}) const
    {
        http::TestClient client(port(), tls);
        client.send(requestOf(methodAndTarget, headers, body));
        return client.next();
    }

    static QJsonObject dataOf(const http::Answer &answer) { return QJsonDocument::fromJson(answer.body).object().value(QStringLiteral("data")).toObject(); }
};

} // namespace pipit::test
