/* SPDX-License-Identifier: MIT */
#include "source/xenapi/error.h"

bool xenapi_error_is(const struct xenapi_error *error, const char *code)
{
	return slice_is((struct slice){ error->code, error->code_len }, slice_of(code));
}

/* Error codes with words of our own. The server's words follow them, unless one is a session reference, which is
 * secret. */
static const struct {
	const char *code;
	enum status status;
	bool show;
	const char *words;
} failures[] = {
	{ "SESSION_AUTHENTICATION_FAILED", DENIED, true, "login refused: wrong user or password" },
	{ "SESSION_AUTHORIZATION_FAILED", DENIED, true, "login refused: the user may not log in" },
	{ "RBAC_PERMISSION_DENIED", DENIED, true, "the user's role does not permit it" },
	{ "HOST_IS_SLAVE", DENIED, true, "this host is a member of a pool; ask its master (-s)" },
	{ "SESSION_INVALID", BROKEN, false, "the session ended before its time" },
	{ "HANDLE_INVALID", BROKEN, false, "the server does not know its own reference" },
	{ "UUID_INVALID", BROKEN, true, "the server knows no such uuid" },
	{ "MESSAGE_METHOD_UNKNOWN", BROKEN, true, "the server is no Xen-API server that lists VMs" },
	{ "MESSAGE_PARAMETER_COUNT_MISMATCH", BROKEN, true, "the server's Xen-API is another than expected" },
	{ "INTERNAL_ERROR", BROKEN, true, "the server failed" },
	{ "VALUE_NOT_SUPPORTED", BROKEN, true, "the server does not take what it was asked for" },
	{ "INVALID_VALUE", BROKEN, true, "the server does not take what it was asked for" },
	{ "PERMISSION_DENIED", DENIED, true, "the user may not do that" },
	{ "HOST_IN_EMERGENCY_MODE", UNANSWERED, false, "the toolstack is in emergency mode" },
	{ "HOST_STILL_BOOTING", UNANSWERED, false, "the toolstack is still starting" },
	{ "HOST_HAS_NO_MANAGEMENT_IP", UNANSWERED, false, "the toolstack has no management address" },
	{ "HOST_ITS_OWN_SLAVE", UNANSWERED, false, "the toolstack is in emergency mode" },
	{ "HOST_UNKNOWN_TO_MASTER", UNANSWERED, false, "the toolstack is in emergency mode" },
	{ "HOST_MASTER_CANNOT_TALK_BACK", UNANSWERED, false, "the toolstack is in emergency mode" },
	{ "HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR", UNANSWERED, false,
		"the toolstack is newer than its pool's coordinator: update that first, or ask it (-s)" },
	{ "HOST_BROKEN", UNANSWERED, false,
		"the host was interrupted while it took over its pool: restart its toolstack" },
	{ "HA_POOL_IS_ENABLED_BUT_HOST_IS_DISABLED", UNANSWERED, false,
		"the pool's high availability is on and this host's is off: ask the pool's coordinator (-s)" },
	{ "HA_HOST_CANNOT_ACCESS_STATEFILE", UNANSWERED, false,
		"high availability cannot read its state file: is the shared storage there?" },
	{ "HA_HEARTBEAT_DAEMON_STARTUP_FAILED", UNANSWERED, false,
		"high availability does not start: is the shared storage there?" },
};

int xenapi_fail_login(const struct xenapi_error *error, const char *method, bool local, struct fail *f)
{
	xenapi_fail(error, method, f);
	if (xenapi_error_is(error, "INTERNAL_ERROR")) {
		fail_within(f, "no login, is the pool's coordinator there?");
		f->status = UNANSWERED;
	}
	f->unready |= f->status == UNANSWERED || (local && f->status != DENIED);
	return FAILED;
}

int xenapi_fail(const struct xenapi_error *error, const char *method, struct fail *f)
{
	int len = (int)error->code_len, text = (int)error->text_len;
	const char *before = text ? ": " : "";

	for (size_t i = 0; i < COUNT(failures); i++)
		if (xenapi_error_is(error, failures[i].code)) {
			if (!failures[i].show)
				before = "", text = 0;
			fail(f, failures[i].status, "%s (%.*s)%s%.*s", failures[i].words, len, error->code, before,
				text, error->text);
			f->unready = failures[i].status == UNANSWERED;
			return FAILED;
		}
	return fail(f, BROKEN, "%s: the server answers %.*s%s%.*s", method, len, error->code, before, text,
		error->text);
}
