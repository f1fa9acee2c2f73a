"""Running student code behind walls.

Outside the walls: `walls` (the bubblewrap command line), `host` (a warm sandbox and what runs in it).
Inside: `zygote` (the warm parent), `child` (one submission), `cells` (its notebook).
Both sides speak `frames`.
"""
