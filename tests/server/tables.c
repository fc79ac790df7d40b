/* SPDX-License-Identifier: MIT */
/* The members of the records, in the order in which the real servers send them. */
#include "records.h"

#define V(member) offsetof(struct vm, member)
#define TABLE(fields) \
	{ \
		fields, sizeof(fields) / sizeof(*(fields)) \
	}
#define NEVER "@19700101T00:00:00Z"
#define NO_REF "=" REF_NULL

static const char platform[] = "{timeoffset=0|videoram=8|hpet=true|secureboot=false|"
			       "viridian=false|acpi=1|apic=true|device_id=0001|vga=std|nx=true|pae=true|"
			       "device-model=qemu-upstream-compat|cores-per-socket=1";

static const char other_config[] = "{base_template_name=Meadow 12|"
				   "import_task=" REF_NULL "|mac_seed=3e0a62f4-58d1-4b37-9a44-1f6f0c2d9b15|"
				   "linux_template=true|install-methods=cdrom,nfs,http,ftp|vgpu_pci=";

static const char dom0_other_config[] = "{storage_driver_domain=" REF_NULL "|"
					"is_system_domain=true|perfmon=<config><variable><name value=\"fs_usage\"/>"
					"<alarm_trigger_level value=\"0.9\"/></variable></config>";

static const char cpu_flags[] = "{vendor=GenuineIntel|features="
				"1fcbfbff-f7fa3203-2c100800-00000021-00000001-000007ab-00000000-00000000-00101000-"
				"bc000400-00000000-00000000-00000000-00000000-00000000-00000000-04000000-00000000-"
				"00000000-00000000-00000000-00000000";

static const char recommendations[] = "=<restrictions>"
				      "<restriction field=\"memory-static-max\" max=\"1649267441664\"/>"
				      "<restriction field=\"vcpus-max\" max=\"64\"/>"
				      "<restriction field=\"has-vendor-device\" value=\"false\"/>"
				      "<restriction field=\"supports-bios\" value=\"yes\"/>"
				      "<restriction field=\"supports-uefi\" value=\"yes\"/>"
				      "<restriction field=\"supports-secure-boot\" value=\"yes\"/>"
				      "<restriction max=\"255\" property=\"number-of-vbds\"/>"
				      "<restriction max=\"7\" property=\"number-of-vifs\"/></restrictions>";

static const char bios_strings[] = "{bios-vendor=Xen|bios-version=|system-manufacturer=Xen|"
				   "system-product-name=HVM domU|system-version=|system-serial-number=|"
				   "baseboard-manufacturer=|baseboard-product-name=|baseboard-version=|"
				   "baseboard-serial-number=|baseboard-asset-tag=|baseboard-location-in-chassis=|"
				   "enclosure-asset-tag=|hp-rombios=|oem-1=Xen|"
				   "oem-2=MS_VM_CERT/SHA1/bdbeb6e0a816d43fa6d3fe8aaef04c2bad9d3e3d";

