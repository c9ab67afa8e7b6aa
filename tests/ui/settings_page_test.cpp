// SPDX-License-Identifier: GPL-3.0-or-later
// The settings, as a person uses them: what is chosen applies at once and holds at the next start.
#include "tests/ui/test_servers.h"

#include "tests/unit/fake_node.h"
#include "ui/actions/actions.h"
#include "ui/chat/chat_page.h"
#include "ui/chat/composer/composer.h"
#include "ui/chat/composer/prompts.h"
#include "ui/theme/dialogs.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

using namespace pipit;

namespace {

template<typename Widget>
Widget *named(QWidget *in, const QString &accessibleName)
{
    for (Widget *widget : in->findChildren<Widget *>()) {
        if (widget->accessibleName() == accessibleName)
            return widget;
    }
    return nullptr;
}

QPushButton *button(QWidget *in, const QString &text)
{
    for (QPushButton *candidate : in->findChildren<QPushButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

// Two texts in one place; empty: none.
QString overlapIn(QWidget *in)
{
    QList<std::pair<QRect, QString>> seen;
    for (const QLabel *label : in->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const QRect place(label->mapTo(in, QPoint()), label->size());
        for (const auto &[other, text] : std::as_const(seen)) {
            if (other.intersects(place))
                return text + u" / "_s + label->text();
        }
        seen.append({place, label->text()});
    }
    return {};
}

void choose(QComboBox *box, const QString &value)
{
    QVERIFY(box);
    box->setCurrentIndex(box->findData(value));
}

} // namespace

class SettingsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        Theme::instance().apply(ThemeMode::Light);
        Theme::instance().setTextPixels(Theme::usualTextPixels);
        Theme::instance().setDensity(Density::Comfortable);
    }

    void cleanup()
    {
        Language().apply(u"en"_s);
        dialogs::setConfirm(nullptr);
    }

    void theKeyboardLeadsThereThroughAndBack()
    {
        TestWindow f;
        f.start();
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QVERIFY(!f.window->settingsPage());
        QTest::keyClick(f.window.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(f.window->settingsPage() && f.window->settingsPage()->isVisible() && !f.window->chat()->isVisible());
        QCOMPARE(f.window->settingsPage()->currentSection(), u"servers"_s);
        QTest::keyClick(f.window->focusWidget(), Qt::Key_Down);
        QCOMPARE(f.window->settingsPage()->currentSection(), u"appearance"_s);
        QTest::keyClick(f.window->focusWidget(), Qt::Key_Tab);
        QVERIFY(f.window->settingsPage()->section()->isAncestorOf(f.window->focusWidget()));
        QTest::keyClick(f.window->focusWidget(), Qt::Key_Escape);
        QVERIFY(f.window->chat()->isVisible() && !f.window->settingsPage()->isVisible());
    }

    void promptsThatAreChangedAboveAMessageAreThoseOfTheSettings()
    {
        TestWindow f;
        f.start();
        f.window->showSettings(u"writing"_s);
        const auto *list = f.window->settingsPage()->section()->findChild<QListWidget *>(u"promptList"_s);
        QVERIFY(list->count() > 1);
        f.window->chat()->composer()->prompts()->set({Prompt{u"Mine"_s, u"Say it in one line."_s}});
        QCOMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->text(), u"Mine"_s);
    }

    // Also what a screen reader says, and that nothing is wider than its window.
    void everySectionFitsInEveryLanguage()
    {
        TestWindow f;
        f.start();
        checkSections(f, 1000);
        checkSections(f, 420);
    }

