// SPDX-License-Identifier: GPL-3.0-or-later
// One server in the settings: its name, where it is, how it stands, what is to be known about its token, and what can be done:
// rename, sign in again, remove; of the own node: on or off, open to the network or not.
// Thread rule: the GUI thread.
#pragma once

#include "ui/servers/server_words.h"
#include "ui/settings/settings_context.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace pipit {

class ServerCard : public QWidget
{
    Q_OBJECT

public:
    ServerCard(const SettingsContext &context, const QString &id, QWidget *parent = nullptr);

    const QString &id() const { return m_id; }
    void refresh();
    // Whether a person wants the own node open to the network, with what that means.
    static bool confirmOpening(QWidget *parent);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Input { None, Name, SignIn };
    void openInput(Input input);
    void finishInput();
    QCoro::Task<> signIn(QString tokenOrLink);
    void askToRemove();
    void switchOwnNode(bool isOn);
    void openToNetwork(bool isOpen);
    void watch();
    void retranslate();

    SettingsContext m_context;
    QString m_id;
    ServerWords::Tone m_tone = ServerWords::Tone::Off;
    Input m_input = Input::None;
    bool m_isBusy = false;
    QLabel *m_name;
    QLabel *m_standing;
    QLabel *m_address;
    QLabel *m_note;
    QCheckBox *m_isOn;
    QCheckBox *m_isOpen;
    QLabel *m_openNote;
    QWidget *m_inputRow;
    QLineEdit *m_edit;
    QPushButton *m_done;
    QLabel *m_problem;
    QPushButton *m_rename;
    QPushButton *m_signIn;
    QPushButton *m_remove;
};

} // namespace pipit
