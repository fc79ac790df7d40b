# SPDX-License-Identifier: MIT
# xmbox. `make help` lists the targets; README tells the rest.

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
O ?= out
V ?=
Q := $(if $(V),,@)

ifeq ($(origin CC),default)
CC := $(CROSS_COMPILE)$(if $(CROSS_COMPILE),gcc,cc)
endif
ifeq ($(origin AR),default)
AR := $(CROSS_COMPILE)ar
endif
STRIP ?= $(CROSS_COMPILE)strip
CONFIG_PREFIX ?= /usr/local
BINDIR := $(DESTDIR)$(CONFIG_PREFIX)/bin

# The configuration: what .config says (at the top, with O=DIR there), as config.h of the build folder;
# one that was put there by hand; else the committed answers.
DOTCONFIG := $(if $(filter file,$(origin O)),$(S),$(O))/.config
ifneq ($(wildcard $(DOTCONFIG)),)
$(shell mkdir -p $(O) && awk -f $(S)/packaging/config.awk $(S)/Kconfig $(DOTCONFIG) > $(O)/config.new && \
	{ cmp -s $(O)/config.new $(O)/config.h && rm $(O)/config.new || mv $(O)/config.new $(O)/config.h; })
endif
CONFIG_H := $(firstword $(wildcard $(O)/config.h) $(S)/config.h)
CONFIG := $(shell sed -n 's/^.define CONFIG_\([A-Z0-9_]*\) 1$$/\1/p' $(CONFIG_H))
on = $(filter $(1),$(CONFIG))

ifdef RELEASE
include $(S)/packaging/release.mk
else
LINK := -Wl,--gc-sections $(if $(SANITIZE),-fsanitize=$(SANITIZE),$(if $(call on,STATIC),-static))
TLS_LIBS := $(if $(call on,TLS),-lmbedtls -lmbedx509 -lmbedcrypto)
XEN_LIBS := $(if $(call on,SOURCE_XENSTORE),-lxenstore -lxentoolcore)
endif

# Whoever gives CFLAGS decides about all optimization; else the readers are built for speed.
READERS := core/wire/xml_skip core/wire/json core/wire/lines
ifeq ($(origin CFLAGS),undefined)
CFLAGS := $(or $(SMALL),-Os)
$(READERS:%=$(O)/%.o): FAST := -O2
endif
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wformat=2
OURS := -std=c11 -D_GNU_SOURCE $(WARNINGS) -I$(O) -I$(S)/core -I$(S) -ffunction-sections -fdata-sections \
	-fno-asynchronous-unwind-tables -ffile-prefix-map=$(S)/= $(HARDEN) $(MBEDTLS_FLAGS) $(XEN_FLAGS) \
	$(if $(SANITIZE),-g -DSANITIZED -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all)
COMPILE = $(CC) $(FIRST) $(OURS) $(CPPFLAGS) $(CFLAGS) $(FAST) $(DEFINES)

