// SPDX-License-Identifier: GPL-3.0-or-later
// What is pasted, dropped or chosen stands above the text, and goes out with it.
#include "tests/ui/chat_page_fixture.h"

#include "ui/chat/composer/attachment_bar.h"
#include "ui/chat/composer/attachments.h"
#include "ui/theme/dialogs.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>

using namespace pipit;

namespace {

// A picture on the clipboard that nobody may have made before it is wanted.
class LazyPicture : public QMimeData
{
public:
    mutable int made = 0;
    QStringList formats() const override { return {u"application/x-qt-image"_s}; }
    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType) const override
    {
        if (format != u"application/x-qt-image")
            return {};
        ++made;
        QImage image(30, 20, QImage::Format_RGB32);
        image.fill(Qt::red);
        return image;
    }
};

struct Fixture {
    QTemporaryDir directory;
    Composer composer;
    QSignalSpy sent{&composer, &Composer::sendRequested};
    QSignalSpy problems{&composer, &Composer::problem};

    Fixture()
    {
        composer.resize(700, 260);
        composer.setBots({{.id = u"echo"_s, .name = u"Echo"_s, .provider = u"echo"_s}});
        composer.setSession(u"a"_s, u"A"_s);
        composer.setBot(u"echo"_s);
        composer.show();
        composer.edit()->setFocus();
    }

    QString file(const QString &name, const QByteArray &bytes = "some words")
    {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no file");
        file.write(bytes);
        return file.fileName();
    }
    QString picture()
    {
        QImage image(64, 48, QImage::Format_RGB32);
        image.fill(Qt::green);
        const QString path = directory.filePath(u"green.png"_s);
        image.save(path);
        return path;
    }
    void paste(QMimeData *data)
    {
        QGuiApplication::clipboard()->setMimeData(data);
        composer.edit()->paste();
    }
    void pasteText(const QString &text)
    {
        auto *data = new QMimeData;
        data->setText(text);
        paste(data);
    }
    void enter() { QTest::keyClick(composer.edit(), Qt::Key_Return); }
    AttachmentBar *bar() const { return composer.findChild<AttachmentBar *>(); }
    QList<Attachment> sentFiles(int index = 0) const { return sent[index][3].value<QList<Attachment>>(); }
};

QMimeData *urls(const QStringList &paths)
{
    auto *data = new QMimeData;
    QList<QUrl> list;
    for (const QString &path : paths)
        list << QUrl::fromLocalFile(path);
    data->setUrls(list);
    return data;
}

