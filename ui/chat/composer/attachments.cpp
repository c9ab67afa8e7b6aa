// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/attachments.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>
#include <QMimeData>
#include <QMimeDatabase>
#include <QUrl>

namespace pipit {

// What the strings of this file belong to.
struct Attachments {
    Q_DECLARE_TR_FUNCTIONS(pipit::Attachments)
};

namespace {

const QString textContent = QStringLiteral("text");

bool hasLocalFiles(const QMimeData &data)
{
    if (!data.hasUrls())
        return false;
    const QList<QUrl> urls = data.urls();
    return std::ranges::any_of(urls, &QUrl::isLocalFile);
}

// What a window shows as pixels, sound or video; the rest is a file.
QString contentTypeOf(const QString &mimeType)
{
    for (const char *shown : {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}) {
        if (mimeType == QLatin1StringView(shown))
            return QStringLiteral("image");
    }
    return mimeType.startsWith(u"audio/") ? QStringLiteral("audio") : mimeType.startsWith(u"video/") ? QStringLiteral("video") : QStringLiteral("file");
}

void addSize(Attachment &attachment, QImageReader &&reader)
{
    if (attachment.contentType != u"image")
        return;
    const QSize size = reader.size();
    // As it is seen: turned by what the camera noted.
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    if (size.isEmpty())
        return;
    attachment.facts.insert(u"width", isTurned ? size.height() : size.width());
    attachment.facts.insert(u"height", isTurned ? size.width() : size.height());
}

Result<Attachment> pictureIn(const QMimeData &data)
{
    Attachment attachment{.contentType = QStringLiteral("image"), .mimeType = QStringLiteral("image/png")};
    attachment.bytes = data.data(attachment.mimeType);
    if (attachment.bytes.isEmpty()) {
        const QImage image = qvariant_cast<QImage>(data.imageData());
        QBuffer buffer(&attachment.bytes);
        if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
            return Error{ErrorCode::UnsupportedMediaType, Attachments::tr("The picture on the clipboard cannot be read. Copy it again, or save it and attach the file.")};
    }
    if (attachment.bytes.size() > mostPastedBytes)
        return Error{ErrorCode::TooLarge, Attachments::tr("The picture on the clipboard is larger than %1 MiB. Save it and attach the file.").arg(mostPastedBytes >> 20)};
    attachment.name = Attachments::tr("Pasted picture %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH-mm-ss"))) + QStringLiteral(".png");
    attachment.size = attachment.bytes.size();
    QBuffer buffer(&attachment.bytes);
    buffer.open(QIODevice::ReadOnly);
    addSize(attachment, QImageReader(&buffer));
    return attachment;
}

} // namespace

bool hasAttachments(const QMimeData &data)
{
    return hasLocalFiles(data) || (data.hasImage() && !data.hasText());
}

Attached attachmentsIn(const QMimeData &data)
{
    Attached attached;
    const auto take = [&attached](const Result<Attachment> &attachment) {
        if (attachment)
            attached.files << *attachment;
        else
            attached.problems << attachment.error().message;
    };
    if (!hasLocalFiles(data)) {
        take(pictureIn(data));
        return attached;
    }
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (!url.isLocalFile())
            continue;
        if (attached.files.size() == mostAttachments) {
            attached.problems << Attachments::tr("Only %n file(s) go at once; the rest was left out. Send these first.", nullptr, int(mostAttachments));
            break;
        }
        take(attachmentOf(url.toLocalFile()));
    }
    return attached;
}

Result<Attachment> attachmentOf(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return Error{ErrorCode::InvalidRequest, Attachments::tr("%1 is a folder. Attach the files in it, or an archive of it.").arg(info.fileName())};
    if (!info.isFile() || !info.isReadable())
        return Error{ErrorCode::Forbidden, Attachments::tr("%1 cannot be read. Look at its rights, or copy it elsewhere and attach that.").arg(info.fileName())};
    if (info.size() == 0)
        return Error{ErrorCode::InvalidRequest, Attachments::tr("%1 is empty. There is nothing of it to send.").arg(info.fileName())};
    Attachment attachment{.name = info.fileName(), .mimeType = QMimeDatabase().mimeTypeForFile(info).name(), .path = info.absoluteFilePath(), .modifiedMs = info.lastModified().toMSecsSinceEpoch(), .size = info.size()};
    attachment.contentType = contentTypeOf(attachment.mimeType);
    addSize(attachment, QImageReader(path));
    return attachment;
}

Attachment pastedText(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return {.contentType = textContent, .name = Attachments::tr("Pasted text") + QStringLiteral(".txt"), .mimeType = QStringLiteral("text/plain"), .bytes = bytes, .size = bytes.size()};
}

bool isPastedText(const Attachment &attachment)
{
    return attachment.contentType == textContent;
}

} // namespace pipit
