// SPDX-License-Identifier: GPL-3.0-or-later
// Follows a session of a Pipit node, says something in it and asks a bot. Needs Qt 6 (Core and Network).
//
//     PIPIT_TOKEN=… client SESSION BOT
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QTextStream>
#include <QTimer>
#include <QUrlQuery>
#include <QUuid>

#include <functional>

class Client : public QObject
{
public:
    Client(const QUrl &node, const QByteArray &token) : m_node(node), m_token(token) {}

    // Calls `take` for each event of the session, for ever. Where a stream ends, the next one begins behind the last event that
    // had an id.
    void follow(const QString &session, std::function<void(const QByteArray &type, const QJsonObject &data)> take)
    {
        m_session = session;
        m_take = std::move(take);
        open();
    }

    void publish(const QString &text)
    {
        post(QStringLiteral("/api/messages"), {{QStringLiteral("sessionId"), m_session}, {QStringLiteral("content"), text}, {QStringLiteral("senderType"), QStringLiteral("user")}});
    }

    void ask(const QString &bot, const QString &text)
    {
        post(QStringLiteral("/api/sessions/%1/runs").arg(m_session), {{QStringLiteral("botId"), bot}, {QStringLiteral("content"), text}});
    }

private:
    QNetworkRequest request(const QString &path, const QUrlQuery &query = {}) const
    {
        QUrl url = m_node;
        url.setPath(path);
        url.setQuery(query);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_token);
        request.setTransferTimeout(45'000); // a node says something every 30 s; one that does not is gone
        return request;
    }

    void post(const QString &path, QJsonObject body)
    {
        // Where the answer is lost with the connection, send the same again: one clientMessageId is stored once.
        body.insert(QStringLiteral("clientMessageId"), QUuid::createUuid().toString(QUuid::WithoutBraces));
        QNetworkRequest posting = request(path);
        posting.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        QNetworkReply *reply = m_network.post(posting, QJsonDocument(body).toJson());
        connect(reply, &QNetworkReply::finished, this, [reply] {
            if (reply->error() != QNetworkReply::NoError)
                qWarning("%s %s", qUtf8Printable(reply->errorString()), reply->readAll().constData());
            reply->deleteLater();
        });
    }

    void open()
    {
        QNetworkRequest following = request(QStringLiteral("/api/sse/messages"), QUrlQuery{{QStringLiteral("sessionId"), m_session}});
        if (!m_cursor.isEmpty())
            following.setRawHeader("Last-Event-ID", m_cursor);
        QNetworkReply *reply = m_network.get(following);
        m_text.clear();
        connect(reply, &QNetworkReply::readyRead, this, [this, reply] {
            if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute) == 200)
                read(reply->readAll());
        });
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (status >= 400 && status < 500 && status != 429)
                qFatal("%s", reply->readAll().constData()); // it would be refused again
            reply->deleteLater();
            QTimer::singleShot(m_retryMs / 2 + QRandomGenerator::global()->bounded(m_retryMs / 2 + 1), this, &Client::open);
        });
    }

    void read(const QByteArray &bytes)
    {
        m_text += bytes;
        for (qsizetype end; (end = m_text.indexOf("\n\n")) >= 0; m_text.remove(0, end + 2)) {
            QByteArray type = "message", data;
            for (const QByteArray &line : m_text.left(end).split('\n')) {
                const qsizetype colon = line.indexOf(':');
                const QByteArray name = line.left(colon), value = line.mid(line.mid(colon + 1).startsWith(' ') ? colon + 2 : colon + 1);
                if (name == "event")
                    type = value;
                else if (name == "data")
                    data += data.isEmpty() ? value : '\n' + value;
                else if (name == "id")
                    m_cursor = value;
                else if (name == "retry")
                    m_retryMs = value.toInt();
            }
            if (!data.isEmpty())
                m_take(type, QJsonDocument::fromJson(data).object());
        }
    }

    QNetworkAccessManager m_network;
    const QUrl m_node;
    const QByteArray m_token;
    QString m_session;
    std::function<void(const QByteArray &, const QJsonObject &)> m_take;
    QByteArray m_cursor, m_text;
    int m_retryMs = 3'000;
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() != 3)
        qFatal("client SESSION BOT");
    Client client(QUrl(qEnvironmentVariable("PIPIT_URL", QStringLiteral("http://127.0.0.1:5000"))), qgetenv("PIPIT_TOKEN"));
    QTextStream out(stdout);
    bool hasSpoken = false;
    client.follow(arguments[1], [&](const QByteArray &type, const QJsonObject &data) {
        const auto text = [&data](const char *name) { return data.value(QLatin1String(name)).toString(); };
        if (type == "position") {
            if (text("status") == QStringLiteral("reset"))
                out << "The history has to be loaded again: " << text("reason") << Qt::endl;
            if (!hasSpoken) {
                client.publish(QStringLiteral("Hello from C++"));
                client.ask(arguments[2], QStringLiteral("Are you there?"));
            }
            hasSpoken = true;
        } else if (type == "delta" && text("kind") == QStringLiteral("answer")) {
            out << text("text") << Qt::flush;
        } else if (type == "message") {
            out << '\n' << data.value(QLatin1String("id")).toInteger() << ' ' << text("senderName") << ": " << text("content") << Qt::endl;
        } else if (type == "run" && text("state") == QStringLiteral("failed")) {
            out << "\nThe bot failed: " << text("error") << Qt::endl;
        }
    });
    return application.exec();
}
