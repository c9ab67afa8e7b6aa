// SPDX-License-Identifier: GPL-3.0-or-later
// What providers of chat completions say when something goes wrong, in all the shapes they have for it.
//
// No I/O. Thread rule: functions without state. A provider's words may repeat what it was sent: whoever knows the key strikes it
// out of ProviderError::message.
#pragma once

#include "server/bots/provider/reply_reader.h"

#include <QJsonObject>

namespace pipit::bots::openai {

// The body of an answer with a status other than 2xx: JSON of any shape, a web page, a text, nothing.
ProviderError parseError(int httpStatus, QByteArrayView body, std::optional<std::chrono::milliseconds> retryAfter = {});

// The same where the status said nothing: the data of an error event.
ProviderError parseErrorEvent(QByteArrayView data);

// The error in a piece of a stream, or in a document that came with 200; nothing where it has none.
std::optional<ProviderError> errorIn(const QJsonObject &object);

// An answer that its finish_reason calls broken off; nothing for every other reason.
std::optional<ProviderError> errorOfFinish(const QString &finishReason);

} // namespace pipit::bots::openai
