#!/usr/bin/env python3
"""Draws a terminal: reads what `tmux capture-pane -e -p` prints, and writes an SVG.

draw.py TITLE COLUMN,ROW < screen > picture.svg      (the cursor's place; -1,-1 for none)
"""

import re
import sys
from html import escape

WIDTH, HEIGHT, MARGIN, HEAD = 8.4, 18, 14, 30  # of a character, around all, of the title
BACKGROUND, FOREGROUND = "#16191f", "#d7dae0"
COLOURS = ["#3b4048", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0",
           "#7f848e", "#ff7b86", "#b5e890", "#ffd68a", "#7cc4ff", "#e29bf5", "#74d7e3", "#ffffff"]
SEQUENCE = re.compile(r"\x1b\[([\d;]*)m|\x1b[()].|[\x0e\x0f]")


def indexed(number):
    """One of the 256 colours."""
    if number < 16:
        return COLOURS[number]
    if number >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (number - 232),) * 3)
    steps = [0, 95, 135, 175, 215, 255]
    number -= 16
    return "#%02x%02x%02x" % (steps[number // 36], steps[number // 6 % 6], steps[number % 6])


def change(style, codes):
    """The style after a sequence of codes (ECMA-48, Select Graphic Rendition)."""
    style = dict(style)
    codes = [int(code or 0) for code in codes.split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = {}
        elif code in (1, 2, 3, 4, 7):
            style[code] = True
        elif code in (22, 23, 24, 27):
            for off in {22: (1, 2), 23: (3,), 24: (4,), 27: (7,)}[code]:
                style.pop(off, None)
        elif code in (38, 48) and codes:
            kind = codes.pop(0)
            values = [codes.pop(0) for _ in range(min(len(codes), 1 if kind == 5 else 3))]
            style[code] = indexed(values[0]) if kind == 5 else "#%02x%02x%02x" % tuple(values)
        elif code in (39, 49):
            style.pop(code - 1, None)
        elif 30 <= code % 60 <= 37 and code < 100:
            style[38] = COLOURS[code % 60 - 30 + (8 if code >= 90 else 0)]
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style[48] = COLOURS[code - 40] if code < 100 else COLOURS[code - 92]
    return style


def runs(line, style):
    """Pieces of a line, each in one style, and the style at its end."""
    pieces, column, at = [], 0, 0
    for found in list(SEQUENCE.finditer(line)) + [None]:
        text = line[at:found.start() if found else len(line)]
        if text:
            pieces.append((column, text, style))
            column += len(text)
        if found:
            at = found.end()
            if found.group(1) is not None:
                style = change(style, found.group(1))
    return pieces, style


def box(x, y, width, height, colour):
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def piece(row, column, text, style):
    """One run as SVG: its ground, and its letters."""
    colour, ground = style.get(38, FOREGROUND), style.get(48)
    if style.get(7):
        colour, ground = ground or BACKGROUND, colour
    x, y, width = MARGIN + column * WIDTH, HEAD + row * HEIGHT, len(text) * WIDTH
    drawn = [box(x, y, width, HEIGHT, ground)] if ground else []
    for word in re.finditer(r"\S+(?: \S+)*", text):  # blanks need no ink, and browsers join them
        weight = ' font-weight="bold"' if style.get(1) else ""
        faint = ' opacity="0.6"' if style.get(2) else ""
        drawn.append(f'<text x="{x + word.start() * WIDTH:.1f}" y="{y + 13}" fill="{colour}"'
                     f' textLength="{len(word.group()) * WIDTH:.1f}"{weight}{faint}>'
                     f'{escape(word.group())}</text>')
    return drawn


def main():
    title = sys.argv[1]
    cursor = [int(number) for number in sys.argv[2].split(",")]
    lines = sys.stdin.read().rstrip("\n").split("\n")
    while len(lines) - 1 > cursor[1] and not SEQUENCE.sub("", lines[-1]).strip():
        lines.pop()
    drawn, style, columns = [], {}, 60
    if cursor[1] >= 0:
        drawn.append(box(MARGIN + cursor[0] * WIDTH, HEAD + cursor[1] * HEIGHT, WIDTH, HEIGHT,
                         "#7f848e"))
    for row, line in enumerate(lines):
        pieces, style = runs(line, style)
        columns = max(columns, len(SEQUENCE.sub("", line).rstrip()) + 1)
        for column, text, look in pieces:
            drawn += piece(row, column, text, look)
    width, height = 2 * MARGIN + columns * WIDTH, HEAD + len(lines) * HEIGHT + MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}"'
          f' width="{width:.0f}" role="img">\n<title>{escape(title)}</title>\n'
          f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>\n'
          f'<text x="{MARGIN}" y="19" font-family="system-ui, sans-serif" font-size="12"'
          f' fill="#7f848e">{escape(title)}</text>\n'
          '<g font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, monospace"'
          ' font-size="14" lengthAdjust="spacingAndGlyphs">')
    print("\n".join(drawn))
    print("</g>\n</svg>")


main()
