# SPDX-License-Identifier: GPL-3.0-or-later
# CPack runs this between installing and making the image. Without an identity nothing is signed, and only who has built it can open it
# without being asked.
if(DEFINED ENV{PIPIT_SIGN_IDENTITY})
    file(GLOB_RECURSE bundles LIST_DIRECTORIES ON ${CPACK_TEMPORARY_DIRECTORY}/*.app)
    list(FILTER bundles INCLUDE REGEX "/Pipit[.]app$")
    execute_process(COMMAND ${CMAKE_CURRENT_LIST_DIR}/sign_and_notarise.sh sign ${bundles} COMMAND_ERROR_IS_FATAL ANY)
endif()
