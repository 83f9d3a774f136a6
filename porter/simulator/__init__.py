"""A demo city that lives: drivers on streets and customers who order. It talks to Porter's public API only."""

from porter.simulator.blocks import NoBlockFree
from porter.simulator.options import Options, Tempo
from porter.simulator.play import NoDemoCity, run, run_until_told

__all__ = ["NoBlockFree", "NoDemoCity", "Options", "Tempo", "run", "run_until_told"]