static const struct field xapi_vm_fields[] = {
	{ "uuid", "=", NULL, V(uuid) },
	{ "allowed_operations", "[", NULL, V(operations) },
	{ "current_operations", "{", NULL, 0 },
	{ "name_label", "=", NULL, V(name) },
	{ "name_description", "=", NULL, V(about) },
	{ "power_state", "=", NULL, V(power) },
	{ "user_version", "+1", NULL, 0 },
	{ "is_a_template", "?", NULL, V(is_template) },
	{ "is_default_template", "?", NULL, V(is_default) },
	{ "suspend_VDI", NO_REF, NULL, 0 },
	{ "resident_on", "=", NULL, V(host) },
	{ "scheduled_to_be_resident_on", NO_REF, NULL, 0 },
	{ "affinity", "=", NULL, V(affinity) },
	{ "memory_overhead", "+12582912", "+11534336", 0 },
	{ "memory_target", "+", NULL, V(memory) },
	{ "memory_static_max", "+", NULL, V(memory) },
	{ "memory_dynamic_max", "+", NULL, V(memory) },
	{ "memory_dynamic_min", "+", NULL, V(memory) },
	{ "memory_static_min", "+", NULL, V(memory_min) },
	{ "VCPUs_params", "{", NULL, V(weights) },
	{ "VCPUs_max", "+", NULL, V(vcpus) },
	{ "VCPUs_at_startup", "+", NULL, V(vcpus) },
	{ "actions_after_softreboot", "=soft_reboot", NULL, 0 },
	{ "actions_after_shutdown", "=destroy", NULL, 0 },
	{ "actions_after_reboot", "=restart", NULL, 0 },
	{ "actions_after_crash", "=restart", NULL, 0 },
	{ "consoles", "[", NULL, V(consoles) },
	{ "VIFs", "[", NULL, V(vifs) },
	{ "VBDs", "[", NULL, V(vbds) },
	{ "VUSBs", "[", NULL, 0 },
	{ "crash_dumps", "[", NULL, 0 },
	{ "VTPMs", "[", NULL, 0 },
	{ "PV_bootloader", "=", NULL, 0 },
	{ "PV_kernel", "=", NULL, 0 },
	{ "PV_ramdisk", "=", NULL, 0 },
	{ "PV_args", "=", NULL, 0 },
	{ "PV_bootloader_args", "=", NULL, 0 },
	{ "PV_legacy_args", "=", NULL, 0 },
	{ "HVM_boot_policy", "=BIOS order", "=", 0 },
	{ "HVM_boot_params", "{firmware=bios|order=cdn", "{", 0 },
	{ "HVM_shadow_multiplier", "#", NULL, V(shadow) },
	{ "platform", platform, "{", 0 },
	{ "PCI_bus", "=", NULL, 0 },
	{ "other_config", other_config, dom0_other_config, 0 },
	{ "domid", "+", NULL, V(domid) },
	{ "domarch", "=", NULL, 0 },
	{ "last_boot_CPU_flags", cpu_flags, "{", 0 },
	{ "is_control_domain", "?", NULL, V(is_control) },
	{ "metrics", "=", NULL, V(metrics) },
	{ "guest_metrics", "=", NULL, V(guest_metrics) },
	{ "last_booted_record", "=", NULL, 0 },
	{ "recommendations", recommendations, "=", 0 },
	{ "xenstore_data", "{vm-data=|vm-data/mmio-hole-size=268435456", "{", 0 },
	{ "ha_always_run", "?0", NULL, 0 },
	{ "ha_restart_priority", "=", NULL, 0 },
	{ "is_a_snapshot", "?", NULL, V(is_snapshot) },
	{ "snapshot_of", "=", NULL, V(snapshot_of) },
	{ "snapshots", "[", NULL, V(snapshots) },
	{ "snapshot_time", "@", NULL, V(snapshot_time) },
	{ "transportable_snapshot_id", "=", NULL, 0 },
	{ "blobs", "{", NULL, 0 },
	{ "tags", "[", NULL, 0 },
	{ "blocked_operations", "{", NULL, 0 },
	{ "snapshot_info", "{", NULL, 0 },
	{ "snapshot_metadata", "=", NULL, 0 },
	{ "parent", NO_REF, NULL, 0 },
	{ "children", "[", NULL, 0 },
	{ "bios_strings", bios_strings, "{", 0 },
	{ "protection_policy", NO_REF, NULL, 0 },
	{ "is_snapshot_from_vmpp", "?0", NULL, 0 },
	{ "snapshot_schedule", NO_REF, NULL, 0 },
	{ "is_vmss_snapshot", "?0", NULL, 0 },
	{ "appliance", NO_REF, NULL, 0 },
	{ "start_delay", "+0", NULL, 0 },
	{ "shutdown_delay", "+0", NULL, 0 },
	{ "order", "+0", NULL, 0 },
	{ "VGPUs", "[", NULL, 0 },
	{ "attached_PCIs", "[", NULL, 0 },
	{ "suspend_SR", NO_REF, NULL, 0 },
	{ "version", "+0", NULL, 0 },
	{ "generation_id", "=209202393574174067:5365773919542227445", NULL, 0 },
	{ "hardware_platform_version", "+0", NULL, 0 },
	{ "has_vendor_device", "?0", NULL, 0 },
	{ "requires_reboot", "?0", NULL, 0 },
	{ "reference_label", "=meadow-12", "=", 0 },
	{ "domain_type", "=", NULL, V(type) },
	{ "NVRAM", "{", NULL, V(nvram) },
	{ "pending_guidances", "[", NULL, 0 },
	{ "pending_guidances_recommended", "[", NULL, 0 },
	{ "pending_guidances_full", "[", NULL, 0 },
	{ "groups", "[", NULL, 0 },
	{ "secureboot_certificates_state", "=ok", NULL, 0 },
};

