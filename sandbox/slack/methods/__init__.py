"""The methods of the Web API, one small function each, grouped by noun; `sandbox.slack.table` lists them."""
