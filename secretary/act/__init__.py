"""The way out: composing, the gate, the executor, and the servers that effects reach."""
