#!/bin/sh
# msi.sh: lanterne.msi from lanterne.exe, by wixl, and what wixl 0.101 leaves out
# by msibuild: JOIN_CODE passes to an elevated installation and stays out of
# logs; PATH; the places of a few steps.
# Usage: msi.sh VERSION EXE MSI
# The same version is the same product: installing it again repairs it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$1 exe=$2 msi=$3
product=$(printf 'lanterne.msi %s' "$version" | sha1sum | tr a-f A-F |
    sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-5\3-8\4-\5/')

# wixl finds no icon by an absolute path.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/lanterne.wxs" "$here/lanterne.ico" "$work/"
cp "$exe" "$work/lanterne.exe"
(cd "$work" && wixl -a x64 -D VERSION="$version" -D PRODUCT="$product" -o lanterne.msi lanterne.wxs)
mv "$work/lanterne.msi" "$msi"

change() { msibuild "$msi" -q "$1"; }
put() { # ACTION SEQUENCE
    change "INSERT INTO \`InstallExecuteSequence\` (\`Action\`, \`Sequence\`) VALUES ('$1', $2)"
}
at() { # ACTION SEQUENCE
    change "UPDATE \`InstallExecuteSequence\` SET \`Sequence\` = $2 WHERE \`Action\` = '$1'"
}

change "UPDATE \`Property\` SET \`Value\` = 'WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;JOIN_CODE' WHERE \`Property\` = 'SecureCustomProperties'"
change "INSERT INTO \`Property\` (\`Property\`, \`Value\`) VALUES ('MsiHiddenProperties', 'JOIN_CODE;JoinByCode')"
# deferred 1024, no impersonation 2048, go on after a failure 64, the program of
# a file of ours 18, and 8192: what it is called with is hidden
change "UPDATE \`CustomAction\` SET \`Type\` = 11346 WHERE \`Action\` = 'JoinByCode'"

# and forgotten before the properties are listed at the end of a log (51: set)
change "INSERT INTO \`CustomAction\` (\`Action\`, \`Type\`, \`Source\`, \`Target\`) VALUES ('ForgetCode', 51, 'JOIN_CODE', '{}')"
put ForgetCode 6610

# The old version goes before the new one comes; a computer joins by the new
# program, before its service starts.
at ResolveSource 1010
at RemoveExistingProducts 1501
at LeaveNothing 1950
at JoinByCode 5810
at JoinByFile 5811

# to the program itself, not to a feature that may be repaired
change "UPDATE \`Shortcut\` SET \`Target\` = '[INSTALLDIR]lanterne.exe' WHERE \`Shortcut\` = 'Menu'"
# an upgrade removes by the feature's name: LeaveNothing is for REMOVE=ALL, and
# wine's msiexec sets no UPGRADINGPRODUCTCODE
change "UPDATE \`Upgrade\` SET \`Remove\` = 'Main' WHERE \`ActionProperty\` = 'WIX_UPGRADE_DETECTED'"
change "CREATE TABLE \`Environment\` (\`Environment\` CHAR(72) NOT NULL, \`Name\` CHAR(255) NOT NULL LOCALIZABLE, \`Value\` CHAR(255) LOCALIZABLE, \`Component_\` CHAR(72) NOT NULL PRIMARY KEY \`Environment\`)"
change "INSERT INTO \`Environment\` (\`Environment\`, \`Name\`, \`Value\`, \`Component_\`) VALUES ('Path', '=-*PATH', '[~];[INSTALLDIR]', 'Program')"
put RemoveEnvironmentStrings 3300
put WriteEnvironmentStrings 5200
