"""Understanding: from a Message to a Reading. Pure; no I/O and no clock."""
