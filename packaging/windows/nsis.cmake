# SPDX-License-Identifier: GPL-3.0-or-later
# The installer: for the whole machine, replaces an older version, leaves what people wrote when it is removed. Also read by
# packaging/windows/try_installer.sh, which has no build.
set(CPACK_MONOLITHIC_INSTALL ON) # three programs on one set of libraries
set(CPACK_PACKAGE_INSTALL_DIRECTORY Pipit)
set(CPACK_PACKAGE_INSTALL_REGISTRY_KEY Pipit)
set(CPACK_PACKAGE_FILE_NAME "pipit-${CPACK_PACKAGE_VERSION}-windows-x64")
set(CPACK_PACKAGE_EXECUTABLES pipit Pipit)
set(CPACK_NSIS_PACKAGE_NAME Pipit)
set(CPACK_NSIS_DISPLAY_NAME "Pipit ${CPACK_PACKAGE_VERSION}")
set(CPACK_NSIS_INSTALL_ROOT "$PROGRAMFILES64")
set(CPACK_NSIS_MUI_ICON ${CMAKE_CURRENT_LIST_DIR}/../icons/pipit.ico)
set(CPACK_NSIS_MUI_UNIICON ${CMAKE_CURRENT_LIST_DIR}/../icons/pipit.ico)
set(CPACK_NSIS_INSTALLED_ICON_NAME [[bin\pipit.exe]])
set(CPACK_NSIS_MANIFEST_DPI_AWARE ON)
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_UNINSTALL_NAME uninstall)

# Links that begin with pipit: are opened by it.
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS [[
  WriteRegStr SHCTX "Software\Classes\pipit" "" "URL:Pipit"
  WriteRegStr SHCTX "Software\Classes\pipit" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\pipit\DefaultIcon" "" "$INSTDIR\bin\pipit.exe,0"
  WriteRegStr SHCTX "Software\Classes\pipit\shell\open\command" "" '"$INSTDIR\bin\pipit.exe" "%1"']])
# The value of Run is what `Start with the session` wrote (ui/desktop/autostart_windows.cpp); a newer version's installer calls the older
# one's uninstaller silently, and then it stays.
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS [[
  DeleteRegKey SHCTX "Software\Classes\pipit"
  IfSilent +2
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Pipit"]])
