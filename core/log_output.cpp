// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log_output.h"

#include "core/log_text.h"
#include "core/rotating_file.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cstdio>
#include <memory>
#include <mutex>

using namespace Qt::StringLiterals;

namespace pipit {

namespace {

class Output
{
public:
    explicit Output(const LogSettings &settings) : m_isJson(settings.isJson)
    {
        if (!settings.file.isEmpty())
            m_file = std::make_unique<RotatingFile>(settings.file, settings.fileBytes, settings.oldFiles);
    }

    void write(QtMsgType level, const char *area, const QString &text)
    {
        const QByteArray line = logLine(m_isJson, QDateTime::currentDateTimeUtc(), level, area, text);
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

private:
    const bool m_isJson;
    std::mutex m_mutex;
    std::unique_ptr<RotatingFile> m_file;
};

std::unique_ptr<Output> &output()
{
    static auto *const output = new std::unique_ptr<Output>; // never destroyed: threads may log to the very end
    return *output;
}

QLatin1StringView nameOf(QtMsgType level)
{
    switch (level) {
    case QtDebugMsg: return "debug"_L1;
    case QtInfoMsg: return "info"_L1;
    case QtWarningMsg: return "warning"_L1;
    case QtCriticalMsg: return "critical"_L1;
    case QtFatalMsg: break;
    }
    return "fatal"_L1;
}

// On one line, and without what a terminal would do something by.
QString shown(QStringView text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n')
            line += u"\\n";
        else if (c == u'\t')
            line += u"\\t";
        else if (c.unicode() < 0x20 || (c.unicode() >= 0x7F && c.unicode() < 0xA0) || c.category() == QChar::Other_Format || c.unicode() == 0x2028 || c.unicode() == 0x2029)
            line += u"\\x%1"_s.arg(c.unicode(), 2, 16, QChar(u'0'));
        else
            line += c;
    }
    return line;
}

// So that no value looks like two.
QString quoted(const QString &value)
{
    static const QRegularExpression plain(u"^[^\\s\"=]+$"_s);
    return plain.match(value).hasMatch() ? value : QString(u'"' + QString(value).replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"');
}

} // namespace

QByteArray logLine(bool isJson, const QDateTime &time, QtMsgType level, const char *area, const QString &text)
{
    const QList<QStringView> parts = QStringView(text).split(logFieldMark);
    const QString at = time.toUTC().toString(Qt::ISODateWithMs);
    if (!isJson) {
        QStringList words{at, nameOf(level), QString::fromUtf8(area)};
        words << shown(parts.first());
        for (const QStringView part : parts.mid(1)) {
            const qsizetype sign = part.indexOf(u'=');
            words << shown(part.left(sign + 1)) + quoted(shown(part.mid(sign + 1)));
        }
        return words.join(u' ').toUtf8() + '\n';
    }
    QJsonObject json;
    for (const QStringView part : parts.mid(1)) {
        const qsizetype sign = part.indexOf(u'=');
        json.insert(part.left(sign), part.mid(sign + 1).toString());
    }
    json.insert(u"time", at);
    json.insert(u"level", nameOf(level));
    json.insert(u"area", QString::fromUtf8(area));
    json.insert(u"text", parts.first().toString());
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

void installLogOutput(const LogSettings &settings)
{
    output() = std::make_unique<Output>(settings);
    qInstallMessageHandler([](QtMsgType level, const QMessageLogContext &context, const QString &text) { output()->write(level, context.category ? context.category : "default", text); });
}

} // namespace pipit
