// SPDX-License-Identifier: GPL-3.0-or-later
// The first page of somebody who has said nothing yet: three ways to the first answer (the bot that is built in, a model on this
// computer, an account at a provider), and one to other people's servers.
//
// Plain values go in; what is chosen goes out. Thread rule: the GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace pipit {

class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    // The models of Ollama on this computer; none: it was not found. Until this is called it is being looked for.
    void setModels(const QStringList &models);
    void setBotsChangeable(bool changeable); // whether bots can be set up here: on the program's own node
    void setBusy(const QString &text);       // something that was chosen is under way; empty: not any more

Q_SIGNALS:
    void echoChosen();
    void modelChosen(const QString &model);
    void lookAgain();
    void providerChosen(); // an account at Coze or another
    void serverChosen();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Way {
        QWidget *card;
        QLabel *title;
        QLabel *text;
        QPushButton *button;
    };

    Way makeWay(QLayout *column);
    void retranslate();

    QLabel *m_title;
    QLabel *m_text;
    Way m_echo;
    Way m_model;
    Way m_provider;
    Way m_server;
    QComboBox *m_models;
    QLabel *m_busy;
    QStringList m_found;
    bool m_isLooking = true;
    bool m_areBotsChangeable = true;
};

} // namespace pipit
