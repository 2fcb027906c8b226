"""Every change of state, one function each: read within sight, ask a rule, save, record what happened."""
