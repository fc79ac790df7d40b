# SPDX-License-Identifier: MIT
# xmbox. `make help` lists the targets; README tells the rest.

# Other makes stop here, with one line: in GNU make this names no file.
-include ${MAKE:Dpackaging/gnu-make-only.mk}

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
O ?= out
V ?=
Q := $(if $(V),,@)

CONFIGS := menuconfig oldconfig olddefconfig silentoldconfig defconfig allnoconfig allyesconfig randconfig \
	savedefconfig
GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(words $(O)),1)
$(error O='$(O)': make cannot build in a folder whose name has blanks)
endif
ifeq ($(realpath $(O)),$(realpath $(S)))
$(error O='$(O)' is the source itself: name another folder)
endif
ifneq ($(and $(filter clean $(CONFIGS),$(GOALS)),$(word 2,$(GOALS))),)
# One goal after the other, each with what the one before left.
.NOTPARALLEL:
.PHONY: $(GOALS)
$(GOALS):
	$(Q)$(MAKE) -f $(S)/Makefile $@
else

# What the caller gave. `make install` takes it from the last build.
GIVEN := CC AR STRIP CROSS_COMPILE CFLAGS CPPFLAGS LDFLAGS LDLIBS SANITIZE SKIP_STRIP
ifneq ($(filter install install-bin,$(GOALS)),)
-include $(O)/flags
endif
comma := ,
quote = '$(subst ','\'',$(1))'
GIVEN := $(foreach v,$(GIVEN),$(if $(filter undefined default,$(origin $(v))),,$(call quote,$(v) = $(value $(v)))))

# With -R these have no default.
ifneq ($(filter undefined default,$(origin CC)),)
CC := $(CROSS_COMPILE)$(if $(CROSS_COMPILE)$(RELEASE),gcc,cc)
endif
ifneq ($(filter undefined default,$(origin AR)),)
AR := $(or $(if $(CROSS_COMPILE),$(CROSS_COMPILE)ar,$(shell $(CC) -print-prog-name=ar 2>/dev/null)),ar)
endif
# An empty one is the root.
prefix ?= /usr/local
PREFIX ?= $(prefix)
CONFIG_PREFIX ?= $(PREFIX)
bindir ?= $(CONFIG_PREFIX)/bin
mandir ?= $(CONFIG_PREFIX)/share/man
bashdir ?= $(CONFIG_PREFIX)/share/bash-completion/completions
zshdir ?= $(CONFIG_PREFIX)/share/zsh/site-functions
fishdir ?= $(CONFIG_PREFIX)/share/fish/vendor_completions.d
docdir ?= $(CONFIG_PREFIX)/share/doc/xmbox
VERSION = $(shell sed -n '1s/^xmbox \([0-9.]*\),.*/\1/p' $(S)/packaging/NEWS)

# The configuration is config.h of the build folder: the committed one, or what .config (at the top, with O=DIR there)
# makes of Kconfig. It is made here, since what is built depends on it, and written only where it changes.
DOTCONFIG := $(if $(filter file,$(origin O)),$(S),$(O))/.config
ifneq ($(filter-out help clean report dist $(CONFIGS),$(GOALS)),)
CONFIGURE := $(if $(wildcard $(DOTCONFIG)),awk -f $(S)/packaging/config.awk $(S)/Kconfig $(DOTCONFIG),cat $(S)/config.h)
ifneq ($(shell mkdir -p $(O) && new=$(O)/config.h.$$$$ && $(CONFIGURE) >$$new && \
	{ cmp -s $$new $(O)/config.h || mv $$new $(O)/config.h; } && echo done; rm -f $$new),done)
$(error there is no configuration)
endif
endif
CONFIG_H := $(O)/config.h
CONFIG := $(shell sed -n 's/^.define CONFIG_\([A-Z0-9_]*\) 1$$/\1/p' $(wildcard $(CONFIG_H)) </dev/null)
on = $(filter $(1),$(CONFIG))

ifdef RELEASE
include $(S)/packaging/release.mk
else
# --wrap (core/link/certificate.h) reaches no call inside a shared library.
LINK := -Wl,--gc-sections $(if $(SANITIZE),-fsanitize=$(SANITIZE),$(if $(call on,STATIC),-static \
	-Wl$(comma)--wrap=mbedtls_x509_crt_parse_der))
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
OURS := -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64 $(WARNINGS) -I$(O) -I$(S)/core -I$(S) \
	-ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -ffile-prefix-map=$(S)/= $(HARDEN) $(MBEDTLS_FLAGS) $(XEN_FLAGS) \
	$(if $(SANITIZE),-g -DSANITIZED -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all)
COMPILE = $(CC) $(FIRST) $(OURS) $(CPPFLAGS) $(CFLAGS) $(FAST) $(DEFINES)

