"""The event bus behind the streams. It knows topics and versions, and nothing of what they mean."""
