"""Draws what `bloqr validate` shows on a terminal: docs/validate.svg of the README. A test holds the
picture's text to the command. Wants rich from PyPI, and a built bloqr:

    pip install rich && python3 scripts/picture/picture.py target/release/bloqr
"""
import pathlib
import subprocess
import sys

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = "examples/broken.txt"

THEME = TerminalTheme(
    (24, 26, 32),
    (222, 226, 233),
    [(24, 26, 32), (240, 98, 98), (126, 200, 120), (230, 180, 80), (110, 160, 250), (200, 130, 230), (90, 195, 200), (222, 226, 233)],
    [(130, 138, 150), (255, 120, 120), (150, 220, 140), (245, 200, 100), (130, 180, 255), (220, 150, 250), (110, 215, 220), (255, 255, 255)],
)

# rich's own frame loads a font from the network.
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="bloqr validate in a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="100%" height="100%" rx="8" fill="#181a20"/>
<g transform="translate(12, 8)" class="{unique_id}-matrix">{backgrounds}{matrix}</g>
</svg>
"""


def main(bloqr: str) -> None:
    command = [bloqr, "validate", "--color", "always", LIST]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    console = Console(record=True, width=84, force_terminal=True, file=open("/dev/null", "w"))
    console.print(Text.from_ansi(f"$ bloqr validate {LIST}\n" + shown.stdout + shown.stderr))
    svg = console.export_svg(theme=THEME, code_format=SVG, unique_id="bloqr")
    (ROOT / "docs/validate.svg").write_text(svg, encoding="utf-8")


main(*sys.argv[1:])
