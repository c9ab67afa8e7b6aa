// SPDX-License-Identifier: GPL-3.0-or-later
// What goes with the text.
#include "ui/chat/composer/composer.h"

#include "core/message.h"
#include "core/text_limits.h"
#include "ui/chat/composer/attachment_bar.h"
#include "ui/chat/composer/attachments.h"
#include "ui/theme/dialogs.h"

namespace pipit {

void Composer::setPictures(PictureStore *pictures)
{
    m_bar->setPictures(pictures);
}

void Composer::attach(const QMimeData &data)
{
    const Attached found = attachmentsIn(data);
    takeAttachments(found.files, found.problems);
}

void Composer::attach(const QList<Attachment> &attachments)
{
    takeAttachments(attachments, {});
}

void Composer::chooseFiles()
{
    Attached chosen;
    const QStringList paths = dialogs::openFiles(this, tr("Attach files"));
    for (const QString &path : paths) {
        if (const auto attachment = attachmentOf(path))
            chosen.files << *attachment;
        else
            chosen.problems << attachment.error().message;
    }
    takeAttachments(chosen.files, chosen.problems);
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::takeAttachments(const QList<Attachment> &files, QStringList problems)
{
    if (isEditing()) {
        problems = {tr("Nothing can be attached to an edit. Save it first, or press Esc, and attach it then.")};
    } else {
        QList<Attachment> &attached = m_attached[m_sessionId];
        const qsizetype room = qMax(qsizetype(0), mostAttachments - attached.size());
        attached += files.first(qMin(room, files.size()));
        if (files.size() > room)
            problems << tr("Only %n file(s) go at once; the rest was left out. Send these first.", nullptr, int(mostAttachments));
        showAttachments();
        m_edit->setFocus(Qt::OtherFocusReason);
    }
    if (!problems.isEmpty())
        Q_EMIT problem(problems.join(u' '));
}

void Composer::showAttachments()
{
    const QList<Attachment> attached = attachments();
    m_bar->setAttachments(attached);
    m_bar->setVisible(!attached.isEmpty() && !isEditing());
    updateButton();
}

// Texts that were too long for the field go with what is in it; as files where a message has no room for them.
QString Composer::takeTexts(const QString &text, QList<Attachment> &attachments) const
{
    const qsizetype most = MessageLimits().contentBytes;
    QString whole = text;
    QList<Attachment> files;
    for (Attachment attachment : std::as_const(attachments)) {
        if (isPastedText(attachment)) {
            const QString pasted = withoutFaults(QString::fromUtf8(attachment.bytes)).trimmed();
            const QString joined = whole.isEmpty() ? pasted : QString(whole + QStringLiteral("\n\n") + pasted);
            if (utf8Size(joined) <= most) {
                whole = joined;
                continue;
            }
            attachment.contentType = QStringLiteral("file");
        }
        files << attachment;
    }
    attachments = files;
    return whole;
}

} // namespace pipit
