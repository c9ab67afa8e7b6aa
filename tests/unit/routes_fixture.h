// SPDX-License-Identifier: GPL-3.0-or-later
// A whole node in one process that is asked over HTTP, by its operator where nothing else is said.
// Thread rule: as NodeFixture.
#pragma once

#include "tests/unit/node_fixture.h"

namespace pipit::test {

class RoutesFixture : public NodeFixture
{
protected:
    void SetUp() override { start(); }

    http::Answer ask(const QByteArray &methodAndTarget, const QByteArray &body = {}) { return askAs(operators(), methodAndTarget, body); }
    http::Answer askAs(const QByteArray &headers, const QByteArray &methodAndTarget, const QByteArray &body = {}) { return NodeFixture::ask(headers, methodAndTarget, body); }

    http::Answer say(const QByteArray &session, const QByteArray &content)
    {
        return ask("POST /api/messages", "{\"sessionId\":\"" + session + "\",\"content\":\"" + content + "\",\"senderType\":\"user\"}");
    }
};

} // namespace pipit::test
