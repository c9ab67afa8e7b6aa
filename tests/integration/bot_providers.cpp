// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/bot_providers.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <stdexcept>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace pipit::test {

namespace {

constexpr char cozeVariable[] = "BOTS_TEST_COZE_TOKEN", wrongVariable[] = "BOTS_TEST_WRONG_TOKEN";

void writePrivate(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(content) != content.size())
        throw std::runtime_error("a test's file cannot be written: " + path.toStdString());
}

} // namespace

Providers::Providers(QStringList said) : pieces(std::move(said))
{
    qputenv(cozeVariable, coze.token());
    qputenv(wrongVariable, wrongToken);
    writePrivate(m_directory.filePath(u"openai.token"_s), openai.key());
    coze.setScript({.pieces = pieces});
    openai.setScript({.pieces = pieces});
}

void Providers::configure(const QString &dataDirectory, const QByteArray &more) const
{
    QDir().mkpath(dataDirectory);
    const QByteArray onCoze = "provider = 'coze'\nbase_url = '" + coze.url().toEncoded() + "'\nbot_id = '7566252531572473891'\npoll_interval_ms = 100\nraw_log = true\n" + more;
    writePrivate(dataDirectory + u"/pipit.toml"_s,
                 "[[bots]]\nid = 'helper'\nname = 'Helper'\ntoken_env = '" + QByteArray(cozeVariable) + "'\n" + onCoze
                     + "[[bots]]\nid = 'locked-out'\ntoken_env = '" + wrongVariable + "'\n" + onCoze
                     + "[[bots]]\nid = 'local'\nprovider = 'openai'\nmodel = 'm'\nraw_log = true\nbase_url = '" + openai.url(u"/v1"_s).toEncoded() + "'\ntoken_file = '"
                     + m_directory.filePath(u"openai.token"_s).toUtf8() + "'\n" + more);
}

QByteArray Client::request(const QByteArray &method, const QByteArray &target, const QJsonObject &body) const
{
    return httpRequest(method, target, "Bearer " + token, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact));
}

Answer Client::call(const QByteArray &method, const QByteArray &target, const QJsonObject &body) const
{
    return HttpConnection(port, 60s).call(request(method, target, body)).value_or(Answer());
}

QJsonObject Client::ask(const QByteArray &session, const QString &bot) const
{
    const Answer answer = call("POST", "/api/sessions/" + session + "/runs", {{u"botId"_s, bot}, {u"content"_s, question}});
    if (answer.status != 202)
        throw std::runtime_error("the bot was not asked: " + answer.body.toStdString());
    return answer.data().value(u"run").toObject();
}

QList<QJsonObject> Client::answersIn(const QByteArray &session) const
{
    QList<QJsonObject> answers;
    for (const QJsonValue &message : call("GET", "/api/messages?sessionId=" + session).data().value(u"messages").toArray()) {
        if (message[u"senderType"] == u"bot"_s)
            answers << message.toObject();
    }
    return answers;
}

std::unique_ptr<EventReader> Client::subscribe(const QByteArray &session) const
{
    auto reader = std::make_unique<EventReader>(port, request("GET", "/api/sse/messages?sessionId=" + session));
    if (!reader->waitFor([&] { return !reader->of("position").empty(); }))
        throw std::runtime_error("the stream did not begin: " + reader->head().toStdString());
    return reader;
}

} // namespace pipit::test
