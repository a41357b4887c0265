"""The rules of an office: its folders, the rulebook made of them, taken anew while it runs, and what people teach."""
