"""Two high-contrast themes."""

from textual.theme import Theme

LIGHT = Theme(
    name="selfeval-light",
    primary="#0b3d91",
    secondary="#5b2a86",
    accent="#b3261e",
    foreground="#111111",
    background="#ffffff",
    surface="#f2f4f8",
    panel="#e3e7ef",
    success="#0a6b2d",
    warning="#8a4b00",
    error="#b00020",
    dark=False,
    # Coloured words must stay readable on the row under the cursor.
    variables={"block-cursor-background": "#cfe0ff", "block-cursor-foreground": "#111111"},
)
DARK = Theme(
    name="selfeval-dark",
    primary="#7fb2ff",
    secondary="#d0a8ff",
    accent="#ffd54a",
    foreground="#f5f5f5",
    background="#0a0a0a",
    surface="#161a22",
    panel="#222836",
    success="#7ee08a",
    warning="#ffcc66",
    error="#ff8a80",
    dark=True,
    variables={"block-cursor-background": "#1d4380", "block-cursor-foreground": "#ffffff"},
)
THEMES = (DARK, LIGHT)
TITLES = {DARK.name: "深色高对比", LIGHT.name: "浅色高对比"}
