# SPDX-License-Identifier: MIT
# What `make release` builds otherwise: musl, mbedtls and libxenstore from source, into one hardened static-pie.

CC := musl-gcc
MUSL ?= /usr/lib/$(shell uname -m)-linux-musl
FETCHED := $(O:%/release=%/sources)
MBEDTLS_SRC ?= $(FETCHED)/mbedtls
XEN_SRC ?= $(FETCHED)/xen
# What --version tells of a library: nothing of a tree that was given.
sum_of = $(if $(filter $(FETCHED)/%,$(1)),$(shell cat $(1).sum))
SOURCES := $(strip $(if $(call on,TLS),$(call sum_of,$(MBEDTLS_SRC))) \
	$(if $(call on,SOURCE_XENSTORE),$(call sum_of,$(XEN_SRC))))

# Bytes before speed, but for the readers: -Oz where gcc knows it (12), and without what it does at -Os and -O2 that
# takes more room than it saves, each measured.
SMALL := $(shell $(CC) -Oz -E -x c /dev/null >/dev/null 2>&1 && echo -Oz)
DENSE := -falign-functions=1 -falign-jumps=1 -falign-loops=1 -flto=auto -flto-partition=one -fno-caller-saves \
	-fno-expensive-optimizations -fno-inline-small-functions -fno-move-loop-invariants -fno-optimize-sibling-calls \
	-fno-tree-dominator-opts -fno-tree-loop-im

# Debian's musl-gcc makes a dynamic binary of -static-pie, so that is spelled out.
LINK := $(DENSE) -static -nostartfiles -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now,-z,noexecstack \
	-Wl,--gc-sections,--build-id=none,-z,noseparate-code,-z,pack-relative-relocs,--hash-style=sysv \
	-Wl,--wrap=__libc_start_main $(addprefix $(MUSL)/,rcrt1.o crti.o crtn.o)
HARDEN := -fPIE -fstack-protector-strong -fno-unwind-tables $(DENSE)

MBEDTLS_FLAGS := -isystem $(MBEDTLS_SRC)/include -isystem $(S)/packaging \
	-DMBEDTLS_CONFIG_FILE='"mbedtls-release.h"' -ffile-prefix-map=$(MBEDTLS_SRC)=mbedtls
MBEDTLS := $(patsubst $(MBEDTLS_SRC)/library/%.c,$(O)/mbedtls/%.o,$(sort $(wildcard $(MBEDTLS_SRC)/library/*.c)))
TLS_LIBS := $(if $(call on,TLS),$(O)/mbedtls.a)

$(O)/mbedtls/pk_wrap.o: PUBLIC := -include mbedtls-public.h
$(O)/mbedtls/%.o: $(MBEDTLS_SRC)/library/%.c $(wildcard $(S)/packaging/mbedtls-*.h) $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c99 $(or $(SMALL),-Os) $(HARDEN) -fno-asynchronous-unwind-tables -ffunction-sections \
		-fdata-sections $(MBEDTLS_FLAGS) -I$(MBEDTLS_SRC)/library $(PUBLIC) -c $< -o $@

# Its headers are where an installed Xen would have them, but for xen/. Xen 4.17 has a part of the library in
# tools/xenstore.
XEN_FLAGS := -isystem $(XEN_SRC)/tools/include -isystem $(O)/xen -ffile-prefix-map=$(XEN_SRC)=xen
XEN_LIBS := $(if $(call on,SOURCE_XENSTORE),$(O)/xen.a)
XEN_PARTS := $(patsubst %.c,$(O)/xen/%.o,xs.c handlereg.c $(notdir $(wildcard $(XEN_SRC)/tools/xenstore/xs_lib.c)))
vpath %.c $(XEN_SRC)/tools/libs/store $(XEN_SRC)/tools/libs/toolcore $(XEN_SRC)/tools/xenstore

$(O)/xen/xen:
	@mkdir -p $(@D)
	$(Q)ln -sfn $(abspath $(XEN_SRC))/xen/include/public $@
$(O)/xen/%.o: %.c $(S)/packaging/release.mk $(O)/flags | $(O)/xen/xen
	$(Q)$(CC) -std=gnu99 $(or $(SMALL),-Os) $(HARDEN) -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
		-DNDEBUG -Dsnprintf=xenstore_print -DXEN_RUN_STORED='"/run/xenstored"' $(XEN_FLAGS) \
		-iquote $(XEN_SRC)/tools/xenstore -c $< -o $@

$(O)/mbedtls.a: $(MBEDTLS)
$(O)/xen.a: $(XEN_PARTS)
$(O)/mbedtls.a $(O)/xen.a:
	@$(if $(V),,echo '  AR    $@')
	$(Q)rm -f $@ && $(AR) rcD $@ $^ && $(AR) s $@
$(O)/core/source/xenstore/read.o: | $(O)/xen/xen
$(O)/packaging/start.o: DEFINES := -fno-lto # --wrap is for the linker
$(O)/xmbox: $(TLS_LIBS) $(XEN_LIBS) $(O)/packaging/start.o
