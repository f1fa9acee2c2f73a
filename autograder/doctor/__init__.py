"""What is wrong with this machine and this account, before it costs anybody anything: each thing with its remedy.

Used from other rooms:

- `examine`: `examine`, `examine_own_home`
- `finding`: `Finding`
"""
