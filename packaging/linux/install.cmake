# SPDX-License-Identifier: GPL-3.0-or-later
# Where a Linux distribution has them. Only what is under the prefix: /etc and /var are their owner's.
set(PIPIT_APP_ID chat.pipit.Pipit)
set(PIPIT_DOC_desktop ${CMAKE_INSTALL_DATADIR}/doc/pipit)
set(PIPIT_DOC_node ${CMAKE_INSTALL_DATADIR}/doc/pipitd)
set(PIPIT_DOC_ctl ${CMAKE_INSTALL_DATADIR}/doc/pipitctl)
set(PIPIT_PROGRAM_desktop pipit)
set(PIPIT_PROGRAM_node pipitd)
set(PIPIT_PROGRAM_ctl pipitctl)

foreach(component IN LISTS PIPIT_COMPONENTS)
    set(program ${PIPIT_PROGRAM_${component}})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${component})
    install(FILES linux/copyright DESTINATION ${PIPIT_DOC_${component}} COMPONENT ${component})
    install(FILES linux/man/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
    # Under each program's name, as the shells look for it.
    install(FILES linux/completions/pipit.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program} COMPONENT ${component})
    install(FILES linux/completions/pipit.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _${program} COMPONENT ${component})
    install(FILES linux/completions/pipit.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME ${program}.fish COMPONENT ${component})
endforeach()

install(FILES linux/${PIPIT_APP_ID}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT desktop)
install(FILES linux/${PIPIT_APP_ID}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT desktop)
set(icons ${CMAKE_INSTALL_DATADIR}/icons/hicolor)
install(FILES ${CMAKE_SOURCE_DIR}/resources/pipit.svg DESTINATION ${icons}/scalable/apps RENAME ${PIPIT_APP_ID}.svg COMPONENT desktop)
foreach(size IN ITEMS 16 22 24 32 48 64 128 256 512)
    install(FILES icons/pipit-${size}.png DESTINATION ${icons}/${size}x${size}/apps RENAME ${PIPIT_APP_ID}.png COMPONENT desktop)
endforeach()
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/README.zh.md DESTINATION ${PIPIT_DOC_desktop} COMPONENT desktop)

# Also under the prefix /usr/local systemd finds units in lib/systemd/system.
install(FILES linux/pipitd.service DESTINATION lib/systemd/system COMPONENT node)
install(DIRECTORY monitoring DESTINATION ${PIPIT_DOC_node} COMPONENT node)
install(FILES ${CMAKE_SOURCE_DIR}/docs/examples/nginx.conf ${CMAKE_SOURCE_DIR}/docs/examples/Caddyfile DESTINATION ${PIPIT_DOC_node}/examples COMPONENT node)
install(FILES ${CMAKE_SOURCE_DIR}/docs/operations.md ${CMAKE_SOURCE_DIR}/docs/operations-tls.md ${CMAKE_SOURCE_DIR}/docs/settings.md DESTINATION ${PIPIT_DOC_node} COMPONENT node)
