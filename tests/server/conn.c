/* SPDX-License-Identifier: MIT */
#include "conn.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api.h"
#include "clock.h"
#include "http.h"
#include "log.h"
#include "rules.h"

/* Time for a client to notice the end of the connection. */
#define DRAIN_MS 1000

/* So many writes, then others get their turn. */
#define WRITES_AT_A_TIME 2048

struct conn *conn_new(const struct opts *opts, int fd, unsigned id)
{
	struct conn *conn = calloc(1, sizeof(*conn));
	int on = 1;

	if (!conn)
		return NULL;
	conn->fd = fd;
	conn->id = id;
	conn->state = opts->accept_only ? CONN_MUTE : CONN_OPEN;
	conn->stop = opts->cut < opts->stall ? opts->cut : opts->stall;
	conn->stop_stalls = opts->stall < opts->cut;
	if (!opts->place.local)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	log_connect(id);
	return conn;
}

void conn_free(struct conn *conn)
{
	log_close(conn->id);
	close(conn->fd);
	buf_free(&conn->in);
	buf_free(&conn->out);
	free(conn);
}

static size_t pending(const struct conn *conn)
{
	return conn->out.len - conn->out_at;
}

/* A whole request always has room in this. */
static size_t most_input(const struct opts *opts)
{
	return opts->xend ? HTTP_XEND_MAX_HEAD + HTTP_XEND_MAX_BODY : HTTP_MAX_HEAD + HTTP_MAX_BODY;
}

short conn_events(const struct conn *conn, const struct opts *opts, long long now)
{
	int events = 0;

	if (conn->state == CONN_MUTE)
		return 0;
	if (conn->state != CONN_OPEN)
		events = conn->eof ? 0 : POLLIN;
	else if (!conn->eof && conn->in.len < most_input(opts))
		events = POLLIN;
	if ((conn->state == CONN_OPEN || conn->state == CONN_LAST) && pending(conn) && now >= conn->wake)
		events |= POLLOUT;
	return (short)events;
}

long long conn_wake(const struct conn *conn)
{
	if (conn->state == CONN_DRAIN)
		return conn->wake;
	if (conn->state == CONN_OPEN || conn->state == CONN_LAST)
		return pending(conn) ? conn->wake : -1;
	return -1;
}

static void finish(struct conn *conn)
{
	if (conn->eof || shutdown(conn->fd, SHUT_WR) < 0) {
		conn->state = CONN_DEAD;
		return;
	}
	conn->state = CONN_DRAIN;
	conn->wake = clock_ms() + DRAIN_MS;
}

static void stop(struct conn *conn, const struct opts *opts)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	buf_clear(&conn->out);
	conn->out_at = 0;
	if (conn->stop_stalls) {
		conn->state = CONN_STALLED;
	} else if (opts->rst) {
		setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		conn->state = CONN_DEAD;
	} else {
		finish(conn);
	}
}

/* Stop the connection there, unless it stops earlier. */
static void stop_at(struct conn *conn, size_t at, bool stalls)
{
	if (at >= conn->stop)
		return;
	conn->stop = at;
	conn->stop_stalls = stalls;
}

/* Write once. Return false if no more can be written now. */
static bool write_some(struct conn *conn, const struct opts *opts)
{
	size_t n = pending(conn);
	ssize_t done;

	if (opts->dribble && n > opts->dribble)
		n = opts->dribble;
	if (n > conn->stop - conn->sent)
		n = conn->stop - conn->sent;
	done = n ? send(conn->fd, conn->out.data + conn->out_at, n, MSG_NOSIGNAL) : 0;
	if (done < 0) {
		if (errno != EAGAIN && errno != EINTR)
			conn->state = CONN_DEAD;
		return false;
	}
	conn->out_at += (size_t)done;
	conn->sent += (size_t)done;
	if (opts->slow)
		conn->wake = clock_ms() + opts->slow;
	return true;
}

/* Write pending bytes. Return true when all are written. */
static bool write_all(struct conn *conn, const struct opts *opts)
{
	int writes;

	for (writes = 0; writes < WRITES_AT_A_TIME && pending(conn); writes++) {
		if (conn->wake && clock_ms() < conn->wake)
			return false;
		if (!write_some(conn, opts))
			return false;
		if (conn->sent == conn->stop) {
			stop(conn, opts);
			return false;
		}
	}
	if (pending(conn))
		return false;
	buf_clear(&conn->out);
	conn->out_at = 0;
	return true;
}

/* Refuse the request: end the connection and drop later input. */
static void refuse(struct conn *conn, const struct opts *opts, const struct request *req)
{
	log_bad(req->reason);
	buf_clear(&conn->in);
	conn->state = CONN_LAST;
	/* xend has an answer for a wrong method, and closes without a byte otherwise. */
	if (!opts->xend || req->status == 501)
		frame_failure(&conn->out, &opts->style, opts->xend ? 1 : req->minor, req->status, req->reason);
}

