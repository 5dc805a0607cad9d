"""The rooms of model_server.py: HTTP, scripts, and for each provider what it refuses and what it answers."""
