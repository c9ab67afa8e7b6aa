// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of bots, from the form to the file and the node that takes it up, with pretended providers.
#include "app/desktop/desktop_bots.h"
#include "app/desktop/embedded_node.h"
#include "client/connection.h"
#include "core/private_file.h"
#include "tests/support/fake_coze.h"
#include "tests/support/fake_openai.h"
#include "ui/settings/bot_form.h"
#include "ui/settings/bots_section.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace pipit;
using namespace pipit::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int limitMs = 60'000;
// Before anything asks for the bus; and the keychain says that it is not there by GLib's event loop only.
const bool hasNoKeychain = qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent") && qunsetenv("QT_NO_GLIB");
constexpr char tokenVariable[] = "BOTS_SECTION_TEST_TOKEN";

// The desktop's node, its bots and their settings.
struct Own {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(u"desktop.ini"_s), QSettings::IniFormat};
    NodeSettings nodeSettings{&settings, directory.path(), true};
    EmbeddedNode node{&nodeSettings};
    DesktopBots bots{directory.path()};
    std::unique_ptr<Connection> connection;
    std::unique_ptr<BotsSection> section;

    explicit Own(const QByteArray &toml = {})
    {
        if (!writePrivateFile(file(), "# mine\n[server]\nlisten = \"127.0.0.1:0\"\n" + toml))
            qFatal("no file");
        bots.setNode(&node);
        QSignalSpy started(&node, &EmbeddedNode::started);
        node.start();
        if (!started.wait(limitMs))
            qFatal("no node");
        connection = std::make_unique<Connection>(ConnectionOptions{.url = node.url(), .token = node.token(), .outboxFile = directory.filePath(u"outbox.db"_s), .reconnectInterval = std::chrono::milliseconds(50)});
        section = std::make_unique<BotsSection>(&bots);
        QObject::connect(connection.get(), &Connection::botsChanged, section.get(), [this] { section->setAvailability(connection->bots()); });
        connection->start();
        section->resize(640, 600);
        section->show();
    }

    QString file() const { return directory.filePath(u"pipit.toml"_s); }
    QByteArray text() const
    {
        QFile toml(file());
        return toml.open(QIODevice::ReadOnly) ? toml.readAll() : QByteArray();
    }

    BotForm *form() const { return section->form(); }
    void choose(const char *field, const QVariant &data) { chooseIn(qobject_cast<QComboBox *>(form()->control(QString::fromLatin1(field))), data); }
    void chooseTokenPlace(int index)
    {
        for (QComboBox *box : form()->findChildren<QComboBox *>()) {
            if (box->accessibleName() == u"Where the token is")
                chooseIn(box, box->itemData(index));
        }
    }
    static void chooseIn(QComboBox *box, const QVariant &data)
    {
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
    }
    void type(const char *field, const QString &text)
    {
        QWidget *control = form()->control(QString::fromLatin1(field));
        auto *box = qobject_cast<QComboBox *>(control);
        QLineEdit *line = box ? box->lineEdit() : qobject_cast<QLineEdit *>(control);
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    QPushButton *button(const QString &label) const
    {
        for (QPushButton *candidate : section->findChildren<QPushButton *>()) {
            if (candidate->isVisible() && candidate->text() == label)
                return candidate;
        }
        return nullptr;
    }
    bool press(const QString &label)
    {
        QPushButton *found = button(label);
        if (!found || !found->isEnabled())
            return false;
        found->click();
        return true;
    }
    QStringList rows() const
    {
        QStringList texts;
        for (int i = 0; i < section->list()->count(); ++i)
            texts << section->list()->item(i)->text();
        return texts;
    }
    bool hears(const char *bot) const
    {
        return std::ranges::any_of(connection->bots(), [bot](const BotInfo &info) { return info.id == QLatin1StringView(bot) && info.available; });
    }
};

} // namespace

class BotsSectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(hasNoKeychain);
        Theme::instance().apply(ThemeMode::Light);
    }

    void aBotIsAddedTriedAndSavedAndTheNodeTakesItUp()
    {
        FakeOpenAi openAi("sk-of-this-test");
        openAi.setModels({u"qwen3"_s, u"llama & co"_s});
        qputenv(tokenVariable, openAi.key());
        Own own;
        QTRY_VERIFY_WITH_TIMEOUT(own.hears("echo"), limitMs);
        QTRY_COMPARE(own.rows(), QStringList{u"Echo  ·  echo\ncan be asked"_s});
        const QUrl url = own.node.url();

        QVERIFY(own.press(u"Add a bot"_s));
        own.choose("provider", u"openai"_s);
        own.type("name", u"Local"_s);
        own.type("base_url", openAi.url(u"/v1"_s).toString());
        own.chooseTokenPlace(0); // typed; there is no keychain for it, but it can be tried
        own.type("token", QString::fromLatin1(openAi.key()));
        own.form()->chooseButton()->click();
        QMenu *menu = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT(menu = own.form()->chooseButton()->findChild<QMenu *>(), limitMs);
        QCOMPARE(menu->actions().size(), 2);
        menu->actions().last()->trigger();
        menu->close();
        QCOMPARE(own.form()->bot().model, u"llama & co"_s);

        openAi.setScript({.pieces = {u"Hi"_s, u" there."_s}});
        QVERIFY(own.press(u"Test"_s));
        QTRY_COMPARE_WITH_TIMEOUT(own.section->answer(), u"Hi there."_s, limitMs);
        QVERIFY2(own.section->outcome().startsWith(u"First token after "), qPrintable(own.section->outcome()));

        // No keychain: said at the field, and nothing is written anywhere.
        const QByteArray before = own.text();
        QVERIFY(own.press(u"Save"_s));
        QTRY_VERIFY_WITH_TIMEOUT(own.form()->faultAt(u"token"_s).startsWith(u"The keychain did not take the token: "), limitMs);
        QCOMPARE(own.text(), before);

        own.chooseTokenPlace(2);
        own.type("token", QString::fromLatin1(tokenVariable));
        QVERIFY(own.press(u"Save"_s));
        // What is written meanwhile waits, and goes out.
        own.connection->send(u"s"_s, u"while it starts again"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!own.section->isFormOpen(), limitMs);
        QCOMPARE(own.node.url(), url);
        const QByteArray text = own.text();
        QVERIFY2(text.startsWith(before) && text.contains(QByteArray("token_env = \"" + QByteArray(tokenVariable) + "\"")) && !text.contains(openAi.key()), text.constData());
        QTRY_VERIFY_WITH_TIMEOUT(own.connection->status().state == ConnectionStatus::State::Live && own.connection->pendingCount() == 0, limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(own.hears("local") && own.hears("echo"), limitMs);
        QTRY_COMPARE(own.rows(), (QStringList{u"Echo  ·  echo\ncan be asked"_s, u"Local  ·  llama & co\ncan be asked"_s}));
        QCOMPARE(own.connection->feed(u"s"_s)->sessionId(), u"s"_s);
        QTRY_COMPARE(own.connection->feed(u"s"_s)->messages().size(), 1);
    }

    void whatAProviderSaysIsShown()
    {
        FakeCoze coze;
        Own own;
        QVERIFY(own.press(u"Add a bot"_s));
        own.type("base_url", coze.url().toString());
        own.type("bot_id", u"7566252531572473891"_s);
        QVERIFY(own.press(u"Test"_s));
        QTRY_VERIFY_WITH_TIMEOUT(own.form()->faultAt(u"token"_s).contains(u"Coze answers nobody without a token"), limitMs);
        own.type("token", u"pat_wrong_and_long"_s);
        QVERIFY(own.press(u"Test"_s));
        QTRY_VERIFY_WITH_TIMEOUT(own.section->outcome().contains(u"check that the token is valid"), limitMs);
        QCOMPARE(own.form()->faultAt(u"token"_s), QString());
        own.type("token", QString::fromLatin1(coze.token()));
        QVERIFY(own.press(u"Test"_s));
        QTRY_COMPARE_WITH_TIMEOUT(own.section->answer(), u"Hello!"_s, limitMs);
    }

    void whatIsWrongStandsAtItsField()
    {
        Own own("\n[[bots]]\nid = \"echo\"\nprovider = \"echo\"\n");
        QVERIFY(own.press(u"Add a bot"_s));
        own.choose("provider", u"echo"_s);
        own.type("id", u"a b"_s);
        QVERIFY(own.press(u"Save"_s));
        QTRY_VERIFY(own.form()->faultAt(u"id"_s).contains(u"must be 1 to 46 characters"));
        own.type("id", u"echo"_s);
        QVERIFY(own.press(u"Save"_s));
        QTRY_VERIFY(own.form()->faultAt(u"id"_s).contains(u"is given twice"));
        own.choose("provider", u"openai"_s);
        own.type("base_url", u"nonsense"_s);
        QVERIFY(own.press(u"Save"_s));
        QTRY_VERIFY(!own.form()->faultAt(u"base_url"_s).isEmpty());
        QVERIFY(own.press(u"Cancel"_s));
        QVERIFY(!own.section->isFormOpen());
        QCOMPARE(own.rows().size(), 1);
    }

    void oneIsChangedAndTakenOut()
    {
        Own own("\n# for work\n[[bots]]\nid = \"work\"\nprovider = \"echo\" # for now\npiece_interval_ms = 5\n\n[[bots]]\nid = \"other\"\nprovider = \"echo\"\n");
        const QByteArray before = own.text();
        own.section->list()->setCurrentRow(0);
        QVERIFY(own.press(u"Edit"_s));
        own.type("name", u"At work"_s);
        QVERIFY(own.press(u"Save"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!own.section->isFormOpen(), limitMs);
        QCOMPARE(own.text(), QByteArray(before).replace("piece_interval_ms = 5\n", "piece_interval_ms = 5\nname = \"At work\"\n"));
        own.section->list()->setCurrentRow(1);
        QVERIFY(own.press(u"Remove…"_s));
        QVERIFY(own.press(u"Keep it"_s));
        QVERIFY(own.press(u"Remove…"_s));
        QVERIFY(own.press(u"Remove other"_s));
        QTRY_COMPARE_WITH_TIMEOUT(own.rows().size(), 1, limitMs);
        QVERIFY(!own.text().contains("\"other\"") && own.text().contains("# for work"));
        QTRY_VERIFY_WITH_TIMEOUT(own.hears("work") && !own.hears("other"), limitMs);
    }

    void aFileThatDoesNotHoldSaysWhere()
    {
        Own own;
        QVERIFY(writePrivateFile(own.file(), "[[bots]]\nid = \"x\"\n").ok());
        own.section->load();
        QVERIFY2(own.section->outcome().contains(u"pipit.toml:1: bots.provider is missing"), qPrintable(own.section->outcome()));
        QVERIFY(!own.button(u"Add a bot"_s)->isEnabled());
    }
};

QTEST_MAIN(BotsSectionTest)
#include "bots_section_test.moc"
