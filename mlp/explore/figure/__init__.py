"""A figure that moves: the reader's controls, the author's functions, and the page. Read `explorable` first."""
