# SPDX-License-Identifier: MIT
# Rooms that the whole program cannot show from outside.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

"$T/unit-tests"
