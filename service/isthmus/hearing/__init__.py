"""What a message asks for, carried out: one module for each job that the assistant does.

A job has a class that takes its own commands; what it needs of the rest of the service is in
`Parts`. The assistant tells which job a command is for.
"""
