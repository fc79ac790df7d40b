#!/bin/sh
# SPDX-License-Identifier: MIT
# On Xen, load what makes /dev/xen/privcmd.
[ "$(cat /sys/hypervisor/type 2>/dev/null)" != xen ] || modprobe -q -a xen-privcmd xen-evtchn
