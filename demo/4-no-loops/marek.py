# A cell is gone, and with it its function.
# rest: solved
# %% -predict
