/* SPDX-License-Identifier: MIT
 * The guests of guest.S for arm64: each is a kernel Image that loads anywhere and runs without page tables. */

SCHED = 29		/* sched_op(what, argument) */
SHUTDOWN = 2
CPU_ON = 0xc4000003	/* PSCI: CPU_ON(cpu, address, argument) */

	.text
	.globl _start
_start:	b	begin
	.long	0
	.quad	0		/* offset of the text */
	.quad	end - _start
	.quad	0, 0, 0, 0
	.ascii	"ARM\x64"
	.long	0

begin:
#if defined SPIN
	b	begin
#elif defined OFF || defined CRASH
	mov	x16, SCHED
	mov	x0, SHUTDOWN
	adr	x1, reason
	hvc	0xea1
	b	begin
#else
	ldr	w0, =CPU_ON
	mov	x1, 1
	adr	x2, sleep
	mov	x3, 0
	hvc	0
sleep:	wfi
	b	sleep
#endif

	.p2align 3
reason:
#ifdef CRASH
	.long 3
#else
	.long 0
#endif
	.ltorg
	.p2align 12
end:
