# Right, in the plainest way.
# rest: solved
