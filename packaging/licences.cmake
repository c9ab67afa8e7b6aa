# SPDX-License-Identifier: GPL-3.0-or-later
# What comes along on Windows and macOS beside Qt, and the licence that each part asks to be given away with: vcpkg and
# packaging/libraries.sh put it into share/PART/copyright.

# install_licences(DESTINATION)
function(install_licences destination)
    install(FILES ${CMAKE_SOURCE_DIR}/docs/licences.md DESTINATION ${destination})
    set(prefixes ${CMAKE_PREFIX_PATH} ${VCPKG_INSTALLED_DIR}/${VCPKG_TARGET_TRIPLET})
    list(REMOVE_DUPLICATES prefixes)
    foreach(prefix IN LISTS prefixes)
        file(GLOB notices ${prefix}/share/*/copyright)
        foreach(notice IN LISTS notices)
            get_filename_component(part ${notice} DIRECTORY)
            get_filename_component(part ${part} NAME)
            install(FILES ${notice} DESTINATION ${destination} RENAME ${part}.txt)
        endforeach()
    endforeach()
endfunction()
