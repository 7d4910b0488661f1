# SPDX-License-Identifier: MIT
# Headers, libraries, pkg-config files and the CMake package. Each optional library is a component of its own.
include(CMakePackageConfigHelpers)

set(NREG_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/numberreg)
set(NREG_PKGCONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX}/${NREG_PKGCONFIG_DIR}
    OUTPUT_VARIABLE NREG_PC_TO_PREFIX)

# nreg_install_library(target part name): installs a library as numberreg::name, found through component `part`
# ("" for what is always there).
function(nreg_install_library target part name)
    if(part STREQUAL "")
        set(export numberreg-targets)
    else()
        set(export numberreg-${part}-targets)
    endif()
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    install(TARGETS ${target} EXPORT ${export}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(EXPORT ${export} NAMESPACE numberreg:: DESTINATION ${NREG_PACKAGE_DIR})
endfunction()

nreg_install_library(numberreg "" numberreg)
nreg_install_library(numberreg_static static numberreg_static)
install(FILES include/numberreg.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/numberreg DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h"
    PATTERN "sqlite.h" EXCLUDE PATTERN "postgresql.h" EXCLUDE)
configure_file(numberreg.pc.in numberreg.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/numberreg.pc DESTINATION ${NREG_PKGCONFIG_DIR})

if(TARGET numberreg_sqlite)
    nreg_install_library(numberreg_sqlite sqlite sqlite)
    install(FILES include/numberreg/sqlite.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/numberreg)
    configure_file(numberreg-sqlite.pc.in numberreg-sqlite.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/numberreg-sqlite.pc DESTINATION ${NREG_PKGCONFIG_DIR})
endif()
if(TARGET numberreg_sqlite_static)
    nreg_install_library(numberreg_sqlite_static sqlite-static sqlite_static)
endif()

if(TARGET numberreg_postgresql)
    nreg_install_library(numberreg_postgresql postgresql postgresql)
    nreg_install_library(numberreg_postgresql_static postgresql-static postgresql_static)
    install(FILES include/numberreg/postgresql.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/numberreg)
    configure_file(numberreg-postgresql.pc.in numberreg-postgresql.pc @ONLY)
    install(FILES ${CMAKE_CURRENT_BINARY_DIR}/numberreg-postgresql.pc DESTINATION ${NREG_PKGCONFIG_DIR})
endif()

configure_package_config_file(cmake/numberreg-config.cmake.in numberreg-config.cmake
    INSTALL_DESTINATION ${NREG_PACKAGE_DIR})
# Before 1.0 a minor release may break the API.
write_basic_package_version_file(numberreg-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/numberreg-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/numberreg-config-version.cmake DESTINATION ${NREG_PACKAGE_DIR})
install(FILES LICENSE NOTICE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(TARGET numberreg_cli)
    install(TARGETS numberreg_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
