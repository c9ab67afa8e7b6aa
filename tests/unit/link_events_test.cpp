// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/link_events.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QFileOpenEvent>
#include <QUrl>

using namespace pipit;

namespace {

QStringList wishesAfter(QFileOpenEvent event)
{
    LinkEvents events;
    QStringList wishes;
    QObject::connect(&events, &LinkEvents::wished, &events, [&](const QStringList &links) { wishes += links; });
    qApp->installEventFilter(&events);
    QCoreApplication::sendEvent(qApp, &event);
    return wishes;
}

} // namespace

TEST(LinkEventsTest, ALinkIsHandedOnAsItWasWritten)
{
    const QString link = QStringLiteral("pipit:session/a%20b?at=7");
    EXPECT_EQ(wishesAfter(QFileOpenEvent(QUrl(link))), QStringList{link});
}

TEST(LinkEventsTest, AFileIsNoLink)
{
    EXPECT_EQ(wishesAfter(QFileOpenEvent(QUrl::fromLocalFile(QStringLiteral("/somewhere/pipit.txt")))), QStringList());
}
