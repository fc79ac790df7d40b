# SPDX-License-Identifier: MIT
# The code is formatted by .clang-format. Versions of clang-format differ: only 14 is used.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
cd "$SOURCE" || exit 1

format=
for name in clang-format-14 clang-format; do
	case $($name --version 2>/dev/null) in
	*'version 14.'*) format=$name ;;
	esac
done
[ "$format" ] || skip_rest 'the format of the code' 'there is no clang-format 14'

promise 'every C file is formatted as clang-format 14 does (clang-format -i FILE)'
run $format --dry-run -Werror core/*/*.[ch] core/*/*/*.[ch] applets/*.[ch] packaging/*.[ch] tests/*.[ch] tests/*/*.[ch]
checked
[ "$code" = 0 ] || no "$(sed -n 's/:.* error: .*//p' "$tmp/err" | sort -u | tr '\n' ' ')"
kept
