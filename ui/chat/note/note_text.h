// SPDX-License-Identifier: GPL-3.0-or-later
// A session's note to be read: Markdown without HTML, which loads nothing from anywhere. A link is opened by the system, if it is
// one that may lead out of the program. Thread rule: the GUI thread.
#pragma once

#include <QTextBrowser>

namespace pipit {

class NoteText : public QTextBrowser
{
    Q_OBJECT

public:
    explicit NoteText(QWidget *parent = nullptr);

    void setNote(const QString &markdown);

protected:
    QVariant loadResource(int type, const QUrl &name) override;

private:
    void render();

    QString m_markdown;
};

} // namespace pipit
