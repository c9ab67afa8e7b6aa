// SPDX-License-Identifier: GPL-3.0-or-later
// What the texts of settings must be: why one is not, as the end of a sentence; nothing where it is.
// Thread rule: functions without state. Only the tables of settings include this.
#pragma once

#include <QString>

#include <optional>

namespace pipit::checks {

std::optional<QString> faultOfListen(const QString &text);
std::optional<QString> faultOfPath(const QString &text);
std::optional<QString> faultOfFile(const QString &text);
std::optional<QString> faultOfFileName(const QString &text);
std::optional<QString> faultOfHostName(const QString &text);
std::optional<QString> faultOfOrigin(const QString &text);
std::optional<QString> faultOfSubnet(const QString &text);
std::optional<QString> faultOfPattern(const QString &text);
std::optional<QString> faultOfMediaPattern(const QString &text);
std::optional<QString> faultOfBotId(const QString &text);
std::optional<QString> faultOfProvider(const QString &text);
std::optional<QString> faultOfHttpAddress(const QString &text);
std::optional<QString> faultOfWebhook(const QString &text);
std::optional<QString> faultOfFeed(const QString &text);
std::optional<QString> faultOfLogFormat(const QString &text);
std::optional<QString> faultOfStreaming(const QString &text);
std::optional<QString> faultOfOneLine(const QString &text);
std::optional<QString> faultOfBotName(const QString &text);

// Who knows the path may post there, as a rule: without it.
QString maskedWebhook(const QString &text);
// Providers, and who has feeds, may take a key in the query: without it.
QString maskedQuery(const QString &text);

} // namespace pipit::checks
