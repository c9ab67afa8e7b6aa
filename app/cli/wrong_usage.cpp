// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/wrong_usage.h"

#include "core/text_limits.h"

#include <QStringList>

#include <algorithm>
#include <cstdio>

namespace pipit::cli {

namespace {

constexpr int wrongUsage = 2;

// --flag of --flag=VALUE, -f of -fVALUE.
QString flagOf(const QString &word)
{
    const auto isOfName = [](QChar c) { return c.isLetterOrNumber() || c == u'-' || c == u'_'; };
    const auto end = std::ranges::find_if_not(word, isOfName);
    return forEcho(word.left(word.startsWith(u"--") ? end - word.begin() : 2));
}

QString unknownWords(const CLI::App &app)
{
    QStringList flags;
    for (const std::string &word : app.remaining(true)) {
        if (const QString text = QString::fromStdString(word); text.startsWith(u'-'))
            flags << flagOf(text);
    }
    return flags.isEmpty() ? QStringLiteral("there are words that belong to no flag") : QStringLiteral("unknown: ") + flags.join(u' ');
}

} // namespace

int tellParseError(const CLI::App &app, const CLI::ParseError &error)
{
    if (error.get_exit_code() == int(CLI::ExitCodes::Success))
        return app.exit(error);

    QString what = QString::fromUtf8(error.what());
    if (dynamic_cast<const CLI::ExtrasError *>(&error))
        what = unknownWords(app);
    else if (dynamic_cast<const CLI::ConversionError *>(&error))
        what = what.left(what.indexOf(u" = ")).replace(QStringLiteral("Could not convert: "), QStringLiteral("no fitting value for ")); // it stands behind the name
    QString command = QString::fromStdString(app.get_name());
    for (const CLI::App *inner = &app; !inner->get_subcommands().empty();) {
        inner = inner->get_subcommands().front();
        command += u' ' + QString::fromStdString(inner->get_name());
    }
    std::fprintf(stderr, "%s: %s. See %s --help.\n", app.get_name().c_str(), qUtf8Printable(what), qUtf8Printable(command));
    return wrongUsage;
}

} // namespace pipit::cli
