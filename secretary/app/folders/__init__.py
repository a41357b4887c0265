"""Orders that people give by moving mails into folders, in whatever mail program they have."""

from secretary.app.folders.looking import look_at_orders as look_at_orders
