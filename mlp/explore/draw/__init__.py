"""From a Matplotlib figure to SVG with moving parts. Read `scene` first."""
