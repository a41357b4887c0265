"""What people of the office say and do outside the desk: words to notes, orders, mails they sent themselves."""
