// SPDX-License-Identifier: GPL-3.0-or-later
// One bot's settings as a form: its provider, where that is, what answers there, its token, how it streams. What the form does
// not show of a bot's settings stays as it is. An error stands under its field.
// Thread rule: the GUI thread.
#pragma once

#include "ui/settings/bot_editor.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace pipit {

class BotForm : public QWidget
{
    Q_OBJECT

public:
    explicit BotForm(QWidget *parent = nullptr);

    void setBot(const BotConfig &bot, bool isNew, const QStringList &otherIds);
    BotConfig bot() const;
    BotToken token() const;
    void clearToken();                          // it is kept elsewhere now
    void showFault(const Error &error);         // under its field, else above the buttons
    void clearFaults();
    QString faultAt(const QString &field) const;
    void setOffers(const QList<BotOffer> &offers);
    void setChoosing(bool choosing);            // they are asked for

    // The control of a setting, such as "base_url".
    QWidget *control(const QString &field) const { return m_fields.value(field).control; }
    QPushButton *chooseButton() const { return m_choose; }

Q_SIGNALS:
    void offersWanted();
    void faultWithoutField(const QString &text);
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Field {
        QWidget *control = nullptr;
        QLabel *label = nullptr;
        QLabel *fault = nullptr;
        QWidget *row = nullptr;
    };
    enum class TokenPlace { Keychain, File, Environment, None };

    void addField(const QString &name, QWidget *control, QWidget *beside = nullptr);
    void showFieldsOfProvider();
    void takeProvider();
    QString provider() const;
    TokenPlace tokenPlace() const;
    void retranslate();

    BotConfig m_bot;
    QStringList m_otherIds;
    bool m_isNew = true;
    QHash<QString, Field> m_fields;
    QFormLayout *m_layout;
    QComboBox *m_provider;
    QLineEdit *m_name;
    QLineEdit *m_id;
    QComboBox *m_address;
    QLineEdit *m_botId;
    QLineEdit *m_model;
    QPushButton *m_choose;
    QComboBox *m_tokenPlace;
    QLineEdit *m_token;
    QComboBox *m_streaming;
    QCheckBox *m_rawLog;
};

} // namespace pipit