/* Orders for the method being answered. */
static void order_stops(struct conn *conn, const char *method)
{
	struct rule *rule = rules_find(RULE_CUT, method);
	size_t len = conn->out.len;

	if (rule)
		stop_at(conn, conn->sent + (rule->number < len ? rule->number : len), false);
	rule = rules_find(RULE_STALL, method);
	if (rule)
		stop_at(conn, conn->sent + (rule->number < len ? rule->number : len), true);
}

static void put_answer(struct conn *conn, const struct opts *opts, const struct request *req,
	const struct api_answer *answer)
{
	unsigned minor = opts->http10 ? 0 : opts->xend ? 1 : req->minor;
	bool keep = (opts->http10 ? req->asked : req->keep) && !opts->close;

	struct frame frame = { .minor = minor, .keep = keep, .status = 200, .phrase = "OK", .plain = answer->outside };

	frame.type = answer->json ? "application/json" : "text/xml";
	frame.thumbprint = req->thumbprint && answer->moved && opts->age->thumbprint ? opts->thumbprint : NULL;
	if (answer->whole) {
		keep = opts->keep;
		buf_add(&conn->out, answer->bytes.data, answer->bytes.len);
	} else {
		frame_answer(&conn->out, &opts->style, &frame, &answer->bytes);
	}
	log_answer(conn->id, answer->method, conn->out.len);
	if (!keep)
		conn->state = CONN_LAST;
	if (answer->login)
		conn->logged_in = true;
	if (answer->delay)
		conn->wake = clock_ms() + answer->delay;
	order_stops(conn, answer->method);
}

static void serve(struct conn *conn, const struct opts *opts, struct request *req)
{
	struct api_answer answer;

	req->reason = api_call(opts, conn->id, req, conn->in.data + req->head, &answer);
	if (req->reason) {
		req->status = 500;
		refuse(conn, opts, req);
	} else if (answer.failed) {
		buf_clear(&conn->in);
		conn->state = CONN_LAST;
		frame_failure(&conn->out, &opts->style, req->minor, 500, answer.failed);
		log_answer(conn->id, answer.method, conn->out.len);
	} else {
		buf_drop(&conn->in, req->head + req->body);
		put_answer(conn, opts, req, &answer);
	}
	buf_free(&answer.bytes);
}

/* The client has closed: nothing more will come. */
static void ended(struct conn *conn)
{
	if (conn->in.len)
		log_bad("the connection ended within a request");
	finish(conn);
}

/* Take a request. Return false if none is complete. */
static bool next_request(struct conn *conn, const struct opts *opts)
{
	struct request req;
	enum http_verdict verdict;

	if (opts->silent_close && conn->logged_in && conn->in.len) {
		finish(conn);
		return true;
	}
	verdict = http_request(conn->in.data, conn->in.len, !opts->xend, &req);
	if (verdict == HTTP_BAD) {
		refuse(conn, opts, &req);
		return true;
	}
	if (verdict == HTTP_OK && conn->in.len - req.head >= req.body) {
		serve(conn, opts, &req);
		return true;
	}
	if (conn->eof)
		ended(conn);
	return false;
}

static void read_some(struct conn *conn, const struct opts *opts)
{
	size_t most = most_input(opts) - conn->in.len;
	ssize_t n;

	if (most > 65536)
		most = 65536;
	n = recv(conn->fd, buf_reserve(&conn->in, most), most, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		conn->state = CONN_DEAD;
	if (n == 0)
		conn->eof = true;
	if (n > 0) {
		log_received((size_t)n);
		if (conn->state == CONN_OPEN && !conn->in.len && !pending(conn))
			log_trip(conn->id);
		conn->in.len += (size_t)n;
		conn->in.data[conn->in.len] = '\0';
	}
	/* Whatever comes now does not matter; its end does. */
	if (conn->state != CONN_OPEN)
		buf_clear(&conn->in);
	if (conn->eof && (conn->state == CONN_DRAIN || conn->state == CONN_STALLED))
		conn->state = CONN_DEAD;
}

void conn_work(struct conn *conn, const struct opts *opts, bool readable)
{
	if (conn->state == CONN_MUTE)
		return;
	if (readable)
		read_some(conn, opts);
	while (conn->state == CONN_OPEN || conn->state == CONN_LAST) {
		if (!write_all(conn, opts))
			return;
		if (conn->state == CONN_LAST)
			finish(conn);
		else if (!next_request(conn, opts))
			return;
	}
	if (conn->state == CONN_DRAIN && clock_ms() >= conn->wake)
		conn->state = CONN_DEAD;
}
