// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/updates_section.h"

#include "client/update_watch.h"
#include "ui/locale/times.h"
#include "ui/preferences/preferences.h"
#include "ui/theme/style.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace pipit {

UpdatesSection::UpdatesSection(const SettingsContext &context)
    : SettingsForm(&UpdatesSection::title), m_preferences(context.preferences), m_updates(context.updates), m_feed(new QLineEdit), m_problem(wordsLabel("bad")), m_answer(wordsLabel("dim")), m_check(new QPushButton), m_news(new QPushButton)
{
    addNote([this] { return tr("This is Pipit %1. It looks for a newer version once a day, in the feed that is named here, and tells of it; it downloads and installs nothing. Without a feed it asks nobody.").arg(m_updates->running()); });
    addField();
    addAnswer();
    apply(); // what somebody wrote into the file may be no address
    connect(m_updates, &UpdateWatch::changed, this, &UpdatesSection::refresh);
    connect(m_feed, &QLineEdit::textChanged, this, [this] {
        m_isRefused = false; // it is being written
        refresh();
    });
    connect(m_feed, &QLineEdit::editingFinished, this, &UpdatesSection::apply);
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (apply())
            m_updates->checkNow();
        else
            m_feed->setFocus(Qt::OtherFocusReason);
    });
    connect(m_news, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(m_updates->status().newer->page); });
}

void UpdatesSection::addField()
{
    m_feed->setObjectName("updateFeed");
    m_feed->setPlaceholderText(QStringLiteral("https://example.org/pipit/releases.atom"));
    m_feed->setText(m_updates->decidedBy().isEmpty() ? m_preferences->text(preference::updateFeed) : m_updates->status().feed.toString());
    m_feed->setEnabled(m_updates->decidedBy().isEmpty());
    const auto name = [] { return tr("Address of the feed"); };
    const auto explanation = [this] {
        return m_updates->decidedBy().isEmpty() ? tr("An Atom feed: the releases.atom of a code host, or a file on a server of your own.") : tr("This is decided by %1.").arg(m_updates->decidedBy());
    };
    // Addresses are long: it has a line of its own.
    addHeading(name)->setBuddy(m_feed);
    addWidget(m_feed);
    addNote(explanation);
    say(m_feed, [this, name, explanation] {
        m_feed->setAccessibleName(name());
        m_feed->setAccessibleDescription(explanation());
    });
    m_problem->setObjectName("updateProblem");
    addWidget(m_problem);
}

void UpdatesSection::addAnswer()
{
    m_answer->setObjectName("updateAnswer");
    m_check->setObjectName("updateCheck");
    m_news->setObjectName("updateNews");
    auto *answer = new QWidget;
    auto *row = new QHBoxLayout(answer);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_check, 0, Qt::AlignTop);
    auto *said = new QVBoxLayout;
    said->setSpacing(8);
    said->addWidget(m_answer);
    said->addWidget(m_news, 0, Qt::AlignLeft);
    row->addLayout(said, 1);
    addWidget(answer);
    say(answer, [this] {
        m_check->setText(tr("Check now"));
        m_news->setText(tr("What is new"));
        refresh();
    });
}

void UpdatesSection::showEvent(QShowEvent *event)
{
    SettingsForm::showEvent(event);
    refresh(); // a day may have gone by
}

bool UpdatesSection::apply()
{
    if (!m_updates->decidedBy().isEmpty())
        return true;
    m_isRefused = UpdateWatch::faultOf(m_feed->text()).has_value();
    if (!m_isRefused) {
        m_preferences->set(preference::updateFeed, m_feed->text().trimmed());
        m_updates->setFeed(m_feed->text());
        if (!m_feed->hasFocus())
            m_feed->setCursorPosition(0); // the host says more than the end
    }
    refresh();
    return !m_isRefused;
}

void UpdatesSection::refresh()
{
    const UpdateStatus &status = m_updates->status();
    m_problem->setText(UpdateWatch::faultOf(m_feed->text()).value_or(QString()));
    m_problem->setVisible(m_isRefused);
    m_check->setEnabled(!m_feed->text().trimmed().isEmpty());

    const bool isFresh = status.askedAt.isValid() && !status.isAsking;
    const bool hasFailed = isFresh && !status.problem.isEmpty();
    const QString when = status.askedAt.isValid() ? tr("Asked: %1.", "time of day, or the day").arg(shortTime(status.askedAt.toMSecsSinceEpoch(), QDateTime::currentDateTime())) : QString();
    const auto both = [&when](const QString &found) { return tr("%1 %2", "two sentences").arg(found, when); };
    QString answer;
    if (status.isAsking)
        answer = tr("Asking…");
    else if (hasFailed)
        answer = both(status.problem);
    else if (isFresh && status.newer)
        answer = both(tr("Pipit %1 is there.").arg(status.newer->version.toString()));
    else if (isFresh)
        answer = both(tr("There is no newer version."));
    setLook(m_answer, "tone", hasFailed ? "bad" : "dim");
    m_answer->setText(answer);
    m_check->setAccessibleDescription(answer);
    m_news->setVisible(isFresh && status.newer && !status.newer->page.isEmpty());
}

} // namespace pipit
