"""What channels ask of conversations, feedback and unanswered questions, in transactions."""