files = $(patsubst $(S)/%,%,$(sort $(wildcard $(addprefix $(S)/,$(1)))))
lower = $(shell echo '$(1)' | tr 'A-Z_' 'a-z-')
CORE := $(patsubst %.c,$(O)/%.o,$(call files,core/*/*.c core/*/*/*.c))
APPLETS := $(call lower,$(patsubst APPLET_%,%,$(call on,APPLET_%)))
MAIN := $(patsubst %,$(O)/applets/%.o,main install common opt rows select watch $(APPLETS))

.PHONY: all help release install install-bin install-release install-man install-completion install-doc uninstall dist sbom links man clean demo test test-long deps test-deps FORCE
all: $(O)/xmbox

help:
	@echo 'all          $(O)/xmbox (O=DIR: another folder; V=1: show commands)'
	@echo 'install      it, a link for each applet, manual pages, completion and documents, into DESTDIR, PREFIX'
	@echo '             ($(CONFIG_PREFIX)); install-bin, install-man, install-completion, install-doc: one of them'
	@echo 'uninstall    removes them again;  install-release: the release in place of $(O)/xmbox'
	@echo 'links        prints the links that install makes'
	@echo 'dist         $(O)/xmbox-$(VERSION).tar.xz, the same bytes wherever it is made'
	@echo 'sbom         $(O)/release/xmbox.spdx.json: what the release is made of'
	@echo 'release      $(O)/release/xmbox: musl, libraries from source, hardened'
	@echo 'demo         lists the VMs of a sample server'
	@echo 'check        the tests that notice most, in a minute, as any user'
	@echo 'test         all tests that CI runs;  test-long: sweeps and long fuzzing'
	@echo 'bench        what it costs, as ratios to other XML parsers and clients that are there'
	@echo 'sizes        the bytes that each part of the release takes, written into README'
	@echo 'report       how long files and functions are'
	@echo 'deps         installs what building needs;  test-deps: what the tests need (LONG=1: test-long, too)'
	@echo 'menuconfig   and oldconfig olddefconfig silentoldconfig defconfig allnoconfig allyesconfig'
	@echo '             randconfig savedefconfig: what is built in, as .config'
	@echo 'clean        removes what was built'

# Built anew when the compiler, its flags or the configuration change.
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(call quote,# $(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) $(READERS) $(LDFLAGS) $(LINK) $(SOURCES)) $(GIVEN) \
		> $@.new && { cmp -s $@.new $@ || mv $@.new $@; } && rm -f $@.new

# APPLET(name, object, summary) for each applet that is on: from its symbol and its prompt.
$(O)/applets.h: $(S)/Kconfig $(S)/packaging/NEWS $(CONFIG_H) $(S)/Makefile $(O)/flags
	@mkdir -p $(@D)
	$(Q)awk -v on='$(call on,APPLET_%)' 'BEGIN { n = split(on, a, " "); while (n) is[a[n--]] = 1 } \
		$$1 == "config" { s = $$2 } \
		$$1 == "bool" && is[s] { split($$0, q, "\""); at = index(q[2], " - "); \
			sub(/ \([0-9]+ KiB\)$$/, "", q[2]); f = name = substr(q[2], 1, at - 1); gsub("-", "_", f); \
			printf "APPLET(\"%s\", applet_%s, \"%s\")\n", name, f, substr(q[2], at + 3) } \
		END { print "#define XMBOX_VERSION \"$(VERSION)\"\n#define XMBOX_SWITCHES \"$(CONFIG)\"\n#define XMBOX_SOURCES \"$(SOURCES)$(if $(SOURCES),\\n)\"" }' \
		$(S)/Kconfig > $@

$(O)/%.o: $(S)/%.c $(O)/flags | $(O)/applets.h
	@mkdir -p $(@D)
	@$(if $(V),,echo '  CC    $*.c')
	$(Q)$(COMPILE) -MMD -MP -c $< -o $@

$(O)/core.a: $(CORE)
	@$(if $(V),,echo '  AR    $@')
	$(Q)rm -f $@ && $(AR) qcD $@ $^ && $(AR) s $@

# Stripped by the linker, which knows the target, or by STRIP.
KEEP_SYMBOLS := $(or $(SKIP_STRIP),$(SANITIZE))
$(O)/xmbox: $(MAIN) $(O)/core.a
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) $(if $(or $(STRIP),$(KEEP_SYMBOLS)),,-s) $^ -o $@ $(TLS_LIBS) $(XEN_LIBS) \
		$(LDLIBS)
	$(Q)$(if $(KEEP_SYMBOLS),,$(if $(STRIP),$(STRIP) $@))

# Sources first: what there is to compile depends on them.
AS_RELEASE = -f $(S)/Makefile O=$(O)/release DOTCONFIG=$(DOTCONFIG) RELEASE=1 SANITIZE=
release:
	$(Q)$(MAKE) $(AS_RELEASE) sources
	$(Q)$(MAKE) $(AS_RELEASE) $(O)/release/xmbox
	$(Q)sh $(S)/packaging/check $(O)/release/xmbox

# What each symbol takes of it, into README.
.PHONY: sizes
sizes:
	$(Q)MAKE='$(MAKE)' sh $(S)/packaging/sizes $(abspath $(S) $(O))

.PHONY: $(CONFIGS)
$(CONFIGS):
	$(Q)sh $(S)/packaging/kconfig $@ $(S)/Kconfig $(DOTCONFIG) $(O)/defconfig

LINKS := $(APPLETS:%=xm-%)
links:
	@printf '%s\n' $(LINKS:%=$(bindir)/%)

# What the release contains of others.
LIBRARIES := mbedtls libxenstore musl
# The manual pages of what is built in.
PAGES = xmbox.1 $(LINKS:%=%.1) xm-config.xml.5
man: $(PAGES:%=$(O)/man/%)
$(O)/man/%: $(S)/packaging/man/%.in $(S)/packaging/man/man.awk $(S)/packaging/NEWS $(S)/Kconfig $(CONFIG_H) \
		$(S)/core/ask/server.c $(S)/core/show/column.c $(wildcard $(S)/applets/*.c)
	@mkdir -p $(@D)
	$(Q)awk -v S=$(S) -v H=$(CONFIG_H) -f $(S)/packaging/man/man.awk $< >$@.new && mv $@.new $@

# The program $(1) and its links. uninstall leaves what is not ours: a link that names another program.
define INSTALL_PROGRAM_AND_LINKS
	$(Q)umask 022 && to=$(call quote,$(DESTDIR)$(bindir)) && mkdir -p "$$to" && \
		install -m 755 $(1) "$$to/xmbox" && for a in $(LINKS); do ln -sf xmbox "$$to/$$a" || exit; done
endef
install: install-bin install-man install-completion install-doc
install-bin: $(O)/xmbox
	$(call INSTALL_PROGRAM_AND_LINKS,$(O)/xmbox)
install-release: release install-man install-completion install-doc
	$(call INSTALL_PROGRAM_AND_LINKS,$(O)/release/xmbox)
	$(Q)$(MAKE) -s $(AS_RELEASE) install-licences LICENCES_TO=$(call quote,$(DESTDIR)$(docdir))
install-man: man
	$(Q)umask 022 && to=$(call quote,$(DESTDIR)$(mandir)) && mkdir -p "$$to/man1" "$$to/man5" && \
		for p in $(PAGES); do install -m 644 $(O)/man/$$p "$$to/man$${p##*.}/$$p" || exit; done
# bash looks for a file of the command's name.
install-completion:
	$(Q)umask 022 && from=$(S)/packaging/completion bash=$(call quote,$(DESTDIR)$(bashdir)) \
		zsh=$(call quote,$(DESTDIR)$(zshdir)) fish=$(call quote,$(DESTDIR)$(fishdir)) && \
		mkdir -p "$$bash" "$$zsh" "$$fish" && install -m 644 $$from/xmbox.bash "$$bash/xmbox" && \
		for a in $(LINKS); do ln -sf xmbox "$$bash/$$a" || exit; done && \
		install -m 644 $$from/_xmbox "$$zsh" && install -m 644 $$from/xmbox.fish "$$fish"
DOCUMENTS := LICENSE README packaging/NEWS packaging/xm-config.xml
install-doc:
	$(Q)umask 022 && to=$(call quote,$(DESTDIR)$(docdir)) && mkdir -p "$$to" && \
		install -m 644 $(DOCUMENTS:%=$(S)/%) "$$to"
# Of every applet, whatever is configured now.
uninstall: LINKS := $(addprefix xm-,$(call lower,$(shell sed -n 's/^config APPLET_//p' $(S)/Kconfig)))
uninstall:
	$(Q)for dir in $(call quote,$(DESTDIR)$(bindir)) $(call quote,$(DESTDIR)$(bashdir)); do \
		for a in $(LINKS); do [ "$$(readlink "$$dir/$$a")" != xmbox ] || rm -f "$$dir/$$a" || exit; done && \
		rm -f "$$dir/xmbox" || exit; done
	$(Q)rm -f $(call quote,$(DESTDIR)$(zshdir))/_xmbox $(call quote,$(DESTDIR)$(fishdir))/xmbox.fish
	$(Q)for p in $(PAGES); do rm -f $(call quote,$(DESTDIR)$(mandir))/man$${p##*.}/$$p || exit; done
	$(Q)dir=$(call quote,$(DESTDIR)$(docdir)) && for f in $(notdir $(DOCUMENTS)) $(LIBRARIES:%=LICENSE.%); do \
		rm -f "$$dir/$$f" || exit; done && { [ ! -d "$$dir" ] || rmdir "$$dir" 2>/dev/null || true; }

dist:
	$(Q)mkdir -p $(O) && sh $(S)/packaging/dist $(S) $(VERSION) $(O)/xmbox-$(VERSION).tar.xz
sbom: release
	$(Q)$(MAKE) $(AS_RELEASE) $(O)/release/xmbox.spdx.json

clean:
	rm -rf $(O)/core $(O)/applets $(O)/tests $(O)/man $(O)/core.a $(O)/xmbox $(O)/applets.h $(O)/config.h $(O)/flags \
		$(O)/release

include $(S)/tests/tests.mk

-include $(CORE:.o=.d) $(MAIN:.o=.d) $(wildcard $(T)/*.d $(T)/*/*.d)

endif
