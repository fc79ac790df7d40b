# SPDX-License-Identifier: MIT
# Rooms that the whole program cannot show from outside.
exec "$T/unit-tests"
