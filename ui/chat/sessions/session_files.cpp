// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/sessions/session_files.h"

#include "ui/chat/content/shortened.h"
#include "ui/chat/messages/html_export.h"
#include "ui/chat/messages/message_export.h"
#include "ui/chat/messages/message_model.h"
#include "ui/theme/dialogs.h"

#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QProgressDialog>
#include <QSaveFile>

#include <utility>

namespace pipit {

namespace {

QString endingOf(SessionFiles::Format format)
{
    switch (format) {
    case SessionFiles::Format::Html:
        return QStringLiteral(".html");
    case SessionFiles::Format::Json:
        return QStringLiteral(".json");
    case SessionFiles::Format::Markdown:
        break;
    }
    return QStringLiteral(".md");
}

QByteArray textOf(const QList<Message> &messages, const QString &sessionId, const QString &title, SessionFiles::Format format, const Connection &connection)
{
    if (format == SessionFiles::Format::Json)
        return SessionArchive{.sessionId = sessionId, .title = title, .exportedAtMs = QDateTime::currentMSecsSinceEpoch(), .messages = messages}.toJsonText();
    // As the reader sees it: the newest version of each, comments under what they are on.
    MessageModel model;
    model.setOwnSenderId(connection.ownSenderId());
    model.setBotNames(connection.botNames());
    model.reset(messages);
    if (format == SessionFiles::Format::Html)
        return htmlDocument(model, title, connection.url()).toUtf8();
    if (model.rowCount() == 0)
        return {};
    MessageSelection all;
    all.begin({model.keyOfRow(0), {}});
    all.extendTo({model.keyOfRow(model.rowCount() - 1), endOfText});
    all.locate(model);
    return exportedText(model, all, connection.url()).toUtf8();
}

} // namespace

SessionFiles::SessionFiles(QWidget *window) : QObject(window), m_window(window)
{
}

bool SessionFiles::isBusy() const
{
    return m_progress;
}

bool SessionFiles::mayBegin()
{
    if (!m_connection)
        return false;
    if (!isBusy())
        return true;
    Q_EMIT told(tr("Another session is being exported or imported; wait for that, or stop it."));
    return false;
}

TransferGoesOn SessionFiles::begin(const QString &label)
{
    m_progress = new QProgressDialog({}, tr("Stop"), 0, 0, m_window);
    auto *words = new QLabel(shortenedName(label));
    words->setTextFormat(Qt::PlainText);
    m_progress->setLabel(words);
    m_progress->setWindowTitle(words->text());
    m_progress->setAutoClose(false);
    m_progress->setAutoReset(false);
    m_progress->setMinimumDuration(500);
    m_progress->setValue(0);
    return [progress = m_progress](qsizetype done, qsizetype total) {
        if (!progress || progress->wasCanceled())
            return false;
        progress->setMaximum(total < 0 ? 0 : int(total));
        progress->setValue(int(done));
        return true;
    };
}

void SessionFiles::end(const QString &text)
{
    if (m_progress)
        std::exchange(m_progress, nullptr)->deleteLater();
    if (!text.isEmpty())
        Q_EMIT told(text);
}

void SessionFiles::exportSession(const QString &sessionId, const QString &title, Format format)
{
    if (!mayBegin())
        return;
    const QString name = fileNamePart(title) + QStringLiteral(" - ") + QDate::currentDate().toString(Qt::ISODate) + endingOf(format);
    const QPointer<SessionFiles> self(this);
    const QString path = dialogs::saveFile(m_window, tr("Export the session"), name);
    if (self && !path.isEmpty() && mayBegin()) // the connection may have gone while the dialog was open
        exportTo(path, sessionId, title, format);
}

QCoro::Task<> SessionFiles::exportTo(QString path, QString sessionId, QString title, Format format)
{
    const QPointer<SessionFiles> self(this);
    const TransferGoesOn goesOn = begin(tr("Exporting “%1”").arg(title));
    const auto messages = co_await m_connection->wholeSession(sessionId, goesOn);
    if (!self)
        co_return;
    if (!messages || !m_connection) {
        end(messages || messages.error().code == ErrorCode::Cancelled ? QString() : tr("Nothing was exported: %1").arg(messages.error().message));
        co_return;
    }
    const QByteArray text = textOf(*messages, sessionId, title, format, *m_connection);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        end(tr("Nothing was exported, because %1 cannot be written: %2. Choose another folder, or make room on the disk, and export it again.").arg(path, file.errorString()));
    else
        end(tr("Exported to %1.").arg(path));
}

void SessionFiles::importSession()
{
    if (!mayBegin())
        return;
    const QPointer<SessionFiles> self(this);
    const QString path = dialogs::openFile(m_window, tr("Import a session"), tr("Sessions exported as JSON (*.json)"));
    if (self && !path.isEmpty() && mayBegin())
        importFrom(path);
}

QCoro::Task<> SessionFiles::importFrom(QString path)
{
    const QPointer<SessionFiles> self(this);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT told(tr("Nothing was imported, because %1 cannot be read: %2.").arg(path, file.errorString()));
        co_return;
    }
    const auto archive = SessionArchive::fromJsonText(file.read(SessionArchive::mostBytes + 1));
    if (!archive) {
        Q_EMIT told(tr("Nothing was imported from %1: %2").arg(path, archive.error().message));
        co_return;
    }
    const QString title = archive->title.isEmpty() ? archive->sessionId : archive->title;
    const TransferGoesOn goesOn = begin(tr("Importing “%1”").arg(title));
    const auto result = co_await m_connection->importSession(*archive, title, goesOn);
    if (!self)
        co_return;
    if (!result) {
        const bool stopped = result.error().code == ErrorCode::Cancelled;
        end(stopped ? tr("The import was stopped. Import the same file again to go on.") : tr("The import did not come to its end: %1").arg(result.error().message));
        co_return;
    }
    end(result->leftOut > 0 ? tr("Imported %1 messages; %2 were left out, because this node does not take them.").arg(result->messages).arg(result->leftOut)
                            : tr("%n message(s) imported.", nullptr, int(result->messages)));
    Q_EMIT imported(result->sessionId);
}

} // namespace pipit
