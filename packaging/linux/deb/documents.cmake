# SPDX-License-Identifier: GPL-3.0-or-later
# Run by CPack on what it has staged, before it packs it: manual pages and changes are compressed as Debian has them.

# Without the time of the packing in it, so that the same source gives the same package.
function(compressed file)
    execute_process(COMMAND gzip --best --no-name --force ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

get_filename_component(source ${CPACK_RESOURCE_FILE_LICENSE} DIRECTORY)
file(STRINGS ${source}/packaging/linux/chat.pipit.Pipit.metainfo.xml release REGEX "<release .*date=" LIMIT_COUNT 1)
string(REGEX REPLACE ".* date=\"([^\"]*)\".*" "\\1" day "${release}")
execute_process(COMMAND date --utc --rfc-email --date ${day} OUTPUT_VARIABLE day OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    set(staged ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr/share)
    string(TOUPPER ${component} upper)
    set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
    file(COPY_FILE ${source}/CHANGELOG.md ${staged}/doc/${package}/changelog)
    file(WRITE ${staged}/doc/${package}/changelog.Debian "${package} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Made by the project itself. What is new stands in changelog.gz.

 -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${day}
")
    file(GLOB documents ${staged}/man/man1/*.1 ${staged}/doc/${package}/changelog*)
    foreach(document IN LISTS documents)
        compressed(${document})
    endforeach()
    # Whoever stages may have a stricter umask.
    file(CHMOD_RECURSE ${staged}/doc FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
         DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
endforeach()
