"""How two linked clauses differ, and what that makes of the lower one."""
