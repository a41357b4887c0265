"""Orders of the office's own people about their meetings: read, planned, confirmed, carried out, taken back."""
