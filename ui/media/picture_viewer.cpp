// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/media/picture_viewer.h"

#include "ui/locale/sizes.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/style.h"

#include <QCoroFuture>
#include <QFileInfo>
#include <QGraphicsPixmapItem>
#include <QGraphicsView>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace pipit {

namespace {

constexpr double smallest = 0.02;
constexpr double largest = 16;
constexpr double step = 1.25;

} // namespace

PictureViewer::PictureViewer(const MediaStores &media, const QString &address, const QString &name, QWidget *parent)
    : QDialog(parent), m_pictures(media.pictures), m_saves(media.saves), m_address(address), m_name(name), m_view(new QGraphicsView(new QGraphicsScene(this))), m_words(new QLabel), m_save(new QPushButton(tr("Save as…")))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(name);
    setSizeGripEnabled(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setDragMode(QGraphicsView::ScrollHandDrag);
    m_view->setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    m_view->setRenderHint(QPainter::SmoothPixmapTransform);
    m_view->viewport()->installEventFilter(this);
    m_view->setAccessibleName(name);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    setLook(m_words, "tone", "dim");
    m_save->setEnabled(m_saves && m_saves->canSave());
    auto *close = new QPushButton(tr("Close"));
    connect(m_save, &QPushButton::clicked, this, &PictureViewer::save);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(8);
    row->addWidget(m_words, 1);
    row->addWidget(m_save);
    row->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addLayout(row);
    resize(960, 720);
    say(tr("Loading…"));
    if (m_saves)
        connect(m_saves, &FileSaves::changed, this, &PictureViewer::saySaving);
    if (const Picture held = m_pictures->known(m_address); held.state == Picture::State::Shown) {
        m_natural = held.natural;
        place(held.image);
    }
    load();
}

QCoro::Task<> PictureViewer::load()
{
    const QPointer<PictureViewer> self(this);
    const auto came = co_await m_pictures->bytes(m_address);
    if (!self || !m_pictures)
        co_return;
    if (!came)
        co_return sayWhyNot(came.error().message);
    m_bytes = *came;
    m_save->setEnabled(true);
    const QFuture<Result<DecodedPicture>> decoding = m_pictures->decode(m_bytes, {});
    const Result<DecodedPicture> decoded = co_await decoding;
    if (!self)
        co_return;
    if (!decoded)
        co_return sayWhyNot(decoded.error().message);
    m_isShown = true;
    m_natural = decoded->natural;
    place(decoded->image);
    if (decoded->isMoving)
        move(std::make_shared<MovingPicture>(m_bytes, decoded->image.size()), 0);
}

void PictureViewer::move(const std::shared_ptr<MovingPicture> &moving, int delay)
{
    if (!m_pictures)
        return;
    m_pictures->nextFrame(moving, delay, this, [this, moving](const std::optional<MovingPicture::Frame> &frame) {
        if (!frame)
            return;
        m_item->setPixmap(QPixmap::fromImage(frame->image));
        move(moving, frame->delay);
    });
}

void PictureViewer::place(const QImage &image)
{
    const int before = m_item ? m_item->pixmap().width() : 0;
    if (!m_item) {
        m_item = m_view->scene()->addPixmap({});
        m_item->setTransformationMode(Qt::SmoothTransformation);
    }
    m_item->setPixmap(QPixmap::fromImage(image));
    const QPointF middle = m_view->mapToScene(m_view->viewport()->rect().center());
    m_view->setSceneRect(m_item->boundingRect());
    if (m_fits || before == 0)
        return showWhole();
    // Whoever looks at a part of what stood in for it looks at the same part of it.
    const double ratio = double(image.width()) / before;
    zoomBy(1 / ratio);
    m_view->centerOn(middle * ratio);
}

void PictureViewer::say(const QString &words)
{
    m_words->setText(words);
}

void PictureViewer::sayWhyNot(const QString &reason)
{
    say(m_item ? tr("This is a small picture of it. The picture itself is not shown: %1").arg(reason) : reason);
}

double PictureViewer::zoom() const
{
    return m_view->transform().m11();
}

void PictureViewer::zoomBy(double factor)
{
    if (!m_item)
        return;
    m_fits = false;
    const double wanted = std::clamp(zoom() * factor, smallest, largest);
    m_view->scale(wanted / zoom(), wanted / zoom());
    if (m_isShown)
        say(tr("%1 × %2 pixels, %3 %").arg(m_natural.width()).arg(m_natural.height()).arg(std::lround(zoom() * 100)));
}

// Never larger than it is.
void PictureViewer::showWhole()
{
    if (!m_item)
        return;
    m_view->resetTransform();
    const QSizeF room(m_view->viewport()->size()), size = m_item->boundingRect().size();
    zoomBy(std::min({m_natural.width() / size.width(), room.width() / size.width(), room.height() / size.height()}));
    m_fits = true;
}

void PictureViewer::save()
{
    const QString format = QString::fromLatin1(pictureFormat(m_bytes));
    const bool isWhole = format.isEmpty() || !QFileInfo(m_name).suffix().isEmpty();
    const QString path = dialogs::saveFile(this, tr("Save the picture"), isWhole ? m_name : QString(m_name + u'.' + format));
    if (path.isEmpty())
        return;
    if (m_bytes.isEmpty()) {
        if (m_saves)
            m_saves->start(m_address, path);
        return;
    }
    QSaveFile file(path);
    const bool isSaved = file.open(QIODevice::WriteOnly) && file.write(m_bytes) == m_bytes.size() && file.commit();
    say(isSaved ? tr("Saved as %1").arg(path) : tr("It was not saved as %1: %2").arg(path, file.errorString()));
}

void PictureViewer::saySaving(const QString &address)
{
    const auto save = address == m_address ? m_saves->of(address) : std::nullopt;
    if (!save)
        return;
    switch (save->state) {
    case FileSaves::Save::State::UnderWay:
        return say(sizeText(save->received, save->total));
    case FileSaves::Save::State::Saved:
        return say(tr("Saved as %1").arg(save->path));
    case FileSaves::Save::State::Failed:
        return say(tr("It was not saved as %1: %2").arg(save->path, save->reason));
    }
}

bool PictureViewer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        zoomBy(std::pow(step, static_cast<QWheelEvent *>(event)->angleDelta().y() / 120.0));
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void PictureViewer::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(step);
    case Qt::Key_Minus:
        return zoomBy(1 / step);
    case Qt::Key_0:
        return zoomBy(m_item ? 1 / zoom() : 1);
    case Qt::Key_W:
        return showWhole();
    default:
        QDialog::keyPressEvent(event);
    }
}

void PictureViewer::resizeEvent(QResizeEvent *event)
{
    QDialog::resizeEvent(event);
    if (m_fits)
        showWhole();
}

// Only now has what is in the window the size that it has there.
void PictureViewer::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (m_fits)
        showWhole();
}

} // namespace pipit
