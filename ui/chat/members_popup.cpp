// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/members_popup.h"

#include "ui/chat/people_words.h"
#include "ui/theme/avatar.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace pipit {

namespace {

constexpr int cardWidth = 280;
constexpr int rowHeight = 44;
constexpr int rowsShown = 8;
enum Role { SubRole = Qt::UserRole, StandingRole, PresentRole };

class MemberDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return QSize(120, Theme::scaled(rowHeight)); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = Theme::tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect.adjusted(12, 0, -12, 0);
        const int avatar = Theme::scaled(28);
        const QRect avatarPlace(row.left(), row.top() + (row.height() - avatar) / 2, avatar, avatar);
        const QString name = index.data().toString();
        paintAvatar(*painter, avatarPlace, name, index.data(SubRole).toString());
        if (index.data(PresentRole).toBool()) {
            painter->setPen(QPen(tokens.surface, 2));
            painter->setBrush(tokens.good);
            painter->drawEllipse(QRect(avatarPlace.right() - 7, avatarPlace.bottom() - 7, 10, 10));
        }
        const int left = avatarPlace.right() + 10;
        const int line = row.height() / 2;
        painter->setFont(Theme::strong());
        painter->setPen(tokens.text);
        painter->drawText(QRect(left, row.top() + 2, row.right() - left, line), Qt::AlignVCenter | Qt::TextSingleLine, QFontMetrics(Theme::strong()).elidedText(name, Qt::ElideRight, row.right() - left));
        painter->setFont(Theme::small());
        painter->setPen(tokens.dim);
        painter->drawText(QRect(left, row.top() + line - 2, row.right() - left, line), Qt::AlignVCenter | Qt::TextSingleLine, QFontMetrics(Theme::small()).elidedText(index.data(StandingRole).toString(), Qt::ElideRight, row.right() - left));
        painter->restore();
    }
};

} // namespace

MembersPopup::MembersPopup(QWidget *parent) : QFrame(parent, Qt::Popup), m_text(new QLabel), m_list(new QListWidget)
{
    setObjectName("paletteCard");
    setAttribute(Qt::WA_DeleteOnClose);
    m_text->setContentsMargins(14, 10, 14, 10);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    setLook(m_text, "tone", "dim");
    m_list->setObjectName("sessions");
    m_list->setItemDelegate(new MemberDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 4, 1, 4);
    layout->addWidget(m_text);
    layout->addWidget(m_list);
    setFixedWidth(Theme::scaled(cardWidth));
    m_list->hide();
    m_text->setText(tr("Asking who is here…"));
    m_list->setAccessibleName(tr("Who is in this session"));
}

void MembersPopup::showMembers(const QList<Member> &members, const QString &ownId)
{
    m_list->clear();
    for (const Member &member : members) {
        const QString name = member.name.isEmpty() ? member.sub : member.name;
        auto *item = new QListWidgetItem(member.sub == ownId ? tr("%1 (you)").arg(name) : name, m_list);
        const QString standing = PeopleWords::standing(member, QDateTime::currentDateTime());
        item->setData(SubRole, member.sub);
        item->setData(StandingRole, standing);
        item->setData(PresentRole, member.present);
        item->setData(Qt::AccessibleTextRole, QString(item->text() + QStringLiteral(", ") + standing));
    }
    m_text->setVisible(members.isEmpty());
    m_text->setText(tr("Nobody has written here yet."));
    m_list->setVisible(!members.isEmpty());
    m_list->setFixedHeight(qMin(int(members.size()), rowsShown) * Theme::scaled(rowHeight) + 2);
    adjustSize();
}

void MembersPopup::showProblem(const QString &text)
{
    m_list->hide();
    m_text->setText(text);
    m_text->show();
    adjustSize();
}

void MembersPopup::openAt(const QPoint &globalTopRight)
{
    adjustSize();
    const QRect room = screen()->availableGeometry();
    move(qBound(room.left(), globalTopRight.x() - width(), room.right() - width()), globalTopRight.y());
    show();
}

} // namespace pipit
