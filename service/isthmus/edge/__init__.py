"""What every HTTP request passes on its way in and out, whatever it asks for."""