files = $(patsubst $(S)/%,%,$(sort $(wildcard $(addprefix $(S)/,$(1)))))
lower = $(shell echo '$(1)' | tr 'A-Z_' 'a-z-')
CORE := $(patsubst %.c,$(O)/%.o,$(call files,core/*/*.c core/*/*/*.c))
APPLETS := $(call lower,$(patsubst APPLET_%,%,$(call on,APPLET_%)))
MAIN := $(patsubst %,$(O)/applets/%.o,main install common opt rows $(APPLETS))

.PHONY: all help release install clean demo test test-long deps test-deps FORCE
all: $(O)/xmbox

help:
	@echo 'all          $(O)/xmbox (O=DIR: another folder; V=1: show commands)'
	@echo 'install      it and a link for each applet, into DESTDIR, CONFIG_PREFIX ($(CONFIG_PREFIX))'
	@echo 'release      $(O)/release/xmbox: musl, libraries from source, hardened'
	@echo 'demo         lists the VMs of a sample server'
	@echo 'test         all tests that CI runs;  test-long: sweeps and long fuzzing'
	@echo 'bench        what it costs, as ratios to other XML parsers and clients that are there'
	@echo 'deps         installs what building needs;  test-deps: what the tests need'
	@echo 'menuconfig   and oldconfig olddefconfig silentoldconfig defconfig allnoconfig allyesconfig'
	@echo '             randconfig savedefconfig: what is built in, as .config'
	@echo 'clean        removes what was built'

# Built anew when the compiler, its flags or the configuration change.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(READERS) $(LDFLAGS) $(LINK) $(SOURCES)' | cmp -s - $@ || \
		echo '$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(READERS) $(LDFLAGS) $(LINK) $(SOURCES)' > $@

# APPLET(name, object, summary) for each applet that is on: from its symbol and its prompt.
$(O)/applets.h: $(S)/Kconfig $(CONFIG_H) $(S)/Makefile $(O)/flags
	@mkdir -p $(@D)
	$(Q)awk -v on='$(call on,APPLET_%)' 'BEGIN { n = split(on, a, " "); while (n) is[a[n--]] = 1 } \
		$$1 == "config" { s = $$2 } \
		$$1 == "bool" && is[s] { split($$0, q, "\""); at = index(q[2], " - "); \
			sub(/ \([0-9]+ KiB\)$$/, "", q[2]); f = name = substr(q[2], 1, at - 1); gsub("-", "_", f); \
			printf "APPLET(\"%s\", applet_%s, \"%s\")\n", name, f, substr(q[2], at + 3) } \
		END { print "#define XMBOX_SWITCHES \"$(CONFIG)\"\n#define XMBOX_SOURCES \"$(SOURCES)$(if $(SOURCES),\\n)\"" }' \
		$(S)/Kconfig > $@

$(O)/%.o: $(S)/%.c $(O)/flags $(CONFIG_H) | $(O)/applets.h
	@mkdir -p $(@D)
	@$(if $(V),,echo '  CC    $*.c')
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

$(O)/core.a: $(CORE)
	@$(if $(V),,echo '  AR    $@')
	$(Q)rm -f $@ && $(AR) qcD $@ $^ && $(AR) s $@

$(O)/xmbox: $(MAIN) $(O)/core.a
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) $^ -o $@ $(TLS_LIBS) $(XEN_LIBS) $(LDLIBS)
	$(Q)$(if $(or $(SKIP_STRIP),$(SANITIZE)),,$(STRIP) $@)

# MBEDTLS_SRC=DIR, XEN_SRC=DIR: unpacked trees, instead of what deps fetches. MBEDTLS_VERSION, XEN_VERSION: one
# line of packaging/sources.lock instead of the first that can be had.
wanted = $(1)$(if $($(2)_SRC),='$($(2)_SRC)',$(addprefix :,$($(2)_VERSION)))
FETCH = sh $(S)/packaging/sources $(abspath $(O))/sources $(if $(call on,TLS),$(call wanted,mbedtls,MBEDTLS)) \
	$(if $(call on,SOURCE_XENSTORE),$(call wanted,xen,XEN))
release:
	$(Q)$(FETCH)
	$(Q)$(MAKE) -f $(S)/Makefile O=$(O)/release RELEASE=1 SANITIZE= $(O)/release/xmbox
	$(Q)sh $(S)/packaging/check $(O)/release/xmbox

CONFIGS := menuconfig oldconfig olddefconfig silentoldconfig defconfig allnoconfig allyesconfig randconfig \
	savedefconfig
.PHONY: $(CONFIGS)
$(CONFIGS):
	$(Q)sh $(S)/packaging/kconfig $@ $(S)/Kconfig $(DOTCONFIG) $(O)/defconfig

install: $(O)/xmbox
	mkdir -p $(BINDIR)
	install -m 755 $(O)/xmbox $(BINDIR)/xmbox
	for a in $(APPLETS); do ln -sf xmbox $(BINDIR)/xm-$$a; done

clean:
	rm -rf $(O)/core $(O)/applets $(O)/tests $(O)/core.a $(O)/xmbox $(O)/applets.h $(O)/flags

include $(S)/tests/tests.mk

-include $(CORE:.o=.d) $(MAIN:.o=.d) $(wildcard $(T)/*.d $(T)/*/*.d)
