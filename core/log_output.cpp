// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log_output.h"

#include "core/log_lines.h"
#include "core/message.h"
#include "core/rotating_file.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <memory>
#include <mutex>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

class Output
{
public:
    explicit Output(const LogSettings &settings) : isJson(settings.isJson)
    {
        if (!settings.file.isEmpty())
            m_file = std::make_unique<RotatingFile>(settings.file, settings.fileBytes, settings.oldFiles);
    }

    void write(const QByteArray &line)
    {
        // What the file itself has to say cannot go there.
        thread_local bool isWriting = false;
        if (!m_file || isWriting) {
            std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
            std::fflush(stderr);
            return;
        }
        isWriting = true;
        {
            const std::lock_guard lock(m_mutex);
            m_file->append(line);
        }
        isWriting = false;
    }

    const bool isJson;

private:
    std::mutex m_mutex;
    std::unique_ptr<RotatingFile> m_file;
};

std::unique_ptr<Output> &output()
{
    static auto *const output = new std::unique_ptr<Output>; // never destroyed: threads may log to the very end
    return *output;
}

} // namespace

QByteArray logLine(bool isJson, const LogLine &line)
{
    if (!isJson)
        return line.toString().toUtf8() + '\n';
    QJsonObject json;
    for (const auto &[name, value] : line.values)
        json.insert(name, value);
    json.insert(u"time", isoTime(line.atMs));
    json.insert(u"level", logLevelName(line.level));
    json.insert(u"area", line.area);
    json.insert(u"text", line.text);
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

void installLogOutput(const LogSettings &settings)
{
    output() = std::make_unique<Output>(settings);
    qInstallMessageHandler([](QtMsgType level, const QMessageLogContext &context, const QString &text) {
        LogLine line = LogLine::of(QDateTime::currentMSecsSinceEpoch(), level, QString::fromUtf8(context.category ? context.category : "default"), text);
        output()->write(logLine(output()->isJson, line));
        LogLines::instance().add(std::move(line));
    });
}

} // namespace pipit
