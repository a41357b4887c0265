"""What a text says about offers and meetings. Pure."""
