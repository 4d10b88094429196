"""Role definitions: what a role answers for, does and decides, and where each line comes from."""
