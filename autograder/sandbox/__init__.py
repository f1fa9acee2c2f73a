"""Student code behind walls, seen from outside: starting them, running a notebook, calling its functions, asking references.

Used from other rooms:

- `bubblewrap`: `describe`, `require_system`
- `clock`: `LOOP`, `seconds_of`
- `host`: `Process`, `Sandbox`
- `limits`: `Count`, `Limits`
- `notebook`: `CouldNotRun`, `TookDown`
- `oracle`: `Oracle`
- `packages`
- `results`: `CellResult`, `Missing`, `cell_number`
- `session`: `Session`
"""
