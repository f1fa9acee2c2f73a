# Nothing written yet.
# rest: stub
