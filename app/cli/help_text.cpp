// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help_text.h"

namespace pipit::cli {

std::string HelpText::make_subcommands(const CLI::App *app, CLI::AppFormatMode mode) const
{
    std::string text;
    const CLI::App *program = app;
    while (program->get_fallthrough() && program->get_parent())
        program = program->get_parent();
    if (program != app)
        text = make_group("Options of " + program->get_name(), false, program->get_options([program](const CLI::Option *option) {
            return option != program->get_help_ptr() && option != program->get_version_ptr();
        }));
    return text + CLI::Formatter::make_subcommands(app, mode);
}

} // namespace pipit::cli
