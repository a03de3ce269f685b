"""The running of the house: embedded server, jobs, mail, backup and restore, demo."""
