// SPDX-License-Identifier: GPL-3.0-or-later
// `pipit --page`: every page and state can be drawn, in every language and theme, and leaves nothing behind.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QProcess> started(const QStringList &arguments, const QString &temporary)
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"QT_QPA_PLATFORM"_s); // a picture needs no display
    environment.remove(u"DISPLAY"_s);
    environment.insert(u"QT_NO_GLIB"_s, u"1"_s);
    environment.insert(u"TMPDIR"_s, temporary);
    environment.insert(u"PIPIT_URL"_s, u"http://127.0.0.1:1"_s); // somebody's own: not for recorded data
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(PIPIT), arguments);
    return process;
}

QStringList pages(const QString &temporary)
{
    const auto process = started({u"--page"_s, u"nothing"_s, u"--screenshot"_s, u"none.png"_s}, temporary);
    EXPECT_TRUE(process->waitForFinished(30'000));
    EXPECT_EQ(process->exitCode(), 2);
    const QString told = QString::fromUtf8(process->readAllStandardError()).trimmed();
    const QString before = u"--page must be one of "_s;
    EXPECT_TRUE(told.contains(before)) << told.toStdString();
    return told.section(before, 1).chopped(1).split(u", "_s);
}

struct Drawing {
    QString page;
    QString file;
    std::unique_ptr<QProcess> process;
};

TEST(PagesTest, AreDrawn)
{
    QTemporaryDir out, temporary;
    const QStringList names = pages(temporary.path());
    ASSERT_GT(names.size(), 20) << names.join(u' ').toStdString();
    QSet<QByteArray> pictures;
    const auto finish = [&pictures](Drawing drawing) {
        const std::string page = drawing.page.toStdString();
        ASSERT_TRUE(drawing.process->waitForFinished(60'000)) << page;
        EXPECT_EQ(drawing.process->exitStatus(), QProcess::NormalExit) << page;
        ASSERT_EQ(drawing.process->exitCode(), 0) << page << ": " << drawing.process->readAllStandardError().toStdString();
        const QImage picture(drawing.file);
        ASSERT_EQ(picture.size(), QSize(900, 700)) << page;
        QSet<QRgb> colours;
        for (int y = 0; y < picture.height(); y += 3) {
            for (int x = 0; x < picture.width(); x += 3)
                colours.insert(picture.pixel(x, y));
        }
        EXPECT_GT(colours.size(), 20) << page << " is empty";
        QFile file(drawing.file);
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        EXPECT_FALSE(pictures.contains(bytes)) << page << " looks like another one";
        pictures.insert(bytes);
    };
    // Two at a time.
    std::vector<Drawing> drawing;
    const QStringList themes{u"light"_s, u"dark"_s}, languages{u"en"_s, u"zh"_s, u"es"_s};
    int count = 0;
    for (const QString &page : names) {
        if (page == u"settings") // is settings/servers, where nothing was open before
            continue;
        const QString file = out.filePath(QString(page).replace(u'/', u'-') + u".png"_s);
        drawing.push_back({page, file, started({u"--page"_s, page, u"--theme"_s, themes[count % 2], u"--lang"_s, languages[count % 3], u"--size"_s, u"900x700"_s, u"--screenshot"_s, file}, temporary.path())});
        ++count;
        if (drawing.size() == 2) {
            finish(std::move(drawing.front()));
            drawing.erase(drawing.begin());
        }
    }
    for (Drawing &last : drawing)
        finish(std::move(last));
    EXPECT_EQ(pictures.size(), count);
    EXPECT_EQ(QDir(temporary.path()).entryList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot).filter(u"pipit"_s), QStringList()) << "the recorded data goes with the program";
}

TEST(PagesTest, BringTheirOwnData)
{
    QTemporaryDir temporary;
    const auto process = started({u"--page"_s, u"chat"_s, u"--data"_s, temporary.path(), u"--screenshot"_s, temporary.filePath(u"none.png"_s)}, temporary.path());
    ASSERT_TRUE(process->waitForFinished(30'000));
    EXPECT_EQ(process->exitCode(), 2);
    EXPECT_TRUE(process->readAllStandardError().contains("brings its own data"));
}

} // namespace
