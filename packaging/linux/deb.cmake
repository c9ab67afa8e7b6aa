# SPDX-License-Identifier: GPL-3.0-or-later
# The three Debian packages, by `cpack -G DEB`: libraries are found by dpkg-shlibdeps; what nothing links is named here.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/deb/documents.cmake)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The project has no address of its own for mail; example.org belongs to nobody.
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Pipit developers <pipit@example.org>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)

# Qt's drivers for the message log. pipitctl has them too: it moves logs and looks after databases by itself.
set(drivers "libqt6sql6-sqlite, libqt6sql6-psql")

set(CPACK_DEBIAN_DESKTOP_PACKAGE_NAME pipit)
set(CPACK_DEBIAN_DESKTOP_PACKAGE_DEPENDS "${drivers}, hicolor-icon-theme")
# In this order: Qt on Wayland, pictures in WebP, the way to the keychain, what plays sound and video, Qt's own words in other languages, the window's own faces.
set(CPACK_DEBIAN_DESKTOP_PACKAGE_RECOMMENDS "qt6-wayland, qt6-image-formats-plugins, libsecret-1-0, libmpv2, qt6-translations-l10n, fonts-inter, fonts-noto-cjk, fonts-noto-color-emoji")
# A keychain where the desktop brings none, and a database for local-postgres.
set(CPACK_DEBIAN_DESKTOP_PACKAGE_SUGGESTS "gnome-keyring | kwalletmanager, pipitctl, postgresql")
set(CPACK_DEBIAN_DESKTOP_DESCRIPTION "desktop to talk with bots and people
Pipit is a window for talking with bots and people, with a streaming server
(a node) inside, or connected to any other node. Every message is stored
before it is confirmed, and comes once and in order, also across broken
connections and restarts.

It shows answers of language models as they are written, and has a console
that shows what a node does.")

set(CPACK_DEBIAN_NODE_PACKAGE_NAME pipitd)
set(CPACK_DEBIAN_NODE_PACKAGE_DEPENDS "${drivers}, adduser")
set(CPACK_COMPONENT_NODE_DEPENDS ctl)
set(CPACK_DEBIAN_NODE_PACKAGE_SUGGESTS "postgresql, prometheus, nginx | caddy")
foreach(script IN ITEMS postinst prerm postrm)
    list(APPEND CPACK_DEBIAN_NODE_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_LIST_DIR}/deb/${script})
endforeach()
set(CPACK_DEBIAN_NODE_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_NODE_DESCRIPTION "node of Pipit: a log of messages, and streams of it
A node keeps a log of messages in SQLite or PostgreSQL and sends it to
whoever follows a session, over Server-Sent Events that go on where they
broke. Bots of Coze and of all that speaks OpenAI's chat completions answer
in it.

The package has a service, which runs as a user of its own.")

set(CPACK_DEBIAN_CTL_PACKAGE_NAME pipitctl)
set(CPACK_DEBIAN_CTL_PACKAGE_DEPENDS "${drivers}")
set(CPACK_DEBIAN_CTL_PACKAGE_SUGGESTS "postgresql-client") # backup and restore, of a log on PostgreSQL
set(CPACK_DEBIAN_CTL_DESCRIPTION "command line for nodes of Pipit
It sends and follows messages, asks bots, makes and revokes tokens, shows a
node's figures and its health, moves a log from one database to another, and
puts a node under load.")
