"""Running student code behind walls.

Outside the walls: `walls` (the bubblewrap command line), `seccomp` (its filter of system calls), `host` (a warm
sandbox), `session` (one submission in it), `results` (what came out, read with suspicion).
Inside: `zygote` (the warm parent), `child` (one submission), `cells` (its notebook), `forks`.
Both sides speak `frames`.
"""
