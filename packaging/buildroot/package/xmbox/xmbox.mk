################################################################################
#
# xmbox
#
################################################################################

XMBOX_VERSION = 0.2.0
XMBOX_SOURCE = xmbox-$(XMBOX_VERSION).tar.xz
XMBOX_SITE = $(call qstrip,$(BR2_EXTERNAL_XMBOX_SITE))
XMBOX_LICENSE = MIT
XMBOX_LICENSE_FILES = LICENSE
XMBOX_DEPENDENCIES = mbedtls

# A .config is read without any front end: xmbox makes config.h of it by awk.
define XMBOX_CONFIGURE_CMDS
	$(if $(call qstrip,$(BR2_PACKAGE_XMBOX_CONFIG)),\
		cp $(call qstrip,$(BR2_PACKAGE_XMBOX_CONFIG)) $(@D)/.config,\
		: >$(@D)/.config)
	$(if $(BR2_STATIC_LIBS),,echo '# CONFIG_STATIC is not set' >>$(@D)/.config)
	$(if $(BR2_PACKAGE_XEN),,echo '# CONFIG_SOURCE_XENSTORE is not set' >>$(@D)/.config)
endef

ifeq ($(BR2_PACKAGE_XEN),y)
XMBOX_DEPENDENCIES += xen
endif

define XMBOX_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(TARGET_CONFIGURE_OPTS) -C $(@D)
endef

define XMBOX_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(TARGET_CONFIGURE_OPTS) -C $(@D) \
		DESTDIR=$(TARGET_DIR) PREFIX=/usr install-bin
endef

$(eval $(generic-package))
