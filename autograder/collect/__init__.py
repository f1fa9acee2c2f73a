"""What students hand in, brought into the course: from the exchange, and from the zips of learning platforms.

Used from other rooms:

- `exchange`
- `inbox`: `Inbox`
- `inbound`
"""
