"""Student code behind walls, seen from outside: starting them, running a notebook, calling its functions, asking references.

Used from other rooms:

- `bubblewrap`: `describe`, `require_system`
- `budget`: `Budget`
- `clock`: `LOOP`, `seconds_of`
- `host`: `Process`, `Sandbox`
- `limits`: `Count`, `Limits`
- `notebook`: `CouldNotRun`, `MAX_PICTURE_BYTES`, `MAX_TEXT_BYTES`, `Notebook`, `TookDown`, `Why`, `why`
- `oracle`: `Oracle`, `Remembered`
- `packages`
- `patience`: `Patience`
- `results`: `CellResult`, `Missing`, `explained`
- `session`: `Session`
"""
