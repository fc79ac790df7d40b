# SPDX-License-Identifier: MIT
"""Plays what a program wrote to a terminal: screen.py FILE [ROWS COLUMNS].

Prints the screen as it was when the program left it, one line each without blanks at the end. Fails, with one line on
stderr for each, where a sequence is not known, text runs beyond the screen, or a cell that had text is erased and then
written again before the next picture: that flickers. A picture begins at the sequence that moves the cursor home.
"""
import re
import sys
import unicodedata

SEQUENCE = re.compile(r"\x1b\[(\??)([0-9;]*)([A-Za-z])")


class Screen:
    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.erased, self.wrong, self.pictures, self.left, self.leaving = set(), [], 0, None, False

    def erase(self, row, column):
        if self.cells[row][column] != " ":
            self.erased.add((row, column))
        self.cells[row][column] = " "

    def obey(self, private, number, letter):
        if private and letter in "hl" and number in ("1049", "25"):
            if (number, letter) == ("1049", "l"):
                self.left = self.text()
        elif letter == "H" and number in ("", "999;1"):
            if number:
                self.leaving = True
                self.row, self.column = self.rows - 1, 0
            else:
                self.row = self.column = 0
                self.pictures += 1
                self.erased = set()
        elif letter in "KJ" and not number:
            if self.column >= self.columns:
                self.wrong.append("erased behind a full line, row %d" % self.row)
                return
            for column in range(self.column, self.columns):
                self.erase(self.row, column)
            for row in range(self.row + 1, self.rows if letter == "J" else 0):
                for column in range(self.columns):
                    self.erase(row, column)
        else:
            self.wrong.append("sequence " + private + number + letter)

    def write(self, c):
        if c == "\r":
            self.column = 0
        elif c == "\n":
            if self.row + 1 < self.rows:
                self.row += 1
            elif not self.leaving:
                self.wrong.append("the screen scrolled")
        elif unicodedata.combining(c):
            pass
        else:
            width = 2 if unicodedata.east_asian_width(c) in "WF" else 1
            if self.column + width > self.columns:
                self.wrong.append("text beyond column %d, row %d" % (self.columns, self.row))
                return
            if (self.row, self.column) in self.erased:
                self.wrong.append("cell %d,%d was erased, then written" % (self.row, self.column))
            self.cells[self.row][self.column] = c
            for column in range(self.column + 1, self.column + width):
                self.cells[self.row][column] = ""
            self.column += width

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells).rstrip("\n")


def main():
    with open(sys.argv[1], "rb") as file:
        shown = file.read().decode()
    rows, columns = map(int, sys.argv[2:4]) if len(sys.argv) > 2 else (24, 80)
    screen, at = Screen(rows, columns), 0
    while at < len(shown) and screen.left is None:
        match = SEQUENCE.match(shown, at)
        if match:
            screen.obey(*match.groups())
            at = match.end()
        else:
            screen.write(shown[at])
            at += 1
    print(screen.text() if screen.left is None else screen.left)
    for words in screen.wrong:
        print(words, file=sys.stderr)
    if screen.pictures < 2:
        print("%d pictures" % screen.pictures, file=sys.stderr)
    return 1 if screen.wrong or screen.pictures < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
