// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/attachment_bar.h"

#include "core/in_pool.h"
#include "ui/chat/composer/attachments.h"
#include "ui/locale/sizes.h"
#include "ui/media/picture_store.h"
#include "ui/theme/flow_layout.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QFile>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLabel>
#include <QThreadPool>
#include <QToolButton>

#include <algorithm>

namespace pipit {

namespace {

constexpr int tileSize = 36;
constexpr int nameWidth = 150;
constexpr qint64 mostPreviewBytes = 32 << 20;

bool isSame(const Attachment &one, const Attachment &other)
{
    return one.path == other.path && one.modifiedMs == other.modifiedMs && one.name == other.name && one.size == other.size && one.bytes.constData() == other.bytes.constData();
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(mostPreviewBytes) : QByteArray();
}

} // namespace

AttachmentBar::AttachmentBar(QWidget *parent) : QWidget(parent), m_flow(new FlowLayout(6, this))
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void AttachmentBar::setAttachments(const QList<Attachment> &attachments)
{
    // What stands there already is not read anew.
    const auto [changed, end] = std::mismatch(m_attachments.cbegin(), m_attachments.cend(), attachments.cbegin(), attachments.cend(), isSame);
    const qsizetype same = changed - m_attachments.cbegin();
    m_attachments = attachments;
    rebuild(same);
}

void AttachmentBar::rebuild(qsizetype from)
{
    while (m_chips.size() > from) {
        QWidget *chip = m_chips.takeLast();
        m_flow->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // its button may just be telling of a press
    }
    for (qsizetype i = from; i < m_attachments.size(); ++i) {
        m_chips << chipOf(m_attachments[i]);
        m_flow->addWidget(m_chips.last());
        m_chips.last()->show();
    }
    setAccessibleName(tr("%n attachment(s)", nullptr, int(m_attachments.size())));
    updateGeometry();
}

QWidget *AttachmentBar::chipOf(const Attachment &attachment)
{
    auto *chip = new QFrame(this);
    chip->setObjectName("attachmentChip");
    const int tile = Theme::scaled(tileSize);
    auto *picture = new QLabel;
    picture->setFixedSize(tile, tile);
    picture->setAlignment(Qt::AlignCenter);
    picture->setPixmap(themedIcon("file").pixmap(QSize(20, 20), devicePixelRatioF()));
    if (attachment.contentType == u"image")
        showPicture(picture, attachment);

    auto *name = new QLabel;
    name->setTextFormat(Qt::PlainText);
    name->setFont(Theme::small());
    const QString shown = isPastedText(attachment) ? tr("Pasted text") : attachment.name;
    name->setText(QFontMetrics(Theme::small()).elidedText(shown, Qt::ElideMiddle, Theme::scaled(nameWidth)));
    name->setToolTip(isPastedText(attachment) ? tr("It is sent with the text, or as a file where it is too long for that.") : attachment.path.isEmpty() ? attachment.name : attachment.path);
    auto *size = new QLabel(sizeText(attachment.size));
    size->setFont(Theme::small());
    setLook(size, "tone", "dim");
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(name);
    words->addWidget(size);

    auto *remove = new QToolButton;
    setLook(remove, "kind", "ghost");
    remove->setIcon(themedIcon("close"));
    remove->setToolTip(tr("Take it out"));
    remove->setAccessibleName(tr("Take out %1").arg(shown));
    connect(remove, &QToolButton::clicked, this, [this, chip] {
        if (const qsizetype index = m_chips.indexOf(chip); index >= 0) // not one that is just going
            Q_EMIT removed(int(index));
    });

    auto *layout = new QHBoxLayout(chip);
    layout->setContentsMargins(5, 4, 4, 4);
    layout->setSpacing(7);
    layout->addWidget(picture);
    layout->addLayout(words);
    layout->addWidget(remove);
    chip->setAccessibleName(QString(shown + QStringLiteral(", ") + sizeText(attachment.size)));
    return chip;
}

void AttachmentBar::showPicture(QLabel *tile, const Attachment &attachment)
{
    if (!m_pictures || attachment.size > mostPreviewBytes)
        return;
    if (attachment.path.isEmpty())
        return decode(tile, attachment.bytes);
    // Not here: the file may lie far away.
    auto *watcher = new QFutureWatcher<QByteArray>(tile);
    connect(watcher, &QFutureWatcherBase::finished, tile, [this, watcher, tile] {
        watcher->deleteLater();
        decode(tile, watcher->result());
    });
    watcher->setFuture(inPool(*QThreadPool::globalInstance(), [path = attachment.path] { return bytesOf(path); }));
}

void AttachmentBar::decode(QLabel *tile, const QByteArray &bytes)
{
    auto *watcher = new QFutureWatcher<Result<DecodedPicture>>(tile);
    connect(watcher, &QFutureWatcherBase::finished, tile, [watcher, tile] {
        watcher->deleteLater();
        if (watcher->future().resultCount() == 0)
            return;
        if (const auto decoded = watcher->result()) {
            QImage image = decoded->image;
            image.setDevicePixelRatio(tile->devicePixelRatioF());
            tile->setPixmap(QPixmap::fromImage(image));
        }
    });
    watcher->setFuture(m_pictures->decode(bytes, tile->size() * tile->devicePixelRatioF()));
}

void AttachmentBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        rebuild(0);
}

} // namespace pipit
