/* SPDX-License-Identifier: MIT */
/*
 * refused CALL ERRNO COMMAND...: run COMMAND, where each system call CALL (socket, connect) fails with ERRNO (EMFILE,
 * ENFILE, ENOMEM, ENOBUFS). The kernel's filter does it, so that a static program needs no other build. Exit status 125
 * and a message where there is no such filter.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { IMPOSSIBLE = 125 };

static const struct word {
	const char *word;
	unsigned number;
} calls[] = { { "socket", SYS_socket }, { "connect", SYS_connect } },
  errors[] = { { "EMFILE", EMFILE }, { "ENFILE", ENFILE }, { "ENOMEM", ENOMEM }, { "ENOBUFS", ENOBUFS } };

#define NUMBER(words, word) number_of((words), sizeof(words) / sizeof(*(words)), (word))

static unsigned number_of(const struct word *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i].word, word))
			return words[i].number;
	fprintf(stderr, "refused: %s is not known\n", word);
	_exit(2);
}

static int filter(unsigned call, unsigned error)
{
	struct sock_filter each[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(each) / sizeof(*each), each };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	if (!filter(NUMBER(calls, argv[1]), NUMBER(errors, argv[2])))
		execvp(argv[3], argv + 3);
	fprintf(stderr, "refused: %s: %s\n", argv[3], strerror(errno));
	return IMPOSSIBLE;
}
