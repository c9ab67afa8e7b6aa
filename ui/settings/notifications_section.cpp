// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/notifications_section.h"

#include "ui/preferences/preferences.h"
#include "ui/theme/style.h"

#include <QCheckBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSystemTrayIcon>

namespace pipit {

namespace {

// The next morning, as somebody means it who says so in the evening or in the night.
QDateTime nextMorning()
{
    constexpr int hour = 8;
    const QDateTime now = QDateTime::currentDateTime();
    const QDateTime morning(now.date(), QTime(hour, 0));
    return now < morning ? morning : QDateTime(now.date().addDays(1), QTime(hour, 0));
}

} // namespace

NotificationsSection::NotificationsSection(const SettingsContext &context) : SettingsForm(&NotificationsSection::title)
{
    Preferences *preferences = context.preferences;
    QCheckBox *on = addSwitch([] { return tr("Desktop notifications"); }, preferences->isOn(preference::notify), [preferences](bool isOn) { preferences->set(preference::notify, isOn); },
                              [] { return tr("Only for what comes while you do not look at its session. They make no sound."); });
    QCheckBox *text = addSwitch([] { return tr("Show what was written"); }, preferences->isOn(preference::notifyWithText), [preferences](bool isOn) { preferences->set(preference::notifyWithText, isOn); },
                                [] { return tr("Off: they only say that there is a new message. For screens that others see."); });
    text->setEnabled(on->isChecked());
    connect(on, &QCheckBox::toggled, text, &QWidget::setEnabled);

    if (QSystemTrayIcon::isSystemTrayAvailable())
        addSwitch([] { return tr("Stay in the tray when the window is closed"); }, preferences->isOn(preference::closeToTray), [preferences](bool isOn) { preferences->set(preference::closeToTray, isOn); },
                  [] { return tr("Messages go on arriving, and the node inside goes on serving others. Quit is in the tray's menu."); });
    addHeading([] { return tr("Do not disturb"); });
    QLabel *quiet = addNote([] { return QString(); });
    auto *choices = new QWidget;
    auto *row = new QHBoxLayout(choices);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const auto add = [&](Words words, std::function<QDateTime()> until) {
        auto *button = new QPushButton;
        setLook(button, "kind", "pill");
        button->setMinimumWidth(40);
        say(button, [button, words = std::move(words)] { button->setText(words()); });
        connect(button, &QPushButton::clicked, this, [preferences, until = std::move(until)] {
            const QDateTime end = until();
            preferences->set(preference::quietUntil, end.isValid() ? end.toUTC().toString(Qt::ISODate) : QString());
        });
        row->addWidget(button);
        return button;
    };
    QPushButton *hour = add([] { return tr("For an hour"); }, [] { return QDateTime::currentDateTime().addSecs(3600); });
    add([] { return tr("Until the morning"); }, &nextMorning);
    QPushButton *end = add([] { return tr("Not any more"); }, [] { return QDateTime(); });
    row->addStretch();
    addWidget(choices);
    const auto sayQuiet = [quiet, hour, end, preferences] {
        const QDateTime until = QDateTime::fromString(preferences->text(preference::quietUntil), Qt::ISODate).toLocalTime();
        const bool isQuiet = until.isValid() && until > QDateTime::currentDateTime();
        if (!isQuiet && end->hasFocus())
            hour->setFocus(Qt::OtherFocusReason); // and not wherever Tab would lead
        end->setVisible(isQuiet);
        quiet->setText(isQuiet ? tr("Quiet until %1. Nothing is lost: the list of sessions counts what came.").arg(QLocale().toString(until, QLocale::ShortFormat)) : tr("Nothing holds notifications back now."));
    };
    say(quiet, sayQuiet);
    connect(preferences, &Preferences::changed, quiet, [sayQuiet](const QByteArray &name) {
        if (name == preference::quietUntil)
            sayQuiet();
    });
}

} // namespace pipit
