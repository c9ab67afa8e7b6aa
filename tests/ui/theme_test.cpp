// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include "tests/ui/ui_test.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QPalette>

using namespace pipit;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownContrasts()
    {
        QVERIFY(qAbs(contrastRatio(Qt::white, Qt::black) - 21) < 0.01);
        QVERIFY(qAbs(contrastRatio(Qt::white, Qt::white) - 1) < 0.01);
    }

    // Requirement: text has at least 4.5 : 1 on every surface that carries it, faint 3 : 1.
    void textIsReadable()
    {
        struct Pair { const char *name; QColor Tokens::*ink; QColor Tokens::*paper; double least; };
        const Pair pairs[] = {
            {"text on page", &Tokens::text, &Tokens::page, 4.5}, {"text on surface", &Tokens::text, &Tokens::surface, 4.5},
            {"text on side", &Tokens::text, &Tokens::side, 4.5}, {"text on soft", &Tokens::text, &Tokens::soft, 4.5},
            {"text on bubble", &Tokens::text, &Tokens::bubble, 4.5}, {"text on bad", &Tokens::text, &Tokens::badBack, 4.5},
            {"text on warn", &Tokens::text, &Tokens::warnBack, 4.5}, {"text on hover", &Tokens::text, &Tokens::hover, 4.5},
            {"text on selection", &Tokens::text, &Tokens::selection, 4.5}, {"text on code", &Tokens::text, &Tokens::code, 4.5},
            {"dim on page", &Tokens::dim, &Tokens::page, 4.5}, {"dim on surface", &Tokens::dim, &Tokens::surface, 4.5},
            {"dim on side", &Tokens::dim, &Tokens::side, 4.5}, {"dim on soft", &Tokens::dim, &Tokens::soft, 4.5},
            {"dim on bubble", &Tokens::dim, &Tokens::bubble, 4.5}, {"dim on hover", &Tokens::dim, &Tokens::hover, 4.5},
            {"dim on code", &Tokens::dim, &Tokens::code, 4.5}, {"accent on page", &Tokens::accent, &Tokens::page, 4.5},
            {"accent on surface", &Tokens::accent, &Tokens::surface, 4.5}, {"accent on soft", &Tokens::accent, &Tokens::soft, 4.5},
            {"accent on bubble", &Tokens::accent, &Tokens::bubble, 4.5}, {"accent on side", &Tokens::accent, &Tokens::side, 4.5},
            {"on accent", &Tokens::onAccent, &Tokens::accent, 4.5}, {"warn", &Tokens::warn, &Tokens::warnBack, 4.5},
            {"bad", &Tokens::bad, &Tokens::badBack, 4.5}, {"bad on page", &Tokens::bad, &Tokens::page, 4.5},
            {"keyword", &Tokens::keyword, &Tokens::code, 4.5}, {"function", &Tokens::function, &Tokens::code, 4.5},
            {"string", &Tokens::string, &Tokens::code, 4.5}, {"number", &Tokens::number, &Tokens::code, 4.5},
            {"comment", &Tokens::comment, &Tokens::code, 4.5}, {"faint on page", &Tokens::faint, &Tokens::page, 3},
            {"faint on side", &Tokens::faint, &Tokens::side, 3}, {"faint on surface", &Tokens::faint, &Tokens::surface, 3},
            {"faint on soft", &Tokens::faint, &Tokens::soft, 3},
        };
        for (const Tokens *tokens : {&lightTokens(), &darkTokens()}) {
            for (const Pair &pair : pairs) {
                const double ratio = contrastRatio(tokens->*pair.ink, tokens->*pair.paper);
                QVERIFY2(ratio >= pair.least, qPrintable(QStringLiteral("%1, %2: %3").arg(QLatin1StringView(pair.name), tokens->dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(ratio)));
            }
            for (const QColor &avatar : tokens->avatars)
                QVERIFY(contrastRatio(Qt::white, avatar) >= 3);
        }
    }

    // Requirement: Chinese words are as heavy on dark as on light.
    void glyphsWeighTheSameInBothThemes()
    {
        const QFont font = Theme::instance().body();
        const auto inkOf = [&font](Qt::GlobalColor ink, Qt::GlobalColor paper) {
            QImage image(400, 40, QImage::Format_RGB32);
            image.fill(paper);
            {
                QPainter painter(&image);
                painter.setFont(font);
                painter.setPen(ink);
                painter.drawText(image.rect(), Qt::AlignCenter, QStringLiteral("客户端带上最后一个游标重新连接"));
            }
            double sum = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    sum += qAbs(image.pixelColor(x, y).green() - QColor(paper).green());
            }
            return sum;
        };
        const double onLight = inkOf(Qt::black, Qt::white);
        const double onDark = inkOf(Qt::white, Qt::black);
        QVERIFY(onLight > 0);
        QVERIFY2(qAbs(onDark / onLight - 1) < 0.05, qPrintable(QString::number(onDark / onLight)));
    }

    void changesWhileRunning()
    {
        Theme &theme = Theme::instance();
        theme.apply(ThemeMode::Dark);
        QVERIFY(Theme::tokens().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkTokens().page);
        theme.apply(ThemeMode::Light);
        QVERIFY(!Theme::tokens().dark);
    }

    void theSystemsHighContrastWins()
    {
        QPalette palette(Qt::black);
        for (const auto role : {QPalette::Window, QPalette::Base, QPalette::Button})
            palette.setColor(role, Qt::black);
        palette.setColor(QPalette::WindowText, Qt::white);
        palette.setColor(QPalette::Highlight, QColor(0x1a, 0xeb, 0xff));
        QVERIFY(isHighContrast(palette));
        const Tokens tokens = highContrastTokens(palette);
        QVERIFY(contrastRatio(tokens.found, tokens.page) >= 1.5); // what was looked for is seen
        QVERIFY(contrastRatio(tokens.foundHere, tokens.found) >= 1.5);
        for (const QColor &ink : {tokens.text, tokens.dim, tokens.faint, tokens.bad, tokens.accent})
            QVERIFY(contrastRatio(ink, tokens.page) >= 7);
        QVERIFY(!isHighContrast(QPalette(QColor(0xef, 0xef, 0xef))));
    }

    void everyIconIsDrawn()
    {
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() > 10);
        for (const QString &file : files) {
            const QImage image = iconPixmap(file.chopped(4), Qt::red, QSize(24, 24), 2.0).toImage();
            QCOMPARE(image.size(), QSize(48, 48));
            int painted = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    painted += qAlpha(image.pixel(x, y)) > 128;
            }
            QVERIFY2(painted > 20, qPrintable(file));
        }
    }

    void measuresFollowTheFont()
    {
        QVERIFY(Theme::body().pixelSize() >= 14);
        QVERIFY(Theme::lineHeight() >= 21);
        QVERIFY(Theme::scaled(100) >= 100);
    }
};

PIPIT_UI_TEST(ThemeTest);
#include "theme_test.moc"
