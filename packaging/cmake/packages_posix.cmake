# The deb and rpm packages, agent and collector apart: packaging/build-packages.sh.
# A package is a prefix /usr; another prefix has no package and no service.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  return()
endif()
# .invalid (RFC 2606): whoever gives packages to others says who answers for them.
set(LANTERNE_MAINTAINER "Lanterne contributors <contributors@lanterne.invalid>"
  CACHE STRING "Who answers for the packages: NAME <ADDRESS>")
set(folder ${CMAKE_SOURCE_DIR}/packaging)
set(made ${CMAKE_BINARY_DIR}/package-files)
set(units lib/systemd/system)

# Pages and change logs, compressed as Debian wants them: without name and time.
set(compressed)
function(compress from to)
  add_custom_command(OUTPUT ${made}/${to} DEPENDS ${from}
    COMMAND sh -c [[gzip -9n <"$0" >"$1"]] ${from} ${made}/${to} VERBATIM)
  set(compressed ${compressed} ${made}/${to} PARENT_SCOPE)
endfunction()
execute_process(COMMAND date -R -u -d "${LANTERNE_DATE}" OUTPUT_VARIABLE date
  OUTPUT_STRIP_TRAILING_WHITESPACE)
file(MAKE_DIRECTORY ${made}/fr)

# What a package holds beside its units.
function(package component package)
  set(doc share/doc/${package})
  configure_file(${folder}/debian/changelog.in ${made}/${package}.changelog @ONLY)
  compress(${made}/${package}.changelog ${package}.changelog.Debian.gz)
  compress(${CMAKE_BINARY_DIR}/man/${package}.1 ${package}.1.gz)
  compress(${CMAKE_BINARY_DIR}/man/fr/${package}.1 fr/${package}.1.gz)
  set(compressed ${compressed} PARENT_SCOPE)
  install(FILES ${made}/${package}.changelog.Debian.gz DESTINATION ${doc}
    RENAME changelog.Debian.gz COMPONENT ${component})
  install(FILES ${made}/changelog.gz ${folder}/debian/copyright DESTINATION ${doc}
    COMPONENT ${component})
  install(FILES ${folder}/debian/overrides DESTINATION share/lintian/overrides
    RENAME ${package} COMPONENT ${component})
  install(FILES ${made}/${package}.1.gz DESTINATION share/man/man1
    COMPONENT ${component})
  install(FILES ${made}/fr/${package}.1.gz DESTINATION share/man/fr/man1
    COMPONENT ${component})
endfunction()
# The scripts of a package, of both kinds.
function(package_scripts component unit units data accounts)
  set(at ${made}/${component})
  foreach(name postinst prerm postrm)
    configure_file(${folder}/debian/${name}.in ${at}/${name} @ONLY
      FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
      GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    list(APPEND control ${at}/${name})
  endforeach()
  foreach(name post preun postun)
    configure_file(${folder}/rpm/${name}.in ${at}/${name}.rpm @ONLY)
  endforeach()
  string(TOUPPER ${component} COMPONENT)
  set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_CONTROL_EXTRA ${control} ${ARGN} PARENT_SCOPE)
  set(CPACK_RPM_${COMPONENT}_POST_INSTALL_SCRIPT_FILE ${at}/post.rpm PARENT_SCOPE)
  set(CPACK_RPM_${COMPONENT}_PRE_UNINSTALL_SCRIPT_FILE ${at}/preun.rpm PARENT_SCOPE)
  set(CPACK_RPM_${COMPONENT}_POST_UNINSTALL_SCRIPT_FILE ${at}/postun.rpm PARENT_SCOPE)
endfunction()

compress(${CMAKE_SOURCE_DIR}/CHANGELOG.md changelog.gz)

package(agent lanterne)
file(WRITE ${made}/agent/conffiles "/etc/lanterne/agent.yaml\n")
package_scripts(agent lanterne.timer "lanterne.timer lanterne.service"
  "/var/lib/lanterne /etc/lanterne"
  "systemd-sysusers lanterne.conf\nsystemd-tmpfiles --create lanterne.conf"
  ${made}/agent/conffiles)
install(FILES ${CMAKE_BINARY_DIR}/man/agent.example.fr.yaml DESTINATION /etc/lanterne
  RENAME agent.yaml COMPONENT agent)
install(FILES ${CMAKE_BINARY_DIR}/man/agent.example.fr.yaml
  ${CMAKE_BINARY_DIR}/man/agent.example.en.yaml
  DESTINATION share/doc/lanterne/examples COMPONENT agent)
install(FILES ${folder}/systemd/lanterne.service ${folder}/systemd/lanterne.timer
  DESTINATION ${units} COMPONENT agent)
install(FILES ${folder}/systemd/lanterne.sysusers
  DESTINATION lib/sysusers.d RENAME lanterne.conf COMPONENT agent)
install(FILES ${folder}/systemd/lanterne.tmpfiles
  DESTINATION lib/tmpfiles.d RENAME lanterne.conf COMPONENT agent)

