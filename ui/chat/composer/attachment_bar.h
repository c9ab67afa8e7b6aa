// SPDX-License-Identifier: GPL-3.0-or-later
// What will be sent with the text: a chip for each, with its picture, name and size, and a button that takes it out again.
//
// Thread rule: the GUI thread. Pictures of chips are decoded off it, one at a time, and no larger than a chip.
#pragma once

#include "client/pending_file.h"

#include <QWidget>

class QLabel;

namespace pipit {

class FlowLayout;
class PictureStore;

class AttachmentBar : public QWidget
{
    Q_OBJECT

public:
    explicit AttachmentBar(QWidget *parent = nullptr);

    void setPictures(PictureStore *pictures) { m_pictures = pictures; } // outlives the bar; null: no chip has a picture
    void setAttachments(const QList<Attachment> &attachments);
    int chipCount() const { return int(m_chips.size()); }

Q_SIGNALS:
    void removed(int index);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *chipOf(const Attachment &attachment);
    void showPicture(QLabel *tile, const Attachment &attachment);
    void decode(QLabel *tile, const QByteArray &bytes);
    void rebuild(qsizetype from); // the chips before are those of the attachments before

    FlowLayout *m_flow;
    PictureStore *m_pictures = nullptr;
    QList<Attachment> m_attachments;
    QList<QWidget *> m_chips;
};

} // namespace pipit
