# SPDX-License-Identifier: MIT
# The code is written as .clang-format says. Each version of clang-format writes something else: only 14 is asked.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"
cd "$SOURCE" || exit 1

format=
for name in clang-format-14 clang-format; do
	case $($name --version 2>/dev/null) in
	*'version 14.'*) format=$name ;;
	esac
done
[ "$format" ] || skip_rest 'the format of the code' 'there is no clang-format 14'

promise 'every file is as clang-format 14 writes it (clang-format -i FILE)'
for file in core/*/*.[ch] core/*/*/*.[ch] applets/*.[ch] packaging/*.[ch] tests/*.[ch] tests/*/*.[ch]; do
	$format -style=file "$file" | cmp -s - "$file" || echo "$file"
done >"$tmp/other"
checked
[ ! -s "$tmp/other" ] || no "$(wc -l <"$tmp/other") files are not: $(cat "$tmp/other")"
kept
