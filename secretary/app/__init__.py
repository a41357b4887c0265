"""The house put together: the one room that knows all others."""