    void themeSizeAndDensityApplyAtOnce()
    {
        TestWindow f;
        f.start();
        f.window->showSettings(u"appearance"_s);
        QWidget *section = f.window->settingsPage()->section();
        choose(named<QComboBox>(section, u"Theme"_s), u"dark"_s);
        QVERIFY(Theme::tokens().dark);
        const int before = Theme::scaled(100), header = Theme::body().pixelSize();
        choose(named<QComboBox>(section, u"Text size"_s), u"20"_s);
        QCOMPARE(Theme::scaled(100), qRound(before * 20 / 14.0));
        QVERIFY(Theme::body().pixelSize() > header && qApp->font().pixelSize() == Theme::body().pixelSize());
        const int spacing = Theme::spacing(20);
        choose(named<QComboBox>(section, u"Density"_s), u"compact"_s);
        QVERIFY(Theme::spacing(20) < spacing);

        init();
        f.start();
        QCOMPARE(Theme::instance().textPixels(), 20);
        QCOMPARE(Theme::instance().density(), Density::Compact);
        QCOMPARE(f.settings.value("window/theme").toString(), u"dark"_s);
    }

    void theLanguageChangesWhileOneLooks()
    {
        TestWindow f;
        f.start();
        f.window->showSettings(u"language"_s);
        choose(f.window->settingsPage()->section()->findChild<QComboBox *>(), u"es"_s);
        QCOMPARE(f.language.inForce(), u"es"_s);
        QCOMPARE(f.settings.value("window/language").toString(), u"es"_s);
    }

    void keysAreChosenAndConflictsTold()
    {
        TestWindow f;
        f.start();
        f.window->showSettings(u"shortcuts"_s);
        auto *keys = f.inSettings<QKeySequenceEdit>(u"keys session.rename"_s);
        QVERIFY(keys);
        const auto press = [keys](const QKeySequence &sequence) {
            keys->setKeySequence(sequence);
            Q_EMIT keys->editingFinished();
        };
        press(QKeySequence(Qt::Key_F4));
        QCOMPARE(f.window->actions()->action(u"session.rename"_s).keys(), QKeySequence(Qt::Key_F4));
        press(QKeySequence(Qt::CTRL | Qt::Key_N));
        QCOMPARE(f.window->actions()->action(u"session.rename"_s).keys(), QKeySequence(Qt::Key_F4));
        QPushButton *take = nullptr;
        for (QPushButton *candidate : f.window->settingsPage()->section()->findChildren<QPushButton *>()) {
            if (candidate->isVisible() && candidate->text() == u"Use them here")
                take = candidate;
        }
        QVERIFY(take);
        take->click();
        QCOMPARE(f.window->actions()->action(u"session.rename"_s).keys(), QKeySequence(Qt::CTRL | Qt::Key_N));
        QVERIFY(f.window->actions()->action(u"session.new"_s).keys().isEmpty());
        QCOMPARE(f.inSettings<QKeySequenceEdit>(u"keys session.new"_s)->keySequence(), QKeySequence());
        press(QKeySequence(Qt::Key_Backspace));
        QVERIFY(f.window->actions()->action(u"session.rename"_s).keys().isEmpty());
        // Of servers there is one only.
        QVERIFY(!f.inSettings<QKeySequenceEdit>(u"keys server.2"_s)->isVisible());
    }

    void whatIsSaidOfOneselfIsAChoice()
    {
        test::FakeNode node;
        TestWindow f;
        f.start();
        f.window->showSettings(u"privacy"_s);
        QWidget *section = f.window->settingsPage()->section();
        for (const auto &[label, name] : {std::pair(u"Tell others that you are writing"_s, preference::sendTyping), std::pair(u"Tell others what you have read"_s, preference::sendRead), std::pair(u"Keep drafts"_s, preference::keepDrafts)}) {
            auto *box = named<QCheckBox>(section, label);
            QVERIFY2(box && box->isChecked(), qPrintable(label));
            box->click();
            QVERIFY(!f.window->preferences()->isOn(name));
            QCOMPARE(f.settings.value(QLatin1StringView(name)).toBool(), false);
        }
        // And it is so: the first is read while that is nobody's business.
        f.ownUrl = node.url();
        f.start();
        QTRY_VERIFY(f.servers->list().first().connection && f.servers->list().first().connection->status().state == ConnectionStatus::State::Live);
        Connection *connection = f.servers->list().first().connection;
        node.store(u"a"_s, u"hello"_s);
        node.store(u"b"_s, u"hello"_s);
        QTRY_COMPARE(connection->sessions().size(), 2);
        connection->markRead(u"a"_s);
        f.window->preferences()->set(preference::sendRead, true);
        node.store(u"b"_s, u"and again"_s); // the page may have read the first one
        QTRY_VERIFY(std::ranges::any_of(connection->sessions(), [](const SessionSummary &summary) { return summary.lastMessage && summary.lastMessage->id == 3; }));
        connection->markRead(u"b"_s);
        QTRY_COMPARE(node.server.requests("/api/sessions/b/read").size(), 1);
        QVERIFY(node.server.requests("/api/sessions/a/read").isEmpty());

        f.window->showSettings(u"writing"_s);
        choose(f.window->settingsPage()->section()->findChild<QComboBox *>(), u"ctrl-enter"_s);
        QCOMPARE(f.window->chat()->composer()->edit()->sendKey(), SendKey::CtrlEnter); // at once
        QCOMPARE(f.settings.value("composer/sendKey").toString(), u"ctrl-enter"_s);
    }

