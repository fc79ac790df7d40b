# SPDX-License-Identifier: MIT
# What `make release` builds otherwise: musl and mbedtls from source, into one hardened static-pie.

CC := musl-gcc
MUSL ?= /usr/lib/$(shell uname -m)-linux-musl
FETCHED := $(O:%/release=%/sources)
MBEDTLS_SRC ?= $(firstword $(wildcard $(FETCHED)/mbedtls-*))
SOURCES := $(if $(filter $(FETCHED)/%,$(MBEDTLS_SRC)),$(shell cat $(FETCHED)/mbedtls.sum))

# Debian's musl-gcc makes a dynamic binary of -static-pie, so that is spelled out.
LINK := -flto=auto -static -nostartfiles -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now,-z,noexecstack \
	-Wl,--gc-sections,--build-id=none,-z,noseparate-code $(addprefix $(MUSL)/,rcrt1.o crti.o crtn.o)
HARDEN := -fPIE -fstack-protector-strong -fno-unwind-tables -flto=auto

MBEDTLS_FLAGS := -isystem $(MBEDTLS_SRC)/include -isystem $(S)/packaging \
	-DMBEDTLS_CONFIG_FILE='"mbedtls-release.h"' -ffile-prefix-map=$(MBEDTLS_SRC)=mbedtls
MBEDTLS := $(patsubst $(MBEDTLS_SRC)/library/%.c,$(O)/mbedtls/%.o,$(sort $(wildcard $(MBEDTLS_SRC)/library/*.c)))
TLS_LIBS := $(if $(call on,TLS),$(O)/mbedtls.a)

$(O)/mbedtls/%.o: $(MBEDTLS_SRC)/library/%.c $(S)/packaging/mbedtls-release.h $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c99 -Os $(HARDEN) -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
		$(MBEDTLS_FLAGS) -I$(MBEDTLS_SRC)/library -c $< -o $@
$(O)/mbedtls.a: $(MBEDTLS)
	@$(if $(V),,echo '  AR    $@')
	$(Q)rm -f $@ && $(AR) rcD $@ $^ && $(AR) s $@
$(O)/xmbox: $(TLS_LIBS)
