// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/language.h"

#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace pipit;
using namespace Qt::StringLiterals;

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // With the consequences told first, and for the own node only.
    void openingTheNodeToTheNetworkIsAPersonsDecision()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"desktop.ini"_s), QSettings::IniFormat);
        Language language;
        MainWindow window(&language, &settings);
        window.showNodeStarting();
        QString told;
        bool answer = false;
        window.setConfirm([&](QWidget *, const QString &, const QString &text) {
            told = text;
            return answer;
        });
        const auto network = [&]() -> QAction * {
            QMenu *menu = nullptr;
            for (QToolButton *button : window.findChildren<QToolButton *>()) {
                if (button->menu())
                    menu = button->menu();
            }
            Q_EMIT menu->aboutToShow();
            for (QAction *action : menu->actions()) {
                if (action->isCheckable())
                    return action;
            }
            return nullptr;
        };
        QVERIFY(network() && !network()->isChecked());
        network()->trigger();
        QVERIFY(told.contains(u"encrypted"));
        QVERIFY(!settings.value("node/openToNetwork").toBool());
        QVERIFY(!network()->isChecked());
        answer = true;
        network()->trigger();
        QVERIFY(settings.value("node/openToNetwork").toBool());
        QVERIFY(network()->isChecked());
        told.clear();
        network()->trigger(); // closing it needs no question
        QVERIFY(told.isEmpty());
        QVERIFY(!settings.value("node/openToNetwork").toBool());
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
