# SPDX-License-Identifier: MIT
# Unit tests of code that the whole program cannot reach in every case.
. "${TESTS:?is not set: run a test by make test-NAME}/lib.sh"

"$T/unit-tests"
