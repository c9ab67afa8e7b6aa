# SPDX-License-Identifier: GPL-3.0-or-later
# Programs and all that they load in bin/, Qt's plugins in plugins/: as Qt's deployment script lays them out. The desktop has a node
# inside, so what it needs is what all three need.
set(PIPIT_DESCRIPTION_pipit "Pipit")
set(PIPIT_DESCRIPTION_pipitd "Pipit's node")
set(PIPIT_DESCRIPTION_pipitctl "Pipit's command line")
foreach(PIPIT_PROGRAM IN ITEMS pipit pipitd pipitctl)
    set(PIPIT_DESCRIPTION ${PIPIT_DESCRIPTION_${PIPIT_PROGRAM}})
    configure_file(windows/program.rc.in ${PIPIT_PROGRAM}.rc @ONLY)
    target_sources(${PIPIT_PROGRAM} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${PIPIT_PROGRAM}.rc)
    install(TARGETS ${PIPIT_PROGRAM} RUNTIME_DEPENDENCY_SET pipit_libraries RUNTIME DESTINATION bin)
endforeach()

# libpq, OpenSSL, libarchive and what they need, as vcpkg built them; libpq and OpenSSL also serve Qt's plugins.
install(RUNTIME_DEPENDENCY_SET pipit_libraries
    PRE_EXCLUDE_REGEXES "^api-ms-" "^ext-ms-" "^[Qq]t6" "^hvsifiletrust"
    POST_EXCLUDE_REGEXES ".*[Ss]ystem32[/\\\\].*"
    DIRECTORIES "${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET}/bin"
    RUNTIME DESTINATION bin)

set(CMAKE_INSTALL_SYSTEM_RUNTIME_DESTINATION bin)
include(InstallRequiredSystemLibraries)

if(Qt6_VERSION VERSION_LESS 6.5)
    qt6_generate_deploy_app_script(TARGET pipit FILENAME_VARIABLE deployScript)
else()
    qt6_generate_deploy_app_script(TARGET pipit OUTPUT_SCRIPT deployScript NO_COMPILER_RUNTIME)
endif()
install(SCRIPT ${deployScript})

install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/README.zh.md DESTINATION .)
include(licences.cmake)
install_licences(licences)

set(CPACK_GENERATOR NSIS ZIP)
include(windows/nsis.cmake)
