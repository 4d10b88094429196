"""The service: questions, answers, the library of documents, and the ways in."""
