"""Scoring policies: one TOML per place and year, each setting with its source and standing."""

from selfeval_assist.policies.load import PolicyError, available, load, policy_for
from selfeval_assist.policies.model import Policy

__all__ = ["Policy", "PolicyError", "available", "load", "policy_for"]
