"""The names of the tasks: whoever sends one need not import what it does."""

RELAY = "porter.relay"
DELIVER = "porter.deliver"
SWEEP = "porter.sweep"
TICK = "porter.tick"
UPKEEP = "porter.upkeep"
PAYOUTS = "porter.payouts"
WATCH = "porter.watch"
