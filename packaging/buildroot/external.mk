include $(sort $(wildcard $(BR2_EXTERNAL_XMBOX_PATH)/package/*/*.mk))
