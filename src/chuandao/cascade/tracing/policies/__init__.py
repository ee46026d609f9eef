"""A large case traced policy by policy, by several processes, kept as it goes along."""

from chuandao.cascade.tracing.policies.grouping import Policy, policies_of
from chuandao.cascade.tracing.policies.running import PolicyTrace, trace_policies

__all__ = ["Policy", "PolicyTrace", "policies_of", "trace_policies"]
