// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/server_rail.h"

#include "ui/servers/server_words.h"
#include "ui/theme/avatar.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace pipit {

class ServerButton : public QToolButton
{
public:
    ServerButton(QString id, QWidget *parent) : QToolButton(parent), m_id(std::move(id))
    {
        setLook(this, "kind", "rail");
        setCheckable(true);
    }

    const QString &id() const { return m_id; }

    void show(const QString &name, const ServerWords::Standing &standing, int unread)
    {
        m_name = name;
        m_tone = standing.tone;
        m_unread = unread;
        QStringList words{name, standing.word};
        if (unread > 0)
            words << ServerRail::tr("%n unread", nullptr, unread);
        setAccessibleName(words.join(QStringLiteral(", ")));
        setToolTip(words.join(QStringLiteral(" · ")));
        update();
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QToolButton::paintEvent(event); // what it looks like when it is chosen, pressed or has the focus
        const Tokens &tokens = Theme::tokens();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const int side = Theme::scaled(26);
        const QRect tile((width() - side) / 2, (height() - side) / 2, side, side);
        paintAvatar(painter, tile, m_name, m_id);
        const QColor dots[] = {tokens.good, tokens.warn, tokens.bad, tokens.faint};
        const int dot = Theme::scaled(9);
        painter.setPen(QPen(tokens.rail, 2));
        painter.setBrush(dots[int(m_tone)]);
        painter.drawEllipse(QRect(tile.right() - dot + 3, tile.bottom() - dot + 3, dot, dot));
        if (m_unread == 0)
            return;
        QFont font = Theme::small();
        font.setPixelSize(Theme::scaled(10));
        font.setWeight(QFont::Bold);
        const QString count = m_unread > 99 ? QStringLiteral("99+") : QLocale().toString(m_unread);
        const int high = Theme::scaled(15);
        const int wide = qMax(high, QFontMetrics(font).horizontalAdvance(count) + 8);
        const QRect badge(qMin(width() - wide, tile.right() - wide / 2 + 2), qMax(0, tile.top() - high / 2 + 2), wide, high);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(badge, high / 2.0, high / 2.0);
        painter.setFont(font);
        painter.setPen(tokens.onAccent);
        painter.drawText(badge, Qt::AlignCenter, count);
    }

private:
    QString m_id;
    QString m_name;
    ServerWords::Tone m_tone = ServerWords::Tone::Off;
    int m_unread = 0;
};

ServerRail::ServerRail(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(6);
    hide();
}

void ServerRail::setServers(Servers *servers)
{
    m_servers = servers;
    connect(servers, &Servers::listChanged, this, &ServerRail::refresh);
    connect(servers, &Servers::connectionMade, this, &ServerRail::watch);
    connect(servers, &Servers::connectionEnds, this, &ServerRail::refresh, Qt::QueuedConnection);
    for (const ServerView &server : servers->list())
        watch(server.id);
}

void ServerRail::watch(const QString &id)
{
    if (const Connection *connection = m_servers->view(id).connection) {
        connect(connection, &Connection::statusChanged, this, &ServerRail::refresh);
        connect(connection, &Connection::sessionsChanged, this, &ServerRail::refresh);
    }
    refresh();
}

void ServerRail::setCurrent(const QString &id)
{
    m_current = id;
    for (ServerButton *button : std::as_const(m_buttons))
        button->setChecked(button->id() == id);
}

void ServerRail::refresh()
{
    if (!m_servers)
        return;
    const QList<ServerView> servers = m_servers->list();
    QStringList ids, shown;
    for (const ServerView &server : servers)
        ids << server.id;
    for (const ServerButton *button : std::as_const(m_buttons))
        shown << button->id();
    if (ids != shown) {
        qDeleteAll(m_buttons);
        m_buttons.clear();
        for (const QString &id : std::as_const(ids)) {
            auto *button = new ServerButton(id, this);
            m_column->addWidget(button);
            connect(button, &QToolButton::clicked, this, [this, id] {
                setCurrent(m_current); // the window says when another one is shown
                Q_EMIT chosen(id);
            });
            m_buttons << button;
        }
        setVisible(ids.size() > 1);
        setCurrent(m_current);
    }
    for (qsizetype i = 0; i < servers.size(); ++i)
        m_buttons[i]->show(ServerWords::nameOf(servers[i]), ServerWords::standingOf(servers[i]), ServerWords::unreadOf(servers[i]));
}

void ServerRail::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace pipit
