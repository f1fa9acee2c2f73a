"""Running student code behind walls.

Outside the walls: `walls` (the bubblewrap command line), `seccomp` (its filter of system calls), `host` (a warm
sandbox), `notebook` (one submission's cells in it), `session` (and the calls of its functions), `results` (what came
out, read with suspicion).
Inside: `zygote` (the warm parent), `child` (one submission), `cells` (its notebook), `pictures`, `forks`.
Both sides speak `frames`, in which `outputs` is what a cell shows.
"""
