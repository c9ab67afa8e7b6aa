// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/composer/attachment_bar.h"

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
#include <QToolButton>

namespace pipit {

namespace {

constexpr int tileSize = 36;
constexpr int nameWidth = 150;
constexpr qint64 mostPreviewBytes = 32 << 20;

QByteArray bytesOf(const Attachment &attachment)
{
    if (attachment.path.isEmpty())
        return attachment.bytes;
    QFile file(attachment.path);
    return attachment.size <= mostPreviewBytes && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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
    m_attachments = attachments;
    rebuild();
}

void AttachmentBar::rebuild()
{
    for (QWidget *chip : std::as_const(m_chips)) {
        m_flow->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // its button may just be telling of a press
    }
    m_chips.clear();
    for (int i = 0; i < int(m_attachments.size()); ++i) {
        m_chips << chipOf(m_attachments[i], i);
        m_flow->addWidget(m_chips.last());
        m_chips.last()->show();
    }
    setAccessibleName(tr("%n attachment(s)", nullptr, int(m_attachments.size())));
    updateGeometry();
}

QWidget *AttachmentBar::chipOf(const Attachment &attachment, int index)
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
    connect(remove, &QToolButton::clicked, this, [this, index] { Q_EMIT removed(index); });

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
    const QByteArray bytes = m_pictures ? bytesOf(attachment) : QByteArray();
    if (bytes.isEmpty())
        return;
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
        rebuild();
}

} // namespace pipit
