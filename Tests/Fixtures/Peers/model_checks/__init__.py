"""What check_model_server.py checks: by OpenAI's SDK, by Anthropic's, and byte by byte."""
