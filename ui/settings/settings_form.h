// SPDX-License-Identifier: GPL-3.0-or-later
// One section of the settings: a title, and under it labels beside what is chosen, with explanations in dim words. One column,
// at most 720 px wide, that scrolls. A section is a class of its own that fills one of these.
//
// Contract: words are functions, asked again when the language changes. What is chosen applies at once. Every control has its
// label as its accessible name. Thread rule: the GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QVBoxLayout;

namespace pipit {

class SettingsForm : public QWidget
{
    Q_OBJECT

public:
    using Words = std::function<QString()>;
    struct Choice {
        QString value;
        Words words;
    };

    explicit SettingsForm(Words title, QWidget *parent = nullptr);

    QLabel *addHeading(Words words);
    QLabel *addNote(Words words);
    // The label to the left of its control, the explanation under both.
    void addRow(Words label, QWidget *control, Words explanation = {});
    QCheckBox *addSwitch(Words label, bool isOn, std::function<void(bool)> apply, Words explanation = {});
    QComboBox *addChoice(Words label, QList<Choice> choices, const QString &current, std::function<void(const QString &)> apply, Words explanation = {});
    void addWidget(QWidget *widget);

    // Says words, now and in every language that comes.
    void say(QWidget *about, std::function<void()> words);

protected:
    void changeEvent(QEvent *event) override;

private:
    QLabel *addLabel(Words words);

    QWidget *m_column;
    QVBoxLayout *m_rows;
    std::vector<std::pair<QPointer<QWidget>, std::function<void()>>> m_words;
};

} // namespace pipit