    // With the consequences told first, and for the own node only.
    void openingTheNodeToTheNetworkIsAPersonsDecision()
    {
        test::FakeNode node;
        TestWindow f;
        f.ownUrl = node.url();
        f.start();
        QString told;
        bool answer = false;
        dialogs::setConfirm([&](QWidget *, const QString &, const QString &text, const QString &) {
            told = text;
            return answer;
        });
        f.window->showSettings(u"servers"_s);
        QCheckBox *open = nullptr;
        for (QCheckBox *box : f.window->settingsPage()->section()->findChildren<QCheckBox *>()) {
            if (box->text() == u"Other computers may reach it")
                open = box;
        }
        QVERIFY(open && open->isVisible() && !open->isChecked());
        open->click();
        QVERIFY(told.contains(u"encrypted"));
        QVERIFY(!f.settings.value("node/openToNetwork").toBool() && !open->isChecked());
        QCOMPARE(f.starts, 1);
        answer = true;
        open->click();
        QVERIFY(f.settings.value("node/openToNetwork").toBool() && open->isChecked());
        QVERIFY(f.starts == 2 && f.nodeSettings.config()->server.listen == u"0.0.0.0:5000"); // at once
        told.clear();
        open->click(); // closing it needs no question
        QVERIFY(told.isEmpty());
        QVERIFY(!f.settings.value("node/openToNetwork").toBool());
        QVERIFY(f.starts == 3 && f.nodeSettings.config()->server.listen == u"127.0.0.1:5000");
    }

    void copiesOnThisComputerAreDeletedAndNothingElse()
    {
        test::FakeNode node;
        TestWindow f;
        f.ownUrl = node.url();
        f.start();
        QTRY_VERIFY(f.servers->list().first().connection);
        QFile copy(f.directory.filePath(u"copy-own.db"_s));
        QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(QByteArray(2048, 'x')) == 2048);
        copy.close();
        // Nowhere else is what was typed.
        f.servers->list().first().connection->saveDraft(u"s"_s, u"half a thought"_s);
        f.servers->list().first().connection->setPinned(u"s"_s, true);
        dialogs::setConfirm([](QWidget *, const QString &, const QString &, const QString &) { return true; });
        f.window->showSettings(u"privacy"_s);
        QPushButton *remove = button(f.window->settingsPage()->section(), u"Delete…"_s);
        QVERIFY(remove && remove->isEnabled());
        remove->click();
        QCoreApplication::processEvents();
        QVERIFY(overlapIn(f.window->settingsPage()->section()).isEmpty()); // also before what was there is gone
        QVERIFY(!copy.exists());
        QVERIFY(QFile::exists(f.directory.filePath(u"outbox-own.db"_s)));
        QVERIFY(f.servers->list().first().connection);
        QCOMPARE(f.servers->list().first().connection->draft(u"s"_s), u"half a thought"_s);
        f.start();
        QTRY_VERIFY(f.servers->list().first().connection);
        QCOMPARE(f.servers->list().first().connection->draft(u"s"_s), u"half a thought"_s);
        f.window->preferences()->set(preference::keepDrafts, false);
        QVERIFY(f.servers->list().first().connection->draft(u"s"_s).isEmpty());
    }

    void notificationsAreHeldBack()
    {
        TestWindow f;
        f.start();
        f.window->showSettings(u"notifications"_s);
        QWidget *section = f.window->settingsPage()->section();
        button(section, u"For an hour"_s)->click();
        const QDateTime until = QDateTime::fromString(f.window->preferences()->text(preference::quietUntil), Qt::ISODate);
        QVERIFY(until > QDateTime::currentDateTime().addSecs(3500) && until < QDateTime::currentDateTime().addSecs(3700));
        button(section, u"Not any more"_s)->click();
        QVERIFY(f.window->preferences()->text(preference::quietUntil).isEmpty());
        named<QCheckBox>(section, u"Desktop notifications"_s)->click();
        QVERIFY(!f.window->preferences()->isOn(preference::notify));
        QVERIFY(!named<QCheckBox>(section, u"Show what was written"_s)->isEnabled());
    }

