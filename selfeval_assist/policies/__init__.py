"""Scoring policies: one TOML per place and year, each setting with its source and standing."""

from selfeval_assist.policies.choice import Choice, choose, place_of, policy_for
from selfeval_assist.policies.load import PolicyError, available, load
from selfeval_assist.policies.model import Policy

__all__ = [
    "Choice",
    "Policy",
    "PolicyError",
    "available",
    "choose",
    "load",
    "place_of",
    "policy_for",
]