if(TARGET collector)
  package(collector lanterne-collector)
  package_scripts(collector lanterne-collector.service lanterne-collector.service
    /var/lib/lanterne-collector
    "systemd-sysusers lanterne-collector.conf\nsystemd-tmpfiles --create lanterne-collector.conf")
  install(FILES ${folder}/systemd/lanterne-collector.service
    DESTINATION ${units} COMPONENT collector)
  install(FILES ${folder}/systemd/lanterne-collector.sysusers
    DESTINATION lib/sysusers.d RENAME lanterne-collector.conf COMPONENT collector)
  install(FILES ${folder}/systemd/lanterne-collector.tmpfiles
    DESTINATION lib/tmpfiles.d RENAME lanterne-collector.conf COMPONENT collector)
endif()
add_custom_target(package_files ALL DEPENDS ${compressed})
add_dependencies(package_files agent_manual)
if(TARGET collector_manual)
  add_dependencies(package_files collector_manual)
endif()

# Both kinds.
set(CPACK_PACKAGE_NAME lanterne)
set(CPACK_PACKAGE_VENDOR "Lanterne contributors")
set(CPACK_PACKAGE_CONTACT "${LANTERNE_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/dist)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL agent)
if(TARGET collector)
  list(APPEND CPACK_COMPONENTS_ALL collector)
endif()
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_GENERATOR DEB RPM)

set(about_agent "Lanterne reads browser histories and DNS logs, compares them with a
catalogue of AI services, and answers in days of use: no address, page or name
leaves the computer.")
set(about_collector "The ballot box of an association: every computer drops one anonymous ballot
a month; the collector counts, publishes rounded numbers, and destroys what
it counted from.")

# Debian.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(of_systemd "systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_DEBIAN_AGENT_PACKAGE_NAME lanterne)
# libcurl is opened, not linked: no tool finds it.
set(CPACK_DEBIAN_AGENT_PACKAGE_DEPENDS "libcurl4 (>= 7.85), ${of_systemd}")
set(CPACK_DEBIAN_AGENT_DESCRIPTION
  "which AI services are used here, without watching anyone\n${about_agent}")
# The libraries of binary logs.  For rpm a second line of the spec: CPack 3.25
# leaves out its own SUGGESTS with Debian's rpm.
if(CAPTURE_PCAP_FOUND AND CAPTURE_TAP_FOUND AND CAPTURE_EVTX_FOUND)
  set(CPACK_DEBIAN_AGENT_PACKAGE_SUGGESTS "libpcap0.8, libfstrm0, libevtx1")
  set(CPACK_RPM_AGENT_PACKAGE_GROUP
    "Applications/System\nSuggests: libpcap, fstrm, libevtx")
endif()
set(CPACK_DEBIAN_COLLECTOR_PACKAGE_NAME lanterne-collector)
set(CPACK_DEBIAN_COLLECTOR_PACKAGE_RECOMMENDS lanterne)
set(CPACK_DEBIAN_COLLECTOR_PACKAGE_DEPENDS
  "libcurl4 (>= 7.85), ca-certificates, fonts-dejavu-core, ${of_systemd}")
set(CPACK_DEBIAN_COLLECTOR_DESCRIPTION
  "anonymous ballot box for the AI services that an association uses\n${about_collector}")

# rpm.
set(CPACK_RPM_COMPONENT_INSTALL ON)
set(CPACK_RPM_FILE_NAME RPM-DEFAULT)
set(CPACK_RPM_PACKAGE_RELEASE 1)
set(CPACK_RPM_PACKAGE_LICENSE Apache-2.0)
set(CPACK_RPM_PACKAGE_GROUP Applications/System)
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /etc /usr/lib /usr/lib/systemd
  /usr/lib/systemd/system /usr/lib/sysusers.d /usr/lib/tmpfiles.d /usr/share/man
  /usr/share/man/man1 /usr/share/man/fr /usr/share/man/fr/man1 /usr/share/doc)
set(CPACK_RPM_AGENT_PACKAGE_NAME lanterne)
set(CPACK_RPM_AGENT_PACKAGE_SUMMARY "Which AI services are used here, without watching anyone")
set(CPACK_RPM_AGENT_PACKAGE_DESCRIPTION "${about_agent}")
set(CPACK_RPM_AGENT_USER_FILELIST "%config(noreplace) /etc/lanterne/agent.yaml")
set(CPACK_RPM_COLLECTOR_PACKAGE_NAME lanterne-collector)
set(CPACK_RPM_COLLECTOR_PACKAGE_SUMMARY "Anonymous ballot box for the AI services that an association uses")
set(CPACK_RPM_COLLECTOR_PACKAGE_DESCRIPTION "${about_collector}")
set(CPACK_RPM_AGENT_PACKAGE_REQUIRES "libcurl.so.4()(64bit), systemd")
# CPack 3.25 has no word for what is recommended: a second line of the spec.
set(CPACK_RPM_COLLECTOR_PACKAGE_REQUIRES
  "libcurl.so.4()(64bit), ca-certificates, dejavu-sans-fonts, systemd\nRecommends: lanterne")
set(CPACK_RPM_PACKAGE_RELOCATABLE OFF)
include(CPack)
