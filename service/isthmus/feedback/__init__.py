"""What people say of the answers they were given."""