private:
    static void checkSections(TestWindow &f, int width);
};

void SettingsPageTest::checkSections(TestWindow &f, int width)
{
    f.window->resize(width, 640);
    for (const LanguageInfo &info : languages) {
        f.language.apply(QString::fromLatin1(info.code));
        SettingsContext context;
        context.updates = f.updates.get();
        for (const SettingsSection &section : settingsSections(context)) {
            f.window->showSettings(section.id);
            QCoreApplication::processEvents();
            QWidget *shown = f.window->settingsPage()->section();
            const QString where = section.id + u' ' + QString::fromLatin1(info.code) + u' ' + QString::number(width);
            QVERIFY2(shown->isVisible(), qPrintable(where));
            if (qEnvironmentVariableIsSet("PIPIT_SHOTS"))
                f.window->grab().save(qEnvironmentVariable("PIPIT_SHOTS") + u'/' + QString(where).replace(u' ', u'-') + u".png");
            auto *scroll = shown->findChild<QScrollArea *>(u"settingsScroll"_s);
            for (QWidget *widget : scroll->widget()->findChildren<QWidget *>()) {
                const int least = widget->minimumSizeHint().width();
                QVERIFY2(least <= scroll->viewport()->width(), qPrintable(where + u": %1 %2 wants %3 of %4"_s.arg(QLatin1StringView(widget->metaObject()->className()), widget->objectName()).arg(least).arg(scroll->viewport()->width())));
            }
            QTRY_VERIFY2_WITH_TIMEOUT(scroll->widget()->width() <= scroll->viewport()->width(), qPrintable(where + u": %1 of %2"_s.arg(scroll->widget()->width()).arg(scroll->viewport()->width())), 1000);
            QVERIFY2(scroll->widget()->minimumSizeHint().width() <= scroll->viewport()->width(), qPrintable(where + u": "_s + QString::number(scroll->widget()->minimumSizeHint().width())));
            for (const QKeySequenceEdit *keys : shown->findChildren<QKeySequenceEdit *>()) {
                const auto *edit = keys->findChild<QLineEdit *>();
                const QString text = edit->text().isEmpty() ? edit->placeholderText() : edit->text();
                QVERIFY2(!keys->isVisible() || edit->fontMetrics().horizontalAdvance(text) <= edit->contentsRect().width() - 4, qPrintable(where + u": "_s + text));
            }
            QVERIFY2(overlapIn(shown).isEmpty(), qPrintable(where + u": "_s + overlapIn(shown)));
            for (QWidget *widget : shown->findChildren<QWidget *>()) {
                if (widget->isVisible() && widget->focusPolicy() & Qt::TabFocus && !qobject_cast<QLabel *>(widget) && !qobject_cast<QScrollArea *>(widget) && widget->objectName() != u"qt_keysequenceedit_lineedit") {
                    const auto *text = qobject_cast<QAbstractButton *>(widget);
                    QVERIFY2(!widget->accessibleName().isEmpty() || (text && !text->text().isEmpty()), qPrintable(where + u' ' + QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
                }
            }
        }
    }
    f.language.apply(u"en"_s);
}

QTEST_MAIN(SettingsPageTest)
#include "settings_page_test.moc"