static const struct field xapi_metrics_fields[] = {
	{ "uuid", "=", NULL, V(metrics_uuid) },
	{ "memory_actual", "+", NULL, V(memory_actual) },
	{ "VCPUs_number", "+", NULL, V(online) },
	{ "VCPUs_utilisation", "%", NULL, V(utilisation) },
	{ "VCPUs_CPU", "{", NULL, 0 },
	{ "VCPUs_params", "{", NULL, 0 },
	{ "VCPUs_flags", "{", NULL, 0 },
	{ "state", "[", NULL, 0 },
	{ "start_time", "@", NULL, V(started) },
	{ "install_time", "@", NULL, V(installed) },
	{ "last_updated", "@20260821T11:12:13Z", NULL, 0 },
	{ "other_config", "{", NULL, 0 },
	{ "hvm", "?", NULL, V(is_hvm) },
	{ "nested_virt", "?0", NULL, 0 },
	{ "nomigrate", "?0", NULL, 0 },
	{ "current_domain_type", "=", NULL, V(type) },
	{ "numa_optimised", "?0", NULL, 0 },
	{ "numa_nodes", "+0", NULL, 0 },
	{ "numa_node_memory", "{", NULL, 0 },
};

/* xend's order is that of a hash table: arbitrary, but fixed. */
static const struct field xend_vm_fields[] = {
	{ "PV_args", "=root=/dev/xvda1 ro", "=", 0 },
	{ "VIFs", "[", NULL, 0 },
	{ "DSCSIs", "[", NULL, 0 },
	{ "PV_bootloader", "=", NULL, 0 },
	{ "VTPMs", "[", NULL, 0 },
	{ "DPCIs", "[", NULL, 0 },
	{ "actions_after_reboot", "=restart", NULL, 0 },
	{ "name_description", "=", NULL, V(about) },
	{ "VCPUs_at_startup", "+", NULL, V(vcpus) },
	{ "PCI_bus", "=", NULL, 0 },
	{ "actions_after_crash", "=restart", NULL, 0 },
	{ "uuid", "=", NULL, V(uuid) },
	{ "PV_ramdisk", "=/boot/initrd", "=", 0 },
	{ "is_control_domain", "?", NULL, V(is_control) },
	{ "name_label", "=", NULL, V(name) },
	{ "security_label", "=", NULL, 0 },
	{ "HVM_boot_params", "{", NULL, 0 },
	{ "platform", "{tsc_mode=0|nomigrate=0", NULL, 0 },
	{ "PV_kernel", "=", NULL, V(kernel) },
	{ "power_state", "=", NULL, V(power) },
	{ "DSCSI_HBAs", "[", NULL, 0 },
	{ "VCPUs_params", "{", NULL, V(weights) },
	{ "pool_name", "=Pool-0", NULL, 0 },
	{ "memory_static_min", "+0", NULL, 0 },
	{ "HVM_boot_policy", "=", NULL, 0 },
	{ "VCPUs_max", "+", NULL, V(vcpus) },
	{ "memory_static_max", "+", "+4398046405632", V(memory) },
	{ "tools_version", "{", NULL, 0 },
	{ "actions_after_shutdown", "=destroy", NULL, 0 },
	{ "metrics", "=", NULL, V(metrics) },
	{ "consoles", "[", NULL, V(consoles) },
	{ "user_version", "+1", NULL, 0 },
	{ "actions_after_suspend", "=restart", NULL, 0 },
	{ "is_a_template", "?0", NULL, 0 },
	{ "crash_dumps", "[", NULL, 0 },
	{ "cpu_pool", "[", NULL, V(cpu_pool) },
	{ "memory_dynamic_min", "+", NULL, V(memory) },
	{ "PV_bootloader_args", "=", NULL, 0 },
	{ "other_config", "{", NULL, 0 },
	{ "auto_power_on", "?0", NULL, 0 },
	{ "memory_dynamic_max", "+", NULL, V(memory) },
	{ "domid", "+", NULL, V(domid) },
	{ "resident_on", "=", NULL, V(host) },
	{ "VBDs", "[", NULL, 0 },
};

static const struct field xend_metrics_fields[] = {
	{ "VCPUs_params", "{", NULL, V(vcpu_maps) },
	{ "last_updated", "@20261122T08:35:14", NULL, 0 },
	{ "uuid", "=", NULL, V(metrics_uuid) },
	{ "VCPUs_flags", ":", NULL, V(vcpu_flags) },
	{ "start_time", "@", NULL, V(started) },
	{ "memory_actual", "+", NULL, V(memory_actual) },
	{ "state", "[", NULL, V(states) },
	{ "VCPUs_utilisation", "%", NULL, V(utilisation) },
	{ "VCPUs_number", "+", NULL, V(online) },
	{ "VCPUs_CPU", "{", NULL, V(vcpu_cpus) },
};

const struct table xapi_vm = TABLE(xapi_vm_fields);
const struct table xapi_metrics = TABLE(xapi_metrics_fields);
const struct table xend_vm = TABLE(xend_vm_fields);
const struct table xend_metrics = TABLE(xend_metrics_fields);
