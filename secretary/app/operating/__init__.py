"""What an operator needs: health, the service manager, backups, dead letters."""
