# SPDX-License-Identifier: MIT
# What `make release` builds otherwise: musl, mbedtls and libxenstore from source, into one hardened static-pie.

# The compiler's target says which musl: the compiler's own, Debian's musl-dev, else one that is built here.
GCC := $(CC)
TARGET := $(shell $(GCC) -dumpmachine)
ifneq ($(shell echo __clang__ | $(GCC) -E -P -x c - 2>&1),__clang__)
$(error make release needs gcc, and $(GCC) is none)
endif
ifeq ($(findstring musl,$(TARGET)),)
MUSL := $(firstword $(patsubst %/musl-gcc.specs,%,$(wildcard /usr/lib/$(subst gnu,musl,$(TARGET))/musl-gcc.specs)) \
	$(abspath $(O)/musl-$(TARGET))/lib)
override CC := $(GCC) -specs $(MUSL)/musl-gcc.specs
$(O)/flags: | $(MUSL)/musl-gcc.specs
endif

# The sources of the libraries that the configuration needs: fetched, or trees given as MBEDTLS_SRC=DIR, XEN_SRC=DIR,
# MUSL_SRC=DIR. MBEDTLS_VERSION, XEN_VERSION, MUSL_VERSION choose a line of sources.lock.
FETCHED := $(abspath $(O)/../sources)
NEEDED := $(if $(call on,TLS),MBEDTLS) $(if $(call on,SOURCE_XENSTORE),XEN) $(if $(filter $(abspath $(O))/%,$(MUSL)),MUSL)
.PHONY: sources
sources:
	$(Q)sh $(S)/packaging/sources $(FETCHED) $(foreach l,$(NEEDED),\
		$(call lower,$(l))$(if $(filter $(FETCHED)/%,$($(l)_SRC)),$(addprefix :,$($(l)_VERSION)),='$($(l)_SRC)'))
# A musl of the machine tells its version where it can be run.
$(O)/xmbox.spdx.json: $(O)/xmbox $(S)/packaging/sbom
	$(Q)sh $(S)/packaging/sbom $(S) $(O)/xmbox $(FETCHED) $(call lower,$(NEEDED)) \
		$(if $(filter MUSL,$(NEEDED)),,musl:$(shell $(MUSL)/libc.so 2>&1 | sed -n 's/^Version //p')) \
		>$@
# The licences of the libraries, from their sources, into LICENCES_TO.
LICENCES = $(if $(call on,TLS),mbedtls=$(MBEDTLS_SRC)/LICENSE) \
	$(if $(call on,SOURCE_XENSTORE),libxenstore=$(XEN_SRC)/LICENSES/LGPL-2.1) \
	musl=$(firstword $(wildcard $(if $(filter MUSL,$(NEEDED)),$(MUSL_SRC)/COPYRIGHT) /usr/share/doc/musl-dev/copyright \
		$(MUSL_SRC)/COPYRIGHT))
.PHONY: install-licences
install-licences:
	$(Q)umask 022 && for l in $(LICENCES); do install -m 644 "$${l#*=}" $(call quote,$(LICENCES_TO))"/LICENSE.$${l%%=*}" || \
		echo "the licence of $${l%%=*} is not where its sources have it: add it by hand" >&2; done
MBEDTLS_SRC ?= $(FETCHED)/mbedtls
XEN_SRC ?= $(FETCHED)/xen
MUSL_SRC ?= $(FETCHED)/musl
# What --version tells of them: nothing of a tree that was given.
SOURCES := $(strip $(foreach l,$(NEEDED),$(if $(filter $(FETCHED)/%,$($(l)_SRC)),$(shell cat $($(l)_SRC).sum 2>/dev/null))))

$(abspath $(O))/musl-%/lib/musl-gcc.specs: $(wildcard $(FETCHED)/musl.sum)
	@$(if $(V),,echo '  MUSL  $*')
	$(Q)MAKE='$(MAKE)' sh $(S)/packaging/musl $(MUSL_SRC) $(@D:%/lib=%) '$(GCC)' $*

# Bytes before speed, but for the readers: -Oz where gcc knows it (12), and without what it does at -Os and -O2 that
# takes more room than it saves, each measured.
SMALL := $(shell $(GCC) -Oz -E -x c /dev/null >/dev/null 2>&1 && echo -Oz)
DENSE := -falign-functions=1 -falign-jumps=1 -falign-loops=1 -flto=auto -flto-partition=one -fno-caller-saves \
	-fno-expensive-optimizations -fno-inline-small-functions -fno-move-loop-invariants -fno-optimize-sibling-calls \
	-fno-tree-dominator-opts -fno-tree-loop-im

