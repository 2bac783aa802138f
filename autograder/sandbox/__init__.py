"""The only place where a student's code runs."""

from autograder.sandbox.answer import CellRun
from autograder.sandbox.child import Child, Lent, Server
from autograder.sandbox.process import Lost
from autograder.sandbox.sandbox import Allowance, Sandbox
from autograder.sandbox.zygote import Unavailable, Zygote

__all__ = ["Allowance", "CellRun", "Child", "Lent", "Lost", "Sandbox", "Server", "Unavailable", "Zygote"]