void drop(QWidget *widget, const QMimeData *data, QEvent::Type type = QEvent::Drop)
{
    const QPoint at = widget->rect().center();
    if (type == QEvent::DragEnter) {
        QDragEnterEvent event(at, Qt::CopyAction | Qt::MoveAction, data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(widget, &event);
    } else {
        QDropEvent event(at, Qt::CopyAction | Qt::MoveAction, data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(widget, &event);
    }
}

} // namespace

class ComposerAttachTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(ThemeMode::Light); }
    void cleanup() { dialogs::setOpenFiles(nullptr); }

    void pastedFilesStandAboveTheTextAndGoWithIt()
    {
        Fixture f;
        QTest::keyClicks(f.composer.edit(), u"look"_s);
        f.paste(urls({f.file(u"notes.txt"_s), f.picture()}));
        QCOMPARE(f.composer.text(), u"look"_s);
        QVERIFY(f.bar()->isVisible());
        QCOMPARE(f.bar()->chipCount(), 2);
        f.enter();
        QCOMPARE(f.sent.count(), 1);
        QCOMPARE(f.sent[0][0].toString(), u"look"_s);
        const QList<Attachment> files = f.sentFiles();
        QCOMPARE(files.size(), 2);
        QCOMPARE(files[0].contentType, u"file"_s);
        QCOMPARE(files[0].mimeType, u"text/plain"_s);
        QCOMPARE(files[0].size, 10);
        QCOMPARE(files[1].contentType, u"image"_s);
        QCOMPARE(files[1].facts.value(u"width"), 64);
        QCOMPARE(files[1].facts.value(u"height"), 48);
        QVERIFY(!f.bar()->isVisible());
        f.enter();
        QCOMPARE(f.sent.count(), 1);
    }

    void filesGoWithoutAText()
    {
        Fixture f;
        const auto send = f.composer.findChildren<QPushButton *>().last();
        QVERIFY(!send->isEnabled());
        f.paste(urls({f.file(u"notes.txt"_s)}));
        QVERIFY(send->isEnabled());
        send->click();
        QCOMPARE(f.sent.count(), 1);
        QVERIFY(f.sent[0][0].toString().isEmpty());
        QCOMPARE(f.sentFiles().size(), 1);
    }

    // tdesktop#6671: a menu that asks the clipboard for its picture hangs until that is made.
    void aPictureIsMadeOnlyWhenItIsPasted()
    {
        Fixture f;
        auto *data = new LazyPicture;
        QVERIFY(hasAttachments(*data));
        QGuiApplication::clipboard()->setMimeData(data);
        QVERIFY(f.composer.edit()->canPaste());
        QCOMPARE(data->made, 0);
        f.composer.edit()->paste();
        QCOMPARE(f.composer.attachments().size(), 1);
        const Attachment pasted = f.composer.attachments().first();
        QCOMPARE(pasted.contentType, u"image"_s);
        QVERIFY(pasted.bytes.startsWith("\x89PNG"));
        QVERIFY(pasted.path.isEmpty());
        QCOMPARE(pasted.facts.value(u"width"), 30);
    }

    // What an office program copies is text, and a picture of it.
    void textIsTextAlsoWhereThereIsAPictureOfIt()
    {
        Fixture f;
        auto *data = new QMimeData;
        data->setText(u"a cell"_s);
        data->setImageData(QImage(10, 10, QImage::Format_RGB32));
        f.paste(data);
        QCOMPARE(f.composer.text(), u"a cell"_s);
        QVERIFY(f.composer.attachments().isEmpty());
    }

    void oneIsTakenOutByItsButton()
    {
        Fixture f;
        f.paste(urls({f.file(u"a.txt"_s), f.file(u"b.txt"_s)}));
        QToolButton *remove = f.bar()->findChildren<QToolButton *>().first();
        QCOMPARE(remove->accessibleName(), u"Take out a.txt"_s);
        remove->click();
        QCOMPARE(f.composer.attachments().size(), 1);
        QCOMPARE(f.composer.attachments().first().name, u"b.txt"_s);
        QCOMPARE(f.bar()->chipCount(), 1);
    }

    void eachSessionHasItsAttachments()
    {
        Fixture f;
        f.paste(urls({f.file(u"a.txt"_s)}));
        f.composer.setSession(u"b"_s, u"B"_s);
        QVERIFY(f.composer.attachments().isEmpty());
        QVERIFY(!f.bar()->isVisible());
        f.composer.setSession(u"a"_s, u"A"_s);
        QCOMPARE(f.bar()->chipCount(), 1);
        f.composer.startEdit({.id = 7, .text = u"As it was"_s});
        QVERIFY(!f.bar()->isVisible());
        f.paste(urls({f.file(u"b.txt"_s)}));
        QCOMPARE(f.problems.count(), 1);
        QTest::keyClick(f.composer.edit(), Qt::Key_Escape);
        QCOMPARE(f.bar()->chipCount(), 1);
    }

    void whatCannotBeAttachedSaysWhy()
    {
        Fixture f;
        f.paste(urls({f.directory.path(), f.directory.filePath(u"gone.txt"_s), f.file(u"none.txt"_s, {}), f.file(u"there.txt"_s)}));
        QCOMPARE(f.composer.attachments().size(), 1);
        QCOMPARE(f.problems.count(), 1);
        QVERIFY(f.problems[0][0].toString().contains(u"is a folder"));
        QVERIFY(f.problems[0][0].toString().contains(u"gone.txt cannot be read"));
        QVERIFY(f.problems[0][0].toString().contains(u"none.txt is empty"));
        QStringList many;
        for (int i = 0; i < 25; ++i)
            many << f.file(u"%1.txt"_s.arg(i));
        f.composer.attach(*std::unique_ptr<QMimeData>(urls(many)));
        QCOMPARE(f.composer.attachments().size(), mostAttachments);
        QCOMPARE(f.problems.count(), 2);
    }

    void theButtonAsksForFiles()
    {
        Fixture f;
        const QString path = f.file(u"chosen.txt"_s);
        dialogs::setOpenFiles([&path](QWidget *, const QString &) { return QStringList{path}; });
        for (QToolButton *button : f.composer.findChildren<QToolButton *>()) {
            if (button->accessibleName() == u"Attach files")
                button->click();
        }
        QCOMPARE(f.composer.attachments().size(), 1);
        QCOMPARE(f.composer.attachments().first().path, path);
    }

    void aLongTextThatIsPastedIsLaidOutByNobodyAndSentWhole()
    {
        Fixture f;
        const QString text = u"words and words\n"_s.repeated(60'000).trimmed(); // 940 KiB
        QTest::keyClicks(f.composer.edit(), u"read:"_s);
        f.pasteText(text);
        QCOMPARE(f.composer.text(), u"read:"_s);
        QCOMPARE(f.bar()->chipCount(), 1);
        f.enter();
        QCOMPARE(f.sent[0][0].toString(), QString(u"read:\n\n"_s + text));
        QVERIFY(f.sentFiles().isEmpty());
        // One that no message has room for is a file.
        const QString longer = u"é"_s.repeated(600'000);
        QTest::keyClicks(f.composer.edit(), u"read:"_s);
        f.pasteText(longer);
        f.enter();
        QCOMPARE(f.sent[1][0].toString(), u"read:"_s);
        QCOMPARE(f.sentFiles(1).size(), 1);
        QCOMPARE(f.sentFiles(1).first().contentType, u"file"_s);
        QCOMPARE(QString::fromUtf8(f.sentFiles(1).first().bytes), longer);
        // A short one is text, as ever.
        f.pasteText(u"short"_s);
        QCOMPARE(f.composer.text(), u"short"_s);
    }

    void filesAreDroppedOntoTheConversation()
    {
        test::FakeNode node;
        node.store(u"s"_s, u"hello"_s, of("anna"));
        Page f(node.url(), "t", u"s"_s);
        QVERIFY(f.settles());
        QFile file(f.directory.filePath(u"dropped.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("words") > 0);
        file.close();
        const std::unique_ptr<QMimeData> data(urls({file.fileName()}));
        QWidget *conversation = f.page.findChild<QWidget *>(u"page"_s);
        drop(conversation, data.get(), QEvent::DragEnter);
        const auto hint = f.page.findChild<QLabel *>(u"dropHint"_s);
        QVERIFY(hint && hint->isVisible());
        drop(conversation, data.get());
        QVERIFY(!hint->isVisible());
        QCOMPARE(f.page.composer()->attachments().size(), 1);
        // Words that are dragged are not for it.
        QMimeData words;
        words.setText(u"words"_s);
        drop(conversation, &words, QEvent::DragEnter);
        QVERIFY(!hint->isVisible());
    }
};

QTEST_MAIN(ComposerAttachTest)
#include "composer_attach_test.moc"
