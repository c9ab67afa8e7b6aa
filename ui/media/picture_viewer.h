// SPDX-License-Identifier: GPL-3.0-or-later
// A picture in a window of its own: the whole of it at first; the wheel, + and - change its size, 0 is its own size, dragging
// moves it; what moves does so here too; it can be saved as it came.
// Until it has come, what the conversation shows of it stands here; where it cannot be shown, that stays, with the reason, and it
// can be saved all the same. Thread rule: the GUI thread.
#pragma once

#include "ui/media/file_saves.h"
#include "ui/media/media_stores.h"
#include "ui/media/picture_store.h"

#include <QDialog>
#include <QPointer>

class QGraphicsPixmapItem;
class QGraphicsView;
class QLabel;
class QPushButton;

namespace pipit {

class PictureViewer : public QDialog
{
    Q_OBJECT

public:
    PictureViewer(const MediaStores &media, const QString &address, const QString &name, QWidget *parent);

    bool isShown() const { return m_isShown; } // the picture itself, not only what stands in for it
    double zoom() const;
    void zoomBy(double factor);
    void showWhole();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QCoro::Task<> load();
    void place(const QImage &image);
    void move(const std::shared_ptr<MovingPicture> &moving, int delay);
    void say(const QString &words);
    void sayWhyNot(const QString &reason);
    void save();
    void saySaving(const QString &address);

    QPointer<PictureStore> m_pictures;
    QPointer<FileSaves> m_saves;
    QString m_address;
    QString m_name;
    QByteArray m_bytes; // as it came; empty: it has not
    QSize m_natural;    // its own size, in pixels
    QGraphicsView *m_view;
    QGraphicsPixmapItem *m_item = nullptr;
    QLabel *m_words;
    QPushButton *m_save;
    bool m_isShown = false; // the item is the picture itself
    bool m_fits = true;     // all of it is seen: follows the window's size
};

} // namespace pipit
