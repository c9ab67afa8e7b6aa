// SPDX-License-Identifier: GPL-3.0-or-later
// A picture in a window of its own: the whole of it at first; the wheel, + and - change its size, 0 is its own size, dragging
// moves it; what moves does so here too; it can be saved as it came. Thread rule: the GUI thread.
#pragma once

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
    PictureViewer(PictureStore *pictures, const QString &address, const QString &name, QWidget *parent);

    bool isShown() const { return m_item != nullptr; }
    double zoom() const;
    void zoomBy(double factor);
    void showWhole();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QCoro::Task<> load();
    void place(const QImage &image);
    void move(const std::shared_ptr<MovingPicture> &moving, int delay);
    void say(const QString &words);
    void save();

    QPointer<PictureStore> m_pictures;
    QString m_address;
    QString m_name;
    QByteArray m_bytes;
    QGraphicsView *m_view;
    QGraphicsPixmapItem *m_item = nullptr;
    QLabel *m_words;
    QPushButton *m_save;
    bool m_whole = true; // follows the window's size
};

} // namespace pipit
