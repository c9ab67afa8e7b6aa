# SPDX-License-Identifier: GPL-3.0-or-later
# One bundle with the three programs, and a disk image of it: drag it to the programs. vcpkg's libraries are linked statically there.
set(MACOSX_BUNDLE_BUNDLE_NAME Pipit)
set_target_properties(pipit PROPERTIES
    MACOSX_BUNDLE ON
    MACOSX_BUNDLE_INFO_PLIST ${CMAKE_CURRENT_LIST_DIR}/Info.plist.in
    OUTPUT_NAME Pipit)
target_sources(pipit PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../icons/pipit.icns)
set_source_files_properties(${CMAKE_CURRENT_LIST_DIR}/../icons/pipit.icns TARGET_DIRECTORY pipit PROPERTIES MACOSX_PACKAGE_LOCATION Resources)

# The node and the command line find Qt where macdeployqt puts it for the desktop. Their names are not those of the desktop's program,
# also where capitals do not count.
set_target_properties(pipit pipitd pipitctl PROPERTIES INSTALL_RPATH @executable_path/../Frameworks)
install(TARGETS pipit BUNDLE DESTINATION .)
install(TARGETS pipitd pipitctl RUNTIME DESTINATION Pipit.app/Contents/MacOS)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION Pipit.app/Contents/Resources/licences)
include(licences.cmake)
install_licences(Pipit.app/Contents/Resources/licences)

if(Qt6_VERSION VERSION_LESS 6.5)
    qt6_generate_deploy_app_script(TARGET pipit FILENAME_VARIABLE deployScript)
else()
    qt6_generate_deploy_app_script(TARGET pipit OUTPUT_SCRIPT deployScript)
endif()
install(SCRIPT ${deployScript})

set(CPACK_GENERATOR DragNDrop)
set(CPACK_MONOLITHIC_INSTALL ON)
set(CPACK_STRIP_FILES OFF) # it would break signatures
set(CPACK_PACKAGE_FILE_NAME "pipit-${CPACK_PACKAGE_VERSION}-macos-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_DMG_VOLUME_NAME Pipit)
unset(CPACK_RESOURCE_FILE_LICENSE) # the image would ask for a click on it
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/sign.cmake)
