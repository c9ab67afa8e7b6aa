// SPDX-License-Identifier: GPL-3.0-or-later
// pipitctl secret: what a node reads from the keychain of this machine, such as the token of a bot's provider.
#include "app/ctl/commands.h"
#include "app/ctl/terminal.h"
#include "keychain/keychain.h"

#include <cstdio>

namespace pipit::ctl {

namespace {

constexpr std::size_t longestSecret = 16'384;

// One line; nothing where there is none, or it is too long.
std::optional<QByteArray> readLine()
{
    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
        if (std::size_t(line.size()) >= longestSecret)
            return std::nullopt;
        line += char(c);
    }
    line = line.trimmed();
    return line.isEmpty() ? std::nullopt : std::optional(line);
}

int set(const QString &name)
{
    const bool isAsked = isTerminal(stdin);
    if (isAsked)
        note(QStringLiteral("The secret, in one line (it is not shown):"));
    std::optional<QByteArray> secret;
    {
        const HiddenInput hidden;
        secret = readLine();
    }
    if (!secret)
        return tell(BadUsage, QStringLiteral("The secret comes from the standard input, in one line of at most %1 bytes.").arg(longestSecret));
    const auto written = writeSecret(name, *secret).get();
    return written ? Succeeded : tell(written.error());
}

int remove(const QString &name)
{
    const auto removed = removeSecret(name).get();
    return removed ? Succeeded : tell(removed.error());
}

} // namespace

void addSecret(CommandLine &line)
{
    const auto name = std::make_shared<std::string>();
    const auto isSetting = std::make_shared<bool>(false);
    CLI::App *secret = line.addCommand("secret", "Keep a secret in this machine's keychain, where a node reads it (`token_keychain` of a bot)", [name, isSetting] {
        const QString chosen = QString::fromStdString(*name);
        return *isSetting ? set(chosen) : remove(chosen);
    });
    secret->require_subcommand(1);
    CLI::App *setting = secret->add_subcommand("set", "Read the secret from the standard input and keep it, in place of one that is there");
    setting->callback([isSetting] { *isSetting = true; });
    CLI::App *removing = secret->add_subcommand("remove", "Take the secret out of the keychain");
    for (CLI::App *command : {setting, removing})
        command->add_option("NAME", *name, "By which it is known, such as coze-token")->type_name("")->required();
}

} // namespace pipit::ctl
