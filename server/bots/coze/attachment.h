// SPDX-License-Identifier: GPL-3.0-or-later
// Messages that are files: Coze fetches one from a public address itself; another is fetched here, to be uploaded.
//
// A name counts as public where it has a dot and is none of the names that only local networks have; nobody asks the DNS.
// Bounded: 64 MiB, held in memory twice while it is uploaded (Coze would take 512 MB), and two minutes. Redirects are errors.
// Thread rule: the node's thread. Errors: in File, a sentence.
#pragma once

#include "core/bot_config.h"
#include "core/message.h"
#include "server/bots/coze/coze_request.h"
#include "server/bots/provider/provider_call.h"

#include <QUrl>

namespace pipit::bots::coze {

inline constexpr qsizetype maxFileBytes = 64 << 20;

// Nothing: the message is text.
std::optional<Attachment> attachmentOf(const Message &message);
// One line without quotation marks.
QString fileNameOf(const Message &message);

// Whether Coze can fetch it, as far as the address tells.
bool isPublic(const QUrl &url);

struct MultipartFile {
    QByteArray contentType;
    QByteArray body;
};

MultipartFile multipartFile(const QString &name, const QByteArray &type, const QByteArray &bytes);

class Download final : public QObject
{
    Q_OBJECT

public:
    struct File {
        QByteArray bytes = {};
        QByteArray type = {};
        std::optional<ProviderError> error = {};
    };

    // `done` is called once, later.
    Download(const QUrl &url, const BotConfig &config, QObject *parent, std::function<void(const File &)> done);

private:
    void onHead();
    void onDone();
    void fail(const QString &reason, bool passes = false);
    void end(const File &file);

    const QUrl m_url;
    std::function<void(const File &)> m_done;
    ProviderCall m_call;
    QByteArray m_bytes;
    bool m_ended = false;
};

} // namespace pipit::bots::coze
