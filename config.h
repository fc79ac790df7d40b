/* The default answers to Kconfig: what is built where nobody chose otherwise. */
#define CONFIG_APPLET_LIST 1
#define CONFIG_APPLET_VCPU_LIST 1
#define CONFIG_APPLET_LABEL 1
#define CONFIG_SOURCE_XENAPI 1
#define CONFIG_SOURCE_XEND 1
#define CONFIG_SOURCE_XEN 1
#define CONFIG_SOURCE_XENSTORE 1
#define CONFIG_SOURCE_FILE 1
#define CONFIG_TCP 1
#define CONFIG_TLS 1
#define CONFIG_RESOLVER 1
#define CONFIG_COLUMNS 1
#define CONFIG_LONG 1
#define CONFIG_JSON 1
#define CONFIG_STATIC 1
#define CONFIG_SANDBOX 1
#define CONFIG_KEPT_MIB 64