CRT := $(foreach file,rcrt1.o crti.o crtn.o,$(if $(MUSL),$(MUSL)/$(file),$(shell $(GCC) -print-file-name=$(file))))
# Not every linker can do that for every target, and says so.
PACKED := -Wl,-z,pack-relative-relocs
PACKED := $(if $(shell $(GCC) -nostdlib -shared $(PACKED) -x c /dev/null -o /dev/null 2>&1),,$(PACKED))
# Debian's musl-gcc makes a dynamic binary of -static-pie, so that is spelled out.
LINK := $(DENSE) -static -nostartfiles -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now,-z,noexecstack \
	-Wl,--gc-sections,--build-id=none,-z,noseparate-code,--hash-style=sysv $(PACKED) \
	-Wl,--wrap=__libc_start_main $(CRT)
HARDEN := -fPIE -fstack-protector-strong -fno-unwind-tables $(DENSE)

MBEDTLS_FLAGS := -isystem $(MBEDTLS_SRC)/include -isystem $(S)/packaging \
	-DMBEDTLS_CONFIG_FILE='"mbedtls-release.h"' -ffile-prefix-map=$(MBEDTLS_SRC)=mbedtls
MBEDTLS := $(patsubst $(MBEDTLS_SRC)/library/%.c,$(O)/mbedtls/%.o,$(sort $(wildcard $(MBEDTLS_SRC)/library/*.c)))
TLS_LIBS := $(if $(call on,TLS),$(O)/mbedtls.a)

$(O)/mbedtls/pk_wrap.o: EXTRA := -include mbedtls-public.h
# As --wrap in the Makefile, which does not reach code that is optimized when it is linked.
$(O)/mbedtls/ssl_tls.o: EXTRA := -Dmbedtls_x509_crt_parse_der=__wrap_mbedtls_x509_crt_parse_der
# The readers of every byte: AES and GCM by instructions, if the processor that it runs on has them.
ifneq ($(filter x86_64%,$(TARGET)),)
$(O)/mbedtls/aesni.o: EXTRA := -O3 -mssse3 -maes -mpclmul
endif
$(O)/mbedtls/%.o: $(MBEDTLS_SRC)/library/%.c $(wildcard $(S)/packaging/mbedtls-*.h) $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c99 $(or $(SMALL),-Os) $(HARDEN) -fno-asynchronous-unwind-tables -ffunction-sections \
		-fdata-sections $(MBEDTLS_FLAGS) -I$(MBEDTLS_SRC)/library $(EXTRA) -c $< -o $@

# Its headers are where an installed Xen would have them, but for those in xen/: xen.h, which not every version has
# for every machine, is only asked for domid_t. Xen 4.17 has a part of the library in tools/xenstore.
XEN_FLAGS := -isystem $(XEN_SRC)/tools/include -isystem $(O)/xen -ffile-prefix-map=$(XEN_SRC)=xen
XEN_LIBS := $(if $(call on,SOURCE_XENSTORE),$(O)/xen.a)
XEN_PARTS := $(patsubst %.c,$(O)/xen/%.o,xs.c handlereg.c $(notdir $(wildcard $(XEN_SRC)/tools/xenstore/xs_lib.c)))
vpath %.c $(XEN_SRC)/tools/libs/store $(XEN_SRC)/tools/libs/toolcore $(XEN_SRC)/tools/xenstore

$(O)/xen/xen/xen.h: $(O)/flags
	$(Q)rm -rf $(@D) && mkdir -p $(@D) && ln -s $(abspath $(XEN_SRC))/xen/include/public/io $(@D)/io && \
		printf '#include <stdint.h>\ntypedef uint16_t domid_t;\n' > $@
$(O)/xen/%.o: %.c $(S)/packaging/release.mk $(O)/flags | $(O)/xen/xen/xen.h
	$(Q)$(CC) -std=gnu99 $(or $(SMALL),-Os) $(HARDEN) -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
		-DNDEBUG -Dsnprintf=xenstore_print -DXEN_RUN_STORED='"/run/xenstored"' $(XEN_FLAGS) \
		-iquote $(XEN_SRC)/tools/xenstore -c $< -o $@

$(O)/mbedtls.a: $(MBEDTLS)
$(O)/xen.a: $(XEN_PARTS)
$(O)/mbedtls.a $(O)/xen.a:
	@$(if $(V),,echo '  AR    $@')
	$(Q)rm -f $@ && $(AR) rcD $@ $^ && $(AR) s $@
$(patsubst $(S)/%.c,$(O)/%.o,$(wildcard $(S)/core/source/xenstore/*.c)): | $(O)/xen/xen/xen.h
$(O)/packaging/start.o: DEFINES := -fno-lto # --wrap is for the linker
$(O)/xmbox: $(TLS_LIBS) $(XEN_LIBS) $(O)/packaging/start.o
