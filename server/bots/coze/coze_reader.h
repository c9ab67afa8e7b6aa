// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the event stream of a Coze v3 chat: of both clouds, of workflow chats, and of Coze Studio.
//
// The kind of an event stands on a line of its own, never in its JSON; only gateways that speak the older v2 put it there.
// The text is that of the messages of type "answer". Several of them may interleave: the first that is not complete is
// handed out as it comes, later ones are kept until their turn, with a gap between, so that the whole is what the list of
// the chat's messages gives. A completed message carries its whole text again: what is missing is handed out; if it
// differs, answer() becomes it and the sink hears no more of that message.
// A body that is one JSON document is read as well: an error, or an answer that did not become a stream; then the outcome is
// Interrupted, and facts() tell where to ask for it. A page of HTML is an error.
// Cost: that of the piece, however long the answer is. Thread rule and errors: as ReplyReader.
#pragma once

#include "core/sse_decoder.h"
#include "server/bots/coze/coze_chat.h"
#include "server/bots/provider/reply_reader.h"

#include <QHash>

#include <vector>

namespace pipit::bots::coze {

class CozeReader final : public ReplyReader
{
public:
    // `logId` is the header x-tt-logid.
    explicit CozeReader(TextSink sink, const QString &logId = {});

    void feed(QByteArrayView bytes) override;
    void end() override;

private:
    enum class Shape { Unknown, Events, Document };

    // The text or the reasoning of one message.
    struct Strand {
        QString kept;         // until the message's turn comes
        qsizetype begin = -1; // where it stands in the whole; -1: nothing of it does yet
        QChar half = {};      // the first half of a character whose other half is in the next piece
    };
    struct Part {
        Strand text;
        Strand reasoning;
        bool isComplete = false;
    };

    qsizetype findShape(QByteArrayView bytes);
    void readDocument();
    void onEvent(std::string_view name, std::string_view data);
    void onNamedEvent(std::string_view name, const QJsonObject &object);
    void onOldEvent(const QJsonObject &object);
    void onMessage(const QJsonObject &message, bool isWhole);
    void onChat(const Chat &chat);

    std::optional<std::size_t> partOf(const QString &messageId);
    void append(std::size_t part, const QString &piece, bool isReasoning);
    void settle(std::size_t part, const QString &whole, bool isReasoning);
    void handOut(Strand &strand, const QString &text, bool isReasoning);
    void complete(std::size_t part);
    bool charge(qsizetype bytes);

    void fail(ProviderError error);
    void failTooLarge();
    void close(Outcome outcome);

    sse::Decoder m_decoder;
    Shape m_shape = Shape::Unknown;
    QByteArray m_document;
    bool m_ending = false;      // what comes now may have been cut off
    std::vector<Part> m_parts;  // in the order in which they began
    std::size_t m_turn = 0;     // the first that is not complete
    QHash<QString, std::size_t> m_partOfMessage;
    qsizetype m_bytes = 0;
};

} // namespace pipit::bots::coze
