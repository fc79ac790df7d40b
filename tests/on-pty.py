# SPDX-License-Identifier: MIT
"""Runs a command on a terminal of its own: on-pty.py SHOWN STEP... -- COMMAND...

What the terminal shows goes to the file SHOWN. Steps, in order:
want=TEXT     until the terminal shows it, after what was wanted before
type=TEXT     types it; escapes as in \\r \\x03
kill=SIGNAL   to the command
echo          says "echo on" or "echo off"
noecho        until the echo is off
stopped       until the command is stopped
background    as the first step: the command starts in the background, its stdin is /dev/null
foreground    give the command the foreground
size=RxC      give the terminal so many rows and columns
do=COMMAND    for a shell, with the command's process in $PID; what it says is said
Then it says "exit N" or "signal N", and "as before" where the terminal's attributes are.
A step that does not come within 60 seconds: "stuck at STEP".
"""
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time

LIMIT = 60


class Terminal:
    def __init__(self, shown, command, background):
        self.master, self.slave = os.openpty()
        self.before = termios.tcgetattr(self.slave)
        self.file = open(shown, "wb", buffering=0)
        self.text, self.seen, self.status = b"", 0, None
        # As a shell has it: we lead the session, the command has a group of its own, in the foreground.
        os.setsid()
        fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        self.pid = os.fork()
        if not self.pid:
            os.setpgid(0, 0)
            if not background:
                os.tcsetpgrp(self.slave, os.getpid())
            # Who runs the tests in the background ignores the last two.
            for name in signal.SIGTTOU, signal.SIGPIPE, signal.SIGINT, signal.SIGQUIT:
                signal.signal(name, signal.SIG_DFL)
            for fd in range(3):
                os.dup2(self.slave if fd or not background else os.open("/dev/null", os.O_RDONLY), fd)
            os.closerange(3, 100)
            os.execvp(command[0], command)

    def listen(self, seconds):
        """What comes within so many seconds."""
        while select.select([self.master], [], [], seconds)[0]:
            data = os.read(self.master, 65536)
            self.text += data
            self.file.write(data)
            seconds = 0

    def look(self, flags=os.WNOHANG):
        """The command's state, where that changed."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, flags | os.WNOHANG)
            if pid and os.WIFSTOPPED(status):
                return True
            if pid:
                self.status = status
        return False

    def until(self, step, true):
        end = time.monotonic() + LIMIT
        while not true():
            self.listen(0.02)
            self.look()
            if time.monotonic() > end or (self.status is not None and step != "its end" and not true()):
                print("stuck at", step)
                return False
        return True

    def wanted(self, text):
        at = self.text.find(text, self.seen)
        if at >= 0:
            self.seen = at + len(text)
        return at >= 0

    def echo(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def step(self, step):
        name, _, value = step.partition("=")
        if name == "want":
            return self.until(step, lambda: self.wanted(value.encode()))
        if name == "noecho":
            return self.until(step, lambda: not self.echo())
        if name == "stopped":
            return self.until(step, lambda: self.look(os.WUNTRACED))
        if name == "type":
            typed = value.encode().decode("unicode_escape").encode("latin-1")
            while typed:
                typed = typed[os.write(self.master, typed):]
        elif name == "size":
            rows, columns = map(int, value.split("x"))
            fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))
        elif name == "foreground":
            os.tcsetpgrp(self.slave, self.pid)
        elif name == "kill":
            os.kill(self.pid, getattr(signal, "SIG" + value))
        elif name == "do":
            subprocess.run(["sh", "-c", value], env=dict(os.environ, PID=str(self.pid)), stdin=subprocess.DEVNULL)
        elif name == "echo":
            print("echo", "on" if self.echo() else "off", flush=True)
        elif name != "background":
            sys.exit("no such step: " + step)
        return True

    def end(self):
        if not self.until("its end", lambda: self.status is not None):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        elif os.WIFSIGNALED(self.status):
            print("signal", os.WTERMSIG(self.status))
        else:
            print("exit", os.WEXITSTATUS(self.status))
        self.listen(0)
        if termios.tcgetattr(self.slave) == self.before:
            print("as before")


def main():
    if os.getpgrp() == os.getpid():  # such a one cannot lead a session; its child can
        pid = os.fork()
        if pid:
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    cut = sys.argv.index("--")
    steps = sys.argv[2:cut]
    terminal = Terminal(sys.argv[1], sys.argv[cut + 1:], "background" in steps)
    for step in steps:
        if not terminal.step(step):
            break
    terminal.end()


main()
