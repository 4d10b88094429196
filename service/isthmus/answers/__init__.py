"""Question in, verified answer or refusal out."""
