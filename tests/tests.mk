# SPDX-License-Identifier: MIT
# Programs that the tests use, and the targets that run them.

T := $(O)/tests
TEST_SH ?= sh
FUZZ_RUNS ?= 100000000
SMOKE_RUNS ?= 20000
# What builds and boots goes beside all else, the longest first: two processors are busy to the end.
BUILDS := tests/dom0.sh tests/build.sh tests/initramfs.sh tests/release.sh tests/variants.sh tests/readme.sh \
	tests/examples.sh tests/dist.sh tests/config.sh
BIG := tests/cuts.sh tests/speed.sh tests/fuzz.sh
# What mostly waits, for servers that are silent and for deadlines of the program.
WAITS := $(patsubst %,tests/%.sh,sessions watch tmux failures forge sick xenstore xend file prompt trips auto named foreign)
QUICK := $(filter-out tests/lib.sh tests/%-lib.sh $(BIG) $(BUILDS) $(WAITS),$(call files,tests/*.sh))
# What notices most in a minute, as any user and without a network.
CHECK := units list rows operands vcpus labels sxp http trust pool xm xmconfig file hypervisor local xml json -- \
	failures xend auto xenstore
ALL_TESTS = $(addprefix $(S)/,$(QUICK) $(BIG)) -- $(addprefix $(S)/,$(BUILDS)) -- $(addprefix $(S)/,$(WAITS))

sources = $(addprefix $(S)/,$(call files,$(1)))
objects = $(patsubst %.c,$(O)/%.o,$(call files,$(1)))
WHOLE := $(call sources,core/*/*.c core/*/*/*.c) $(patsubst $(O)/%.o,$(S)/%.c,$(MAIN))
PROGRAMS := $(addprefix $(T)/,xmlcat unit-tests server-sample cuts delay foreign refused watched sandboxed xmlcat-portable \
	xmlcat-generic xmlcat-plain jsoncat jsoncat-portable jsoncat-generic jsoncat-plain \
	xmbox-portable xmbox-plain xmbox-small xmbox-fakexen xmbox-resolver)

$(T)/xmlcat: $(T)/xmlcat.o $(O)/core.a
$(T)/jsoncat: $(T)/jsoncat.o $(O)/core.a
$(T)/unit-tests: $(call objects,tests/units/*.c) $(O)/core.a
$(T)/server-sample: $(filter-out %/cuts.o %/child.o,$(call objects,tests/server/*.c))
$(T)/delay: $(T)/delay.o
$(T)/foreign: $(T)/foreign.o
$(T)/refused: $(T)/refused.o
$(T)/watched: $(T)/watched.o
$(T)/sandboxed: $(T)/sandboxed.o $(O)/core.a
$(T)/cuts: $(patsubst %,$(T)/server/%.o,cuts buf frame http listen child clock number)
BENCH := $(addprefix $(T)/bench/,ours json floor serve spend)
$(BENCH) $(T)/unit-tests $(T)/server-sample: $(if $(RELEASE),$(O)/packaging/start.o)
$(T)/bench/ours: $(T)/bench/ours.o $(O)/core.a
$(T)/bench/json: $(T)/bench/json.o $(O)/core.a
$(T)/bench/floor: $(T)/bench/floor.o
$(T)/bench/spend: $(T)/bench/spend.o
$(T)/bench/serve: $(T)/bench/serve.o $(patsubst %,$(T)/server/%.o,age buf json listen number pool records tables write xml)
$(T)/xmlcat $(T)/jsoncat $(T)/unit-tests $(T)/server-sample $(T)/cuts $(T)/delay $(T)/foreign $(T)/refused $(T)/watched $(T)/sandboxed $(BENCH):
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) $(WRAP) $^ -o $@ $(TLS_LIBS) $(XEN_LIBS) $(LDLIBS)
$(T)/unit-tests: WRAP := -Wl,--wrap=child_start,--wrap=prctl

# The readers with their switches in each position, and the whole program without any of its short cuts.
$(T)/%-portable $(T)/%-plain: DEFINES += -DWIRE_SSE2=0
$(T)/%-generic $(T)/%-plain: DEFINES += -DWIRE_SHORT_CUTS=0
ifeq ($(origin CFLAGS),file)
$(T)/xmbox-portable: FAST := -O2 # as the readers of the real one are
endif
$(T)/xmbox-small: FIRST := -I$(T)/small
$(T)/xmbox-small: $(T)/small/config.h
$(T)/small/config.h: $(CONFIG_H)
	@mkdir -p $(@D)
	$(Q)sed 's/KEPT_MIB .*/KEPT_MIB 1/' $< > $@
define AT_ONCE
	@$(if $(V),,echo '  CC    $@')
	$(Q)$(COMPILE) $(filter %.c,$^) $(LDFLAGS) $(LINK) -o $@ $(TLS_LIBS) $(XEN_LIBS)
endef
$(T)/xmlcat-%: $(S)/tests/xmlcat.c $(call sources,core/base/*.c core/wire/*.c) $(O)/flags $(O)/core.a
	$(AT_ONCE)
$(T)/jsoncat-%: $(S)/tests/jsoncat.c $(call sources,core/base/*.c core/wire/*.c) $(O)/flags $(O)/core.a
	$(AT_ONCE)
$(T)/xmbox-%: $(WHOLE) $(O)/flags $(O)/core.a $(O)/applets.h
	$(AT_ONCE)
# The program on a Xen that is described by a text file: see fakexen.c.
$(T)/xmbox-fakexen: $(MAIN) $(T)/fakexen.o $(O)/core.a
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(LINK) -Wl,--wrap=open,--wrap=open64,--wrap=ioctl $^ -o $@ $(TLS_LIBS) $(XEN_LIBS) $(LDLIBS)

# The program as it is where it is not static: it asks the C library's resolver.
$(T)/xmbox-resolver: $(MAIN) $(T)/resolver/lookup.o $(O)/core.a
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(filter-out -static,$(LINK)) $^ -o $@ $(TLS_LIBS) $(XEN_LIBS) $(LDLIBS)
$(T)/resolver/lookup.o: FIRST := -I$(T)/resolver
$(T)/resolver/lookup.o: $(S)/core/link/lookup.c $(T)/resolver/config.h $(O)/flags
	@$(if $(V),,echo '  CC    $@')
	$(Q)$(COMPILE) -c $< -o $@
$(T)/resolver/config.h: $(CONFIG_H)
	@mkdir -p $(@D)
	$(Q)sed 's/STATIC .*/STATIC 0/' $< > $@

# libFuzzer is clang's. A fuzzer's own dial() stands in for that of core/.
FUZZ := clang $(OURS) -O1 -g -fno-sanitize-recover=all -I$(S)/tests/fuzz -fsanitize=fuzzer
$(T)/fuzz/%.o: $(S)/%.c $(call sources,tests/fuzz/*.h core/*/*.h core/*/*/*.h)
	@mkdir -p $(@D)
	@$(if $(V),,echo '  CC    $@')
	$(Q)$(FUZZ)-no-link$(FUZZ_SANITIZE) -c $< -o $@
$(T)/fuzz/core.a: $(patsubst %.c,$(T)/fuzz/%.o,$(call files,core/*/*.c core/*/*/*.c))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(T)/fuzz-%: $(T)/fuzz/tests/fuzz/%.o $(T)/fuzz/core.a
	@$(if $(V),,echo '  LINK  $@')
	$(Q)$(FUZZ)$(FUZZ_SANITIZE) $^ -o $@ $(TLS_LIBS) $(XEN_LIBS)

test_env := XMBOX='$(abspath $(O))/xmbox' T='$(abspath $(T))' SOURCE='$(abspath $(S))' MAKE='$(MAKE)' \
	SANITIZE='$(SANITIZE)' SMOKE_RUNS='$(SMOKE_RUNS)' FUZZ_RUNS='$(FUZZ_RUNS)' TEST_SH='$(TEST_SH)'

test: $(O)/xmbox $(PROGRAMS)
	$(Q)env $(test_env) WHOLE=1 $(S)/tests/run '$(TEST_SH)' $(ALL_TESTS)

.PHONY: check
check: $(O)/xmbox $(filter-out %/cuts %/delay %/foreign %/xmbox-portable %/xmbox-resolver,$(PROGRAMS))
	$(Q)env $(test_env) $(S)/tests/run '$(TEST_SH)' $(foreach t,$(CHECK),$(if $(filter --,$(t)),--,$(S)/tests/$(t).sh))

# What it costs, beside what else is there: one table.
.PHONY: bench
bench: $(T)/bench/serve $(T)/bench/spend
	$(Q)env $(test_env) sh $(S)/tests/bench/bench.sh

# How long things are, to look at: nothing fails by it.
.PHONY: report
report:
	$(Q)sh $(S)/tests/report $(S) $(abspath $(O))/release/xmbox

# One room's tests alone: make test-list, test-xml, ...
test-%: $(O)/xmbox $(PROGRAMS)
	$(Q)env $(test_env) $(S)/tests/run '$(TEST_SH)' $(S)/tests/$*.sh

test-long: $(O)/xmbox $(PROGRAMS)
	$(Q)env $(test_env) LONG=1 WHOLE=1 SCRIPT_LIMIT=0 RUN_LIMIT=0 $(S)/tests/run '$(TEST_SH)' $(ALL_TESTS)

# A sample server on a socket of its own, and what xmbox says of it: the release where that can be built.
demo: $(T)/server-sample
	$(Q)what=xmbox; command -v musl-gcc >/dev/null && \
	$(if $(call on,TLS),[ -e "$(or $(MBEDTLS_SRC),$(O)/sources/mbedtls)" ] &&) \
	$(if $(call on,SOURCE_XENSTORE),[ -e "$(or $(XEN_SRC),$(O)/sources/xen)" ] &&) \
		what=release/xmbox && target=release; \
	$(MAKE) -f $(S)/Makefile $${target:-$(O)/xmbox} && XMBOX=$(O)/$$what SERVER=$(T)/server-sample sh $(S)/tests/demo

deps:
	$(Q)sh $(S)/packaging/deps $(DEPS)
	$(Q)$(MAKE) -s $(AS_RELEASE) sources || true
test-deps:
	$(Q)sh $(S)/packaging/deps $(DEPS) -- $(TEST_DEPS)
	$(Q)sh $(S)/packaging/packages $(abspath $(O))/dom0 $(DOM0) || echo 'make test-dom0 will be skipped'
	$(if $(LONG),$(Q)sh $(S)/packaging/packages $(abspath $(O))/dom0-arm64 $(DOM0_ARM64) || \
		echo 'make test-long will skip the dom0 on arm64')
	$(Q)sh $(S)/packaging/packages $(abspath $(O))/initramfs $(INITRAMFS) || echo 'make test-initramfs will be skipped'
	$(Q)sh $(S)/packaging/packages $(abspath $(O))/cross $(CROSS) || echo 'make test-cross will be skipped'
	$(Q)$(MAKE) -s $(AS_RELEASE) sources || true

# Only the release needs the last three, and what is fetched.
DEPS := gcc libc6-dev $(if $(call on,TLS),libmbedtls-dev) $(if $(call on,SOURCE_XENSTORE),libxen-dev) \
	musl-tools bzip2 xz-utils
TEST_DEPS := debian-archive-keyring clang clang-format mandoc man-db groff-base zsh fish libclang-rt-dev gcc-multilib \
	busybox valgrind curl jq python3 python3-prometheus-client kconfig-frontends-nox python3-kconfiglib patch \
	stunnel4 openssl qemu-system-x86 cpio strace ccache qemu-user tmux $(if $(LONG),qemu-system-arm device-tree-compiler)
# A compiler and musl for arm64, and what its Debian packages are built with. Installed, cross compilers and gcc-multilib
# exclude each other.
CROSS := gcc-12-aarch64-linux-gnu gcc-12-aarch64-linux-gnu-base cpp-12-aarch64-linux-gnu binutils-aarch64-linux-gnu \
	libbinutils libgcc-12-dev-arm64-cross libisl23 libmpc3 libmpfr6 libgmp10 libjansson4 \
	$(addsuffix :arm64,musl-dev libc6 libc6-dev linux-libc-dev libgcc-s1 libmbedtls-dev libmbedtls14 libmbedcrypto7 \
	libmbedx509-1 libxen-dev libxenstore4 libxentoolcore1)
# What a dom0 is made of; of the last, what it depends on.
DOM0_BOTH := xen-utils-4.17 xenstore-utils libxenstore4 libxenmisc4.17 libxencall1 libxendevicemodel1 libxenevtchn1 \
	libxenforeignmemory1 libxengnttab1 libxenhypfs1 libxentoollog1 libxentoolcore1 libyajl2 libext2fs2 libcom-err2 \
	liblzma5 libuuid1 libzstd1 zlib1g libncurses6 libtinfo6 libbz2-1.0 liblzo2-2 libc6 libgcc-s1 busybox-static
DOM0 := xen-hypervisor-4.17-amd64 $(DOM0_BOTH) linux-image-amd64+
DOM0_ARM64 := $(addsuffix :arm64,xen-hypervisor-4.17-arm64 $(DOM0_BOTH) libfdt1) linux-image-arm64:arm64+
# initramfs-tools and dracut, and all that these run.
INITRAMFS := bash coreutils dash dpkg findutils grep gzip sed mawk libc-bin debianutils cpio kmod udev logsave klibc-utils \
	libklibc initramfs-tools-core dracut-core busybox util-linux libc6 libgcc-s1 libtinfo6 libacl1 \
	libattr1 libgmp10 libpcre2-8-0 libselinux1 libssl3 liblzma5 libmd0 libzstd1 zlib1g libbz2-1.0 libblkid1 \
	libuuid1 libmount1 libsmartcols1 libkmod2 libcap2 libudev1 mount tar liblz4-1 libsystemd0 libcrypt1 \
	libaudit1 libcap-ng0 libpam0g
