/* SPDX-License-Identifier: MIT
 * The smallest PV guests of Xen: one 64-bit program without a kernel each. -DSPIN computes for ever, -DOFF and
 * -DCRASH shut down; else it sleeps, with its second VCPU where it has one. */

	.macro note type
	.p2align 2
	.long 4, 2f - 1f, \type
	.asciz "Xen"
1:
	.endm

	.section .note.Xen, "a", @note
	note 6	/* the guest's system */
	.asciz "xmbox test"
2:	note 5	/* the interface it speaks */
	.asciz "xen-3.0"
2:	note 8	/* its loader */
	.asciz "generic"
2:	note 3	/* virtual address 0 is its memory's first byte, */
	.quad 0
2:	note 4	/* and so in the ELF file */
	.quad 0
2:	note 1
	.quad _start
2:
	.p2align 2

SCHED = 29		/* sched_op(what, argument) */
BLOCK = 1
SHUTDOWN = 2
VCPU = 24		/* vcpu_op(what, vcpu, argument) */
INITIALISE = 0
UP = 1

	.text
	.globl _start
_start:
#if defined SPIN
	pause
	jmp	_start
#elif defined OFF || defined CRASH
	mov	$SCHED, %eax
	mov	$SHUTDOWN, %edi
	lea	reason(%rip), %rsi
	syscall
	jmp	_start
#else
	/* The second VCPU begins at sleep, with the page tables of the first: the machine frame of their root
	 * is in the list of frames at 104 of the start info, their address at 88. */
	mov	88(%rsi), %rax
	shr	$12, %rax
	mov	104(%rsi), %rdx
	mov	(%rdx,%rax,8), %rax
	shl	$12, %rax
	mov	%rax, root(%rip)
	mov	$VCPU, %eax
	mov	$INITIALISE, %edi
	mov	$1, %esi
	lea	context(%rip), %rdx
	syscall
	mov	$VCPU, %eax
	mov	$UP, %edi
	mov	$1, %esi
	syscall
sleep:	mov	$SCHED, %eax
	mov	$BLOCK, %edi
	xor	%esi, %esi
	syscall
	jmp	sleep
#endif

	.data
	.p2align 3
reason:
#ifdef CRASH
	.long 3
#else
	.long 0
#endif

#if !defined SPIN && !defined OFF && !defined CRASH
/* struct vcpu_guest_context, of which little is not 0 */
	.p2align 6
context:
	.org context + 512
	.quad 4			/* it starts in the guest's kernel */
	.org context + 648	/* registers: rip, */
	.quad sleep
	.quad 0xe033		/* cs, */
	.quad 0x200		/* flags, */
	.quad stack		/* rsp, */
	.quad 0xe02b		/* ss */
	.org context + 4968
	.quad 0xe02b		/* the stack of the kernel */
	.quad stack
	.org context + 5008
root:	.quad 0			/* cr3 */
	.org context + 5168

	.bss
	.p2align 4
	.skip 1024
stack:
#endif
	.section .note.GNU-stack, "", @progbits
