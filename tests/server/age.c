/* SPDX-License-Identifier: MIT */
#include "age.h"

#include <string.h>

/* clang-format off */
static const struct age ages[] = {
	{ .name = "6.2", .escapes_names = true, .no_space = true },
	{ .name = "6.5", .no_space = true },
	{ .name = "7.0", .json = true, .old_printer = true, .v1_only = true },
	{ .name = "7.3", .json = true, .old_printer = true, .string_id = true },
	{ .name = "8.1", .json = true, .string_id = true, .code = 1 },
	{ .name = "8.2", .json = true, .string_id = true, .code = 1, .forwards = true },
	{ .name = "8.3", .json = true, .string_id = true, .code = 1, .forwards = true, .catch_v2 = true,
		.thumbprint = true },
	{ .name = "next", .json = true, .string_id = true, .code = 1, .forwards = true, .catch_v2 = true,
		.thumbprint = true, .nan_raises = true },
};
/* clang-format on */

const struct age *age_find(const char *name)
{
	for (size_t i = 0; i < sizeof(ages) / sizeof(*ages); i++)
		if (strcmp(name, ages[i].name) == 0)
			return &ages[i];
	return NULL;
}
