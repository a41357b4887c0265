"""The tests of the house; a package so that `tests.servers` can be imported from every level."""
